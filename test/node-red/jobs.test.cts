import type { Message } from '../../node-red/runtime/message.cts';
import type { SandboxOptions } from '../../sandbox/options.cts';
import { startLoopbackServer } from '../support/loopback-server.cts';
import { zipStart } from '../support/zip-file.cts';
import { RedRig } from './support/red-rig.cts';

const rig = new RedRig();

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const CSV = 'accountId,id\nacme,ann\nacme,bob\n';

/** A message as Upload sends it on. */
async function uploaded(content = CSV, type = 'MUTATION/USER'): Promise<Partial<Message>> {
	const settings = { jobType: type, jobTypeType: 'jobType', sendAsIs: true, checkFile: false };
	const run = await rig.runNode('advocate-upload', settings, { payload: content, topic: 'kept' });
	const [message] = run.outputs[0] ?? [];
	if (message === undefined) throw new Error('It was not uploaded');
	return message;
}

/** A message as Create Job sends it on. */
async function created(content = CSV): Promise<Partial<Message>> {
	const run = await rig.runNode('advocate-create-job', {}, await uploaded(content));
	const [message] = run.outputs[0] ?? [];
	if (message === undefined) throw new Error('No job was created');
	return message;
}

describe('advocate-validate', () => {
	it('sends a good file on to Valid, as it came, with nothing filled in', async () => {
		const message = await uploaded();
		const run = await rig.runNode('advocate-validate', {}, message);

		expect(run.outputs[0]?.[0]).toMatchObject({
			topic: 'kept',
			payload: { ...(message.payload as object), valid: true, errors: [] },
			advocate: message.advocate,
		});
		expect(run).toMatchObject({ completed: 1, caught: [] });
	});

	it('sends a bad one to Invalid, with the reasons', async () => {
		const run = await rig.runNode('advocate-validate', {}, await uploaded('name\nAnn\n'));

		expect(run.outputs[0]).toEqual([]);
		expect(run.outputs[1]?.[0]?.payload).toMatchObject({ valid: false });
		expect(run.statuses.at(-1)).toMatchObject({ fill: 'red' });
	});

	it('says what is missing when nothing was uploaded', async () => {
		const run = await rig.runNode('advocate-validate', {}, { payload: 'x' });
		expect(run.caught[0]?.error).toMatchObject({
			code: 'SETTINGS_INVALID',
			message: expect.stringContaining('The file reference is missing') as string,
		});
	});
});

