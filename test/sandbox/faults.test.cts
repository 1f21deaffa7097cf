import { request } from 'undici';
import type { Fault } from '../../sandbox/server/faults.cts';
import { like, openSandbox, readJson } from './sandbox-client.cts';
import type { SandboxClient } from './sandbox-client.cts';

const create = 'mutation($jobInput: JobInput!) { createJob(jobInput: $jobInput) { id } }';
const ask = '{ tenant { tenantAlias } }';
const answer = { data: { tenant: { tenantAlias: 'test_acme' } } };

async function openWith(...faults: Fault[]): Promise<SandboxClient> {
	const client = await openSandbox();
	client.sandbox.faults.add(...faults);
	return client;
}

/** Tries to create a job and tells how many there are then. */
async function jobsAfterCreate(client: SandboxClient): Promise<{ jobs: number; failed: boolean }> {
	const fileRef = await client.upload('accountId,id\na,b\n');
	const jobInput = { type: 'MUTATION/USER', fileRef };
	const failed = await client
		.postGraphql(create, { jobInput })
		.then(async (response) => !response.ok || (await response.text()) === '')
		.catch(() => true);
	return { jobs: client.sandbox.jobs.list('test_acme').length, failed };
}

describe('which requests a fault happens to', () => {
	test('one by default, then all is well', async () => {
		const client = await openWith({ on: 'tenant', kind: 'status', status: 503 });
		expect((await client.postGraphql(ask)).status).toBe(503);
		expect(await client.graphql(ask)).toEqual(answer);
		expect(client.sandbox.faults.fired).toEqual({ 'tenant:status': 1 });
		expect(client.sandbox.faults.waiting).toEqual([]);
	});

	test('skip lets some pass first, times makes it happen again', async () => {
		const client = await openWith({ on: 'tenant', kind: 'status', status: 500, skip: 1, times: 2 });
		const statuses = [];
		for (let count = 0; count < 4; count += 1) {
			statuses.push((await client.postGraphql(ask)).status);
		}
		expect(statuses).toEqual([200, 500, 500, 200]);
	});

	test('several on one operation happen in turn', async () => {
		const client = await openWith(
			{ on: 'graphql', kind: 'status', status: 502 },
			{ on: 'tenant', kind: 'status', status: 429, headers: { 'retry-after': '7' } },
		);
		expect((await client.postGraphql(ask)).status).toBe(502);
		const limited = await client.postGraphql(ask);
		expect(limited.status).toBe(429);
		expect(limited.headers.get('retry-after')).toBe('7');
		expect(await readJson(limited)).toMatchObject({ apiErrorCode: 'TOO_MANY_REQUESTS' });
	});

	test('another operation is not touched', async () => {
		const client = await openWith({
			on: 'createJob',
			kind: 'status',
			status: 500,
			times: Infinity,
		});
		expect(await client.graphql(ask)).toEqual(answer);
		expect(await client.upload('x')).toContain('imports/');
		expect(await jobsAfterCreate(client)).toEqual({ jobs: 0, failed: true });
		client.sandbox.faults.clear();
		expect(await jobsAfterCreate(client)).toEqual({ jobs: 1, failed: false });
	});

	test('an unknown fault is refused when it is added', async () => {
		const { sandbox } = await openSandbox();
		const add = (fault: object) => () => sandbox.faults.add(fault as Fault);
		expect(add({ on: 'tenant', kind: 'fire' })).toThrow('no kind of fault "fire"');
		expect(add({ on: 'lunch', kind: 'hang' })).toThrow('cannot be on "lunch"');
		expect(add({ on: 'tenant', kind: 'delay' })).toThrow('needs ms, a number');
		expect(add({ on: 'upload', kind: 'apiError', statusCode: 503 })).toThrow('one of GraphQL');
	});
});

