/**
 * `npm run test:faults:node-red`: the fault matrix (test/acceptance/faults) with the Node-RED package's transport in
 * place of n8n's: the same errands, faults and expectations, every request sent with undici and form-data.
 * Takes the same options. Only the credential test keeps n8n's own way, as Node-RED has no such thing.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { EnvHttpProxyAgent } from 'undici';
import { Tenant } from '../../../advocate/api/tenant.ts';
import type { Transport } from '../../../advocate/api/transport.ts';
import { UndiciTransport } from '../../../node-red/transport/undici-transport.cts';
import {
	CREDENTIAL_NAME,
	signInOf,
	type AdvocateCredential,
} from '../../../nodes/runtime/credential.ts';
import { cancelSignalOf } from '../../../nodes/runtime/request-context.ts';
import { N8nTransport } from '../../../nodes/transport/n8n-transport.ts';
import { N8N_TEXTS } from '../../../nodes/runtime/host-texts.ts';

const dispatcher = new EnvHttpProxyAgent();

/** What is private to the transport that is replaced. */
interface Replaced {
	context: IExecuteFunctions;
	timeoutMs: number;
}

async function undiciFor({ context, timeoutMs }: Replaced): Promise<Transport> {
	const credential = await context.getCredentials<AdvocateCredential>(CREDENTIAL_NAME);
	return new UndiciTransport({
		tenant: new Tenant(credential, N8N_TEXTS),
		signIn: signInOf(credential),
		dispatcher,
		timeoutMs,
		signal: cancelSignalOf(context) ?? new AbortController().signal,
	});
}

const replacement: Transport = {
	async postJson(...parameters) {
		return await (await undiciFor(this as unknown as Replaced)).postJson(...parameters);
	},
	async postFile(...parameters) {
		return await (await undiciFor(this as unknown as Replaced)).postFile(...parameters);
	},
	async getFile(...parameters) {
		return await (await undiciFor(this as unknown as Replaced)).getFile(...parameters);
	},
	async getFileWithKey(...parameters) {
		return await (await undiciFor(this as unknown as Replaced)).getFileWithKey(...parameters);
	},
};

Object.assign(N8nTransport.prototype, replacement);
