import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { DEFAULT_BASE_URL, Tenant } from '../advocate/tenant';

export class AdvocateApi implements ICredentialType {
	name = 'advocateApi';

	displayName = 'Advocate API';

	documentationUrl =
		'https://github.com/impact-advocate/n8n-nodes-impact-advocate#the-advocate-api-credential';

	icon = { light: 'file:advocate.svg', dark: 'file:advocate.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Tenant Alias',
			name: 'tenantAlias',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. test_abc123',
			description:
				'The name of your tenant, as it stands in the address of the Advocate portal. The alias of a test tenant begins with "test_".',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Stands in the settings of the Advocate portal. A live tenant and its test tenant have different keys.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: DEFAULT_BASE_URL,
			required: true,
			placeholder: `e.g. ${DEFAULT_BASE_URL}`,
			description: 'Change it only if Advocate gave you another address. Must begin with https://.',
		},
	];

	/**
	 * HTTP Basic with an empty user name (doc). The key goes to the credential's own base URL only, also
	 * when the credential is used in n8n's HTTP Request node.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await Promise.resolve(authenticated(credentials, request));
}

function authenticated(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): IHttpRequestOptions {
	const tenantAlias = textOf(credentials.tenantAlias);
	const tenant = new Tenant({ tenantAlias, baseUrl: textOf(credentials.baseUrl) });
	tenant.assertOwns(addressOf(request));
	return { ...request, auth: { username: '', password: textOf(credentials.apiKey).trim() } };
}

function textOf(field: unknown): string {
	return typeof field === 'string' ? field : '';
}

/** n8n's older request options call the address `uri`. */
function addressOf(request: IHttpRequestOptions & { uri?: string }): string {
	const address = request.url ?? request.uri ?? '';
	return URL.canParse(address) ? address : `${request.baseURL ?? ''}${address}`;
}
