import { rememberUpload } from '../../../advocate/api/own-uploads.ts';
import { createJobOnce } from '../../../advocate/jobs/create-once.ts';
import { clientAnswered, json, tenantAt } from '../support/tenant-under-test.cts';

/* What a list of jobs that lags behind, or an answer without dates, must not lead to. */

const clock = { now: () => 5_000, sleep: () => Promise.resolve() };

const pending = { type: 'MUTATION/USER', status: 'PENDING' };

/**
 * Creates the job `b`, whose answer has no date, as the official page shows it. The first list is empty, each further
 * one shows `listed`.
 */
async function created(fileRef: string, listed: object[], b: object, run?: string) {
	let lists = 0;
	const { client, sent } = clientAnswered(({ body }) => {
		switch (body?.operationName) {
			case 'jobs': {
				const data = lists++ === 0 ? [] : listed;
				return json({ data: { jobs: { data, totalCount: data.length } } });
			}
			case 'createJob':
				return json({ data: { createJob: { id: 'b' } } });
			case 'job':
				return json({ data: { job: body.variables['id'] === 'b' ? b : listed[0] } });
			default:
				return json({ data: { deleteJob: { deletedCount: 1 } } });
		}
	});
	const input = { type: 'MUTATION/USER', fileRef } as const;
	const job = await createJobOnce(client, input, { preventDuplicates: true, run }, clock);
	return { job, asked: sent.map(({ body }) => body?.operationName) };
}

it('a job that turns out to be the older one is not deleted, so that one is left', async () => {
	const a = { ...pending, id: 'a', fileRef: 'f1', dateCreated: 2_000 };
	const b = { ...pending, id: 'b', fileRef: 'f1', dateCreated: 1_000 };

	const { job, asked } = await created('f1', [a], b);

	expect(asked).toEqual(['jobs', 'createJob', 'jobs', 'job']);
	expect(job).toMatchObject({ job: { id: 'b' }, duplicateIds: ['a'], alreadyExisted: false });
	expect(job.note).toContain('It is not the younger one after all.');
});

it('the younger one is deleted although its answer had no date', async () => {
	const a = { ...pending, id: 'a', fileRef: 'f2', dateCreated: 1_000 };
	const b = { ...pending, id: 'b', fileRef: 'f2', dateCreated: 2_000 };

	const { job, asked } = await created('f2', [a], b);

	expect(asked).toEqual(['jobs', 'createJob', 'jobs', 'job', 'deleteJob', 'job']);
	expect(job).toMatchObject({ job: { id: 'a' }, alreadyExisted: true });
});

describe('a file that this process uploaded', () => {
	const b = { ...pending, id: 'b', dateCreated: 1_000 };

	it('is looked for once if the same run uploaded it', async () => {
		rememberUpload(tenantAt(), 'f3', '17');

		const { asked } = await created('f3', [{ ...b, fileRef: 'f3' }], b, '17');

		expect(asked).toEqual(['jobs', 'createJob']);
	});

	it.each(['18', undefined])('and twice if it was another run: %s', async (run) => {
		const fileRef = `f4-${run}`;
		rememberUpload(tenantAt(), fileRef, '17');

		const { asked } = await created(fileRef, [{ ...b, fileRef }], b, run);

		expect(asked).toEqual(['jobs', 'createJob', 'jobs']);
	});

	it('is forgotten after a thousand others, which costs a request', async () => {
		rememberUpload(tenantAt(), 'f5', '17');
		for (let index = 0; index < 1_000; index++) rememberUpload(tenantAt(), `other-${index}`, '17');

		const { asked } = await created('f5', [{ ...b, fileRef: 'f5' }], b, '17');

		expect(asked).toEqual(['jobs', 'createJob', 'jobs']);
	});
});
