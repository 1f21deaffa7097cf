import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { loadMappingColumns, loadOptions } from '../../harness/engine/one-node/load-options.cts';
import { createPoller } from '../../harness/engine/one-node/poll.cts';
import { testCredential } from '../../harness/engine/one-node/test-credential.cts';
import { openWebhookTrigger } from '../../harness/engine/one-node/webhook.cts';
import { nodeError } from '../../nodes/runtime/node-error.ts';
import { AdvocateCreateJob } from '../../nodes/AdvocateCreateJob/AdvocateCreateJob.node.ts';
import { AdvocateJobCompletedTrigger } from '../../nodes/AdvocateJobCompletedTrigger/AdvocateJobCompletedTrigger.node.ts';
import { AdvocateUpload } from '../../nodes/AdvocateUpload/AdvocateUpload.node.ts';
import { AdvocateWaitForCompletionTrigger } from '../../nodes/AdvocateWaitForCompletionTrigger/AdvocateWaitForCompletionTrigger.node.ts';
import { credentialTypes } from '../support/advocate-nodes.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';
import { formsOf, textsIn, textsWithKey } from './found-texts.cts';
import { Witness, type WitnessAnswer } from './witness.cts';

/** A key with what JSON, URLs, forms, patterns and replacements treat in ways of their own. */
const KEY = 'TEST_k"e/y+%&ü\\$& .*1';
const LEAK = `Refused: ${formsOf(KEY).join(' | ')}`;

const rig = new Rig();
const advocate = new Witness();

beforeAll(async () => {
	await Promise.all([advocate.open(), rig.start()]);
});
beforeEach(() => advocate.forget());
afterAll(async () => {
	await Promise.all([advocate.close(), rig.stop()]);
});

/** An Advocate, or what stands in its place, that repeats the key in whatever it says. */
const ANSWERS: Array<[string, WitnessAnswer]> = [
	...[400, 401, 403, 404, 429, 500, 503].map((status): [string, WitnessAnswer] => [
		`an error body (${status})`,
		{
			status,
			headers: { 'retry-after': LEAK.slice(-40) },
			body: JSON.stringify({ message: LEAK }),
		},
	]),
	['GraphQL errors', { body: JSON.stringify({ data: null, errors: [{ message: LEAK }] }) }],
	[
		'a long GraphQL error',
		{ body: JSON.stringify({ errors: [{ message: 'x'.repeat(490) + KEY }] }) },
	],
	['a web page', { headers: { 'content-type': 'text/html' }, body: `<html>${LEAK}</html>` }],
	[
		'a redirect',
		{ status: 302, headers: { location: `https://:${encodeURIComponent(KEY)}@a.b/` } },
	],
	['an answer without data', { body: JSON.stringify({ message: LEAK }) }],
];

const credential = () => ({ tenantAlias: 'test_acme', apiKey: KEY, baseUrl: advocate.url });
const single = () => ({ credentials: { advocateApi: credential() }, credentialTypes });

const NODES: Array<[string, INodeParameters]> = [
	['advocateUpload', {}],
	['advocateUpload', { source: 'items' }],
	['advocateValidate', { fileRef: 'x', type: 'MUTATION/USER' }],
	['advocateCreateJob', { fileRef: 'x', type: 'MUTATION/USER' }],
	['advocateJobStatus', { jobId: 'x' }],
	['advocateJobStatus', { jobId: 'x', wait: true }],
	['advocateJobStatus', { operation: 'getMany' }],
];
const ITEM = fileItem('a.csv', 'accountId,id\nacme,ann\n', 'text/csv', { accountId: 'a', id: 'b' });

describe('S16: no error gives the key away that is sent with a user name', () => {
	/** Of each length modulo 3, by which Base64 shifts what comes after. */
	describe.each(['IRabc1', 'IRabc12', 'IRabc123', 'ü "1'])('%s', (userName) => {
		const signedIn = () => ({ ...credential(), advanced: true, userName });
		const message = `Refused: ${formsOf(KEY, userName).join(' | ')}`;

		it.each<[string, WitnessAnswer]>([
			['an error body', { status: 401, body: JSON.stringify({ message }) }],
			['a GraphQL error', { body: JSON.stringify({ errors: [{ message }] }) }],
			[
				'the top of a GraphQL answer',
				{
					body: JSON.stringify({
						errors: [],
						extensions: { apiError: { statusCode: 401, message } },
					}),
				},
			],
		])('in %s', async (_which, answer) => {
			advocate.answer = () => answer;
			for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
				const parameters = { jobId: 'x', options: { attempts: 1 } };
				const sketch = { name: 'Node', type: 'advocateJobStatus', parameters, onError };
				const run = await rig.run(chain(sketch), [ITEM], { credential: signedIn() });

				const basic = `Basic ${Buffer.from(`${userName}:${KEY}`).toString('base64')}`;
				expect(advocate.requests.at(-1)?.headers.authorization).toBe(basic);
				expect(textsWithKey(run.raw.data, KEY, userName)).toEqual([]);
			}
			const [type] = credentialTypes;
			if (type === undefined) throw new Error('There is no credential type');
			const nodes = [new AdvocateUpload()];
			const tested = await testCredential({ credentialType: type, data: signedIn(), nodes });
			expect(tested.status).toBe('Error');
			expect(textsWithKey(tested, KEY, userName)).toEqual([]);
		});
	});
});

