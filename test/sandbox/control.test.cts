import { like, openSandbox } from './sandbox-client.cts';
import type { SandboxClient } from './sandbox-client.cts';

async function control(
	client: SandboxClient,
	method: string,
	path: string,
	body?: unknown,
): Promise<{ status: number; json: unknown }> {
	const response = await fetch(`${client.sandbox.baseUrl}/__sandbox${path}`, {
		method,
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	return { status: response.status, json: await response.json() };
}

describe('control over HTTP', () => {
	test('the state shows the tenants, the jobs and the uploads', async () => {
		const client = await openSandbox();
		const fileRef = await client.upload('accountId,id\n');
		const { id } = client.sandbox.jobs.add('test_acme');
		expect(await control(client, 'GET', '/state')).toMatchObject({
			status: 200,
			json: {
				baseUrl: client.sandbox.baseUrl,
				tenants: [
					{ alias: 'test_acme', apiKey: 'TEST_key_0123456789abcdef', isLiveMode: false },
					{ alias: 'test_globex' },
				],
				jobs: [{ id, status: 'PENDING' }],
				uploads: [{ fileRef }],
				requests: 1,
			},
		});
	});

	test('faults are added, listed and cleared', async () => {
		const client = await openSandbox();
		const fault = { on: 'tenant', kind: 'status', status: 503, times: 'Infinity' };
		expect(await control(client, 'POST', '/faults', fault)).toMatchObject({
			status: 200,
			json: { waiting: [{ on: 'tenant', times: 'Infinity' }], fired: {} },
		});
		expect((await client.postGraphql('{ tenant { isLiveMode } }')).status).toBe(503);
		expect((await control(client, 'GET', '/faults')).json).toMatchObject({
			fired: { 'tenant:status': 1 },
		});
		expect((await control(client, 'DELETE', '/faults')).json).toMatchObject({ waiting: [] });
		expect((await client.postGraphql('{ tenant { isLiveMode } }')).status).toBe(200);
		const wrong = await control(client, 'POST', '/faults', { on: 'tenant', kind: 'fire' });
		expect(wrong).toMatchObject({
			status: 400,
			json: { message: 'there is no kind of fault "fire"' },
		});
	});

	test('jobs are held, finished and released', async () => {
		const client = await openSandbox();
		expect((await control(client, 'POST', '/hold', { held: true })).json).toEqual({ held: true });
		const id = await client.createJob(await client.upload('accountId,id\na,b\n'));
		client.clock.ms += 5000;
		const finish = `/jobs/${id}/finish`;
		expect(await control(client, 'POST', finish, { status: 'DONE' })).toMatchObject({
			status: 400,
		});
		expect((await control(client, 'POST', finish, { status: 'COMPLETED' })).json).toMatchObject({
			id,
			status: 'COMPLETED',
			stats: { recordsProcessed: 1, errors: 0 },
		});
		expect(await control(client, 'POST', finish)).toMatchObject({ status: 400 });
		expect(await control(client, 'POST', '/jobs/none/finish')).toMatchObject({ status: 404 });
		expect((await control(client, 'POST', '/hold', { held: false })).json).toEqual({ held: false });
	});

	test('jobs are added', async () => {
		const client = await openSandbox();
		const job = { id: 'a', type: 'MUTATION/BULK_REWARD', status: 'ABORTED' };
		const added = await control(client, 'POST', '/jobs', { tenantAlias: 'test_globex', ...job });
		expect(added).toMatchObject({ status: 200, json: { tenantAlias: 'test_globex', ...job } });
		expect((await control(client, 'POST', '/jobs')).json).toMatchObject({
			tenantAlias: 'test_acme',
			status: 'PENDING',
		});
		expect(await control(client, 'POST', '/jobs', { id: 'a' })).toMatchObject({
			status: 400,
			json: { message: 'there is already a job a' },
		});
	});

	test('options are shown, and changed while the sandbox runs', async () => {
		const client = await openSandbox();
		expect(await control(client, 'GET', '/options')).toMatchObject({
			status: 200,
			json: { jobDurationMs: 1500, listOrder: 'newestFirst' },
		});
		const changed = await control(client, 'POST', '/options', { jobDurationMs: 5 });
		expect(changed.json).toMatchObject({ jobDurationMs: 5, listOrder: 'newestFirst' });
		const id = await client.createJob(await client.upload('accountId,id\na,b\n'));
		client.clock.ms += 5;
		expect(await client.job(id)).toMatchObject({ status: 'COMPLETED' });
	});

	test.each<[object, string]>([
		[{ recordNumberBase: 3 }, 'recordNumberBase cannot be 3'],
		[{ hooksOfAborted: 'no' }, 'hooksOfAborted must be true or false'],
		[{ port: 4010 }, 'there is no option port that can be changed'],
	])('options cannot be changed to %j', async (options, message) => {
		const client = await openSandbox();
		expect(await control(client, 'POST', '/options', options)).toMatchObject({
			status: 400,
			json: { message },
		});
	});

	test('requests are listed, without those to the control itself', async () => {
		const client = await openSandbox();
		await client.graphql('{ tenant { isLiveMode } }');
		expect((await control(client, 'GET', '/requests')).json).toMatchObject([
			{ operations: ['tenant'], body: like(/isLiveMode/) },
		]);
		expect((await control(client, 'DELETE', '/requests')).json).toEqual([]);
		expect(client.sandbox.requests).toEqual([]);
	});

	test('anything else is not found', async () => {
		const client = await openSandbox();
		expect(await control(client, 'GET', '/nothing')).toMatchObject({ status: 404 });
		const broken = await fetch(`${client.sandbox.baseUrl}/__sandbox/hold`, {
			method: 'POST',
			body: '{',
		});
		expect(broken.status).toBe(400);
	});
});

test.each([
	[{ port: 70_000 }, 'port must be an integer, 0 to 65535; got 70000'],
	[{ maxPageSize: 0 }, 'maxPageSize must be an integer, at least 1; got 0'],
	[{ jobDurationMs: 1.5 }, 'jobDurationMs must be an integer'],
	[{ listOrder: 'byName' as 'shuffled' }, 'listOrder cannot be "byName"'],
	[{ tenants: [{ alias: 'a/b', apiKey: 'k' }] }, 'bad tenant alias "a/b"'],
	[{ tenants: [{ alias: 'a', apiKey: '' }] }, 'empty apiKey'],
])('the options %j are refused', async (options, message) => {
	await expect(openSandbox(options)).rejects.toThrow(message);
});
