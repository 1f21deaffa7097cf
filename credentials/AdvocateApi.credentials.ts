import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { DEFAULT_BASE_URL, Tenant } from '../advocate/api/tenant';
import { textOf, userNameOf } from '../nodes/runtime/credential';
import { N8N_TEXTS } from '../nodes/runtime/host-texts';

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
				'The name of your tenant, as it appears in the address of the Advocate portal. The alias of a test tenant begins with "test_".',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'You find it in the settings of the Advocate portal. A live tenant and its test tenant have different keys.',
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
		{
			displayName: 'Advanced',
			name: 'advanced',
			type: 'boolean',
			default: false,
			description:
				'Whether to sign in with a user name as well. Most tenants need only the API key.',
		},
		{
			displayName: 'User Name',
			name: 'userName',
			type: 'string',
			default: '',
			placeholder: 'e.g. IRabc123',
			displayOptions: { show: { advanced: [true] } },
			description:
				'The Account SID of your impact.com account. Enter its Auth Token as the API Key above.',
		},
	];

	/**
	 * HTTP Basic with an empty user name (doc), or the one in the credential. The key is sent only to the
	 * credential's own base URL, even when n8n's HTTP Request node uses the credential, and never along a
	 * redirect.
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
	const tenant = new Tenant({ tenantAlias, baseUrl: textOf(credentials.baseUrl) }, N8N_TEXTS);
	tenant.assertOwns(addressOf(request));
	const auth = { username: userNameOf(credentials), password: textOf(credentials.apiKey).trim() };
	return { ...request, ...NO_REDIRECTS, auth };
}

/**
 * Otherwise n8n would send the key to whichever host a redirect names. Covers its newer and its older
 * options.
 */
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	sendCredentialsOnCrossOriginRedirect: false,
};

/** Where n8n will send a request; its older options call the address `uri`. */
function addressOf(request: IHttpRequestOptions & { uri?: string }): string {
	const address = request.url ?? request.uri ?? '';
	const whole = URL.canParse(address) || /^[/\\]{2}/.test(address);
	return whole ? address : `${request.baseURL ?? ''}${address}`;
}
