import type { INodeParameters } from 'n8n-workflow';
import { binaryText } from '../support/binary-text.cts';
import {
	ABORTED,
	balances,
	EXPORTED,
	exportWorkflow,
	hintsOf,
	PENDING,
	runExport,
	tenant,
} from '../support/export-workflow.cts';
import { failure } from '../support/failure.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { toolAnswer } from '../support/tool-answer.cts';
import { chain } from '../support/workflow.cts';

const rig = new Rig();
const BALANCES = 'QUERY/REDEEMABLE_REWARD_BALANCE';

beforeEach(async () => {
	await rig.start({ jobDurationMs: 60_000 });
	rig.sandbox.records.put(tenant, BALANCES, balances as never);
});
afterEach(async () => await rig.stop());

/** What the sandbox was asked, by operation. */
function asked(): string[] {
	return rig.sandbox.requests.flatMap(({ operations }) => operations);
}

function jobs() {
	return rig.sandbox.jobs.list();
}

async function importUsers(): Promise<void> {
	await rig.run(
		chain({ name: 'Upload', type: 'advocateUpload' }, { name: 'Job', type: 'advocateCreateJob' }),
		[
			fileItem(
				'contacts.csv',
				'accountId,id,firstName,customFields.plan\nacme,ann,Ann,007\nacme,bob,,\n',
			),
		],
	);
	rig.now += 60_000;
	rig.sandbox.clearRequests();
}

describe('as it comes', () => {
	it('exports users, waits, and gives each as an item with nested fields', async () => {
		await importUsers();

		const run = await rig.run(exportWorkflow());

		expect(run.json('Export', EXPORTED)).toMatchObject([
			{ id: 'ann', accountId: 'acme', firstName: 'Ann', customFields: { plan: '007' } },
			{ id: 'bob', accountId: 'acme', firstName: '', customFields: { plan: '' } },
		]);
		expect(run.items('Export', EXPORTED).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
		]);
		expect(asked().filter((one) => one !== 'job')).toEqual(['createJob', 'download']);
	});

	it('names the job after the workflow and the execution, with a mark of its own', async () => {
		await rig.run(exportWorkflow());
		await rig.run(exportWorkflow());

		const names = jobs().map(({ name }) => name ?? '');
		expect(names[0]).toMatch(/^Test, execution \w+ \[[0-9a-f]{16}\]$/);
		expect(jobs()[0]).toMatchObject({ requester: 'n8n', outputFormat: 'CSV', type: 'QUERY/USER' });
	});
});