describe.each(ANSWERS)('S16: no error gives the key away: %s', (_which, answer) => {
	beforeEach(() => {
		advocate.answer = () => answer;
	});

	it.each(NODES)('of %s %j', async (type, parameters) => {
		for (const onError of [
			'stopWorkflow',
			'continueRegularOutput',
			'continueErrorOutput',
		] as const) {
			const workflow = chain({ name: 'Node', type, parameters, onError });
			const run = await rig.run(workflow, [ITEM], { credential: credential() });

			expect(advocate.requests.length).toBeGreaterThan(0);
			expect(textsWithKey(run.raw.data, KEY)).toEqual([]);
			if (onError === 'stopWorkflow') expect(run.error?.message).toBeTruthy();
		}
	});

	it.each(['getPrograms', 'getSegments'])('of the drop-down %s', async (method) => {
		const load = loadOptions({ nodeType: new AdvocateCreateJob(), method, ...single() });
		const thrown: unknown = await load.catch((error: unknown) => error);

		expect(thrown).toBeInstanceOf(Error);
		expect(textsWithKey(thrown, KEY)).toEqual([]);
	});

	it('of the columns to map', async () => {
		const nodeType = new AdvocateUpload();
		const parameters = { source: 'items', type: 'MUTATION/USER' };
		const options = { nodeType, parameters, method: 'getMappingColumns', ...single() };

		expect(textsWithKey(await loadMappingColumns(options), KEY)).toEqual([]);
	});

	it('of the poll of a trigger', async () => {
		const poller = createPoller({ nodeType: new AdvocateWaitForCompletionTrigger(), ...single() });
		for (const mode of ['trigger', 'manual'] as const) {
			const thrown: unknown = await poller.poll(mode).catch((error: unknown) => error);

			expect(thrown).toBeInstanceOf(Error);
			expect(textsWithKey(thrown, KEY)).toEqual([]);
		}
	});

	it('of the activation of a webhook', async () => {
		const nodeType = new AdvocateJobCompletedTrigger();
		const trigger = await openWebhookTrigger({ nodeType, ...single() });
		const thrown: unknown = await trigger.activate().catch((error: unknown) => error);
		await trigger.close();

		expect(thrown).toBeInstanceOf(Error);
		expect(textsWithKey(thrown, KEY)).toEqual([]);
	});

	it('of the test of the credential', async () => {
		const [type] = credentialTypes;
		if (type === undefined) throw new Error('There is no credential type');
		const nodes = [new AdvocateUpload()];
		const result = await testCredential({ credentialType: type, data: credential(), nodes });

		expect(result.status).toBe('Error');
		expect(textsWithKey(result, KEY)).toEqual([]);
	});
});

describe('S16: neither do the errors that go out on items', () => {
	it('of a validation', async () => {
		const body = JSON.stringify({ data: { validateJobCreation: { errors: [LEAK, 'Row 2'] } } });
		advocate.answer = () => ({ body });
		const workflow = chain({
			name: 'Node',
			type: 'advocateValidate',
			parameters: { fileRef: 'x', type: 'MUTATION/USER' },
		});
		const run = await rig.run(workflow, undefined, { credential: credential() });

		expect(run.json('Node', 1)[0]?.errors).toEqual([expect.stringContaining('*****'), 'Row 2']);
		expect(textsWithKey(run.raw.data, KEY)).toEqual([]);
	});

	it('of the rows of a job', async () => {
		const job = {
			id: 'x',
			type: 'MUTATION/USER',
			status: 'COMPLETED',
			downloadErrorUrl: `${advocate.url}/errors`,
		};
		advocate.answer = ({ method }) => ({
			body: JSON.stringify(
				method === 'GET' ? { recordNumber: 1, message: LEAK } : { data: { job } },
			),
		});
		const parameters = { jobId: 'x', options: { includeRowErrors: true } };
		const workflow = chain({ name: 'Node', type: 'advocateJobStatus', parameters });
		const run = await rig.run(workflow, undefined, { credential: credential() });

		expect(run.json('Node')[0]?.rowErrorsTotal).toBe(1);
		expect(textsWithKey(run.raw.data, KEY)).toEqual([]);
	});

	it('of a wait that ended without an answer', async () => {
		const job = { id: 'x', type: 'MUTATION/USER', status: 'PENDING' };
		advocate.answer = () =>
			advocate.requests.length === 1
				? { body: JSON.stringify({ data: { job } }) }
				: { status: 503, body: JSON.stringify({ message: LEAK }) };
		const parameters = { jobId: 'x', wait: true, options: { timeLimit: 1 } };
		const workflow = chain({ name: 'Node', type: 'advocateJobStatus', parameters });
		const run = await rig.run(workflow, undefined, { credential: credential() });

		expect(run.json('Node', 1)[0]?.statusError).toContain('*****');
		expect(textsWithKey(run.raw.data, KEY)).toEqual([]);
	});
});

