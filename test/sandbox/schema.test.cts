import { GraphQLInputObjectType, GraphQLObjectType, isEnumType } from 'graphql';
import { jobTypes } from '../../sandbox/job-types.cts';
import { loadSchema } from '../../sandbox/server/schema.cts';
import { like, openSandbox } from './sandbox-client.cts';

const schema = loadSchema();
const page = 'limit: Int! = 20, offset: Int! = 0';
const list = (item: string) => ({ data: `[${item}!]!`, count: 'Int!', totalCount: 'Long!' });

/** Written by hand from the API sheet, not from the SDL. */
const outputs: Array<[string, Record<string, string>]> = [
	[
		'Query',
		{
			job: '(id: ID!): Job',
			jobs: `(filter: JobFilterInput, timeZone: String, timeZoneOffset: Int, ${page}): JobList!`,
			validateJobCreation: '(jobInput: JobInput!): ValidateJobCreationResult!',
			programs: `(${page}): ProgramList!`,
			segments: `(${page}): SegmentList!`,
			customFields: `(${page}): CustomFieldList!`,
			userEventKeys: `(${page}): UserEventKeyList!`,
			webhookSubscriptions: `(${page}): WebhookSubscriptionList!`,
			tenant: 'Tenant',
		},
	],
	[
		'Mutation',
		{
			createJob: '(jobInput: JobInput!): Job!',
			deleteJob: '(id: ID!): JobDeleteResult!',
			upsertWebhookSubscription:
				'(webhookSubscriptionInput: WebhookSubscriptionInput!): WebhookSubscription!',
			deleteWebhookSubscription: '(endpointUrl: String!): WebhookSubscriptionDeleteResult!',
			testWebhookSubscription: '(endpointUrl: String!): TestWebhookSubscriptionResult!',
		},
	],
	[
		'Job',
		{
			id: 'ID!',
			type: 'JobType!',
			name: 'String',
			requester: 'String',
			dateCreated: 'RSDate',
			dateCompleted: 'RSDate',
			dateExpires: 'RSDate',
			outputFormat: 'DataFileFormat',
			status: 'JobStatus!',
			mailtoEmail: 'String',
			params: 'RSJsonNode',
			fileRef: 'String',
			stats: 'JobStats',
			downloadUrl: '(publicLink: Boolean! = false): String',
			downloadErrorUrl: '(publicLink: Boolean! = false): String',
			downloadFileRefUrl: '(publicLink: Boolean! = false): String',
		},
	],
	['JobStats', { recordsProcessed: 'Long!', errors: 'Long!' }],
	['JobList', list('Job')],
	['ValidateJobCreationResult', { errors: '[String!]!' }],
	['JobDeleteResult', { deletedCount: 'Long!' }],
	['Tenant', { tenantAlias: 'ID!', isLiveMode: 'Boolean!' }],
	['Program', { id: 'ID!', name: 'String!' }],
	['ProgramList', { ...list('Program'), data: '[Program!]' }],
	['Segment', { key: 'SegmentKey!', name: 'String' }],
	['SegmentList', list('Segment')],
	['CustomField', { key: 'String!', name: 'String', schema: 'JsonSchema' }],
	['CustomFieldList', list('CustomField')],
	['UserEventKeyList', list('String')],
	[
		'WebhookSubscription',
		{
			endpointUrl: 'String!',
			name: 'String',
			webhookTypes: '[WebhookType!]!',
			source: 'String',
			status: 'WebhookSubscriptionStatus',
		},
	],
	['WebhookSubscriptionStatus', { type: 'String', message: 'String' }],
	['WebhookSubscriptionList', list('WebhookSubscription')],
	['WebhookSubscriptionDeleteResult', { deletedCount: 'Long!' }],
];

const inputs: Array<[string, Record<string, string>]> = [
	[
		'JobInput',
		{
			type: 'JobType!',
			name: 'String',
			requester: 'String',
			outputFormat: 'DataFileFormat',
			mailtoEmail: 'String',
			fileRef: 'String',
			params: 'RSJsonNode',
		},
	],
	[
		'JobFilterInput',
		{
			AND: '[JobFilterInput!]',
			OR: '[JobFilterInput!]',
			id_eq: 'ID',
			id_in: '[ID!]',
			type_eq: 'JobType',
			type_ne: 'JobType',
			dateCreated_gte: 'RSDate',
			dateCreated_lt: 'RSDate',
			dateCreated_timeframe: 'RSRelativeTimeframe',
			dateCompleted_gte: 'RSDate',
			dateCompleted_lt: 'RSDate',
			dateCompleted_timeframe: 'RSRelativeTimeframe',
			status_eq: 'JobStatus',
			status_ne: 'JobStatus',
			status_in: '[JobStatus!]',
		},
	],
	[
		'WebhookSubscriptionInput',
		{ endpointUrl: 'String!', name: 'String', webhookTypes: '[WebhookTypeOperation!]' },
	],
];