describe('rows as items', () => {
	it.each(['CSV', 'JSONL'])(
		'have numbers where the report has numbers, in %s',
		async (outputFormat) => {
			const run = await runExport(rig, { type: BALANCES, outputFormat });

			expect(run.json('Export')).toMatchObject([
				{ userId: 'ann', unit: 'POINT', availableValue: 200, valueToRedeem: 0 },
				{ userId: '007', unit: 'CREDIT/CAD', availableValue: 20.5, valueToRedeem: 0 },
			]);
		},
	);

	it('end at the maximum, and a hint says that there are more', async () => {
		rig.sandbox.records.put(tenant, 'QUERY/USER', 5_000);

		const run = await runExport(rig, { options: { maxRows: 2, skipRows: 3 } });

		expect(run.json('Export').map(({ id }) => id)).toEqual(['user-4', 'user-5']);
		expect(hintsOf(run).join()).toContain('Of 5000 rows only 2 became items');
	});

	it('are none for a report without rows, and a hint says so', async () => {
		const run = await runExport(rig);

		expect(run.json('Export')).toEqual([]);
		expect(hintsOf(run).join()).toContain('has no such rows');
	});

	it('are read again after the connection broke off, each once', async () => {
		rig.sandbox.records.put(tenant, 'QUERY/USER', 5_000);
		rig.sandbox.faults.add({ on: 'download', kind: 'reset', at: 'midBody' });

		const run = await runExport(rig);

		const ids = run.json('Export').map(({ id }) => id);
		expect(ids).toHaveLength(5_000);
		expect(new Set(ids).size).toBe(5_000);
	});

	it('are not half of a result that is cut off', async () => {
		rig.sandbox.records.put(tenant, 'QUERY/USER', 5_000);
		rig.sandbox.faults.add({
			on: 'download',
			kind: 'truncate',
			contentLength: 'cut',
			times: Infinity,
		});

		const run = await runExport(rig);

		expect(run.json('Export')).toEqual([]);
		expect(failure(run).message).toMatch(/cut off|only \d+ of the 5000 rows/);
		expect(failure(run).description).toContain(
			`"Get Result" of Advocate Export with the job ID ${jobs()[0]?.id}`,
		);
	});

	it('are not taken for all if the job counts more, unless that is accepted', async () => {
		rig.sandbox.records.put(tenant, 'QUERY/USER', 2);
		const body = 'id,accountId\nuser-1,acme\n';
		rig.sandbox.faults.add({ on: 'download', kind: 'notJson', body, times: 2 });

		const refused = await runExport(rig);
		const accepted = await runExport(rig, { options: { acceptFewerRows: true } });

		expect(refused.json('Export')).toEqual([]);
		expect(failure(refused)).toEqual({
			message: 'The result has only 1 of the 2 rows that the job counts',
			description: expect.stringContaining('turn on "Accept Fewer Rows"') as string,
		});
		expect(accepted.json('Export')).toEqual([{ id: 'user-1', accountId: 'acme' }]);
	});

	it('are read from behind a link that wants the key and leads to a signed address', async () => {
		await rig.stop();
		await rig.start({ resultsLinks: 'withKey' });
		rig.sandbox.records.put(tenant, 'QUERY/USER', 3);

		const run = await runExport(rig);

		expect(run.json('Export')).toHaveLength(3);
		expect(asked().slice(-3)).toEqual(['download', 'download', 'storage']);
	});

	it('are not read from a web page', async () => {
		rig.sandbox.faults.add({ on: 'download', kind: 'notJson' });

		expect(failure(await runExport(rig)).message).toContain('a web page, not a report');
	});
});

describe('a workbook', () => {
	it('is not read as rows, but can be had as a file', async () => {
		const started = await runExport(rig, { result: 'job', outputFormat: 'XLSX' });

		const run = await rig.run(exportWorkflow({ operation: 'getResult' }), started.items('Export'));
		const file = await rig.run(
			exportWorkflow({ operation: 'getResult', result: 'file' }),
			started.items('Export'),
		);

		expect(failure(run)).toEqual({
			message: 'The result is a workbook, which is not read as rows',
			description: expect.stringContaining('Set "Result" to "File"') as string,
		});
		expect(file.items('Export')[0]?.binary?.data?.fileExtension).toBe('zip');
	});
});

describe('the result as a file', () => {
	it.each([
		['CSV', 'csv'],
		['JSONL', 'jsonl'],
		['XLSX', 'zip'],
	])('in %s is binary data on the job', async (outputFormat, extension) => {
		const run = await runExport(rig, { type: BALANCES, result: 'file', outputFormat });

		const [item] = run.items('Export');
		expect(item?.json).toMatchObject({ type: BALANCES, status: 'COMPLETED', outputFormat });
		expect(item?.binary?.data?.fileName).toBe(`job-${text(item?.json.id)}-results.${extension}`);
		if (extension === 'csv') {
			expect(await binaryText(item, 'data')).toMatch(/^firstName,.*\n.*,200,0,0,ann,/);
		}
	});

	it('goes into the field that is set', async () => {
		const run = await runExport(rig, { result: 'file', options: { binaryPropertyName: 'report' } });

		expect(Object.keys(run.items('Export')[0]?.binary ?? {})).toEqual(['report']);
	});
});