describe('advocate-create-job', () => {
	it('starts the import and puts the job in the payload, its ID on msg.advocate', async () => {
		const message = await created();
		const [job] = rig.sandbox.jobs.list();

		expect(message).toMatchObject({
			topic: 'kept',
			payload: { id: job?.id, status: 'PENDING', requester: 'Node-RED' },
			advocate: { jobId: job?.id, type: 'MUTATION/USER', fileRef: job?.fileRef },
		});
	});

	it('sends the settings of a type', async () => {
		await rig.runNode(
			'advocate-create-job',
			{
				...{ jobName: 'topic', jobNameType: 'msg', programId: 'p1', programIdType: 'str' },
				...{ segmentsToAdd: 'vip, new', segmentsToRemove: '["old"]', segmentsToRemoveType: 'json' },
				...{ webhooks: 'off', programs: 'chosen', programIds: 'p1', outputFormat: 'JSONL' },
			},
			await uploaded(),
		);
		const request = rig.sandbox.requests.find(({ operations }) =>
			operations?.includes('createJob'),
		);
		expect(request?.variables).toMatchObject({
			jobInput: {
				name: 'kept',
				outputFormat: 'JSONL',
				params: {
					programId: 'p1',
					segments: ['vip', 'new', '~old'],
					importEvaluationOptions: { webhooks: false, programs: { enabledProgramIds: ['p1'] } },
				},
			},
		});
	});

	it('sets segments anew: all are cleared first', async () => {
		const settings = { segmentsToAdd: 'vip', clearSegments: true };
		await rig.runNode('advocate-create-job', settings, await uploaded());

		const request = rig.sandbox.requests
			.filter(({ operations }) => operations?.includes('createJob'))
			.at(-1);
		expect(request?.variables).toMatchObject({
			jobInput: { params: { segments: ['~*', 'vip'] } },
		});
	});

	it('makes one job of one file, however often the message comes', async () => {
		const message = await uploaded();
		const run = await rig.runNode('advocate-create-job', {}, message, message);

		expect(rig.sandbox.jobs.list()).toHaveLength(1);
		expect(run.outputs[0]?.map(({ payload }) => payload)).toMatchObject([
			{ status: 'PENDING' },
			{ alreadyExisted: true },
		]);
	});

	describe('where another program creates a job for the file at the same moment', () => {
		/** The other job is a millisecond older, and is listed only after ours is created. */
		async function race(options: SandboxOptions = {}) {
			const { advocate } = await uploaded();
			rig.sandbox.options.change({ listLagMs: 2_000, jobDurationMs: 3_600_000, ...options });
			const [tenant] = rig.sandbox.tenants;
			const theirs = { id: 'theirs', fileRef: advocate?.fileRef, dateCreated: rig.now - 1 };
			rig.sandbox.jobs.add(tenant?.alias ?? '', theirs);
			await rig.load(rig.flow('advocate-create-job', {}));
			const warn = jest.spyOn(rig.node('node'), 'warn');
			const run = await rig.send({ _msgid: 'from-elsewhere', advocate });
			const ids = rig.sandbox.jobs.list().map(({ id }) => id);
			return { run, ids, warnings: warn.mock.calls.map(([text]) => String(text)) };
		}

		it('deletes its own, sends the older one on, and warns', async () => {
			const { run, ids, warnings } = await race();

			expect(ids).toEqual(['theirs']);
			expect(run.outputs[0]?.[0]).toMatchObject({
				payload: { id: 'theirs', alreadyExisted: true },
				advocate: { jobId: 'theirs' },
			});
			expect(warnings).toEqual([expect.stringContaining('has been deleted')]);
			expect(run.statuses.at(-1)).toMatchObject({ fill: 'yellow' });
		});

		it('tells of both where Advocate does not delete it', async () => {
			const { run, ids, warnings } = await race({ deletionOfPending: 'refused' });

			expect(ids).toHaveLength(2);
			expect(run.outputs[0]?.[0]?.payload).toMatchObject({ duplicateJobIds: ['theirs'] });
			expect(warnings).toEqual([expect.stringContaining('could not be deleted')]);
			expect(run.statuses.at(-1)).toMatchObject({
				fill: 'yellow',
				text: 'status.several',
			});
		});
	});

	it('looks no second time for a file that was uploaded for the same message', async () => {
		const message = await uploaded();
		rig.sandbox.clearRequests();
		await rig.runNode('advocate-create-job', {}, message);
		const asked = () => rig.sandbox.requests.flatMap(({ operations }) => operations);

		expect(asked()).toEqual(['jobs', 'createJob']);

		const { advocate } = await uploaded();
		rig.sandbox.clearRequests();
		await rig.runNode('advocate-create-job', {}, { _msgid: 'another', advocate });
		expect(asked()).toEqual(['jobs', 'createJob', 'jobs']);
	});

	it('makes one job though its answer is lost', async () => {
		const message = await uploaded();
		rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'afterEffect' });
		const run = await rig.runNode('advocate-create-job', {}, message);

		const jobs = rig.sandbox.jobs.list();
		expect(jobs).toHaveLength(1);
		expect(run.outputs[0]?.[0]?.advocate?.jobId).toBe(jobs[0]?.id);
	});

	it('deletes nobody unless that is confirmed', async () => {
		const message = await uploaded(CSV, 'MUTATION/DELETE_USER');
		const run = await rig.runNode('advocate-create-job', {}, message);
		expect(run.caught[0]?.error.code).toBe('DELETION_NOT_CONFIRMED');
		expect(rig.sandbox.jobs.list()).toEqual([]);

		const type = { jobType: 'MUTATION/DELETE_USER', jobTypeType: 'jobType' };
		const settings = { ...type, confirmDeletion: true };
		await rig.runNode('advocate-create-job', settings, message);
		expect(rig.sandbox.jobs.list()).toHaveLength(1);
	});

	it('does not import a file as another type than it was uploaded as', async () => {
		const settings = { jobType: 'MUTATION/USER_EVENT', jobTypeType: 'jobType' };
		const run = await rig.runNode('advocate-create-job', settings, await uploaded());
		expect(run.caught[0]?.error.message).toContain('uploaded as users');
	});
});

