import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { binaryText } from '../support/binary-text.cts';
import { failure } from '../support/failure.cts';
import { startLoopbackServer } from '../support/loopback-server.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { toolAnswer } from '../support/tool-answer.cts';
import { zipStart } from '../support/zip-file.cts';
import { chain, type NodeSketch } from '../support/workflow.cts';

const rig = new Rig();

beforeEach(async () => await rig.start({ jobDurationMs: 60_000 }));
afterEach(async () => await rig.stop());

const [COMPLETED, PENDING, ABORTED] = [0, 1, 2];

function status(parameters: INodeParameters = {}, rest: Partial<NodeSketch> = {}) {
	return chain({ name: 'Status', type: 'advocateJobStatus', parameters, ...rest });
}

/** A job of which rows 1 and 3 fail, still pending. */
async function createdJob(rows = 'acme,ann,en_US\nacme,,en_US\nacme,bob,en_US\nacme,cat,en-US\n') {
	const run = await rig.run(
		chain(
			{ name: 'Upload', type: 'advocateUpload', parameters: { fileMode: 'asIs' } },
			{ name: 'Create Job', type: 'advocateCreateJob' },
		),
		[fileItem('contacts.csv', `accountId,id,locale\n${rows}`)],
	);
	return run.items('Create Job')[0] as INodeExecutionData;
}

/** What the sandbox was asked since, by operation. */
function asked(): string[] {
	return rig.sandbox.requests.flatMap(({ operations }) => operations);
}

describe('get', () => {
	it('gives a pending job on Pending, in one request', async () => {
		const job = await createdJob();
		rig.sandbox.clearRequests();

		const run = await rig.run(status(), [job]);

		expect(run.json('Status', PENDING)).toEqual([
			expect.objectContaining({ id: job.json.id, status: 'PENDING', dateCompleted: null }),
		]);
		expect(asked()).toEqual(['job']);
	});

	it('gives a completed job on Completed, with its counts and dates as ISO strings', async () => {
		const job = await createdJob();
		rig.now += 60_000;

		const run = await rig.run(status(), [job]);

		expect(run.json('Status', COMPLETED)).toEqual([
			expect.objectContaining({
				status: 'COMPLETED',
				dateCreated: expect.stringMatching(/^2026-01-15T09:0\d:\d\d\.000Z$/) as string,
				dateCompleted: expect.stringMatching(/^2026-01-15T09:0\d:\d\d\.000Z$/) as string,
				stats: { recordsProcessed: 4, errors: 2 },
			}),
		]);
	});

	it('gives an aborted job on Aborted', async () => {
		rig.sandbox.jobs.failNext('ABORTED');
		const job = await createdJob();
		rig.now += 60_000;

		const run = await rig.run(status(), [job]);

		expect(run.json('Status', ABORTED)).toEqual([expect.objectContaining({ status: 'ABORTED' })]);
	});

	it('takes the job ID from wherever it is', async () => {
		const job = await createdJob();

		const run = await rig.run(status({ jobId: '={{ $json.job.id }}' }), [
			{ json: { job: { id: job.json.id } } },
		]);

		expect(run.json('Status', PENDING)).toHaveLength(1);
	});

	it('says that there is no such job', async () => {
		const run = await rig.run(status({ jobId: 'nosuchjob' }));

		expect(failure(run)).toEqual({
			message: 'There is no job "nosuchjob" in the tenant "test_acme"',
			description: expect.stringContaining('Check the job ID') as string,
		});
	});

	it('looks again for a job that the API does not know yet', async () => {
		const { alias = '' } = rig.sandbox.tenants[0] ?? {};
		rig.whileAsleep = () => {
			if (rig.pauses.length === 2) rig.sandbox.jobs.add(alias, { id: 'new' });
		};

		const run = await rig.run(status({ jobId: 'new' }));

		expect(run.json('Status', PENDING)[0]?.id).toBe('new');
		expect(rig.pauses).toEqual([1_000, 2_000]);
	});

	it('asks for a job ID where the item has none', async () => {
		const run = await rig.run(status(), [{ json: { from: 'crm' } }]);

		expect(failure(run).message).toBe('The job ID is missing');
	});

	it('does not take a failed request for an end: the item goes on as Pending', async () => {
		const job = await createdJob();
		rig.sandbox.faults.add({ on: 'job', kind: 'status', status: 503 });

		const once = { options: { attempts: 1 } };
		const run = await rig.run(status(once, { onError: 'continueRegularOutput' }), [job]);

		expect(run.json('Status', PENDING)[0]).toMatchObject({
			id: job.json.id,
			error: expect.stringContaining('server error (503)') as string,
		});
	});
});

