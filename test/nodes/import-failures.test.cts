import type { INodeParameters } from 'n8n-workflow';
import type { Fault, FaultEffect } from '../../sandbox/server/faults.cts';
import { failure } from '../support/failure.cts';
import {
	FAILED,
	hintsOf,
	IMPORTED,
	importRows,
	importWorkflow,
	REJECTED,
	unheardWorkflow,
	startForImports,
} from '../support/import-workflow.cts';
import { RequestTime } from '../support/request-time.cts';
import { Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { textsWithKey } from '../security/found-texts.cts';

/* What an import gives that does not take its way to the end: what happened, what to do, and whether to run it again. */

const rig = new Rig();

beforeEach(async () => await startForImports(rig));
afterEach(async () => await rig.stop());

const rows = [
	{ accountId: 'acme', id: 'ann' },
	{ accountId: 'acme', id: 'bob' },
	{ accountId: 'acme' },
];
const event = { accountId: 'acme', userId: 'ann', 'event.key': 'purchase' };

const jobs = () => rig.sandbox.jobs.list('test_acme');

describe('a job that Advocate aborts', () => {
	beforeEach(() => rig.sandbox.jobs.failNext('ABORTED'));

	it('leaves on Failed, with the rows that were rejected before on Rejected', async () => {
		const run = await importRows(rig, rows);

		const [job] = jobs();
		expect(run.error).toBeUndefined();
		expect(run.items('Import', FAILED)).toEqual([
			{
				json: expect.objectContaining({
					message: `Advocate aborted the job ${job?.id}`,
					hint: expect.stringContaining('some of its rows may have been imported') as string,
					safeToRunAgain: true,
					job: expect.objectContaining({ id: job?.id, status: 'ABORTED' }) as object,
					rows: 2,
					summary: expect.stringMatching(
						/^The import of 2 users in test_acme \(test\) \(Job \w+, Test, execution \d+\) failed: Advocate aborted/,
					) as string,
				}) as object,
				pairedItem: [{ item: 0 }, { item: 1 }],
			},
		]);
		expect(run.json('Import', IMPORTED)).toEqual([]);
		expect(run.json('Import', REJECTED)).toEqual([
			{ reasons: ['id is required'], stage: 'checked', accountId: 'acme' },
		]);
		expect(hintsOf(run)).toHaveLength(1);
	});

	it('is not safe to run again where rows would count twice', async () => {
		const run = await importRows(rig, [event], { type: 'MUTATION/USER_EVENT' });

		expect(run.json('Import', FAILED)[0]).toMatchObject({ safeToRunAgain: false });
	});

	it('fails the node if nothing is connected to Failed', async () => {
		const run = await rig.run(
			unheardWorkflow(),
			rows.map((json) => ({ json })),
		);

		expect(failure(run).message).toBe(`Advocate aborted the job ${jobs()[0]?.id}`);
		expect(failure(run).description).toContain('Look at the job in the Advocate portal');
	});

	it('leaves on Error with the rest of the item if only that is connected', async () => {
		const workflow = unheardWorkflow({}, { onError: 'continueErrorOutput' });

		const run = await rig.run(
			workflow,
			rows.map((json) => ({ json })),
		);

		expect(run.json('Import', 3)).toEqual([
			expect.objectContaining({
				...rows[0],
				error: expect.stringContaining('Advocate aborted the job') as string,
				message: expect.stringContaining('Look at the job in the Advocate portal') as string,
			}),
		]);
	});
});

it('says that a job goes on when the time is over, and that nothing is to be imported again', async () => {
	rig.sandbox.options.change({ jobDurationMs: 3_600_000 });

	const run = await importRows(rig, rows, { options: { timeLimit: 10 } });

	expect(run.json('Import', FAILED)).toEqual([
		expect.objectContaining({
			message: expect.stringContaining('had not ended when the time limit was over') as string,
			hint: expect.stringContaining("don't import the rows again") as string,
			safeToRunAgain: false,
			job: expect.objectContaining({ status: 'PENDING' }) as object,
		}),
	]);
	expect(rig.pauses.reduce((sum, pause) => sum + pause, 0)).toBeCloseTo(600_000, -2);
});

it('says what Advocate would not import, and creates no job', async () => {
	rig.sandbox.faults.add({
		on: 'validateJobCreation',
		kind: 'notJson',
		body: '{"data":{"validateJobCreation":{"errors":["The file has no rows"]}}}',
	});

	const run = await importRows(rig, rows);

	expect(run.json('Import', FAILED)).toEqual([
		expect.objectContaining({
			message: 'Advocate would not import the file: The file has no rows',
			errors: ['The file has no rows'],
			safeToRunAgain: true,
		}),
	]);
	expect(jobs()).toEqual([]);
});

describe('an answer that is lost', () => {
	type Harm = FaultEffect & { afterEffect?: boolean };
	const lost: Array<[Fault['on'], Harm]> = [
		['createJob', { kind: 'reset', at: 'afterEffect' }],
		['createJob', { kind: 'status', status: 502, afterEffect: true }],
		['createJob', { kind: 'truncate' }],
		['createJob', { kind: 'hang', afterEffect: true }],
		['createJob', { kind: 'reset', at: 'beforeAnswer' }],
		['upload', { kind: 'reset', at: 'afterEffect' }],
		['validateJobCreation', { kind: 'reset', at: 'afterEffect' }],
		['jobs', { kind: 'status', status: 503 }],
		['job', { kind: 'reset', at: 'midBody' }],
		['download', { kind: 'reset', at: 'midBody' }],
	];

	it.each(lost)('on %s costs nothing: one job, %j', async (on, fault) => {
		const failing = { ...rows[0], id: 'cat', 'customFields.my-plan': 'pro' };
		rig.sandbox.faults.add({ on, ...fault });

		const run = await new RequestTime().endHanging(
			rig.sandbox,
			importRows(rig, [...rows.slice(0, 2), failing]),
		);

		expect(run.json('Import', IMPORTED)).toEqual([
			expect.objectContaining({ rowsImported: 2, rowsFailed: 1 }),
		]);
		expect(run.json('Import', REJECTED)).toEqual([expect.objectContaining({ id: 'cat' })]);
		expect(jobs()).toHaveLength(1);
	});

	it('for good leaves a doubt, and is not safe to run again', async () => {
		for (let times = 0; times < 5; times++) {
			rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'beforeAnswer' });
		}

		const run = await importRows(rig, rows, { options: { attempts: 5 } });

		expect(run.json('Import', FAILED)).toEqual([
			expect.objectContaining({
				hint: expect.stringContaining('The job may have been created anyway') as string,
				safeToRunAgain: false,
			}),
		]);
	});
});