describe('an export that is not complete', () => {
	it('goes out on Pending without a wait, and its result is got later', async () => {
		const started = await runExport(rig, { type: BALANCES, wait: false });
		const [job = {}] = started.json('Export', PENDING);
		expect(job).toMatchObject({ type: BALANCES, status: 'PENDING' });

		const run = await rig.run(exportWorkflow({ operation: 'getResult' }), [{ json: job }]);

		expect(run.json('Export', EXPORTED)).toHaveLength(2);
		expect(jobs()).toHaveLength(1);
	});

	it('goes out on Pending when the time limit is over', async () => {
		rig.sandbox.jobs.hold(true);

		const run = await runExport(rig, { options: { timeLimit: 1 } });

		expect(run.json('Export', PENDING)).toEqual([expect.objectContaining({ id: jobs()[0]?.id })]);
	});

	it('goes out on Aborted when Advocate aborts it', async () => {
		rig.sandbox.jobs.failNext('ABORTED');

		const run = await runExport(rig);

		expect(run.json('Export', ABORTED)).toEqual([expect.objectContaining({ status: 'ABORTED' })]);
	});

	it('has a result that has expired: that is said, with the date', async () => {
		const run = await runExport(rig, { result: 'job' });
		rig.now += 40 * 24 * 3_600_000;

		const later = await rig.run(exportWorkflow({ operation: 'getResult' }), run.items('Export'));

		expect(failure(later).description).toContain("The job's files expired on 2026-02-12");
	});
});

describe('settings', () => {
	it.each<[INodeParameters, object]>([
		[
			{
				columns: ['includeSegments'],
				filters: { programId: ' p ', createdSince: '2026-01-01T00:00:00Z' },
			},
			{ programId: 'p', fields: { includeSegments: true }, createdSince: Date.UTC(2026, 0, 1) },
		],
		[
			{
				type: 'QUERY/USER_EVENT',
				filters: {
					eventKeys: 'purchase',
					notEventKeys: 'a, b',
					dateTriggeredBefore: '2026-01-01T00:00:00Z',
					userId: 7,
				},
			},
			{
				filter: {
					key_eq: 'purchase',
					key_nin: ['a', 'b'],
					userId_eq: '7',
					dateTriggered_lt: Date.UTC(2026, 0, 1),
				},
			},
		],
		[
			{
				type: BALANCES,
				filters: { rewardType: 'CREDIT', units: 'POINT, CREDIT/CAD', currency: 'CAD' },
			},
			{ filter: { type_eq: 'CREDIT', unit_in: ['POINT', 'CREDIT/CAD'], currency_eq: 'CAD' } },
		],
		[
			{
				type: 'QUERY/REWARD',
				columns: ['includeUserFields'],
				filters: { at: '2026-01-01T00:00:00Z', rewardFilter: '{"type_eq": "CREDIT"}' },
			},
			{
				filter: { type_eq: 'CREDIT' },
				at: Date.UTC(2026, 0, 1),
				fields: { includeUserFields: true },
			},
		],
		[
			{
				type: 'QUERY/REFERRAL_PARTICIPANT',
				filters: { shareMedium: 'EMAIL', updatedBefore: '2026-01-01T00:00:00Z' },
			},
			{ shareMedium: 'EMAIL', updatedBefore: Date.UTC(2026, 0, 1) },
		],
	])('%j are sent as params %j', async (parameters, params) => {
		const run = await runExport(rig, { ...parameters, wait: false });

		expect(run.error).toBeUndefined();
		expect(jobs()[0]?.params).toEqual(params);
	});

	it('of another type are not sent', async () => {
		await runExport(rig, { type: 'QUERY/REFERRAL', filters: { currency: 'CAD' }, wait: false });

		expect(jobs()[0]?.params).toBeNull();
	});

	it.each<[INodeParameters, string]>([
		[{ type: 'MUTATION/USER' }, '"MUTATION/USER" is not a type of export'],
		[{ filters: { createdSince: 'soon' } }, '"Created Since" is not a date'],
		[
			{ type: 'QUERY/REWARD', filters: { rewardFilter: '[1]' } },
			'The filter of rewards is not a JSON object',
		],
		[{ options: { maxRows: -1 } }, '"Maximum Rows" must be a whole number of at least 0'],
		[
			{ options: { firstPause: 0 } },
			'The pauses between status checks or the time limit are not valid',
		],
	])('%j are refused before anything is sent', async (parameters, message) => {
		const run = await runExport(rig, parameters);

		expect(failure(run).message).toBe(message);
		expect(asked()).toEqual([]);
	});
});

