import type { IDataObject } from 'n8n-workflow';
import type { SandboxOptions } from '../../sandbox/options.cts';
import type { Job } from '../../sandbox/jobs/jobs.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { chain } from '../support/workflow.cts';

/*
 * Another process creates a job for the same file after this one has looked and before it creates its own. Here the
 * list lags behind by two seconds, so that the first look can't show the other job. `npm run test:races` does the
 * same with two processes.
 */

const rig = new Rig();
let fileRef = '';

afterEach(async () => await rig.stop());

const LAG = 2_000;

/** A sandbox with a file that some other run has uploaded. */
async function start(options: SandboxOptions = {}): Promise<void> {
	await rig.start({ listLagMs: LAG, jobDurationMs: 3_600_000, ...options });
	const run = await rig.run(upload, [file]);
	fileRef = text(run.json('Upload')[0]?.fileRef);
	rig.sandbox.clearRequests();
}

const file = fileItem('contacts.csv', 'accountId,id\nacme,ann\n');
const upload = chain({ name: 'Upload', type: 'advocateUpload' });
const TYPE = 'MUTATION/USER';

async function create(parameters: IDataObject = {}) {
	const sketch = { name: 'Create Job', type: 'advocateCreateJob', parameters };
	const run = await rig.run(chain(sketch as Parameters<typeof chain>[0]), [
		{ json: { fileRef, type: TYPE } },
	]);
	const [item] = run.json('Create Job');
	if (item === undefined) throw new Error(run.error?.message);
	const hints = run.runs('Create Job').flatMap(({ hints: given = [] }) => given);
	return { item, hints: hints.map(({ message }) => message) };
}

/** The other's job: so many milliseconds older than ours, or younger where it is negative. */
function theirs(olderByMs: number, job: Partial<Job> = {}): void {
	const dateCreated = rig.now - olderByMs;
	const { tenantAlias } = rig.credential;
	rig.sandbox.jobs.add(tenantAlias, { id: 'theirs', fileRef, dateCreated, ...job });
}

function ids(): string[] {
	return rig.sandbox.jobs
		.list()
		.filter((job) => job.fileRef === fileRef)
		.map(({ id }) => id);
}

function asked(): string[] {
	return rig.sandbox.requests.flatMap(({ operations }) => operations);
}

describe('where the other job is older', () => {
	it('ours is deleted, and the other one goes out with a note and a hint', async () => {
		await start();
		theirs(1);

		const { item, hints } = await create();

		expect(ids()).toEqual(['theirs']);
		expect(item).toMatchObject({ id: 'theirs', alreadyExisted: true });
		expect(item).not.toHaveProperty('duplicateJobIds');
		expect(item.note).toMatch(
			/^Another process created the job "theirs" for this file at the same moment\. The job created here, "[0-9a-f]{24}", was still pending and has been deleted\.$/,
		);
		expect(hints).toEqual([`Job theirs: ${text(item.note)}`]);
		expect(asked()).toEqual([
			...['jobs', 'createJob', 'jobs', 'jobs', 'jobs'],
			...['job', 'deleteJob', 'job'],
		]);
	});

	it('a later run is given the one that has stayed', async () => {
		await start();
		theirs(1);
		await create();

		const { item } = await create();

		expect(item).toMatchObject({ id: 'theirs', alreadyExisted: true });
		expect(ids()).toEqual(['theirs']);
	});

	it('of the same instant by its ID, everybody decides alike', async () => {
		await start();
		theirs(0, { id: '000' });
		expect((await create()).item.id).toBe('000');
		expect(ids()).toEqual(['000']);
	});

	it.each(['nothing', 'refused'] as const)(
		'and deleteJob deletes %s: both are told of, and ours goes out',
		async (deletionOfPending) => {
			await start({ deletionOfPending });
			theirs(1);

			const { item, hints } = await create();

			expect(ids()).toHaveLength(2);
			expect(item.id).not.toBe('theirs');
			expect(item).not.toHaveProperty('alreadyExisted');
			expect(item.duplicateJobIds).toEqual(['theirs']);
			expect(item.note).toContain(
				'This file is imported by another job as well: "theirs". Another process created it at the same moment, so rows may be imported twice. The job created here could not be deleted: ',
			);
			expect(item.note).toContain(
				deletionOfPending === 'nothing' ? 'Advocate did not delete it.' : 'cannot be deleted',
			);
			expect(hints).toEqual([`Job ${text(item.id)}: ${text(item.note)}`]);
		},
	);

	it('a lost answer to deleteJob is asked for again, and the job counts as deleted', async () => {
		await start();
		theirs(1);
		rig.sandbox.faults.add({ on: 'deleteJob', kind: 'reset', at: 'afterEffect' });

		const { item } = await create();

		expect(ids()).toEqual(['theirs']);
		expect(item).toMatchObject({ id: 'theirs', alreadyExisted: true });
		expect(item.note).toContain('has been deleted');
	});

	it('ours is left alone once it is no longer PENDING', async () => {
		await start({ jobDurationMs: 0 });
		theirs(1);

		const { item } = await create();

		expect(asked()).not.toContain('deleteJob');
		expect(item.note).toContain('could not be deleted: It was COMPLETED already.');
		expect(ids()).toHaveLength(2);
	});

	it('ours is left alone if it does something else with the file', async () => {
		await start();
		theirs(1, { params: { segments: ['vip'] } });

		const { item } = await create();

		expect(asked()).not.toContain('deleteJob');
		expect(item).toMatchObject({ duplicateJobIds: ['theirs'] });
		expect(item).not.toHaveProperty('alreadyExisted');
	});

	it('the same params in another order are the same', async () => {
		await start();
		theirs(1, { params: { programId: 'p', segments: ['vip'] } });

		const options = { programId: 'p', segmentsToAdd: ['vip'] };
		const { item } = await create({ type: TYPE, options });

		expect(item.id).toBe('theirs');
	});

	it('ours stays if the other one was aborted, or is of another type', async () => {
		await start();
		theirs(1, { status: 'ABORTED' });
		theirs(1, { id: 'deletion', type: 'MUTATION/DELETE_USER' });

		const { item } = await create();

		expect(item.id).not.toBe('theirs');
		expect(item).not.toHaveProperty('note');
		expect(asked()).not.toContain('deleteJob');
	});

	it('and vanishes after ours was deleted, it says that nothing imports the file', async () => {
		await start();
		theirs(1);
		rig.sandbox.faults.add({ on: 'deleteJob', kind: 'reset', at: 'afterEffect' });
		rig.whileAsleep = () => {
			if (asked().includes('deleteJob')) rig.sandbox.jobs.remove('theirs');
		};

		await expect(create()).rejects.toThrow(
			'The job was deleted because the job "theirs" imports the same file, and that one no longer exists either',
		);
	});
});

