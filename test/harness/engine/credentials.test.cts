import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { createNodeTypes, nodesOfPackage } from '../../../harness/engine/node-types.cts';
import { runWorkflow } from '../../../harness/engine/run-workflow.cts';
import { describeNode, property } from '../../../harness/engine/stand-ins/describe-node.cts';
import type { EchoServer } from './echo-server.cts';
import { startEchoServer } from './echo-server.cts';
import { inARow } from './tiny-workflow.cts';

class KeyApi implements ICredentialType {
	name = 'keyApi';

	displayName = 'Key';

	properties = [property('key', 'string'), property('team', 'string', 'red')];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			auth: { username: '', password: '={{ $credentials.key }}' },
			headers: { 'x-team': '={{ $credentials.team }}', 'x-kind': 'plain' },
			qs: { '={{ $credentials.team }}': 'yes' },
		},
	};
}

class SignedApi implements ICredentialType {
	name = 'signedApi';

	displayName = 'Signed';

	properties = [property('secret', 'string')];

	async authenticate({ secret }: ICredentialDataDecryptedObject, request: IHttpRequestOptions) {
		const headers = { ...request.headers, 'x-signature': `${secret as string} signed` };
		return await Promise.resolve({ ...request, headers });
	}
}

class TokenApi implements ICredentialType {
	name = 'tokenApi';

	displayName = 'Token';

	properties = [
		property('url', 'string'),
		{ ...property('token', 'hidden'), typeOptions: { expirable: true } },
	];

	async preAuthentication(this: IHttpRequestHelper, { url }: ICredentialDataDecryptedObject) {
		const { token } = (await this.helpers.httpRequest({ url: `${url as string}/token` })) as {
			token: string;
		};
		return { token };
	}

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { authorization: '={{ "Bearer " + $credentials.token }}' } },
	};
}

/** Asks its `url` with the credential named by its `credential` parameter. */
class Fetch implements INodeType {
	description = describeNode({
		name: 'fetch',
		version: 1,
		credentials: ['keyApi', 'signedApi', 'tokenApi'].map((name) => ({ name })),
		properties: [property('url', 'string'), property('credential', 'string')],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const json = (await this.helpers.httpRequestWithAuthentication.call(
			this,
			this.getNodeParameter('credential', 0) as string,
			{ url: `${this.getNodeParameter('url', 0) as string}/data` },
		)) as IDataObject;
		return [[{ json }]];
	}
}

const nodeTypes = createNodeTypes(nodesOfPackage('tiny', [Fetch]));
const credentialTypes = [new KeyApi(), new SignedApi(), new TokenApi()];

let server: EchoServer;
let tokens = 0;

beforeEach(async () => {
	tokens = 0;
	server = await startEchoServer(({ url, headers }) => {
		if (url === '/token') return { body: { token: `token ${++tokens}` } };
		const expired = headers.authorization === 'Bearer stale';
		return expired ? { status: 401, body: {} } : { body: { ok: true } };
	});
});
afterEach(() => server.close());

async function fetchWith(
	credential: string,
	credentials: Record<string, ICredentialDataDecryptedObject>,
	named?: string,
) {
	const fetch = { name: 'Fetch', type: 'tiny.fetch', parameters: { url: server.url, credential } };
	const details = { [credential]: { id: '7', name: named ?? '' } };
	const workflow = inARow(named === undefined ? fetch : { ...fetch, credentials: details });
	return await runWorkflow({
		workflow,
		nodeTypes,
		credentialTypes,
		credentials,
		startNode: 'Fetch',
	});
}

test('a generic credential is put on the request, its expressions resolved', async () => {
	const run = await fetchWith('keyApi', { keyApi: { key: 's3cret' } });
	expect(run.json('Fetch')).toEqual([{ ok: true }]);
	expect(server.requests[0]).toMatchObject({
		url: '/data?red=yes',
		headers: {
			authorization: `Basic ${Buffer.from(':s3cret').toString('base64')}`,
			'x-team': 'red',
			'x-kind': 'plain',
		},
	});
});

test('a credential that authenticates by a function is asked', async () => {
	await fetchWith('signedApi', { signedApi: { secret: 'abc' } });
	expect(server.requests[0]?.headers['x-signature']).toBe('abc signed');
});

test('a missing token is fetched first', async () => {
	await fetchWith('tokenApi', { tokenApi: { url: server.url, token: '' } });
	expect(server.requests.map(({ url }) => url)).toEqual(['/token', '/data']);
	expect(server.requests[1]?.headers.authorization).toBe('Bearer token 1');
});

test('a token that was refused is fetched anew, and kept', async () => {
	const credentials = { tokenApi: { url: server.url, token: 'stale' } };
	const run = await fetchWith('tokenApi', credentials);
	expect(run.status).toBe('success');
	expect(server.requests.map(({ url }) => url)).toEqual(['/data', '/token', '/data']);
	expect(credentials.tokenApi.token).toBe('token 1');
});

test('a node that names its credential gets that one', async () => {
	const credentials = { keyApi: { key: 'x' }, Mine: { key: 'y', team: 'blue' } };
	await fetchWith('keyApi', credentials, 'Mine');
	expect(server.requests[0]?.headers['x-team']).toBe('blue');
});

test('without a credential the node fails as in n8n', async () => {
	const run = await fetchWith('keyApi', {});
	expect(run.status).toBe('error');
	expect(run.error?.message).toBe('Node does not require credentials');
});