describe('whether the operation takes effect', () => {
	test.each<[string, Fault, number]>([
		['status', { on: 'createJob', kind: 'status', status: 502 }, 0],
		['status afterEffect', { on: 'createJob', kind: 'status', status: 502, afterEffect: true }, 1],
		['reset', { on: 'createJob', kind: 'reset' }, 0],
		['reset beforeRead of any', { on: 'graphql', kind: 'reset', at: 'beforeRead' }, 0],
		['reset duringRead of any', { on: 'graphql', kind: 'reset', at: 'duringRead' }, 0],
		['reset duringRead', { on: 'createJob', kind: 'reset', at: 'duringRead' }, 0],
		['reset beforeAnswer', { on: 'createJob', kind: 'reset', at: 'beforeAnswer' }, 0],
		['reset midBody', { on: 'createJob', kind: 'reset', at: 'midBody' }, 1],
		['reset afterEffect', { on: 'createJob', kind: 'reset', at: 'afterEffect' }, 1],
		['truncate', { on: 'createJob', kind: 'truncate' }, 1],
	])('%s', async (_case, fault, jobs) => {
		expect(await jobsAfterCreate(await openWith(fault))).toEqual({ jobs, failed: true });
	});

	test('an upload that is reset afterEffect was stored', async () => {
		const client = await openWith({ on: 'upload', kind: 'reset', at: 'afterEffect' });
		await expect(client.upload('accountId,id\n')).rejects.toThrow();
		expect(client.sandbox.uploads.list()).toHaveLength(1);
	});

	test('an upload that is reset duringRead was not, and half of it is read', async () => {
		const client = await openWith({ on: 'upload', kind: 'reset', at: 'duringRead' });
		await expect(client.post('export/upload', 'x'.repeat(30_000_000))).rejects.toThrow();
		expect(client.sandbox.uploads.list()).toEqual([]);
		const [{ bodyBytes = 0 } = {}] = client.sandbox.requests;
		expect(bodyBytes).toBeGreaterThanOrEqual(15_000_000);
		expect(bodyBytes).toBeLessThan(20_000_000);
	});

	test('an upload that fails before was not, though it was sent whole', async () => {
		const client = await openWith({ on: 'upload', kind: 'status', status: 500 });
		const response = await client.post('export/upload', 'x'.repeat(1_000_000));
		expect(response.status).toBe(500);
		expect(client.sandbox.uploads.list()).toEqual([]);
		expect(client.sandbox.requests).toMatchObject([{ bodyBytes: 1_000_000, status: 500 }]);
	});
});

