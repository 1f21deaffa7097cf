import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FaultEffect } from '../../sandbox/server/faults.cts';
import type { SandboxOptions } from '../../sandbox/options.cts';
import { failure } from '../support/failure.cts';
import { RequestTime } from '../support/request-time.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { chain } from '../support/workflow.cts';

/* `createJob` makes a job at each call. Whatever happens to its answer, a file is imported once. */

const rig = new Rig();
let fileRef = '';

beforeEach(async () => await start());
afterEach(async () => await rig.stop());

async function start(options: SandboxOptions = {}): Promise<void> {
	await rig.start(options);
	const run = await rig.run(chain({ name: 'Upload', type: 'advocateUpload' }), [
		fileItem('contacts.csv', 'accountId,id\nacme,ann\n'),
	]);
	fileRef = text(run.json('Upload')[0]?.fileRef);
	rig.sandbox.clearRequests();
}

/** The same sandbox with other options. */
async function restart(options: SandboxOptions): Promise<void> {
	await rig.stop();
	await start(options);
}

function createJob(options: INodeParameters = {}) {
	return chain({ name: 'Create Job', type: 'advocateCreateJob', parameters: { options } });
}

async function create(options: INodeParameters = {}, signal?: AbortSignal) {
	return await rig.run(createJob(options), [{ json: { fileRef, type: 'MUTATION/USER' } }], {
		signal,
	});
}

function jobs(): IDataObject[] {
	return rig.sandbox.jobs
		.list()
		.filter((job) => job.fileRef === fileRef) as unknown as IDataObject[];
}

/** What the sandbox was asked, by operation. */
function asked(): string[] {
	return rig.sandbox.requests.flatMap(({ operations }) => operations);
}

type Harm = FaultEffect & { afterEffect?: boolean };

const errors = [{ message: 'Internal trouble' }];

describe('an answer that is lost', () => {
	const lost: Harm[] = [
		{ kind: 'reset', at: 'afterEffect' },
		{ kind: 'reset', at: 'midBody' },
		{ kind: 'status', status: 502, body: '<h1>Bad gateway</h1>', afterEffect: true },
		{ kind: 'status', status: 500, afterEffect: true },
		{ kind: 'truncate' },
		{ kind: 'truncate', contentLength: 'cut' },
		{ kind: 'notJson', afterEffect: true },
		{ kind: 'hugeBody', bytes: 17 * 1024 * 1024, afterEffect: true },
		{ kind: 'hang', afterEffect: true },
		{ kind: 'graphqlErrors', errors, data: 'null', afterEffect: true },
		{ kind: 'apiError', statusCode: 500, afterEffect: true },
		{ kind: 'apiError', statusCode: 429, afterEffect: true },
		{ kind: 'apiError', statusCode: 403, afterEffect: true },
		{ kind: 'apiError', statusCode: 400, afterEffect: true },
	];

	it.each(lost)('of a job that was created: the job is found, %j', async (fault) => {
		rig.sandbox.faults.add({ on: 'createJob', ...fault });

		const run = await new RequestTime().endHanging(rig.sandbox, create());

		expect(run.error).toBeUndefined();
		expect(jobs()).toHaveLength(1);
		expect(run.json('Create Job')).toEqual([
			expect.objectContaining({ id: jobs()[0]?.id, status: 'PENDING', fileRef }),
		]);
		expect(run.json('Create Job')[0]).not.toHaveProperty('alreadyExisted');
		expect(asked()).toEqual(['jobs', 'createJob', 'jobs']);
	});

	const notDone: Harm[] = [
		{ kind: 'reset' },
		{ kind: 'reset', at: 'beforeAnswer' },
		{ kind: 'status', status: 503 },
		{ kind: 'notJson' },
		{ kind: 'hang' },
		{ kind: 'apiError', statusCode: 503 },
		{ kind: 'apiError', statusCode: 429 },
	];

	it.each(notDone)('of one that was not: it is looked for, then created, %j', async (fault) => {
		rig.sandbox.faults.add({ on: 'createJob', ...fault });

		const run = await new RequestTime().endHanging(rig.sandbox, create());

		expect(run.error).toBeUndefined();
		expect(jobs()).toHaveLength(1);
		expect(asked().filter((one) => one === 'createJob')).toHaveLength(2);
		// Four looks over twenty seconds, then the pause before the second try.
		expect(rig.pauses).toEqual([1_000, 3_000, 6_000, 10_000, 1_000]);
	});

	it('is found although the list of jobs lags behind', async () => {
		await restart({ listLagMs: 15_000 });
		rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'afterEffect' });

		const run = await create();

		expect(run.json('Create Job')[0]?.id).toBe(jobs()[0]?.id);
		expect(jobs()).toHaveLength(1);
	});

	it.each(['newestFirst', 'oldestFirst', 'shuffled'] as const)(
		'is found among hundreds of jobs, listed %s',
		async (listOrder) => {
			await restart({ listOrder, maxPageSize: 100 });
			const tenant = rig.credential.tenantAlias;
			for (let i = 0; i < 350; i++) {
				rig.sandbox.jobs.add(tenant, {
					fileRef: `imports/${tenant}/${i}.csv`,
					dateCreated: rig.now,
				});
			}
			rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'afterEffect' });

			const run = await create();

			expect(run.json('Create Job')[0]?.id).toBe(jobs()[0]?.id);
			expect(jobs()).toHaveLength(1);
		},
	);

	it('leaves nothing in doubt silently: what to look for is said after the last try', async () => {
		rig.sandbox.faults.add({ on: 'createJob', kind: 'status', status: 502, times: Infinity });

		const run = await create({ attempts: 2 });

		expect(failure(run)).toEqual({
			message:
				'Could not create the job: Advocate answered with a server error (502). Tried 2 times over 41 seconds',
			description: `The job may have been created anyway. Before you run this again, look for it in the Advocate portal: an import of users, file ${fileRef.split('/').at(-1)}, created about 2026-01-15 09:00 UTC.`,
		});
		expect(jobs()).toEqual([]);
	});

	it('is never followed by a second creation when the job can not be looked for', async () => {
		rig.sandbox.faults.add(
			{ on: 'createJob', kind: 'reset', at: 'afterEffect' },
			{ on: 'jobs', kind: 'status', status: 403, skip: 1, times: Infinity },
		);

		const run = await create();

		expect(failure(run).description).toContain('may have been created anyway');
		expect(asked().filter((one) => one === 'createJob')).toHaveLength(1);
	});
});

