import { buildSchema, parse, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import * as documents from '../../../advocate/api/documents.ts';
import { Retry } from '../../../advocate/api/retry.ts';
import { AdvocateClient } from '../../../advocate/api/client.ts';
import { basicAuthorization } from '../../../advocate/security/sign-in.ts';
import {
	API_KEY,
	clientAnswered,
	errorOf,
	FakeTransport,
	json,
	tenantAt,
} from '../support/tenant-under-test.cts';

const GRAPHQL = 'https://advocate.example/api/v1/test_abc/graphql';

/** A job as the API answers it. */
const JOB = {
	id: '63323378e1edcd44b03eed9a',
	type: 'MUTATION/USER',
	status: 'COMPLETED',
	name: 'May import',
	requester: 'n8n',
	dateCreated: 1_780_000_000_000,
	dateCompleted: 1_780_000_060_000,
	dateExpires: null,
	outputFormat: 'CSV',
	mailtoEmail: null,
	fileRef: 'imports/test_abc/contacts_1.csv',
	params: { segments: ['vip'] },
	stats: { recordsProcessed: 3, errors: 1 },
};

/** Five tries without a pause. */
const retryAtOnce = new Retry(
	{ attempts: 5, timeLimitMs: 1_000 },
	{ now: () => 0, sleep: () => Promise.resolve() },
	() => 0,
);

/** A client whose every request is answered with that GraphQL result. */
const answeredWith = (result: unknown) => clientAnswered(() => json(result));

describe('Upload', () => {
	const file = {
		fileName: 'contacts.csv',
		mimeType: 'text/csv',
		sizeBytes: 4,
		open: async () => await Promise.resolve(Buffer.from('a,b\n')),
	};

	test('posts the file and returns its fileRef', async () => {
		const { client, sent } = answeredWith({ fileRef: 'imports/test_abc/contacts_1.csv' });
		expect(await client.upload(file, 'raw')).toBe('imports/test_abc/contacts_1.csv');
		const url = 'https://advocate.example/api/v1/test_abc/export/upload';
		expect(sent).toEqual([{ url, file, encoding: 'raw' }]);
	});

	test.each([{}, { fileRef: '' }, { fileRef: null }, { fileRef: 5 }])(
		'answered with %j, it has failed',
		async (body) => {
			const { client } = answeredWith(body);
			const error = await errorOf(async () => await client.upload(file, 'multipart'));
			expect(error).toMatchObject({
				code: 'UNEXPECTED_ANSWER',
				message: 'Advocate answered the upload without a fileRef',
			});
		},
	);

	test('refused, it says what could not be done', async () => {
		const { client } = clientAnswered(() => json({ message: 'Too big' }, 400));
		const error = await errorOf(async () => await client.upload(file, 'multipart'));
		expect(error.message).toBe(
			'Could not upload "contacts.csv": Advocate refused the request (400)',
		);
		expect(error.hint).toBe('Check the values that were sent. Advocate said: "Too big"');
	});
});

describe('Validate', () => {
	const input = { fileRef: 'imports/test_abc/contacts_1.csv', type: 'MUTATION/USER' } as const;

	test('sends the query of the official page, with values in variables', async () => {
		const { client, sent } = answeredWith({ data: { validateJobCreation: { errors: [] } } });
		expect(await client.validateJobCreation(input)).toEqual([]);
		expect(sent).toEqual([
			{
				url: GRAPHQL,
				body: {
					query: documents.VALIDATE_JOB_CREATION,
					variables: { jobInput: input },
					operationName: 'validateJobCreation',
				},
			},
		]);
	});

	test('returns what is wrong with the file, without the key', async () => {
		const errors = ['Missing id', `Key ${API_KEY}`];
		const { client } = answeredWith({ data: { validateJobCreation: { errors } } });
		expect(await client.validateJobCreation(input)).toEqual(['Missing id', 'Key *****']);
	});

	test.each([null, {}, { errors: null }])('a result of %j is none', async (result) => {
		const { client } = answeredWith({ data: { validateJobCreation: result } });
		const error = await errorOf(async () => await client.validateJobCreation(input));
		expect(error.message).toBe('Advocate answered the validation without a result');
	});
});

describe('Create a job', () => {
	const input = { type: 'MUTATION/USER', fileRef: 'x' } as const;

	test('gives the job', async () => {
		const { client, sent } = answeredWith({ data: { createJob: JOB } });
		expect(await client.createJob(input)).toEqual(JOB);
		expect(sent[0]?.body?.variables).toEqual({ jobInput: input });
	});

	test("the official page's short answer is a job that is pending", async () => {
		const short = { id: '1', type: 'MUTATION/USER', requester: 'n8n', dateCreated: 5 };
		const { client } = answeredWith({ data: { createJob: short } });
		expect(await client.createJob(input)).toMatchObject({
			id: '1',
			status: 'PENDING',
			stats: null,
		});
	});

	test('answered without an ID it has failed', async () => {
		const { client } = answeredWith({ data: { createJob: null } });
		expect(await errorOf(async () => await client.createJob(input))).toMatchObject({
			code: 'UNEXPECTED_ANSWER',
			message: 'Advocate answered without the ID of the job',
		});
	});

	test('is sent once, however the client tries again otherwise', async () => {
		const { client, sent } = clientAnswered(() => json({}, 503), retryAtOnce);
		await errorOf(async () => await client.createJob(input));
		expect(sent).toHaveLength(1);
	});
});

describe('Get a job', () => {
	test('gives the job', async () => {
		const { client, sent } = answeredWith({ data: { job: JOB } });
		expect(await client.job(JOB.id)).toEqual(JOB);
		expect(sent[0]?.body).toEqual({
			query: documents.JOB,
			variables: { id: JOB.id },
			operationName: 'job',
		});
	});

	test.each([
		[{ deletedCount: 1 }, 1],
		[{ deletedCount: '1' }, 1],
		[{ deletedCount: 0 }, 0],
		[{}, 0],
	])('one that is deleted is counted: %j', async (deleteJob, count) => {
		const { client, sent } = answeredWith({ data: { deleteJob } });
		expect(await client.deleteJob(JOB.id)).toBe(count);
		expect(sent[0]?.body).toEqual({
			query: documents.DELETE_JOB,
			variables: { id: JOB.id },
			operationName: 'deleteJob',
		});
	});

	test('an ID never becomes part of the query', async () => {
		const { client, sent } = answeredWith({ data: { job: JOB } });
		await client.job('1") { id } deleteJob(id: "2');
		expect(sent[0]?.body?.query).toBe(documents.JOB);
	});

	test.each([{ job: null }, {}])('data of %j: there is none', async (data) => {
		const { client } = answeredWith({ data });
		const error = await errorOf(async () => await client.job('42'));
		expect(error).toMatchObject({
			code: 'JOB_NOT_FOUND',
			message: 'There is no job "42" in the tenant "test_abc"',
		});
		expect((await errorOf(async () => await client.jobLinks('42'))).code).toBe('JOB_NOT_FOUND');
	});

	test.each([
		['dates as text', { dateCreated: '1780000000000' }, { dateCreated: 1_780_000_000_000 }],
		[
			'no dates',
			{ dateCreated: '', dateCompleted: 'soon' },
			{ dateCreated: null, dateCompleted: null },
		],
		[
			'counts as text',
			{ stats: { recordsProcessed: '7', errors: null } },
			{ stats: { recordsProcessed: 7, errors: 0 } },
		],
		['a status of tomorrow', { status: 'QUEUED' }, { status: 'QUEUED' }],
	])('with %s', async (_, fields, expected) => {
		const { client } = answeredWith({ data: { job: { ...JOB, ...fields } } });
		expect(await client.job(JOB.id)).toMatchObject(expected);
	});

	test('links to its files are asked for apart; a missing or empty one is null', async () => {
		const { client, sent } = answeredWith({
			data: { job: { downloadUrl: 'https://files.example/1', downloadErrorUrl: '' } },
		});
		expect(await client.jobLinks('1')).toEqual({
			downloadUrl: 'https://files.example/1',
			downloadErrorUrl: null,
		});
		expect(sent[0]?.body?.operationName).toBe('jobLinks');
	});
});

describe('GraphQL errors', () => {
	test.each([
		['without data', { errors: [{ message: 'Bad type' }] }],
		['with null data', { data: null, errors: [{ message: 'Bad type' }] }],
		['with a null field', { data: { job: null }, errors: [{ message: 'Bad type' }] }],
	])('%s are the answer', async (_, result) => {
		const { client } = answeredWith(result);
		expect(await errorOf(async () => await client.job('42'))).toMatchObject({
			code: 'GRAPHQL_ERROR',
			message: 'Could not get the job "42": Bad type',
			hint: 'This is what Advocate answered. Check the values that were sent.',
		});
	});

	test('beside the data asked for are passed over: the job was made', async () => {
		const { client } = answeredWith({
			data: { createJob: { ...JOB, stats: null } },
			errors: [{ message: 'Could not load stats', path: ['createJob', 'stats'] }],
		});
		const job = await client.createJob({ type: 'MUTATION/USER', fileRef: 'x' });
		expect(job).toMatchObject({ id: JOB.id, stats: null });
	});

	test('are all reported, without the key, and cut to a limit', async () => {
		const { client } = answeredWith({
			errors: [{ message: `No ${API_KEY}` }, {}, 'odd', { message: 'x'.repeat(9_000) }],
		});
		const { message } = await errorOf(async () => await client.job('42'));
		expect(message).toContain(': No *****; unknown error; unknown error; xxx');
		expect(message.length).toBeLessThan(600);
	});

	test.each([{}, { data: null }, { data: [] }, { errors: [] }, { errors: 'x' }])(
		'a result of %j is no GraphQL',
		async (result) => {
			const { client } = answeredWith(result);
			expect(await errorOf(async () => await client.job('42'))).toMatchObject({
				code: 'UNEXPECTED_ANSWER',
				message: 'Could not get the job "42": the answer contained no data',
			});
		},
	);
});

describe('The kind of a GraphQL failure', () => {
	const failedWith = (apiError: unknown, errors: unknown = [{ message: 'Bad luck' }]) =>
		answeredWith({ data: null, errors, extensions: { apiError } });
	const errorOfJob = async ({ client }: ReturnType<typeof answeredWith>) =>
		await errorOf(async () => await client.job('42'));
	const KEY_TEXT = 'The API key was not accepted for the tenant "test_abc"';

	test.each([
		[{ statusCode: 401 }, 'KEY_REFUSED', KEY_TEXT, false],
		[{ statusCode: '401' }, 'KEY_REFUSED', KEY_TEXT, false],
		[{ statusCode: 403 }, 'FORBIDDEN', 'this API key is not allowed to do that', false],
		[{ statusCode: 404 }, 'TENANT_NOT_FOUND', 'There is no tenant "test_abc"', false],
		[{ statusCode: 404, rsCode: 'RS045' }, 'TENANT_NOT_FOUND', 'There is no tenant', false],
		[{ statusCode: 404, apiErrorCode: 'TENANT_NOT_FOUND' }, 'TENANT_NOT_FOUND', 'tenant', false],
		[{ statusCode: 404, apiErrorCode: 'NOT_FOUND' }, 'GRAPHQL_ERROR', ': Bad luck', false],
		[{ statusCode: 429 }, 'RATE_LIMITED', 'too many requests', true],
		[{ statusCode: 500 }, 'SERVER_ERROR', 'a server error (500)', true],
		[{ statusCode: 503 }, 'SERVER_ERROR', 'a server error (503)', true],
		[{ statusCode: 400 }, 'GRAPHQL_ERROR', ': Bad luck', false],
		[{ statusCode: 408 }, 'GRAPHQL_ERROR', ': Bad luck', true],
	])(
		'%j is that of the status: %s, %s, passing: %s',
		async (apiError, code, message, transient) => {
			const error = await errorOfJob(failedWith(apiError));

			const status = Number(apiError.statusCode);
			expect(error).toMatchObject({ code, status, transient, isWithinGraphql: true });
			expect(error.message).toContain(message);
			expect(`${error.message} ${error.hint}`).toContain('Bad luck');
		},
	);

	test.each([
		undefined,
		null,
		'odd',
		{},
		{ statusCode: 200 },
		{ statusCode: 302 },
		{ statusCode: 'odd' },
		{ message: 'x' },
	])('%j tells no kind: the errors are the answer', async (apiError) => {
		expect(await errorOfJob(failedWith(apiError))).toMatchObject({
			code: 'GRAPHQL_ERROR',
			message: 'Could not get the job "42": Bad luck',
			transient: false,
			status: undefined,
		});
	});

	test('says what Advocate said at the top where the errors say nothing, without the key', async () => {
		const apiError = { statusCode: 503, message: `Down for ${API_KEY}` };
		const { code, hint } = await errorOfJob(failedWith(apiError, null));
		expect([code, hint]).toEqual([
			'SERVER_ERROR',
			'The problem is on Advocate\'s side. Try again in a few minutes. Advocate said: "Down for *****"',
		]);
	});

	test('beside the data asked for is passed over', async () => {
		const extensions = { apiError: { statusCode: 503 } };
		const { client } = answeredWith({ data: { job: JOB }, errors: [{}], extensions });
		expect((await client.job('42')).id).toBe(JOB.id);
	});

	test('of a passing one is tried again, after as long as the answer asks for', async () => {
		const pauses: number[] = [];
		const sleep = async (pause: number) => await Promise.resolve(void pauses.push(pause));
		const retry = new Retry({ attempts: 3, timeLimitMs: 60_000 }, { now: () => 0, sleep }, () => 0);
		const errors = [{ message: 'Slow down' }];
		const extensions = { apiError: { statusCode: 429 } };
		const { client, sent } = clientAnswered(
			() =>
				sent.length < 3
					? json({ errors, extensions }, 200, { 'retry-after': '7' })
					: json({ data: { job: JOB } }),
			retry,
		);
		expect((await client.job('42')).id).toBe(JOB.id);
		expect(pauses).toEqual([7_000, 7_000]);
	});
});

test('What Advocate says of a file is without a Basic header with a user name', async () => {
	const signIn = { userName: 'IRabc12', apiKey: API_KEY };
	const basic = basicAuthorization(signIn);
	const data = { validateJobCreation: { errors: [`Refused: ${basic}`] } };
	const client = new AdvocateClient(tenantAt(), new FakeTransport(() => json({ data })), signIn);
	const errors = await client.validateJobCreation({ fileRef: 'x', type: 'MUTATION/USER' });
	expect(errors).toEqual(['Refused: Basic *****']);
});

describe('Lists', () => {
	test('jobs: the filter, how many and from where', async () => {
		const { client, sent } = answeredWith({ data: { jobs: { data: [JOB], totalCount: 31 } } });
		const filter = { type_eq: 'MUTATION/USER' };
		expect(await client.jobs(filter, 10, 30)).toEqual({ data: [JOB], totalCount: 31 });
		await client.jobs(undefined, 10, 0);
		expect(sent.map(({ body }) => body?.variables)).toEqual([
			{ filter, limit: 10, offset: 30 },
			{ limit: 10, offset: 0 },
		]);
	});

	test('a total given as text becomes a number; without one, the page is everything', async () => {
		const text = answeredWith({ data: { jobs: { data: [], totalCount: '12' } } });
		expect((await text.client.jobs(undefined, 1, 0)).totalCount).toBe(12);
		const none = answeredWith({ data: { jobs: { data: [JOB] } } });
		expect((await none.client.jobs(undefined, 1, 0)).totalCount).toBe(1);
	});

	test('programs have an ID and a name, segments a key; what has none is left out', async () => {
		const data = [{ id: 'p', name: 'Program' }, { id: 'q', name: null }, { name: 'x' }, null];
		const { client } = answeredWith({ data: { programs: { data, totalCount: 4 } } });
		expect((await client.programs(20, 0)).data).toEqual([
			{ id: 'p', name: 'Program' },
			{ id: 'q', name: 'q' },
		]);
		const segments = { data: [{ key: 'vip', name: 'VIPs' }], totalCount: 1 };
		const other = answeredWith({ data: { segments } });
		expect(await other.client.segments(20, 0)).toEqual({
			data: [{ id: 'vip', name: 'VIPs' }],
			totalCount: 1,
		});
	});

	test.each([null, {}, { data: null }])('a list of %j is none', async (jobs) => {
		const { client } = answeredWith({ data: { jobs } });
		const error = await errorOf(async () => await client.jobs(undefined, 1, 0));
		expect(error.message).toBe('Could not list the jobs: the answer contained no list');
	});
});

describe('The tenant itself', () => {
	test.each([
		[{ isLiveMode: true }, true],
		[{ isLiveMode: false }, false],
		[{}, undefined],
	])('%j is reached', async (tenant, isLiveMode) => {
		expect(await answeredWith({ data: { tenant } }).client.checkAccess()).toEqual({ isLiveMode });
	});

	test('none is not', async () => {
		const { client } = answeredWith({ data: { tenant: null } });
		const error = await errorOf(async () => await client.checkAccess());
		expect(error.code).toBe('UNEXPECTED_ANSWER');
	});
});

describe('What is sent', () => {
	const schema = buildSchema(
		readFileSync(`${__dirname}/../../../sandbox/server/schema.graphql`, 'utf8'),
	);

	test.each(Object.entries(documents))('%s fits the schema', (_, document) => {
		expect(validate(schema, parse(document))).toEqual([]);
	});
});