describe('what the client sees', () => {
	test('delay: the answer, later', async () => {
		const client = await openWith({ on: 'tenant', kind: 'delay', ms: 40 });
		const before = performance.now();
		expect(await client.graphql(ask)).toEqual(answer);
		expect(performance.now() - before).toBeGreaterThan(35);
	});

	test('status: the body and headers given', async () => {
		const body = { message: 'no', rsCode: 'X' };
		const client = await openWith(
			{ on: 'tenant', kind: 'status', status: 402, body },
			{ on: 'tenant', kind: 'status', status: 502, body: '<h1>Bad gateway</h1>' },
		);
		expect(await readJson(await client.postGraphql(ask))).toEqual(body);
		expect(await (await client.postGraphql(ask)).text()).toBe('<h1>Bad gateway</h1>');
	});

	test('truncate: a body shorter than its length, or JSON that is cut', async () => {
		const client = await openWith(
			{ on: 'tenant', kind: 'truncate' },
			{ on: 'tenant', kind: 'truncate', contentLength: 'cut' },
		);
		const short = await client.postGraphql(ask);
		expect(short.status).toBe(200);
		await expect(short.text()).rejects.toThrow();
		const cut = await (await client.postGraphql(ask)).text();
		expect(cut).toBe(JSON.stringify(answer).slice(0, cut.length));
		expect(() => void JSON.parse(cut)).toThrow();
	});

	test('reset midBody: headers, then nothing more', async () => {
		const client = await openWith({ on: 'tenant', kind: 'reset', at: 'midBody' });
		const reading = client.postGraphql(ask).then((response) => response.text());
		await expect(reading).rejects.toThrow();
	});

	test('notJson: 200 with a web page', async () => {
		const client = await openWith({ on: 'upload', kind: 'notJson' });
		const response = await client.post('export/upload', 'x');
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('text/html');
		expect(await response.text()).toContain('<html>');
	});

	test('wrongContentType: the right JSON, labelled as something else', async () => {
		const client = await openWith({ on: 'tenant', kind: 'wrongContentType' });
		const response = await client.postGraphql(ask);
		expect(response.headers.get('content-type')).toBe('text/plain');
		expect(await response.json()).toEqual(answer);
	});

	test('graphqlErrors: beside the data, or in its place', async () => {
		const errors = [{ message: 'Half of it failed' }];
		const client = await openWith(
			{ on: 'tenant', kind: 'graphqlErrors', errors },
			{ on: 'tenant', kind: 'graphqlErrors', errors, data: 'null' },
		);
		expect(await client.graphql(ask)).toEqual({ ...answer, errors });
		expect(await client.graphql(ask)).toEqual({ data: null, errors });
	});

	test('apiError: 200, with a failure of any status inside', async () => {
		const client = await openWith({
			on: 'createJob',
			kind: 'apiError',
			statusCode: 429,
			message: 'Too many requests',
			headers: { 'retry-after': '7' },
			afterEffect: true,
		});
		const fileRef = await client.upload('accountId,id\na,b\n');
		const response = await client.postGraphql(create, {
			jobInput: { type: 'MUTATION/USER', fileRef },
		});
		expect([response.status, response.headers.get('retry-after')]).toEqual([200, '7']);
		const message = 'Too many requests';
		expect(await readJson(response)).toEqual({
			data: null,
			errors: [{ message }],
			extensions: { apiError: { message, statusCode: 429, apiErrorCode: 'TOO_MANY_REQUESTS' } },
		});
		expect(client.sandbox.jobs.list()).toHaveLength(1);
	});

	test('redirect: the status and the location', async () => {
		const location = 'https://elsewhere.example/';
		const client = await openWith(
			{ on: 'tenant', kind: 'redirect', location },
			{ on: 'upload', kind: 'redirect', location, status: 307 },
		);
		const first = await client.postGraphql(ask);
		expect([first.status, first.headers.get('location')]).toEqual([302, location]);
		expect((await client.post('export/upload', 'x')).status).toBe(307);
	});

	test('gzip: a compressed body, labelled so', async () => {
		const client = await openWith({ on: 'tenant', kind: 'gzip' });
		const response = await client.postGraphql(ask);
		expect(response.headers.get('content-encoding')).toBe('gzip');
		expect(await response.json()).toEqual(answer);
	});

	test('slowDrip: the whole answer, little by little', async () => {
		const client = await openWith({ on: 'tenant', kind: 'slowDrip', bytesPerSecond: 250 });
		const before = performance.now();
		expect(await client.graphql(ask)).toEqual(answer);
		expect(performance.now() - before).toBeGreaterThan(100);
	});

	test('hugeBody: as many bytes as asked for', async () => {
		const client = await openWith({ on: 'tenant', kind: 'hugeBody', bytes: 300_000 });
		const text = await (await client.postGraphql(ask)).text();
		expect(text).toHaveLength(300_000);
		expect(JSON.parse(text)).toHaveProperty('padding');
	});

	test('hugeBody with gzip: small on the wire, as large as asked for once unpacked', async () => {
		const client = await openWith({ on: 'tenant', kind: 'hugeBody', bytes: 300_000, gzip: true });
		const response = await client.postGraphql(ask);
		expect(response.headers.get('content-encoding')).toBe('gzip');
		expect(await response.text()).toHaveLength(300_000);
	});

	test('hang: no answer, until the client gives up', async () => {
		const client = await openWith({ on: 'download', kind: 'hang' });
		const waiting = fetch(`${client.sandbox.baseUrl}/downloads/abc/x.csv`, {
			signal: AbortSignal.timeout(30),
		});
		await expect(waiting).rejects.toThrow();
	});

	test('a fault on downloads', async () => {
		const client = await openWith({ on: 'download', kind: 'truncate' });
		const job = await client.runImport('accountId,id\na,b\n', 'MUTATION/USER', 'u.csv');
		await expect((await fetch(job.downloadUrl ?? '')).text()).rejects.toThrow();
		expect((await fetch(job.downloadUrl ?? '')).status).toBe(200);
	});
});

test('close() ends what hangs and what is delayed', async () => {
	const client = await openWith(
		{ on: 'tenant', kind: 'hang' },
		{ on: 'tenant', kind: 'delay', ms: 60_000, skip: 1 },
	);
	const outcomes = [client.postGraphql(ask), client.postGraphql(ask)].map((one) =>
		one.then(
			() => 'answered',
			() => 'cut off',
		),
	);
	while (client.sandbox.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
	await client.sandbox.close();
	expect(await Promise.all(outcomes)).toEqual(['cut off', 'cut off']);
});

test('requests are recorded with what they ask for and how they were answered', async () => {
	const client = await openSandbox();
	await client.graphql('query Two($id: ID!) { job(id: $id) { id } t: tenant { isLiveMode } }', {
		id: '1',
	});
	await request(`${client.sandbox.baseUrl}/nowhere?x=1`);
	expect(client.sandbox.requests).toMatchObject([
		{
			method: 'POST',
			path: '/api/v1/test_acme/graphql',
			headers: { authorization: client.authorization },
			operations: ['job', 'tenant'],
			query: like(/Two/),
			variables: { id: '1' },
			at: client.clock.ms,
			status: 200,
		},
		{ method: 'GET', path: '/nowhere?x=1', operations: [], bodyBytes: 0, status: 404 },
	]);
	expect(client.sandbox.requests[0]?.body.toString()).toContain('"variables":{"id":"1"}');
	client.sandbox.clearRequests();
	expect(client.sandbox.requests).toEqual([]);
});