describe('an answer that says nothing was done', () => {
	it.each([408, 425, 429])(
		'is followed by another try without a look before it: %i',
		async (status) => {
			rig.sandbox.faults.add({ on: 'createJob', kind: 'status', status, times: 2 });

			const run = await create();

			expect(run.error).toBeUndefined();
			expect(asked()).toEqual(['jobs', 'createJob', 'createJob', 'createJob', 'jobs']);
			expect(rig.pauses).toEqual([1_000, 2_000]);
		},
	);

	it.each([400, 402, 403])('is the last word: %i', async (status) => {
		rig.sandbox.faults.add({ on: 'createJob', kind: 'status', status });

		const run = await create();

		expect(failure(run).description).not.toContain('may have been created');
		expect(asked()).toEqual(['jobs', 'createJob']);
	});

	it.each([
		[401, 'The API key was not accepted'],
		[404, 'There is no tenant'],
	])(
		'is the last word within GraphQL, where nobody was let in: %i',
		async (statusCode, message) => {
			const rsCode = statusCode === 404 ? 'RS045' : undefined;
			rig.sandbox.faults.add({ on: 'createJob', kind: 'apiError', statusCode, rsCode });

			const run = await create();

			expect(failure(run).message).toContain(message);
			expect(failure(run).description).not.toContain('may have been created');
			expect(asked()).toEqual(['jobs', 'createJob']);
		},
	);

	it('as a server error within GraphQL, every time, leaves doubt: it says so', async () => {
		rig.sandbox.faults.add({ on: 'createJob', kind: 'apiError', statusCode: 500, times: Infinity });

		const run = await create();

		expect(failure(run).message).toContain('Advocate answered with a server error (500)');
		expect(failure(run).description).toContain('The job may have been created anyway.');
		expect(jobs()).toEqual([]);
	});

	it('as GraphQL errors is checked, then given: nothing is created again', async () => {
		rig.sandbox.faults.add({ on: 'createJob', kind: 'graphqlErrors', errors, data: 'null' });

		const run = await create();

		expect(failure(run)).toEqual({
			message: 'Could not create the job: Internal trouble',
			description: 'This is what Advocate answered. Check the values that were sent.',
		});
		expect(asked()).toEqual(['jobs', 'createJob', 'jobs', 'jobs', 'jobs', 'jobs']);
	});
});

