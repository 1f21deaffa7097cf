import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	ICredentialTestRequest,
	ICredentialType,
	INodeCredentialTestResult,
	INodeType,
} from 'n8n-workflow';

import { describeNode, property } from '../../../../harness/engine/stand-ins/describe-node.cts';
import { testCredential } from '../../../../harness/engine/one-node/test-credential.cts';
import type { EchoServer } from '../echo-server.cts';
import { startEchoServer } from '../echo-server.cts';

const keyApi: ICredentialType = {
	name: 'keyApi',
	displayName: 'Key',
	properties: [property('key', 'string'), property('url', 'string')],
	authenticate: {
		type: 'generic',
		properties: { headers: { 'x-key': '={{ $credentials.key }}' } },
	},
};

const meRequest: ICredentialTestRequest = {
	request: { baseURL: '={{ $credentials.url }}', url: '/me' },
	rules: [{ type: 'responseCode', properties: { value: 403, message: 'Ask your admin' } }],
};

class Tester implements INodeType {
	description = describeNode({
		name: 'tester',
		version: 1,
		credentials: [{ name: 'keyApi', testedBy: 'ask' }],
	});

	methods = {
		credentialTest: {
			async ask(
				this: ICredentialTestFunctions,
				{ data }: ICredentialsDecrypted,
			): Promise<INodeCredentialTestResult> {
				await this.helpers.request(`${data?.url as string}/ask`);
				return { status: 'OK', message: `Hello ${data?.key as string}` };
			},
		},
	};
}

let server: EchoServer;
let status: number;
beforeAll(async () => {
	server = await startEchoServer(() => ({ status, body: {} }));
});
beforeEach(() => {
	status = 200;
});
afterAll(() => server.close());

const data = () => ({ key: 'k', url: server.url });
const tryRequest = () =>
	testCredential({ credentialType: { ...keyApi, test: meRequest }, data: data() });

describe('a test request', () => {
	test('is sent with the credential on it', async () => {
		expect(await tryRequest()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(server.requests.at(-1)).toMatchObject({ url: '/me', headers: { 'x-key': 'k' } });
	});

	test('that is refused shows the status, or what the rules say of it', async () => {
		status = 500;
		const message = 'Internal Server Error';
		expect(await tryRequest()).toEqual({ status: 'Error', message });
		status = 403;
		expect(await tryRequest()).toEqual({ status: 'Error', message: 'Ask your admin' });
	});

	test('that reaches nobody shows why', async () => {
		const credentialType = { ...keyApi, test: meRequest };
		const nobody = { key: 'k', url: 'http://127.0.0.1:1' };
		const message = 'ECONNREFUSED';
		const result = await testCredential({ credentialType, data: nobody });
		expect(result).toEqual({ status: 'Error', message });
	});
});

test('a test which is a method of a node is called with the data', async () => {
	const nodes = [new Tester()];
	const result = await testCredential({ credentialType: keyApi, data: data(), nodes });
	expect(result).toEqual({ status: 'OK', message: 'Hello k' });
	expect(server.requests.at(-1)?.url).toBe('/ask');
});

test('a credential nobody tests says so', async () => {
	const { message } = await testCredential({ credentialType: keyApi, data: data() });
	expect(message).toBe('No testing function found for this credential.');
});