describe('where the other job is younger', () => {
	it('its own process deletes it, which is waited for: nothing is told', async () => {
		await start();
		theirs(-1);
		let looks = 0;
		rig.whileAsleep = () => {
			looks = asked().filter((one) => one === 'jobs').length;
			if (looks === 5) rig.sandbox.jobs.remove('theirs');
		};

		const { item, hints } = await create();

		expect(looks).toBe(5);
		expect(ids()).toEqual([item.id]);
		expect(item).not.toHaveProperty('note');
		expect(hints).toEqual([]);
		expect(asked()).not.toContain('deleteJob');
	});

	it('and stays, it is told of after fifteen seconds and never deleted', async () => {
		await start();
		theirs(-1);

		const { item, hints } = await create();

		expect(ids()).toHaveLength(2);
		expect(item.duplicateJobIds).toEqual(['theirs']);
		expect(item.note).toBe(
			'This file is imported by another job as well: "theirs". Another process created it at the same moment, so rows may be imported twice. Look at these jobs in the Advocate portal.',
		);
		expect(hints).toHaveLength(1);
		expect(rig.pauses).toEqual([1_000, 3_000, 1_000, 2_000, 4_000, 8_000]);
		expect(asked()).not.toContain('deleteJob');
	});

	it('and has ended, it is told of at once', async () => {
		await start();
		theirs(-1, { status: 'COMPLETED' });

		const { item } = await create();

		expect(item.duplicateJobIds).toEqual(['theirs']);
		expect(rig.pauses).toEqual([1_000, 3_000]);
	});
});

describe('where the answer to createJob is lost', () => {
	it('nobody knows whose the two jobs are: the oldest goes out, and both are told of', async () => {
		await start();
		theirs(1);
		rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'afterEffect' });

		const { item } = await create();

		expect(ids()).toHaveLength(2);
		expect(item.id).toBe('theirs');
		expect(item.duplicateJobIds).toHaveLength(1);
		expect(asked()).not.toContain('deleteJob');
	});
});

describe('what the second look costs', () => {
	it('is one request where the file comes from elsewhere', async () => {
		await start({ listLagMs: 0 });

		const { item } = await create();

		expect(item).not.toHaveProperty('note');
		expect(asked()).toEqual(['jobs', 'createJob', 'jobs']);
		expect(rig.pauses).toEqual([]);
	});

	it('is nothing where the same execution uploaded it: nobody else knows the file', async () => {
		await start();
		const nodes = [
			{ name: 'Upload', type: 'advocateUpload' },
			{ name: 'Create Job', type: 'advocateCreateJob' },
		];

		const run = await rig.run(chain(...nodes), [file]);

		expect(run.error).toBeUndefined();
		expect(asked()).toEqual(['upload', 'jobs', 'createJob']);
	});

	it('is nothing with Prevent Duplicate Jobs off: a second job is wanted', async () => {
		await start();
		theirs(1);

		await create({ options: { preventDuplicates: false } });

		expect(asked()).toEqual(['createJob']);
		expect(ids()).toHaveLength(2);
	});
});

describe('where it can not be checked', () => {
	it('the job goes out, with a note that says why', async () => {
		await start({ listLagMs: 0 });
		rig.sandbox.faults.add({ on: 'jobs', kind: 'status', status: 403, skip: 1 });

		const { item, hints } = await create();

		expect(item.id).toBe(ids()[0]);
		expect(item.note).toContain(
			'The job was created. Could not check whether another process created a job for this file at the same moment: this API key is not allowed to do that. If several workers',
		);
		expect(hints).toHaveLength(1);
	});

	it('as the list does not show the job after twenty seconds, it says so', async () => {
		await start({ listLagMs: 60_000 });

		const { item } = await create();

		expect(item.note).toContain('Advocate does not list the new job yet');
		expect(rig.pauses).toEqual([1_000, 3_000, 6_000, 10_000]);
	});
});
