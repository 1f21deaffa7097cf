import { download, like, openSandbox, startOfTime } from './sandbox-client.cts';

const users = 'accountId,id\nacme,ann\nacme,\n';

describe('a job', () => {
	test('is PENDING until the clock says it is due, then COMPLETED with its counts', async () => {
		const client = await openSandbox({ jobDurationMs: 10_000, linkLifetimeMs: 1000 });
		const fileRef = await client.upload(users);
		const id = await client.createJob(fileRef);
		client.clock.ms += 9_999;
		expect(await client.job(id)).toMatchObject({
			status: 'PENDING',
			dateCreated: startOfTime,
			dateCompleted: null,
			dateExpires: null,
			stats: null,
			downloadUrl: null,
			downloadErrorUrl: null,
			downloadFileRefUrl: null,
		});
		client.clock.ms += 1;
		expect(await client.job(id)).toMatchObject({
			status: 'COMPLETED',
			fileRef,
			dateCompleted: startOfTime + 10_000,
			dateExpires: startOfTime + 11_000,
			stats: { recordsProcessed: 2, errors: 1 },
			downloadUrl: like(/^http:.*_results\.csv$/),
			downloadErrorUrl: like(/^http:.*_errors\.csv$/),
			downloadFileRefUrl: like(/^http:.*\/users_[0-9a-f]{24}\.csv$/),
		});
	});

	test('keeps what it was created with', async () => {
		const client = await openSandbox();
		const rest = {
			name: 'March',
			requester: 'n8n',
			mailtoEmail: 'ann@example.com',
			outputFormat: 'JSONL',
			params: { programId: 'refer-a-friend', segments: ['vip', '~trial'] },
		};
		const id = await client.createJob(await client.upload(users), 'MUTATION/USER', rest);
		expect(await client.job(id)).toMatchObject(rest);
	});

	test('that nobody signed was requested by "API"', async () => {
		const client = await openSandbox();
		const id = await client.createJob(await client.upload(users));
		expect(await client.job(id)).toMatchObject({ requester: 'API' });
	});

	test('created twice is there twice', async () => {
		const client = await openSandbox();
		const fileRef = await client.upload(users);
		const ids = [await client.createJob(fileRef), await client.createJob(fileRef)];
		expect(new Set(ids).size).toBe(2);
		expect(client.sandbox.jobs.list('test_acme').map((job) => job.fileRef)).toEqual([
			fileRef,
			fileRef,
		]);
	});

	test('of an unknown id is null, without an error', async () => {
		const client = await openSandbox();
		expect(await client.graphql('{ job(id: "none") { id } }')).toEqual({ data: { job: null } });
	});

	test.each([
		['a CSV with a quote left open', 'users.csv', 'accountId,id\n"acme,ann\n'],
		['bytes that are not UTF-8', 'users.csv', Buffer.from([0x61, 0x2c, 0xff, 0xfe, 0x0a])],
		['JSONL none of whose lines is JSON', 'users.jsonl', 'accountId,id\nacme,ann\n'],
		['another extension', 'users.xlsx', 'PK'],
	])('ends ABORTED for %s', async (_case, fileName, content) => {
		const client = await openSandbox();
		const id = await client.createJob(await client.upload(content, fileName));
		client.clock.ms += 1500;
		expect(await client.job(id)).toMatchObject({
			status: 'ABORTED',
			downloadUrl: null,
			downloadErrorUrl: null,
			downloadFileRefUrl: like(/./),
		});
	});

	test.each([true, false])('that is ABORTED has a dateCompleted: %s', async (has) => {
		const client = await openSandbox({ abortedHaveDateCompleted: has });
		client.sandbox.jobs.failNext('ABORTED');
		const job = await client.runImport(users, 'MUTATION/USER', 'users.csv');
		expect(job).toMatchObject({
			status: 'ABORTED',
			dateCompleted: has ? startOfTime + 1500 : null,
		});
		const next = await client.runImport(users, 'MUTATION/USER', 'users.csv');
		expect(next.status).toBe('COMPLETED');
	});

	test('is gone once deleted', async () => {
		const client = await openSandbox();
		const id = await client.createJob(await client.upload(users));
		const remove = `mutation { deleteJob(id: "${id}") { deletedCount } }`;
		expect((await client.graphql(remove)).data).toEqual({ deleteJob: { deletedCount: 1 } });
		expect((await client.graphql(remove)).data).toEqual({ deleteJob: { deletedCount: 0 } });
		expect(await client.job(id)).toBeNull();
	});

	test.each([
		['nothing', { deleteJob: { deletedCount: 0 } }],
		['refused', null],
	] as const)('is not deleted while it is PENDING, if so chosen: %s', async (how, data) => {
		const client = await openSandbox({ deletionOfPending: how });
		const id = await client.createJob(await client.upload(users));
		const remove = `mutation { deleteJob(id: "${id}") { deletedCount } }`;
		expect((await client.graphql(remove)).data).toEqual(data);
		expect(await client.job(id)).toMatchObject({ status: 'PENDING' });

		await client.sandbox.jobs.finish(id, 'COMPLETED');
		expect((await client.graphql(remove)).data).toEqual({ deleteJob: { deletedCount: 1 } });
	});
});