describe('the schema', () => {
	test.each(outputs)('%s has the documented fields and no others', (name, fields) => {
		const type = schema.getType(name);
		if (!(type instanceof GraphQLObjectType)) throw new Error(`${name} is not an object type`);
		const found = Object.values(type.getFields()).map((field) => {
			const args = field.args.map((arg) => {
				const ending =
					arg.defaultValue === undefined ? '' : ` = ${JSON.stringify(arg.defaultValue)}`;
				return `${arg.name}: ${String(arg.type)}${ending}`;
			});
			const head = args.length > 0 ? `(${args.join(', ')}): ` : '';
			return [field.name, head + String(field.type)];
		});
		expect(Object.fromEntries(found)).toEqual(fields);
	});

	test.each(inputs)('%s has the documented fields and no others', (name, fields) => {
		const type = schema.getType(name);
		if (!(type instanceof GraphQLInputObjectType)) throw new Error(`${name} is not an input type`);
		const found = Object.values(type.getFields()).map((one) => [one.name, String(one.type)]);
		expect(Object.fromEntries(found)).toEqual(fields);
	});

	test.each([
		['JobStatus', ['PENDING', 'ABORTED', 'COMPLETED']],
		['DataFileFormat', ['CSV', 'XLSX', 'JSONL']],
	])('%s has the documented values', (name, values) => {
		const type = schema.getType(name);
		expect(isEnumType(type) && type.getValues().map((value) => value.name)).toEqual(values);
	});

	test('every documented job type is one, with its slash', () => {
		expect(jobTypes).toHaveLength(16);
		expect(jobTypes).toEqual(expect.arrayContaining(['MUTATION/USER', 'QUERY/US_TAXABLE_VALUE']));
	});
});

describe('a GraphQL request that is wrong', () => {
	const nowhere = 'imports/test_acme/users_000000000000000000000000.csv';
	const jobInput = { type: 'MUTATION/USER', fileRef: nowhere };
	const create = 'mutation($jobInput: JobInput!) { createJob(jobInput: $jobInput) { id } }';
	const message = `File not found: ${nowhere}`;

	const status = { type: 'MUTATION/USER', fileRef: 'x' };
	test.each([
		['a field that does not exist', '{ job(id: "1") { state } }', undefined, /"state"/],
		['an argument that does not exist', '{ jobs(sort: "id") { count } }', undefined, /"sort"/],
		['a query that does not parse', '{ job(id: ', undefined, /Syntax Error/],
		[
			'a job type that does not exist',
			'query($j: JobInput!) { validateJobCreation(jobInput: $j) { errors } }',
			{ j: { ...status, type: 'MUTATION/USERS' } },
			/JobType/,
		],
		[
			'a job type without quotes',
			'{ jobs(filter: {type_eq: USER}) { count } }',
			undefined,
			/quoted/,
		],
		['a missing variable', 'query($id: ID!) { job(id: $id) { id } }', {}, /\$id/],
		[
			'a date in words',
			'query($f: JobFilterInput) { jobs(filter: $f) { count } }',
			{ f: { dateCreated_gte: '2026-01-01' } },
			/RSDate/,
		],
		[
			'a mutation asked as a query',
			'query($j: JobInput!) { createJob(jobInput: $j) { id } }',
			{ j: status },
			/createJob/,
		],
		[
			'a job that the sandbox cannot run',
			'mutation($j: JobInput!) { createJob(jobInput: $j) { id } }',
			{ j: { ...status, type: 'MUTATION/REFERRAL' } },
			/cannot run/,
		],
		['a page that is negative', '{ jobs(limit: -1) { count } }', undefined, /limit/],
	])('%s is HTTP 200 with errors', async (_case, query, variables, message) => {
		const client = await openSandbox();
		const response = await client.postGraphql(query, variables);
		expect(response.status).toBe(200);
		const { errors, data } = (await response.json()) as { errors: unknown[]; data?: unknown };
		expect(errors[0]).toMatchObject({ message: like(message) });
		expect(data ?? null).toBeNull();
	});

	test('a file that is not there: an error string on validate, a GraphQL error on create', async () => {
		const client = await openSandbox();
		expect(await client.validate(nowhere)).toEqual([message]);
		expect(await client.graphql(create, { jobInput })).toEqual({
			data: null,
			errors: [{ message, path: ['createJob'], locations: [{ line: 1, column: 34 }] }],
			extensions: { apiError: { message, statusCode: 400, apiErrorCode: 'BAD_REQUEST' } },
		});
	});

	test('the kind of a failure can also be given with each error, or be missing', async () => {
		const client = await openSandbox({ graphqlErrorKind: 'perError' });
		const answer = await client.graphql<null>(create, { jobInput });
		expect(answer.errors).toMatchObject([
			{ message, extensions: { apiErrorCode: 'BAD_REQUEST', statusCode: 400 } },
		]);
		expect(answer).not.toHaveProperty('extensions');

		client.sandbox.options.change({ graphqlErrorKind: 'missing' });
		expect(await client.graphql(create, { jobInput })).toEqual({
			data: null,
			errors: [{ message, path: ['createJob'], locations: [{ line: 1, column: 34 }] }],
		});
	});
});

describe('an HTTP request that is wrong', () => {
	test.each([
		['a form', '{}', 'application/x-www-form-urlencoded', 415],
		['text', '{}', 'text/plain', 415],
		['broken JSON', '{"query":', 'application/json', 400],
		['a batch', '[{"query":"{ tenant { isLiveMode } }"}]', 'application/json', 400],
		['no query', '{"variables":{}}', 'application/json', 400],
		['variables in a list', '{"query":"{ x }","variables":[]}', 'application/json', 400],
	])('%s to graphql is refused', async (_case, body, contentType, status) => {
		const client = await openSandbox();
		const response = await client.post('graphql', body, { 'content-type': contentType });
		expect(response.status).toBe(status);
		expect(await response.json()).toMatchObject({ statusCode: status });
	});

	test.each([
		['GET', 'api/v1/test_acme/graphql', 405],
		['GET', 'api/v1/test_acme/export/upload', 405],
		['POST', 'api/v1/test_acme/import', 404],
		['GET', '', 404],
		['GET', 'downloads/abc123/x.csv', 404],
	])('%s /%s', async (method, path, status) => {
		const { sandbox } = await openSandbox();
		const response = await fetch(`${sandbox.baseUrl}/${path}`, { method });
		expect(response.status).toBe(status);
		expect(await response.json()).toMatchObject({ statusCode: status });
	});
});