describe('a job of which less is known than expected', () => {
	/** An API that has this job only, whatever is asked. */
	async function getFrom(job: object, parameters: INodeParameters = {}) {
		const server = await startLoopbackServer((request, response) => {
			request.resume();
			response.end(JSON.stringify({ data: { job } }));
		});
		const run = await rig.run(status({ jobId: '1', ...parameters }), [{ json: {} }], {
			credential: { baseUrl: server.url },
		});
		await server.close();
		return run;
	}

	it('goes out on Pending, with a note, while its status is a new one', async () => {
		const run = await getFrom({ id: '1', type: 'MUTATION/USER', status: 'QUEUED' });

		expect(run.json('Status', PENDING)).toEqual([
			expect.objectContaining({
				status: 'QUEUED',
				stats: null,
				note: expect.stringContaining('This node does not know the status "QUEUED"') as string,
			}),
		]);
	});

	it.each([
		['EXPIRED', null, COMPLETED, 'its files have expired'],
		['EXPIRED', 1_780_000_000_000, COMPLETED, 'its files have expired'],
		['PARTLY_DONE', 1_780_000_000_000, ABORTED, 'treated as aborted'],
	])(
		'has ended with %s at %s: it goes out, and says so',
		async (name, dateCompleted, output, note) => {
			const job = { id: '1', type: 'MUTATION/USER', status: name, dateCompleted };

			for (const wait of [true, false]) {
				const run = await getFrom(job, { wait });

				expect(run.outputs('Status').map(({ length }) => length)).toEqual(
					[COMPLETED, PENDING, ABORTED].map((index) => (index === output ? 1 : 0)),
				);
				expect(run.json('Status', output)[0]).toMatchObject({
					status: name,
					note: expect.stringContaining(note) as string,
				});
			}
			expect(rig.pauses).toEqual([]);
		},
	);

	it('is EXPIRED: that its failed rows are gone is said, not that there were none', async () => {
		const job = { id: '1', type: 'MUTATION/USER', status: 'EXPIRED' };
		const run = await getFrom(job, { options: { includeRowErrors: true } });

		const [json] = run.json('Status', COMPLETED);
		expect(json?.filesError).toContain("The job's files have expired");
		expect(json).not.toHaveProperty('rowErrors');
	});

	it('is waited for while its status is a new one', async () => {
		const job = { id: '1', status: 'QUEUED' };

		const run = await getFrom(job, { wait: true, options: { timeLimit: 1 } });

		expect(run.json('Status', PENDING)[0]?.status).toBe('QUEUED');
		expect(rig.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(60_000);
	});

	it('is given without counts and dates', async () => {
		const run = await getFrom(
			{ id: '1', status: 'COMPLETED' },
			{ options: { includeRowErrors: true } },
		);

		expect(run.json('Status', COMPLETED)).toEqual([
			expect.objectContaining({ stats: null, dateCompleted: null, rowErrorsTotal: 0 }),
		]);
	});
});

describe('wait', () => {
	it('goes on while requests fail for a passing reason', async () => {
		const job = await createdJob();
		rig.sandbox.faults.add(
			{ on: 'job', kind: 'status', status: 503, skip: 1, times: 3 },
			{ on: 'job', kind: 'reset', times: 3 },
			{ on: 'job', kind: 'notJson', times: 3 },
		);

		const run = await rig.run(status({ wait: true }), [job]);

		expect(run.json('Status', COMPLETED)).toHaveLength(1);
		expect(rig.pauses.slice(0, 4)).toEqual([2_000, 3_000, 4_500, 6_750]);
	});

	it('gives the job as last seen, and why no more is known, when the time is over', async () => {
		const job = await createdJob();
		rig.sandbox.faults.add({ on: 'job', kind: 'status', status: 503, skip: 1, times: Infinity });

		const run = await rig.run(status({ wait: true }), [job]);

		expect(run.error).toBeUndefined();
		expect(run.json('Status', PENDING)).toEqual([
			expect.objectContaining({
				id: job.json.id,
				status: 'PENDING',
				statusError: expect.stringMatching(
					/server error \(503\)\. The problem is on Advocate's side/,
				) as string,
			}),
		]);
	});

	it('fails when the time is over and the job was never seen', async () => {
		const job = await createdJob();
		rig.sandbox.faults.add({ on: 'job', kind: 'status', status: 503, times: Infinity });

		const run = await rig.run(status({ wait: true, options: { timeLimit: 5 } }), [job]);

		expect(failure(run).message).toContain('server error (503)');
		expect(rig.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(5 * 60_000);
	});

	it('asks again with growing pauses until the job ends', async () => {
		const job = await createdJob();

		const run = await rig.run(status({ wait: true }), [job]);

		expect(run.json('Status', COMPLETED)).toHaveLength(1);
		expect(rig.pauses.slice(0, 4)).toEqual([2_000, 3_000, 4_500, 6_750]);
	});

	it('gives the job on Pending when the time limit is over', async () => {
		const job = await createdJob();
		rig.sandbox.jobs.hold(true);

		const run = await rig.run(status({ wait: true, options: { timeLimit: 5, longestPause: 60 } }), [
			job,
		]);

		expect(run.error).toBeUndefined();
		expect(run.json('Status', PENDING)).toEqual([expect.objectContaining({ status: 'PENDING' })]);
		const pauses = rig.pauses.slice(-20);
		expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(5 * 60_000);
		expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000);
	});

	it('waits half an hour by default, never longer than 30 s at a time', async () => {
		const job = await createdJob();
		rig.sandbox.jobs.hold(true);
		const before = rig.now;

		await rig.run(status({ wait: true }), [job]);

		expect(rig.now - before).toBe(30 * 60_000);
		expect(Math.max(...rig.pauses)).toBe(30_000);
	});

	it('takes pauses from the options', async () => {
		const job = await createdJob();

		await rig.run(status({ wait: true, options: { firstPause: 10, longestPause: 20 } }), [job]);

		expect(rig.pauses).toEqual([10_000, 15_000, 20_000, 20_000]);
	});

	it('refuses pauses that make no sense', async () => {
		const job = await createdJob();

		const run = await rig.run(status({ wait: true, options: { firstPause: 0 } }), [job]);

		expect(failure(run).message).toBe(
			'The pauses between status checks or the time limit are not valid',
		);
	});

	it('stops at once when the execution is cancelled', async () => {
		const job = await createdJob();
		rig.sandbox.jobs.hold(true);
		const stop = new AbortController();
		rig.whileAsleep = () => {
			rig.sandbox.clearRequests();
			stop.abort();
		};

		const run = await rig.run(status({ wait: true }), [job], { signal: stop.signal });

		expect(run.status).toBe('canceled');
		expect(asked()).toEqual([]);
	});

	it('says so when the job vanishes meanwhile', async () => {
		const job = await createdJob();
		rig.whileAsleep = () => void rig.sandbox.jobs.remove(text(job.json.id));

		const run = await rig.run(status({ wait: true }), [job]);

		expect(failure(run)).toEqual({
			message: `The job "${text(job.json.id)}" no longer exists`,
			description: expect.stringContaining('may have deleted it in the Advocate portal') as string,
		});
		// Once while it was there, then a few times, as the API may only be behind.
		expect(rig.pauses).toEqual([2_000, 1_000, 2_000, 4_000]);
	});
});

describe('files of an ended job', () => {
	it('attaches the results file and the errors file, fetched without the key', async () => {
		const job = await createdJob();
		rig.now += 60_000;
		rig.sandbox.clearRequests();

		const run = await rig.run(
			status({ options: { attachResultsFile: true, attachErrorsFile: true } }),
			[job],
		);

		expect(run.error).toBeUndefined();
		const [item] = run.items('Status', COMPLETED);
		expect(item?.binary).toMatchObject({
			results: { fileName: `job-${text(job.json.id)}-results.csv`, mimeType: 'text/csv' },
			errors: { fileName: `job-${text(job.json.id)}-errors.csv`, mimeType: 'text/csv' },
		});
		expect(await binaryText(item, 'errors')).toMatch(
			/^recordNumber,message,apiErrorCode,statusCode\n2,.*BAD_REQUEST,400\n4,/,
		);
		const downloads = rig.sandbox.requests.filter(({ operations }) =>
			operations.includes('download'),
		);
		expect(downloads).toHaveLength(2);
		for (const { headers } of downloads) expect(headers.authorization).toBeUndefined();
		expect(JSON.stringify(run.raw)).not.toContain('/downloads/');
	});

	it('puts failed rows on the item, as many as wanted, and tells how many there are', async () => {
		const job = await createdJob();
		rig.now += 60_000;

		const run = await rig.run(status({ options: { includeRowErrors: true, maxRowErrors: 1 } }), [
			job,
		]);

		expect(run.json('Status', COMPLETED)[0]).toMatchObject({
			rowErrors: [
				{
					recordNumber: 2,
					message: expect.any(String) as string,
					apiErrorCode: 'BAD_REQUEST',
					statusCode: 400,
				},
			],
			rowErrorsTotal: 2,
		});
	});

	it('has no errors file and no row errors where no row failed', async () => {
		const job = await createdJob('acme,ann,en_US\n');
		rig.now += 60_000;

		const run = await rig.run(
			status({ options: { attachErrorsFile: true, includeRowErrors: true } }),
			[job],
		);

		const [item] = run.items('Status', COMPLETED);
		expect(item?.binary).toBeUndefined();
		expect(item?.json).toMatchObject({ rowErrors: [], rowErrorsTotal: 0 });
	});

	it('asks for no links where no file is wanted', async () => {
		const job = await createdJob();
		rig.now += 60_000;
		rig.sandbox.clearRequests();

		await rig.run(status(), [job]);

		expect(rig.sandbox.requests[0]?.query).not.toContain('downloadUrl');
		expect(asked()).toEqual(['job']);
	});

	it('downloads the errors file once for both of its uses', async () => {
		const job = await createdJob();
		rig.now += 60_000;
		rig.sandbox.clearRequests();

		const run = await rig.run(
			status({ options: { attachErrorsFile: true, includeRowErrors: true } }),
			[job],
		);

		expect(run.json('Status', COMPLETED)[0]).toMatchObject({ rowErrorsTotal: 2 });
		expect(run.items('Status', COMPLETED)[0]?.binary).toHaveProperty('errors');
		expect(asked().filter((operation) => operation === 'download')).toHaveLength(1);
	});

	it.each([
		['the link is refused', { kind: 'status', status: 403 }, 'could not be fetched (403)'],
		[
			'the link leads to another host',
			{ kind: 'redirect', location: 'http://example.com/errors.csv' },
			'was not followed',
		],
		[
			'the file has fewer rows than failed, as one that was cut off has',
			{ kind: 'truncate', contentLength: 'cut' },
			'The errors file has only 1 of 2 failed rows',
		],
	] as const)('gives the ended job, and says so, when %s', async (_when, fault, message) => {
		const job = await createdJob();
		rig.now += 60_000;
		rig.sandbox.faults.add({ on: 'download', ...fault });

		const run = await rig.run(status({ options: { includeRowErrors: true } }), [job]);

		expect(run.error).toBeUndefined();
		expect(run.json('Status', COMPLETED)[0]).toMatchObject({
			status: 'COMPLETED',
			filesError: expect.stringContaining(message) as string,
		});
	});
});

describe('files behind links that want the key, and then lead elsewhere', () => {
	beforeEach(async () => {
		await rig.stop();
		await rig.start({ jobDurationMs: 60_000, resultsLinks: 'withKey' });
	});

	it('are fetched: the key goes to Advocate, and not where it leads', async () => {
		const job = await createdJob();
		rig.now += 60_000;
		rig.sandbox.clearRequests();

		const options = { attachResultsFile: true, includeRowErrors: true };
		const run = await rig.run(status({ options }), [job]);

		expect(run.json('Status', COMPLETED)[0]).toMatchObject({ rowErrorsTotal: 2 });
		expect(await binaryText(run.items('Status', COMPLETED)[0], 'results')).not.toBe('');
		const withKey = (operation: string) =>
			rig.sandbox.requests
				.filter(({ operations }) => operations.includes(operation))
				.map(({ headers }) => headers.authorization !== undefined);
		expect(withKey('download')).toEqual([false, true, false, true]);
		expect(withKey('storage')).toEqual([false, false]);
	});

	it('that have expired: the item says when', async () => {
		const job = await createdJob();
		rig.now += 60_000;
		await rig.run(status(), [job]);
		rig.now += 29 * 24 * 60 * 60_000;

		const run = await rig.run(status({ options: { attachResultsFile: true } }), [job]);

		const [json] = run.json('Status', COMPLETED);
		expect(json?.filesError).toContain("The job's files expired on 2026-02-12.");
	});

	it('and whose signed address has expired meanwhile are asked for anew', async () => {
		const job = await createdJob();
		rig.now += 60_000;
		rig.sandbox.faults.add({ on: 'storage', kind: 'status', status: 503 });

		const run = await rig.run(status({ options: { attachResultsFile: true } }), [job]);

		expect(run.items('Status', COMPLETED)[0]?.binary).toHaveProperty('results');
		expect(asked().filter((one) => one === 'download')).toHaveLength(4);
	});
});

describe('a file asked for as XLSX', () => {
	it('comes zipped, and is attached as .zip', async () => {
		const parameters = { options: { outputFormat: 'XLSX' } };
		const run = await rig.run(
			chain(
				{ name: 'Upload', type: 'advocateUpload', parameters: { fileMode: 'asIs' } },
				{ name: 'Create Job', type: 'advocateCreateJob', parameters },
				{
					name: 'Status',
					type: 'advocateJobStatus',
					parameters: { wait: true, options: { attachResultsFile: true } },
				},
			),
			[fileItem('contacts.csv', 'accountId,id\nacme,ann\n')],
		);

		const results = run.items('Status', COMPLETED)[0]?.binary?.results;
		expect(results).toMatchObject({
			fileName: expect.stringMatching(/-results\.zip$/) as string,
			mimeType: 'application/zip',
		});
	});

	/** Runs Job Status on a job whose files are these bytes. */
	async function withFiles(bytes: Buffer, options: INodeParameters) {
		const store = await startLoopbackServer((_request, response) => response.end(bytes));
		await rig.stop();
		await rig.start({ publicUrl: store.url });
		const failures = [{ recordNumber: 1, message: 'x', apiErrorCode: 'X', statusCode: 400 }];
		const { id } = rig.sandbox.jobs.add(rig.credential.tenantAlias, {
			...{ type: 'MUTATION/USER', status: 'COMPLETED', outputFormat: 'XLSX', failures },
			stats: { recordsProcessed: 1, errors: 1 },
		});
		const run = await rig.run(status({ options }), [{ json: { id } }]);
		await store.close();
		return { id, run };
	}

	it.each([
		['results.xlsx', 'zip', 'application/zip'],
		[
			'[Content_Types].xml',
			'xlsx',
			'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		],
	])('a ZIP file with %s in it is attached as .%s', async (entry, extension, mimeType) => {
		const bytes = zipStart(entry, 'z'.repeat(300_000));
		const { id, run } = await withFiles(bytes, { attachResultsFile: true });

		const [item] = run.items('Status', COMPLETED);
		const fileName = `job-${id}-results.${extension}`;
		expect(item?.binary?.results).toMatchObject({ fileName, mimeType });
		expect(await binaryText(item, 'results')).toBe(bytes.toString());
	});

	it('is not read as rows: the item says what it is, and what to do', async () => {
		const options = { includeRowErrors: true, attachErrorsFile: true };
		const { run } = await withFiles(zipStart('errors.xlsx'), options);

		const [item] = run.items('Status', COMPLETED);
		expect(item?.json.filesError).toContain('The errors file is a ZIP file');
		expect(item?.binary?.errors?.fileName).toMatch(/\.zip$/);
	});
});

describe('get many', () => {
	/** 250 jobs, a minute apart, every fifth aborted and every seventh pending. */
	function seed(): void {
		const [tenant] = rig.sandbox.tenants;
		for (let i = 0; i < 250; i++) {
			const dateCreated = rig.now - i * 60_000;
			const jobStatus = i % 7 === 0 ? 'PENDING' : i % 5 === 0 ? 'ABORTED' : 'COMPLETED';
			rig.sandbox.jobs.add(tenant?.alias ?? '', {
				id: `job${i}`,
				type: i % 2 === 0 ? 'MUTATION/USER' : 'QUERY/USER',
				status: jobStatus,
				dateCreated,
				...(jobStatus !== 'PENDING' && { dateCompleted: dateCreated + 30_000 }),
			});
		}
	}

	const many = (parameters: INodeParameters) => status({ operation: 'getMany', ...parameters });

	it('gives every job on the output of its status, through every page', async () => {
		seed();

		const run = await rig.run(many({ returnAll: true }));

		const outputs = run.outputs('Status').map((items) => items.length);
		expect(outputs).toEqual([172, 36, 42]);
		expect(asked()).toEqual(['jobs', 'jobs', 'jobs']);
	});

	const SIMPLE = [
		...['dateCompleted', 'dateCreated', 'dateExpires', 'fileRef', 'id', 'name', 'requester'],
		...['stats', 'status', 'type'],
	];

	it('gives ten fields of each job, or all of them', async () => {
		seed();

		const [simplified] = (await rig.run(many({ limit: 1 }))).outputs('Status').flat();
		expect(Object.keys(simplified?.json ?? {}).sort()).toEqual(SIMPLE);
		const [raw] = (await rig.run(many({ limit: 1, simplify: false }))).outputs('Status').flat();
		expect(Object.keys(raw?.json ?? {})).toEqual(
			expect.arrayContaining([...SIMPLE, 'outputFormat', 'mailtoEmail', 'params']),
		);
	});

	it('gives an agent the fields that are selected for it', async () => {
		seed();
		const parameters = {
			operation: 'getMany',
			limit: 1,
			output: 'selected',
			fields: ['id', 'type'],
		};

		expect(await toolAnswer(rig, 'directly', 'advocateJobStatus', parameters)).toEqual([
			{ outcome: 'pending', id: 'job0', type: 'MUTATION/USER' },
		]);
	});

	it('gives 50 by default', async () => {
		seed();

		const run = await rig.run(many({}));

		expect(run.outputs('Status').flat()).toHaveLength(50);
		expect(asked()).toEqual(['jobs']);
	});

	it('gives as many as the limit, over several pages', async () => {
		seed();

		const run = await rig.run(many({ limit: 120 }));

		expect(run.outputs('Status').flat()).toHaveLength(120);
	});

	it('filters by type, status and dates', async () => {
		seed();
		const at = (minutes: number) => new Date(rig.now - minutes * 60_000).toISOString();

		const run = await rig.run(
			many({
				returnAll: true,
				filters: {
					type: 'MUTATION/USER',
					status: ['COMPLETED', 'ABORTED'],
					createdSince: at(20),
					createdBefore: at(10),
					completedSince: at(19),
					completedBefore: at(9),
				},
			}),
		);

		const ids = run
			.outputs('Status')
			.flat()
			.map(({ json }) => json.id);
		expect(ids.sort()).toEqual(['job12', 'job16', 'job18']);
	});

	it('reads a date without a zone in the time zone of the workflow', async () => {
		seed();
		const workflow = many({ returnAll: true, filters: { createdSince: '2026-01-15T10:00:00' } });

		const run = await rig.run({
			...workflow,
			settings: { ...workflow.settings, timezone: 'Europe/Paris' },
		});

		expect(
			run
				.outputs('Status')
				.flat()
				.map(({ json }) => json.id),
		).toEqual(['job0']);
	});

	it('gives jobs of any status on the output of their end, with a note', async () => {
		const [tenant] = rig.sandbox.tenants;
		for (const jobStatus of ['EXPIRED', 'COMPLETED'] as const) {
			rig.sandbox.jobs.add(tenant?.alias ?? '', { id: jobStatus, status: jobStatus });
		}

		const run = await rig.run(many({ returnAll: true }));

		expect(run.json('Status', COMPLETED).map(({ id, note }) => [id, Boolean(note)])).toEqual(
			expect.arrayContaining([
				['EXPIRED', true],
				['COMPLETED', false],
			]),
		);
	});

	it('says which date is not valid', async () => {
		const run = await rig.run(many({ filters: { createdSince: 'yesterday' } }));

		expect(failure(run).message).toBe('"Created Since" is not a date');
	});
});
