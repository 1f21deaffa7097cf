import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { AdvocateApi } from '../../credentials/AdvocateApi.credentials.ts';
import { createNodeTypes, nodesOfPackage } from '../../harness/engine/node-types.cts';
import { describeNode, property } from '../../harness/engine/stand-ins/describe-node.cts';
import { standIns } from '../../harness/engine/stand-ins.cts';
import { nodeClasses } from '../support/advocate-nodes.cts';
import { failure } from '../support/failure.cts';
import { type Credential, fileItem, Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';
import { textsWithKey } from './found-texts.cts';
import { Witness } from './witness.cts';

const KEY = 'TEST_k"e/y+%&ü\\ 1';
const BASIC = `Basic ${Buffer.from(`:${KEY}`).toString('base64')}`;

/** Asks as n8n's HTTP Request does with a credential chosen in it, in the older or the newer way. */
class AnyRequest implements INodeType {
	description = describeNode({
		name: 'anyRequest',
		version: 1,
		credentials: [{ name: 'advocateApi', required: true }],
		properties: [property('url', 'string'), property('older', 'boolean', true)],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const url = this.getNodeParameter('url', 0) as string;
		const { helpers } = this;
		const redirects = { followRedirect: true, followAllRedirects: true, maxRedirects: 5 };
		const answer: unknown = this.getNodeParameter('older', 0)
			? await helpers.requestWithAuthentication.call(this, 'advocateApi', {
					uri: url,
					...redirects,
				})
			: await helpers.httpRequestWithAuthentication.call(this, 'advocateApi', { url });
		return [[{ json: { answer: answer as IDataObject } }]];
	}
}

const nodeTypes = createNodeTypes(
	nodesOfPackage('n8n-nodes-impact-advocate', [...nodeClasses, AnyRequest]),
	standIns,
);
const rig = new Rig();
const other = new Witness();

beforeAll(async () => {
	await other.open();
	await rig.start({ jobDurationMs: 0, tenants: [{ alias: 'test_acme', apiKey: KEY }] });
});
beforeEach(() => {
	rig.sandbox.clearRequests();
	rig.sandbox.faults.clear();
	other.forget();
});
afterAll(async () => {
	await rig.stop();
	await other.close();
});

const wholeImport = chain(
	{ name: 'Upload', type: 'advocateUpload' },
	{ name: 'Validate', type: 'advocateValidate' },
	{ name: 'Create Job', type: 'advocateCreateJob' },
	{
		name: 'Job Status',
		type: 'advocateJobStatus',
		parameters: {
			wait: true,
			options: { attachResultsFile: true, attachErrorsFile: true, includeRowErrors: true },
		},
	},
);
const USERS = fileItem('a.csv', 'accountId,id\nacme,ann\nacme,\n');

async function request(url: string, older = true, credential: Partial<Credential> = {}) {
	const parameters = { url, older };
	return await rig.run(chain({ name: 'Request', type: 'anyRequest', parameters }), undefined, {
		...{ nodeTypes, credential },
	});
}

describe('S1: the key is sent below the base URL only', () => {
	it('by the nodes, whatever an item says', async () => {
		const json = { baseUrl: other.url, url: other.url, tenantAlias: 'x', fileRef: other.url };
		const run = await rig.run(wholeImport, [{ ...USERS, json }]);

		expect(run.error).toBeUndefined();
		expect(other.requests).toEqual([]);
		expect(rig.sandbox.requests.length).toBeGreaterThan(5);
	});

	it.each([true, false])('by HTTP Request (older: %s), and nowhere else', async (older) => {
		const own = await request(`${rig.sandbox.baseUrl}/api/v1/test_acme/x`, older);
		const run = await request(`${other.url}/api/v1/test_acme/x`, older);

		expect(rig.sandbox.requests[0]?.headers.authorization).toBe(BASIC);
		expect(textsWithKey(own.raw.data, KEY)).toEqual([]);
		expect(run.error?.message).toContain(`The API key is not sent to 127.0.0.1:${other.port}`);
		expect(other.requests).toEqual([]);
	});
});

it.each([
	'http://app.referralsaasquatch.com',
	'https://app.referralsaasquatch.com@evil.example',
	'https://evil.example/?x=app.referralsaasquatch.com',
	'https://evil.example/#app.referralsaasquatch.com',
	'http://10.0.0.1',
	'http://localhost.',
	'ftp://127.0.0.1',
])('S2: the base URL %s is refused before any request', async (baseUrl) => {
	const run = await rig.run(wholeImport, [USERS], { credential: { baseUrl } });

	expect(failure(run).message).toMatch(/^The base URL (must begin with https:|contains more)/);
	expect(failure(run).description).toContain('Advocate API credential');
});

describe('S3: a request with the key follows no redirect', () => {
	it.each([301, 302, 303, 307, 308] as const)('of the nodes (%i)', async (status) => {
		for (const on of ['upload', 'graphql'] as const) {
			rig.sandbox.faults.add({ on, kind: 'redirect', location: `${other.url}/x`, status });
			const run = await rig.run(wholeImport, [USERS]);
			rig.sandbox.faults.clear();

			expect(failure(run).message).toContain(`the server redirected the request (${status})`);
			expect(failure(run).description).toContain('Enter the final address as the base URL');
		}
		expect(other.requests).toEqual([]);
	});

	it.each([true, false])('of HTTP Request (older: %s)', async (older) => {
		rig.sandbox.faults.add({ on: 'any', kind: 'redirect', location: `${other.url}/x` });
		const run = await request(`${rig.sandbox.baseUrl}/api/v1/test_acme/x`, older);

		expect(run.error?.message).toBeDefined();
		expect(rig.sandbox.requests).toHaveLength(1);
		expect(other.requests).toEqual([]);
	});
});

it('S4: the key stands in the Authorization header and nowhere else', async () => {
	const run = await rig.run(wholeImport, [USERS]);

	const withKey = rig.sandbox.requests.filter(({ headers }) => headers.authorization === BASIC);
	expect(withKey.length).toBeGreaterThan(4);
	for (const { path, headers, body } of rig.sandbox.requests) {
		const others = Object.entries(headers).filter(([name]) => name !== 'authorization');
		expect(textsWithKey([path, others, body.toString()], KEY)).toEqual([]);
	}
	expect(textsWithKey(run.raw.data, KEY)).toEqual([]);
});

describe('S1, S3 and S4 hold for a key with a user name', () => {
	const account = { sid: 'IRabc123', authToken: KEY };
	const credential = { apiKey: account.authToken, advanced: true, userName: ` ${account.sid} ` };
	const basic = `Basic ${Buffer.from(`${account.sid}:${KEY}`).toString('base64')}`;

	it('S4: it stands in the Authorization header and nowhere else', async () => {
		const run = await rig.run(wholeImport, [USERS], { credential });

		expect(run.error).toBeUndefined();
		const withKey = rig.sandbox.requests.filter(({ headers }) => headers.authorization === basic);
		expect(withKey.length).toBeGreaterThan(4);
		for (const { path, headers, body } of rig.sandbox.requests) {
			const others = Object.entries(headers).filter(([name]) => name !== 'authorization');
			expect(textsWithKey([path, others, body.toString()], KEY, account.sid)).toEqual([]);
		}
		expect(textsWithKey(run.raw.data, KEY, account.sid)).toEqual([]);
	});

	it.each([true, false])('S1: by HTTP Request too (older: %s), nowhere else', async (older) => {
		const own = await request(`${rig.sandbox.baseUrl}/api/v1/test_acme/x`, older, credential);
		const run = await request(`${other.url}/api/v1/test_acme/x`, older, credential);

		expect(rig.sandbox.requests[0]?.headers.authorization).toBe(basic);
		expect(textsWithKey(own.raw.data, KEY, account.sid)).toEqual([]);
		expect(run.error?.message).toContain(`The API key is not sent to 127.0.0.1:${other.port}`);
		expect(other.requests).toEqual([]);
	});

	it('S3: no redirect is followed with it', async () => {
		rig.sandbox.faults.add({ on: 'graphql', kind: 'redirect', location: `${other.url}/x` });
		await rig.run(wholeImport, [USERS], { credential });

		expect(other.requests).toEqual([]);
	});
});

describe('S5: the key is a password field of the credential', () => {
	const { properties } = new AdvocateApi();

	it('which n8n keeps encrypted and shows as dots', () => {
		const field = properties.find(({ name }) => name === 'apiKey');
		expect(field).toMatchObject({ typeOptions: { password: true }, default: '' });
	});

	it('and no node has a parameter for it', () => {
		const parameters = nodeClasses.map((Node) => JSON.stringify(new Node()));
		expect(
			parameters.filter((text) => /"name":"(api_?key|password|token|secret)"/i.test(text)),
		).toEqual([]);
	});

	it('nor is it in a workflow that comes with the package', () => {
		const folder = join(__dirname, '../../workflows');
		const templates = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));

		expect(templates.length).toBeGreaterThan(3);
		expect(templates.filter((text) => /apiKey|"credentials"/.test(text))).toEqual([]);
	});
});