describe('advocate-job-status', () => {
	it.each([
		['COMPLETED', 0],
		['PENDING', 1],
		['ABORTED', 2],
	] as const)('sends a job that is %s to output %i', async (status, output) => {
		const message = await created();
		const id = message.advocate?.jobId ?? '';
		if (status !== 'PENDING') await rig.sandbox.jobs.finish(id, status);
		const run = await rig.runNode('advocate-job-status', {}, message);

		expect(run.outputs.map((messages) => messages.length)).toEqual(
			[0, 1, 2].map((index) => (index === output ? 1 : 0)),
		);
		expect(run.outputs[output]?.[0]).toMatchObject({ topic: 'kept', payload: { id, status } });
	});

	it.each([
		['EXPIRED', 0, 'its files have expired', { fill: 'green' }],
		['PARTLY_DONE', 2, 'treated as aborted', { fill: 'red', text: 'PARTLY_DONE' }],
	])(
		'sends one that has ended with %s to output %i, with a note',
		async (status, output, note, shown) => {
			const job = { id: '1', type: 'MUTATION/USER', status, dateCompleted: 1_780_000_000_000 };
			const api = await startLoopbackServer((request, response) => {
				request.resume();
				response.end(JSON.stringify({ data: { job } }));
			});
			const settings = { jobId: '1', jobIdType: 'str' };
			const flow = rig.flow('advocate-job-status', settings, { baseUrl: api.url });
			await rig.load(flow);
			const run = await rig.send({});
			await api.close();

			expect(run.outputs[output]?.[0]?.payload).toMatchObject({
				status,
				note: expect.stringContaining(note) as string,
			});
			expect(run.statuses.at(-1)).toMatchObject(shown);
		},
	);

	describe('the failed rows', () => {
		/** The sandbox, like the schema, has no dashes in the names of custom fields. */
		const ROWS = [
			{ Account: 'acme', 'User ID': 'ann' },
			{ Account: 'acme', 'User ID': '' },
			{ Account: 'acme', 'User ID': 'bob', 'customFields.plan-type': 'pro' },
		];

		/** Imports the rows and asks for the job, with the source rows of the upload and these source items. */
		async function jobOf(
			sourceItems: unknown,
			sourceRows = (given: unknown) => given,
		): Promise<Record<string, unknown>> {
			const settings = { jobType: 'MUTATION/USER', jobTypeType: 'jobType' };
			const file = await rig.runNode('advocate-upload', settings, { payload: ROWS });
			const uploaded: Partial<Message> = file.outputs[0]?.[0] ?? {};
			const job = await rig.runNode('advocate-create-job', {}, uploaded);
			const [message] = job.outputs[0] ?? [];
			await rig.sandbox.jobs.finish(String(message?.advocate?.jobId), 'COMPLETED');
			const given = (uploaded.payload as Record<string, unknown>).sourceRows;
			const run = await rig.runNode(
				'advocate-job-status',
				{
					...{ includeRowErrors: true, includeErrorsFile: true, includeResults: true },
					...{ sourceRows: 'numbers', sourceRowsType: 'msg' },
					...{ sourceItems: 'rows', sourceItemsType: 'msg' },
				},
				{ ...message, numbers: sourceRows(given), rows: sourceItems },
			);
			return run.outputs[0]?.[0]?.payload as Record<string, unknown>;
		}

		it('come with the rows they are from', async () => {
			const job = await jobOf(JSON.parse(JSON.stringify(ROWS)));

			expect(job).toMatchObject({
				stats: { errors: 1 },
				rowErrorsTotal: 1,
				rowErrors: [{ sourceRow: 3, accountId: 'acme', id: 'bob', source: ROWS[2] }],
				errorsFile: { content: expect.any(Buffer) as Buffer },
				resultsFile: { content: expect.any(Buffer) as Buffer },
			});
			expect(job).not.toHaveProperty('filesError');
		});

		it.each<[string, unknown[], string]>([
			['in another order', [...ROWS].reverse(), '(these are other rows, or the same in'],
			['behind a filter', [ROWS[0], ROWS[2]], '(it had 3 rows, and these are 2)'],
			['with a row more', [...ROWS, {}], '(it had 3 rows, and these are 4)'],
			['with other rows', ROWS.map(() => ({ id: 'eve' })), '(these are other rows, or the same in'],
		])('come with no rows of a list %s', async (_which, rows, why) => {
			const job = await jobOf(rows);

			expect(job.filesError).toContain(
				`The source items are not the list that was uploaded ${why}`,
			);
			expect(job.filesError).toContain('Set "Source items" to the very array');
			expect(job.rowErrors).toEqual([
				expect.not.objectContaining({ id: expect.anything() as unknown }),
			]);
			expect(job.rowErrors).toEqual([
				expect.not.objectContaining({ sourceRow: expect.anything() as unknown }),
			]);
		});

		it.each([
			['that prove nothing', () => '1,3'],
			[
				'of another upload',
				(given: unknown) => String(given).replace(/.$/, (end) => (end === '0' ? '1' : '0')),
			],
		])('are not traced by source rows %s', async (_which, sourceRows) => {
			const job = await jobOf(ROWS, sourceRows);

			expect(job.filesError).toMatch(/^The source rows .* so failed rows were not traced/);
			expect(job.rowErrors).toEqual([
				expect.not.objectContaining({ sourceRow: expect.anything() as unknown }),
			]);
		});
	});

	it.each([
		['an errors file that was cut off', 5, {}, 'The errors file has only 1 of 5 failed rows'],
		['a setting that is not allowed', 1, { maxRowErrors: '0' }, '"Maximum row errors" must be'],
		[
			'source items that are not objects',
			1,
			{ sourceItems: 'topic' },
			'"Source items" must be an array',
		],
	])('reports the job in spite of %s', async (_what, errors, settings, filesError) => {
		const [{ alias } = { alias: '' }] = rig.sandbox.tenants;
		const failures = [
			{ recordNumber: 2, message: 'no id', apiErrorCode: 'BAD_REQUEST', statusCode: 400 },
		];
		const { id } = rig.sandbox.jobs.add(alias, {
			...{ id: 'job', type: 'MUTATION/USER', status: 'COMPLETED', failures },
			stats: { recordsProcessed: 5, errors },
		});
		const wanted = { includeRowErrors: true, sourceRows: '1-2', sourceRowsType: 'str' };
		const run = await rig.runNode(
			'advocate-job-status',
			{ ...wanted, sourceItemsType: 'msg', ...settings },
			{ topic: 'x', advocate: { jobId: id } },
		);

		expect(run.outputs[0]?.[0]?.payload).toMatchObject({
			status: 'COMPLETED',
			filesError: expect.stringContaining(filesError) as string,
		});
		expect(run).toMatchObject({ completed: 1, caught: [] });
	});

	it.each([
		['results.xlsx', 'zip'],
		['xl/workbook.xml', 'xlsx'],
	])(
		'names a file by its first bytes: a ZIP file with %s in it is .%s',
		async (entry, extension) => {
			const content = zipStart(entry);
			const store = await startLoopbackServer((_request, response) => response.end(content));
			await rig.stop();
			await rig.start({ publicUrl: store.url });
			const { id } = rig.sandbox.jobs.add(rig.sandbox.tenants[0]?.alias ?? '', {
				...{ type: 'MUTATION/USER', status: 'COMPLETED', outputFormat: 'XLSX' },
			});
			const settings = { includeResults: true, jobId: id, jobIdType: 'str' };
			const run = await rig.runNode('advocate-job-status', settings, {});
			await store.close();

			const fileName = `job-${id}-results.${extension}`;
			expect(run.outputs[0]?.[0]?.payload).toMatchObject({ resultsFile: { fileName, content } });
		},
	);

	it('fetches files behind links that want the key, which then lead elsewhere', async () => {
		await rig.stop();
		await rig.start({ resultsLinks: 'withKey' });
		const { id } = rig.sandbox.jobs.add(rig.sandbox.tenants[0]?.alias ?? '', {
			...{ type: 'MUTATION/USER', status: 'COMPLETED' },
		});
		const settings = { includeResults: true, jobId: id, jobIdType: 'str' };
		const run = await rig.runNode('advocate-job-status', settings, {});

		expect(run.outputs[0]?.[0]?.payload).toMatchObject({
			resultsFile: { content: expect.any(Buffer) as Buffer },
		});
		const withKey = (operation: string) =>
			rig.sandbox.requests
				.filter(({ operations }) => operations?.includes(operation))
				.map(({ headers }) => headers.authorization !== undefined);
		expect(withKey('download')).toEqual([false, true]);
		expect(withKey('storage')).toEqual([false]);
	});

	it('tries again what a GraphQL answer says will pass, and says what will not', async () => {
		rig.sandbox.jobs.add(rig.sandbox.tenants[0]?.alias ?? '', { id: 'job', status: 'COMPLETED' });
		const settings = { jobId: 'job', jobIdType: 'str' };
		rig.sandbox.faults.add({ on: 'job', kind: 'apiError', statusCode: 503 });
		const run = await rig.runNode('advocate-job-status', settings, {});
		expect(run.outputs[0]).toHaveLength(1);
		expect(rig.pauses).toEqual([1_000]);

		rig.sandbox.faults.add({ on: 'job', kind: 'apiError', statusCode: 401 });
		const refused = await rig.runNode('advocate-job-status', settings, {});
		expect(refused.caught[0]?.error.code).toBe('KEY_REFUSED');
	});

	it('tells events that Advocate has already apart from those that failed', async () => {
		const row = (code: number) => ({
			...{ recordNumber: code, message: 'x', apiErrorCode: 'X', statusCode: code },
		});
		const { id } = rig.sandbox.jobs.add(rig.sandbox.tenants[0]?.alias ?? '', {
			...{ type: 'MUTATION/USER_EVENT', status: 'COMPLETED', failures: [row(400), row(409)] },
			stats: { recordsProcessed: 5, errors: 2 },
		});
		const settings = { includeRowErrors: true, jobId: id, jobIdType: 'str' };
		const run = await rig.runNode('advocate-job-status', settings, {});

		expect(run.outputs[0]?.[0]?.payload).toMatchObject({
			rowErrors: [row(400), { ...row(409), alreadyKnown: true }],
			...{ rowErrorsTotal: 2, alreadyKnownTotal: 1 },
		});
	});

	it('lists jobs, each on the output of its status, as one sequence', async () => {
		const [{ alias } = { alias: '' }] = rig.sandbox.tenants;
		for (const status of ['COMPLETED', 'ABORTED', 'PENDING'] as const) {
			rig.sandbox.jobs.add(alias, { id: status, type: 'MUTATION/USER', status });
		}
		const settings = { operation: 'getMany', limit: '50' };
		const run = await rig.runNode('advocate-job-status', settings, { topic: 'all' });

		expect(run.outputs.map(([message]) => message?.advocate?.jobId)).toEqual([
			'COMPLETED',
			'PENDING',
			'ABORTED',
		]);
		expect(run.outputs.flat().map(({ parts }) => parts?.count)).toEqual([3, 3, 3]);
	});

	it('lists the jobs of some statuses that ended within some time', async () => {
		const [{ alias } = { alias: '' }] = rig.sandbox.tenants;
		const days = { october: Date.UTC(2025, 9, 20), december: Date.UTC(2025, 11, 20) };
		for (const [month, dateCompleted] of Object.entries(days)) {
			for (const status of ['COMPLETED', 'ABORTED'] as const) {
				const dates = { dateCreated: dateCompleted, dateCompleted };
				rig.sandbox.jobs.add(alias, { id: `${status} in ${month}`, status, ...dates });
			}
		}
		const list = async (settings: object, payload: unknown = '') => {
			const many = { operation: 'getMany', limit: '', ...settings };
			const run = await rig.runNode('advocate-job-status', many, { payload });
			return run.outputs.flat().map((message) => message.advocate?.jobId);
		};

		expect(await list({ completedSince: '2025-11-01', listStatus: 'COMPLETED,ABORTED' })).toEqual([
			'COMPLETED in december',
			'ABORTED in december',
		]);
		const ended = { completedBefore: 'payload', completedBeforeType: 'msg' };
		expect(await list({ ...ended, listStatus: 'ABORTED' }, '2025-11-01')).toEqual([
			'ABORTED in october',
		]);
		const asked = { listStatus: 'payload', listStatusType: 'msg' };
		expect(await list(asked, ['COMPLETED'])).toEqual([
			'COMPLETED in december',
			'COMPLETED in october',
		]);
	});

	it.each([
		[{ listStatus: 'DONE' }, '"Status" must be COMPLETED, PENDING, ABORTED, or several of them'],
		[{ completedSince: 'soon' }, '"Ended since" must be a date'],
	])('says which setting of a list can not be: %j', async (settings, message) => {
		const run = await rig.runNode(
			'advocate-job-status',
			{ operation: 'getMany', ...settings },
			{ topic: 'all' },
		);
		expect(run.caught[0]?.error.message).toContain(message);
	});

	it('says that there is no such job', async () => {
		const settings = { jobId: 'nobody', jobIdType: 'str' };
		const run = await rig.runNode('advocate-job-status', settings, {});
		expect(run.caught[0]?.error.code).toBe('JOB_NOT_FOUND');
	});
});
