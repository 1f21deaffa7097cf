import { fileItem, Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';

/*
 * What goes out, beside the four curl lines of the official bulk-import page: the same method, path,
 * Basic header (empty user name), part name and GraphQL fields.
 */
const rig = new Rig();
const KEY = 'TEST_key_0123456789abcdef';
const BASIC = `Basic ${Buffer.from(`:${KEY}`).toString('base64')}`;
const USERS = 'accountId,id\nacme,ann\n';

beforeAll(async () => {
	await rig.start();
	rig.sandbox.clearRequests();
	const workflow = chain(
		{ name: 'Upload', type: 'advocateUpload' },
		{ name: 'Validate', type: 'advocateValidate' },
		{ name: 'Create Job', type: 'advocateCreateJob' },
		{ name: 'Job Status', type: 'advocateJobStatus' },
	);
	await rig.run(workflow, [fileItem('userEvents.csv', USERS)]);
});
afterAll(async () => await rig.stop());

const request = (index: number) => rig.sandbox.requests[index];

it('one request a step, and one before a job is created, to see that there is none', () => {
	expect(rig.sandbox.requests.map(({ operations }) => operations)).toEqual([
		['upload'],
		['validateJobCreation'],
		['jobs'],
		['createJob'],
		['job'],
	]);
});

it("curl -u :KEY -F 'file=@userEvents.csv' …/api/v1/{tenant_alias}/export/upload", () => {
	const upload = request(0);
	const body = upload?.body.toString() ?? '';

	expect(upload).toMatchObject({
		method: 'POST',
		path: '/api/v1/test_acme/export/upload',
		headers: {
			authorization: BASIC,
			'content-type': expect.stringMatching(/^multipart\/form-data; boundary=/) as string,
			'content-length': String(body.length),
		},
	});
	const boundary = /boundary=(.+)$/.exec(upload?.headers['content-type'] ?? '')?.[1] ?? '';
	expect(body).toBe(
		[
			`--${boundary}`,
			'Content-Disposition: form-data; name="file"; filename="userEvents.csv"',
			'Content-Type: text/csv',
			'',
			USERS,
			`--${boundary}--`,
			'',
		].join('\r\n'),
	);
});

it.each([
	[1, 'validateJobCreation(jobInput: $jobInput) { errors }', ['fileRef', 'type']],
	[3, 'createJob(jobInput: $jobInput) {', ['fileRef', 'outputFormat', 'requester', 'type']],
])('request %i is a GraphQL POST of {query, variables}: %s', (index, field, inputFields) => {
	const sent = request(index);

	expect(sent).toMatchObject({
		method: 'POST',
		path: '/api/v1/test_acme/graphql',
		headers: { authorization: BASIC, 'content-type': 'application/json' },
	});
	const body = JSON.parse(sent?.body.toString() ?? '') as Record<string, unknown>;
	expect(Object.keys(body).sort()).toEqual(['operationName', 'query', 'variables']);
	expect(String(body.query)).toContain(field);
	const { jobInput } = body.variables as { jobInput: object };
	expect(Object.keys(jobInput).sort()).toEqual(inputFields);
});

it('createJob asks for what the page asks for', () => {
	expect(request(3)?.query).toMatch(/^mutation /);
	for (const field of ['id', 'type', 'requester', 'dateCreated']) {
		expect(request(3)?.query).toMatch(new RegExp(`\\b${field}\\b`));
	}
});

it('job(id: ID!) { status stats { recordsProcessed } }', () => {
	expect(request(4)?.query).toMatch(
		/job\(id: \$id\) \{[^]*\bstatus\b[^]*stats \{ recordsProcessed/,
	);
	expect(request(4)?.variables).toEqual({ id: expect.any(String) as string });
});

it('a raw upload says its format and its name', async () => {
	rig.sandbox.clearRequests();
	const parameters = { options: { uploadEncoding: 'raw' } };
	await rig.run(chain({ name: 'Upload', type: 'advocateUpload', parameters }), [
		fileItem('userEvents.csv', USERS),
	]);

	expect(request(0)).toMatchObject({
		headers: {
			authorization: BASIC,
			'content-type': 'text/csv',
			'content-disposition': 'attachment; filename="userEvents.csv"',
			'content-length': String(USERS.length),
		},
		body: Buffer.from(USERS),
	});
});

it('the key is nowhere but in the Authorization header', () => {
	for (const { path, body, headers } of rig.sandbox.requests) {
		const others = Object.entries(headers).filter(([name]) => name !== 'authorization');
		expect(JSON.stringify([path, body.toString(), others])).not.toContain(KEY);
	}
});