describe('the control of jobs', () => {
	test('held jobs end only once released, at that moment, or by hand', async () => {
		const client = await openSandbox();
		const { jobs } = client.sandbox;
		jobs.hold(true);
		const byHand = await client.createJob(await client.upload(users));
		const byClock = await client.createJob(await client.upload(users));
		client.clock.ms += 1_000_000;
		expect(await client.job(byHand)).toMatchObject({ status: 'PENDING' });
		await jobs.finish(byHand, 'COMPLETED', startOfTime + 7);
		expect(await client.job(byHand)).toMatchObject({
			status: 'COMPLETED',
			dateCompleted: startOfTime + 7,
		});
		jobs.hold(false);
		expect(await client.job(byClock)).toMatchObject({
			status: 'COMPLETED',
			dateCompleted: startOfTime + 1_000_000,
			stats: { recordsProcessed: 2, errors: 1 },
		});
		await expect(jobs.finish(byClock, 'ABORTED')).rejects.toThrow('is already COMPLETED');
	});

	test('get and list give copies; settled waits for the reading', async () => {
		const client = await openSandbox();
		const { jobs } = client.sandbox;
		const id = await client.createJob(await client.upload(users));
		const before = jobs.get(id);
		client.clock.ms += 1500;
		expect(await jobs.settled(id)).toMatchObject({ status: 'COMPLETED' });
		expect(before).toMatchObject({ status: 'PENDING' });
		expect(jobs.list()).toMatchObject([{ id, status: 'COMPLETED' }]);
		expect(jobs.get('none')).toBeUndefined();
		expect(jobs.remove(id)).toBe(true);
		expect(jobs.list()).toEqual([]);
	});

	test('thousands of jobs can be seeded, with their failures', async () => {
		const client = await openSandbox();
		for (let index = 0; index < 3000; index += 1) {
			client.sandbox.jobs.add('test_acme', { id: `job-${index}`, status: 'COMPLETED' });
		}
		const message = 'This request requires a valid non-empty id';
		const failure = { recordNumber: 2, message, apiErrorCode: 'BAD_REQUEST', statusCode: 400 };
		const { id } = client.sandbox.jobs.add('test_acme', {
			status: 'COMPLETED',
			dateCreated: startOfTime - 1000,
			fileRef: 'imports/test_acme/x.csv',
			failures: [failure],
		});
		expect(await client.listJobs({}, { limit: 100, offset: 2990 })).toMatchObject({
			count: 11,
			totalCount: 3001,
		});
		const job = await client.job(id);
		expect(job).toMatchObject({ stats: { recordsProcessed: 1, errors: 1 } });
		expect(await download(job?.downloadErrorUrl ?? null)).toBe(
			`recordNumber,message,apiErrorCode,statusCode\n2,${message},BAD_REQUEST,400\n`,
		);
		expect(() => client.sandbox.jobs.add('nobody')).toThrow('no tenant nobody');
		expect(() => client.sandbox.jobs.add('test_acme', { id })).toThrow('already');
	});

	test('a seeded PENDING job stays so until finished by hand', async () => {
		const client = await openSandbox();
		const { id } = client.sandbox.jobs.add('test_acme', { type: 'MUTATION/DELETE_USER' });
		client.clock.ms += 1_000_000;
		expect(await client.job(id)).toMatchObject({ status: 'PENDING', stats: null });
		await client.sandbox.jobs.finish(id, 'COMPLETED');
		expect(await client.job(id)).toMatchObject({
			status: 'COMPLETED',
			dateCompleted: client.clock.ms,
		});
	});
});
