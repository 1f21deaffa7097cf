import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { AdvocateClient } from '../../advocate/api/client';
import { AdvocateError } from '../../advocate/errors';
import { Tenant } from '../../advocate/api/tenant';
import { keyRemoverOf, signInOf, type AdvocateCredential } from '../runtime/credential';
import { CredentialTestTransport } from '../transport/credential-test-transport';
import { N8N_TEXTS } from '../runtime/host-texts';

/**
 * Tests whether a credential works by asking for the tenant, which takes the right host, alias and key.
 *
 * @returns that it works, or what is wrong and what to change
 */
export async function advocateApiTest(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const credential = data as unknown as AdvocateCredential;
	const { request: send } = this.helpers;
	try {
		const signIn = signInOf(credential);
		const transport = new CredentialTestTransport(send, signIn);
		const tenant = new Tenant(credential, N8N_TEXTS);
		const { isLiveMode } = await new AdvocateClient(tenant, transport, signIn).checkAccess();
		const mode = isLiveMode === undefined ? '' : isLiveMode ? ' (live)' : ' (test)';
		return { status: 'OK', message: `Connected to the tenant "${tenant.alias}"${mode}` };
	} catch (error) {
		if (!(error instanceof AdvocateError)) {
			return { status: 'Error', message: 'The connection could not be tested' };
		}
		const text = `${error.message}. ${error.hint}`;
		return { status: 'Error', message: keyRemoverOf(credential)(text) };
	}
}