describe('a second run for the same file', () => {
	it('gives the job that is there, as it is now', async () => {
		const first = await create();
		rig.now += 60_000;

		const second = await create();

		expect(jobs()).toHaveLength(1);
		expect(second.json('Create Job')).toEqual([
			expect.objectContaining({
				id: first.json('Create Job')[0]?.id,
				status: 'COMPLETED',
				alreadyExisted: true,
			}),
		]);
	});

	it('gives the job that another n8n has created', async () => {
		rig.sandbox.jobs.add(rig.credential.tenantAlias, { id: 'theirs', fileRef });

		const run = await create();

		expect(run.json('Create Job')).toEqual([
			expect.objectContaining({ id: 'theirs', alreadyExisted: true }),
		]);
		expect(asked()).toEqual(['jobs']);
	});

	it('does not take the job of another type, or one from more than 30 days ago', async () => {
		const tenant = rig.credential.tenantAlias;
		const longAgo = rig.now - 31 * 24 * 60 * 60_000;
		rig.sandbox.jobs.add(tenant, { fileRef, type: 'MUTATION/DELETE_USER' });
		rig.sandbox.jobs.add(tenant, { fileRef, dateCreated: longAgo });

		const run = await create();

		expect(run.json('Create Job')[0]).not.toHaveProperty('alreadyExisted');
		expect(jobs()).toHaveLength(3);
	});

	it('says how to import again what was aborted', async () => {
		rig.sandbox.jobs.add(rig.credential.tenantAlias, { fileRef, status: 'ABORTED' });

		const run = await create();

		expect(run.json('Create Job')[0]).toMatchObject({
			status: 'ABORTED',
			alreadyExisted: true,
			note: expect.stringContaining('turn off "Prevent Duplicate Jobs"') as string,
		});
	});

	it('imports again when that is switched off, without a look', async () => {
		await create();
		rig.sandbox.clearRequests();

		const run = await create({ preventDuplicates: false });

		expect(run.json('Create Job')[0]).not.toHaveProperty('alreadyExisted');
		expect(jobs()).toHaveLength(2);
		expect(asked()).toEqual(['createJob']);
	});

	it('switched off, does not take an earlier job for the one whose answer was lost', async () => {
		await create();
		rig.now += 10 * 60_000;
		rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'afterEffect' });

		const run = await create({ preventDuplicates: false });

		const [first, second] = jobs();
		expect(run.json('Create Job')[0]?.id).toBe(second?.id);
		expect(second?.id).not.toBe(first?.id);
	});

	it("switched off, leaves in doubt what can't be told apart from an earlier job", async () => {
		await create();
		rig.now += 10 * 60_000;
		rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'beforeAnswer' });

		const run = await create({ preventDuplicates: false });

		expect(failure(run).description).toContain('may have been created anyway');
		expect(jobs()).toHaveLength(1);
	});

	it('creates the job anew when the first has been deleted', async () => {
		const first = await create();
		rig.sandbox.jobs.remove(text(first.json('Create Job')[0]?.id));

		const second = await create();

		expect(second.json('Create Job')[0]).not.toHaveProperty('alreadyExisted');
		expect(jobs()).toHaveLength(1);
	});
});

it.each([
	['403', { kind: 'status', status: 403 }, 'this API key is not allowed to do that'],
	['a GraphQL error', { kind: 'graphqlErrors', errors, data: 'null' }, 'Internal trouble'],
] as const)(
	'creates nothing when it can not check first, and says how to go without: %s',
	async (_what, fault, reason) => {
		rig.sandbox.faults.add({ on: 'jobs', ...fault });

		const run = await create();

		expect(failure(run).message).toBe(
			`Could not check whether the file already has a job: ${reason}`,
		);
		expect(failure(run).description).toContain('turn off "Prevent Duplicate Jobs"');
		expect(jobs()).toEqual([]);
	},
);

it.each([0, 60_000])(
	'two executions at once make one job, with a list that lags %i ms',
	async (listLagMs) => {
		await restart({ listLagMs });

		const runs = await Promise.all([create(), create(), create()]);

		expect(jobs()).toHaveLength(1);
		const items = runs.flatMap((run) => run.json('Create Job'));
		expect(items.map(({ id }) => id)).toEqual([jobs()[0]?.id, jobs()[0]?.id, jobs()[0]?.id]);
		expect(items.filter(({ alreadyExisted }) => alreadyExisted)).toHaveLength(2);
	},
);

it('an execution that is cancelled while it looks for the job sends nothing more', async () => {
	rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'afterEffect' });
	const stop = new AbortController();
	rig.whileAsleep = () => {
		rig.sandbox.clearRequests();
		stop.abort();
	};

	const run = await create({}, stop.signal);

	expect(run.status).toBe('canceled');
	expect(asked()).toEqual([]);
});