it('is safe to run again if nothing was created', async () => {
	for (let times = 0; times < 2; times++) {
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 503 });
	}

	const run = await importRows(rig, rows, { options: { attempts: 2 } });

	expect(run.json('Import', FAILED)).toEqual([expect.objectContaining({ safeToRunAgain: true })]);
	expect(run.json('Import', FAILED)[0]).not.toHaveProperty('job');
});

it('tells that rows failed even if it cannot be told which', async () => {
	const failing = { accountId: 'acme', id: 'cat', 'customFields.my-plan': 'pro' };
	for (let times = 0; times < 2; times++) {
		rig.sandbox.faults.add({ on: 'download', kind: 'status', status: 503 });
	}

	const run = await importRows(rig, [...rows.slice(0, 2), failing], { options: { attempts: 2 } });

	expect(run.json('Import', IMPORTED)).toEqual([
		expect.objectContaining({
			...{ rowsImported: 2, rowsFailed: 1 },
			filesError: expect.any(String) as string,
		}),
	]);
	expect(run.json('Import', REJECTED)).toEqual([]);
	expect(hintsOf(run)[0]).toContain(text(run.json('Import', IMPORTED)[0]?.filesError));
});

it('counts by the job what failed if the errors file is cut off', async () => {
	const failing = ['cat', 'dan'].map((id) => ({
		...{ accountId: 'acme', id, 'customFields.my-plan': 'pro' },
	}));
	for (let times = 0; times < 5; times++) {
		rig.sandbox.faults.add({ on: 'download', kind: 'truncate', contentLength: 'cut' });
	}

	const run = await importRows(rig, [...rows.slice(0, 2), ...failing]);

	expect(run.json('Import', IMPORTED)).toEqual([
		expect.objectContaining({
			...{ rows: 4, rowsImported: 2, rowsFailed: 2 },
			filesError: expect.stringContaining("don't import all rows again") as string,
		}),
	]);
});

it('makes one job where n8n runs the node once more by itself', async () => {
	rig.sandbox.faults.add({ on: 'job', kind: 'status', status: 403 });
	const workflow = unheardWorkflow({});
	const node = workflow.nodes.find(({ name }) => name === 'Import');
	if (node) Object.assign(node, { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 });

	const run = await rig.run(
		workflow,
		rows.slice(0, 2).map((json) => ({ json })),
	);

	expect(run.error).toBeUndefined();
	expect(run.json('Import', IMPORTED)).toEqual([expect.objectContaining({ rowsImported: 2 })]);
	expect(rig.sandbox.uploads.list()).toHaveLength(1);
	expect(jobs()).toHaveLength(1);
});

describe('settings that can not be right', () => {
	const wrong: Array<[string, INodeParameters]> = [
		['a time zone', { options: { timeZone: 'Mars/Olympus' } }],
		['a limit', { options: { maxRejected: 'many' } }],
		['a wait', { options: { firstPause: 0.1 } }],
		['an unconfirmed deletion', { type: 'MUTATION/DELETE_USER' }],
	];

	it.each(wrong)('stop the node before anything is sent: %s', async (_what, parameters) => {
		const run = await importRows(rig, rows, parameters);

		expect(failure(run).message).not.toBe('');
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('leave on Failed if the workflow continues', async () => {
		const workflow = importWorkflow(
			{ options: { timeZone: 'Mars/Olympus' } },
			{ onError: 'continueRegularOutput' },
		);

		const run = await rig.run(
			workflow,
			rows.map((json) => ({ json })),
		);

		expect(run.json('Import', FAILED)).toEqual([
			expect.objectContaining({
				message: '"Mars/Olympus" is not a time zone',
				hint: 'Use a name such as Europe/Paris or UTC.',
				safeToRunAgain: true,
			}),
		]);
		expect(run.json('Import', IMPORTED)).toEqual([]);
	});
});

it('shows the key in no text', async () => {
	const { apiKey } = rig.credential;
	rig.sandbox.faults.add({
		on: 'createJob',
		kind: 'graphqlErrors',
		errors: [{ message: `No access with ${apiKey}` }],
		data: 'null',
	});

	const run = await importRows(rig, rows, { options: { attempts: 1 } });

	expect(run.json('Import', FAILED)).toHaveLength(1);
	expect(textsWithKey(run.raw, apiKey)).toEqual([]);
});