describe('S16: the redactor can not be passed by', () => {
	const node = { name: 'Node', type: 'x', parameters: {} } as unknown as INode;
	const context = {
		getNode: () => node,
		getCredentials: <T extends object>() => Promise.resolve({ apiKey: ` ${KEY} ` } as unknown as T),
	};

	it.each<[string, unknown]>([
		['an error of Node', Object.assign(new Error(LEAK), { config: { auth: KEY } })],
		['a text', LEAK],
		['nothing that is known', { message: LEAK, response: { data: LEAK } }],
		["n8n's own", new NodeOperationError(node, LEAK, { description: LEAK })],
		["n8n's for an API", new NodeApiError(node, { message: LEAK, error: { message: LEAK } })],
		['one caused by another', new Error('Failed', { cause: new Error(LEAK) })],
	])('by %s', async (_which, thrown) => {
		const error = await nodeError(context, thrown);

		expect(error.message).not.toBe('');
		expect(textsWithKey(error, KEY)).toEqual([]);
	});

	it('by a Basic header with a user name', async () => {
		const credentials = { ...credential(), advanced: true, userName: 'IRabc12' };
		const getCredentials = (() => Promise.resolve(credentials)) as typeof context.getCredentials;
		const thrown = new Error(formsOf(KEY, credentials.userName).join(' | '));
		const error = await nodeError({ ...context, getCredentials }, thrown);
		expect(textsWithKey(error, KEY, credentials.userName)).toEqual([]);
	});

	it('and an error without a credential is shown anyway', async () => {
		const withoutCredential = { ...context, getCredentials: () => Promise.reject(new Error('x')) };
		expect((await nodeError(withoutCredential, new Error('Told'))).message).toBe('Told');
	});

	it("as nothing else makes n8n's errors", () => {
		const root = join(__dirname, '../..');
		const makers = ['nodes', 'advocate', 'credentials'].flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('.ts'))
				.map((file) => join(folder, file))
				.filter((file) => /new Node\w*Error/.test(readFileSync(join(root, file), 'utf8'))),
		);
		expect(makers).toEqual(['nodes/runtime/node-error.ts']);
	});
});

describe('S17: an error carries nothing else of the request and the answer', () => {
	const SECRET_PLACE = 'x-internal-host: db7';

	it('than what Advocate said, in 500 characters at most', async () => {
		const body = JSON.stringify({ message: `Bad. ${'y'.repeat(5_000)}`, stack: SECRET_PLACE });
		advocate.answer = () => ({ status: 400, headers: { 'x-powered-by': SECRET_PLACE }, body });
		const run = await rig.run(
			chain({ name: 'Node', type: 'advocateJobStatus', parameters: { jobId: 'x' } }),
			undefined,
			{ credential: credential() },
		);

		expect(String(run.error?.description)).toContain('Advocate said: "Bad. yyy');
		expect(String(run.error?.description).length).toBeLessThan(700);
		const texts = textsIn(run.error);
		expect(texts.filter((text) => text.includes(SECRET_PLACE))).toEqual([]);
		expect(texts.filter((text) => text.toLowerCase() === 'authorization')).toEqual([]);
	});

	it('and the key is not cut through by that limit', async () => {
		advocate.answer = () => ({
			status: 400,
			body: JSON.stringify({ message: 'x'.repeat(490) + KEY }),
		});
		const run = await rig.run(
			chain({ name: 'Node', type: 'advocateJobStatus', parameters: { jobId: 'x' } }),
			undefined,
			{ credential: credential() },
		);

		expect(textsIn(run.error).filter((text) => text.includes('TEST_'))).toEqual([]);
	});

	it.each(['<html>db7 stack trace</html>', '"db7"', 'db7'])(
		'and nothing of what is not JSON: %s',
		async (body) => {
			advocate.answer = () => ({ status: 502, body });
			const run = await rig.run(
				chain({ name: 'Node', type: 'advocateJobStatus', parameters: { jobId: 'x' } }),
				undefined,
				{ credential: credential() },
			);

			expect(run.error?.message).toContain('server error (502)');
			expect(textsIn(run.error).filter((text) => text.includes('db7'))).toEqual([]);
		},
	);
});