describe('several items', () => {
	const perItem = { type: '={{ $json.what }}', result: 'job' };
	const items = ['QUERY/USER', 'nonsense', 'QUERY/REFERRAL'].map((what) => ({ json: { what } }));

	it('are exported each for itself, with what fails on Aborted', async () => {
		const run = await rig.run(exportWorkflow(perItem, { onError: 'continueRegularOutput' }), items);

		expect(run.json('Export', EXPORTED).map(({ type }) => type)).toEqual([
			'QUERY/USER',
			'QUERY/REFERRAL',
		]);
		expect(run.items('Export', EXPORTED).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 2 },
		]);
		expect(run.json('Export', ABORTED)).toEqual([
			expect.objectContaining({ what: 'nonsense', error: '"nonsense" is not a type of export' }),
		]);
	});

	it('that fail while their export goes on are on Pending, with the job', async () => {
		rig.sandbox.faults.add({ on: 'job', kind: 'status', status: 403 });

		const run = await rig.run(exportWorkflow({}, { onError: 'continueRegularOutput' }));

		const [json = {}] = run.json('Export', PENDING);
		expect(json).toMatchObject({ id: jobs()[0]?.id, status: 'PENDING' });
		expect(json.errorDescription).toContain('The export itself continues in Advocate');
	});
});

it('creates no second job when n8n runs the node once more', async () => {
	rig.sandbox.faults.add({ on: 'job', kind: 'status', status: 403 });

	const run = await rig.run(
		exportWorkflow({ type: BALANCES }, { retryOnFail: true, waitBetweenTries: 1 }),
	);

	expect(run.json('Export')).toHaveLength(2);
	expect(jobs()).toHaveLength(1);
});

it('says nothing when there is nothing to get', async () => {
	const run = await rig.run(exportWorkflow({ operation: 'getResult' }));

	expect(run.json('Export')).toEqual([]);
	expect(hintsOf(run).join()).toContain('There was nothing to do');
});

it('goes to the tenant of each item, with its key', async () => {
	const credential = {
		tenantAlias: '={{ $json.tenant }}',
		apiKey: `={{ { "test_acme": "TEST_key_0123456789abcdef", "test_globex": "TEST_key_fedcba9876543210" }[$json.tenant] }}`,
	};
	rig.sandbox.records.put('test_globex', 'QUERY/USER', 2);
	const items = [{ json: { tenant: 'test_acme' } }, { json: { tenant: 'test_globex' } }];

	const run = await rig.run(exportWorkflow(), items, { credential });

	expect(run.error).toBeUndefined();
	expect(run.items('Export').map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 1 },
		{ item: 1 },
	]);
	expect(rig.sandbox.jobs.list('test_globex')).toHaveLength(1);
});

it('answers an agent with the rows, each with its outcome', async () => {
	const answer = await toolAnswer(rig, 'throughEngine', 'advocateExport', { type: BALANCES });

	expect(answer).toMatchObject([
		{ outcome: 'exported', userId: 'ann' },
		{ outcome: 'exported', userId: '007' },
	]);
});

it('is read batch by batch in a loop, which ends after the last one', async () => {
	rig.sandbox.records.put(tenant, 'QUERY/USER', 5);
	const batch = {
		operation: 'getResult',
		jobId: "={{ $('Start Export').first().json.id }}",
		options: { maxRows: 2, skipRows: '={{ $runIndex * 2 }}' },
	};
	const workflow = chain(
		{ name: 'Start Export', type: 'advocateExport', parameters: { result: 'job' } },
		{ name: 'Export', type: 'advocateExport', parameters: batch, executeOnce: true },
		{ name: 'Work', type: 'n8n-nodes-base.noOp' },
	);
	workflow.connections['Work'] = { main: [[{ node: 'Export', type: 'main', index: 0 }]] };

	const run = await rig.run(workflow);

	expect(run.error).toBeUndefined();
	const batches = run.runs('Export').map(({ data }) => data?.main?.[0]?.map(({ json }) => json.id));
	expect(batches).toEqual([['user-1', 'user-2'], ['user-3', 'user-4'], ['user-5'], []]);
	expect(jobs()).toHaveLength(1);
});
