import { createHmac, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SandboxOptions } from '../../sandbox/options.cts';
import type { Delivery } from '../../sandbox/webhooks/delivery.cts';
import { forgeries } from '../../sandbox/webhooks/signatures.cts';
import { compileSchema } from './public-schema.cts';
import { like, openSandbox, readJson, type SandboxClient } from './sandbox-client.cts';

const hourMs = 60 * 60 * 1000;

/** What an endpoint gets. */
interface HookBody {
	id: string;
	type: string;
	data: { id: string; status: string };
}

/** An endpoint that notes what it gets. */
interface Endpoint {
	url: string;
	/** What it answers with. */
	status: number;
	bodies: string[];
}

let servers: Server[] = [];

afterEach(async () => {
	for (const server of servers) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
	servers = [];
});

async function openEndpoint(): Promise<Endpoint> {
	const endpoint: Endpoint = { url: '', status: 200, bodies: [] };
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			endpoint.bodies.push(Buffer.concat(chunks).toString());
			response.writeHead(endpoint.status).end('noted');
		});
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	endpoint.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
	return endpoint;
}

async function subscribe(client: SandboxClient, endpointUrl: string, type = 'job.completed') {
	const { errors } = await client.graphql(
		`mutation($input: WebhookSubscriptionInput!) {
			upsertWebhookSubscription(webhookSubscriptionInput: $input) { endpointUrl }
		}`,
		{ input: { endpointUrl, webhookTypes: [type] } },
	);
	expect(errors).toBeUndefined();
}

/** A sandbox with an endpoint subscribed to the ends of jobs. */
async function subscribed(options: SandboxOptions = {}) {
	const client = await openSandbox(options);
	const endpoint = await openEndpoint();
	await subscribe(client, endpoint.url);
	const { webhooks, jobs } = client.sandbox;
	return { client, endpoint, webhooks, jobs };
}

function header(delivery: Delivery | undefined, name: string): string {
	return delivery?.headers[name] ?? '';
}

/** Checks as the API sheet says: base64url of the body between the dots, RS256, the key by its name. */
async function isGenuine(client: SandboxClient, delivery: Delivery | undefined): Promise<boolean> {
	const { keys } = await readJson<{ keys: JsonWebKey[] }>(
		await fetch(`${client.sandbox.baseUrl}/.well-known/jwks.json`),
	);
	const [head = '', payload, signature = ''] = header(delivery, 'X-Hook-JWS-RFC-7797').split('.');
	expect(payload).toBe('');
	const { alg, kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as JsonWebKey;
	const jwk = keys.find((key) => key.kid === kid);
	if (alg !== 'RS256' || !jwk) return false;
	const input = `${head}.${Buffer.from(delivery?.body ?? '').toString('base64url')}`;
	const key = createPublicKey({ key: jwk, format: 'jwk' });
	return verify('sha256', Buffer.from(input), key, Buffer.from(signature, 'base64url'));
}

test('whoever is subscribed is told of a job that ends, in the way of an export', async () => {
	const { client, endpoint, webhooks } = await subscribed();
	const id = await client.createJob(await client.upload('accountId,id\na,b\n'));
	expect(await webhooks.flush()).toEqual([]);

	client.clock.ms += 2_000;
	await webhooks.flush();

	expect(endpoint.bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
		{
			id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
			type: 'job.completed',
			tenantAlias: 'test_acme',
			live: false,
			created: client.clock.ms,
			data: expect.objectContaining({
				id,
				status: 'COMPLETED',
				operation: 'MUTATION',
				task: 'USER',
				stats: { recordsProcessed: 1, errors: 0 },
			}) as object,
		},
	]);
	expect(await webhooks.flush()).toEqual([]);
});

test.each([
	['job.completed', ['job.completed']],
	['export.completed', ['export.created', 'export.completed']],
	['both', ['export.created', 'job.completed', 'export.completed']],
] as const)(
	'which hooks tell of the end of an import is an option: %s',
	async (endHooks, types) => {
		const { client, endpoint, webhooks } = await subscribed({ endHooks });
		await subscribe(client, endpoint.url, '*');
		const fileRef = await client.upload('accountId,id\na,b\n');
		const id = await client.createJob(fileRef);
		client.clock.ms += 2_000;

		await webhooks.flush();

		const hooks = endpoint.bodies.map((body) => JSON.parse(body) as HookBody);
		expect(hooks.map(({ type }) => type)).toEqual(types);
		for (const { data } of hooks) expect(data).toMatchObject({ id, fileRef, requester: 'API' });
		expect(new Set(hooks.map((hook) => hook.id)).size).toBe(types.length);
	},
);

test('an export is told as the schema has it: created, completed, and without a fileRef', async () => {
	const { client, endpoint, webhooks, jobs } = await subscribed({ endHooks: 'export.completed' });
	await subscribe(client, endpoint.url, 'export.created');
	await subscribe(client, endpoint.url, 'export.completed');
	jobs.add(client.alias, { type: 'QUERY/USER', name: 'User Details', status: 'COMPLETED' });

	await webhooks.flush();

	const hooks = endpoint.bodies.map((body) => JSON.parse(body) as HookBody);
	expect(hooks.map(({ type, data }) => [type, data.status])).toEqual([
		['export.created', 'PENDING'],
		['export.completed', 'COMPLETED'],
	]);
	const isExport = compileSchema('webhooks/ExportData.schema.json');
	for (const { data } of hooks) expect([data, isExport(data)]).toEqual([data, true]);
});

test('nobody is told of a job that ended before the subscription, or of another tenant’s', async () => {
	const client = await openSandbox();
	const endpoint = await openEndpoint();
	const { jobs, webhooks } = client.sandbox;
	jobs.add(client.alias, { status: 'COMPLETED' });
	await subscribe(client, endpoint.url);
	await subscribe(client, endpoint.url, 'user.created');
	jobs.add('test_globex', { status: 'COMPLETED' });

	expect(await webhooks.flush()).toEqual([]);
});

test('nobody is told once the type or the subscription is removed', async () => {
	const { client, endpoint, webhooks, jobs } = await subscribed();
	await subscribe(client, endpoint.url, '~job.completed');
	jobs.add(client.alias, { status: 'COMPLETED' });
	expect(await webhooks.flush()).toEqual([]);
	expect(webhooks.subscriptions(client.alias)).toHaveLength(1);

	await subscribe(client, endpoint.url);
	await client.graphql(
		'mutation($url: String!) { deleteWebhookSubscription(endpointUrl: $url) { deletedCount } }',
		{ url: endpoint.url },
	);
	jobs.add(client.alias, { status: 'COMPLETED' });
	expect(await webhooks.flush()).toEqual([]);
});

test('whether hooks tell of aborted jobs is an option', async () => {
	const { client, webhooks, jobs } = await subscribed({ hooksOfAborted: false });
	jobs.add(client.alias, { status: 'ABORTED' });
	expect(await webhooks.flush()).toEqual([]);
});

test('a hook is signed with a key of the key set, and with the API key', async () => {
	const { client, webhooks, jobs } = await subscribed();
	jobs.add(client.alias, { status: 'COMPLETED', name: 'Zoë' });

	const [delivery] = await webhooks.flush();

	expect(await isGenuine(client, delivery)).toBe(true);
	const { apiKey } = client.sandbox.tenants[0] ?? { apiKey: '' };
	expect(header(delivery, 'X-Hook-Signature')).toBe(
		createHmac('sha1', apiKey)
			.update(delivery?.body ?? '')
			.digest('base64'),
	);
});

test('the header of the JWS names the key, the type and the algorithm, and nothing else', async () => {
	const { client, webhooks, jobs } = await subscribed();
	jobs.add(client.alias, { status: 'COMPLETED' });

	const [delivery] = await webhooks.flush();

	const [head = ''] = header(delivery, 'X-Hook-JWS-RFC-7797').split('.');
	expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({
		kid: like(/^sandbox\/.+==$/),
		typ: 'JWT',
		alg: 'RS256',
	});
});

test.each([
	['jws', ['X-Hook-JWS-RFC-7797']],
	['hmac', ['X-Hook-Signature']],
	['both', ['X-Hook-JWS-RFC-7797', 'X-Hook-Signature']],
] as const)('which signatures there are is an option (%s)', async (hookSignatures, names) => {
	const { client, webhooks, jobs } = await subscribed({ hookSignatures });
	jobs.add(client.alias, { status: 'COMPLETED' });

	const [delivery] = await webhooks.flush();

	expect(Object.keys(delivery?.headers ?? {})).toEqual(['Content-Type', ...names]);
});

test.each(forgeries)('a hook can be signed wrongly: %s', async (forgery) => {
	const { client, webhooks } = await subscribed();

	const [delivery] = await webhooks.send({ data: { id: 'a' }, forgery });

	expect(delivery?.status).toBe(200);
	const signed = delivery?.headers['X-Hook-JWS-RFC-7797'] !== undefined;
	if (signed) expect(await isGenuine(client, delivery)).toBe(false);
});

test('another key can take over, and the old one leave the key set', async () => {
	const { client, webhooks } = await subscribed();
	const [first] = await webhooks.send({});
	await webhooks.rotateKey();
	const [second] = await webhooks.send({});

	expect(await isGenuine(client, first)).toBe(true);
	expect(await isGenuine(client, second)).toBe(true);

	await webhooks.rotateKey({ keepOld: false });
	expect(await isGenuine(client, first)).toBe(false);
});

test('a hook not answered with 200 comes again every hour, 72 times', async () => {
	const { client, endpoint, webhooks, jobs } = await subscribed();
	endpoint.status = 202;
	jobs.add(client.alias, { status: 'COMPLETED' });

	expect(await webhooks.flush()).toHaveLength(1);
	expect(await webhooks.flush()).toEqual([]);
	for (let hour = 0; hour < 100; hour++) {
		client.clock.ms += hourMs;
		await webhooks.flush();
	}

	expect(endpoint.bodies).toHaveLength(73);
	expect(new Set(endpoint.bodies).size).toBe(1);
	expect(webhooks.deliveries).toHaveLength(73);
	expect(webhooks.deliveries[0]).toMatchObject({ status: 202, answer: 'noted' });
});

test('hooks can go out in reverse, twice, all at once, and again', async () => {
	const { client, endpoint, webhooks, jobs } = await subscribed();
	for (const id of ['a', 'b']) jobs.add(client.alias, { id, status: 'COMPLETED' });
	const ids = () =>
		endpoint.bodies.map((body) => (JSON.parse(body) as { data: { id: string } }).data.id);

	await webhooks.flush({ reversed: true, times: 2 });
	expect(ids()).toEqual(['b', 'b', 'a', 'a']);

	for (const id of ['c', 'd']) jobs.add(client.alias, { id, status: 'COMPLETED' });
	const deliveries = await webhooks.flush({ atOnce: true });
	expect(deliveries.map(({ status }) => status)).toEqual([200, 200]);

	await webhooks.redeliver(deliveries[0]?.hookId ?? '');
	expect(endpoint.bodies.at(-1)).toBe(deliveries[0]?.body);
	await expect(webhooks.redeliver('none')).rejects.toThrow('There is no hook none');
});

test('a hook that went to several endpoints goes again to the one that is named', async () => {
	const { client, endpoint: first, webhooks, jobs } = await subscribed();
	const second = await openEndpoint();
	await subscribe(client, second.url);
	jobs.add(client.alias, { status: 'COMPLETED' });
	const [{ hookId } = { hookId: '' }] = await webhooks.flush();

	await webhooks.redeliver(hookId, second.url);

	expect([first, second].map(({ bodies }) => bodies.length)).toEqual([1, 2]);
	expect(second.bodies[1]).toBe(second.bodies[0]);
	await expect(webhooks.redeliver(hookId)).rejects.toThrow(
		`The hook ${hookId} went to several endpoints, name one: ${first.url}, ${second.url}`,
	);
	await expect(webhooks.redeliver(hookId, 'http://127.0.0.1/elsewhere')).rejects.toThrow(
		`There is no hook ${hookId} that went to http://127.0.0.1/elsewhere`,
	);
});

test('testWebhookSubscription sends a test hook at once', async () => {
	const { client, endpoint } = await subscribed();

	await client.graphql(
		'mutation($url: String!) { testWebhookSubscription(endpointUrl: $url) { subscription { name } } }',
		{ url: endpoint.url },
	);

	expect(endpoint.bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
		expect.objectContaining({ type: 'test', tenantAlias: client.alias }),
	]);
});

test('nothing leaves this machine, and a delivery says when the endpoint is gone', async () => {
	const client = await openSandbox();
	const { webhooks } = client.sandbox;
	const nobody = await openEndpoint();
	servers.pop()?.close();

	const [away] = await webhooks.send({ endpointUrl: 'https://example.com/hook' });
	const [gone] = await webhooks.send({ endpointUrl: nobody.url });

	expect(away).toMatchObject({ answer: 'Not sent: the sandbox calls this machine only' });
	expect(gone?.status).toBeUndefined();
	expect(gone?.answer).toContain('No answer');
});

describe('over HTTP', () => {
	async function control(client: SandboxClient, method: string, path: string, body?: unknown) {
		return await fetch(`${client.sandbox.baseUrl}/__sandbox/hooks${path}`, {
			method,
			body: body === undefined ? undefined : JSON.stringify(body),
		});
	}

	test('hooks are sent, listed, sent again, and keys exchanged', async () => {
		const { client, endpoint, jobs } = await subscribed();
		jobs.add(client.alias, { status: 'COMPLETED' });
		expect((await control(client, 'POST', '/flush', { times: 2 })).status).toBe(200);
		const [first] = await readJson<Delivery[]>(await control(client, 'GET', ''));
		await control(client, 'POST', `/${first?.hookId}/redeliver`, { endpointUrl: endpoint.url });
		await control(client, 'POST', '/send', { type: 'test', endpointUrl: endpoint.url });
		expect((await control(client, 'POST', '/rotate-key', { keepOld: false })).status).toBe(200);

		expect(endpoint.bodies).toHaveLength(4);
		expect(await isGenuine(client, first)).toBe(false);
	});

	test.each([
		['/flush', { times: 0 }, 400],
		['/flush', { reversed: 'yes' }, 400],
		['/send', { forgery: 'magic' }, 400],
		['/send', { endpointUrl: 'here' }, 400],
		['/send', { type: 7 }, 400],
		['/send', { type: 'nobody.subscribed' }, 404],
		['/send', { tenantAlias: 'nobody' }, 404],
		['/0123/redeliver', undefined, 404],
		['/0123/redeliver', { endpointUrl: 7 }, 400],
		['/nothing', undefined, 404],
	])('%s with %j is refused', async (path, body, status) => {
		const { client } = await subscribed();

		expect((await control(client, 'POST', path, body)).status).toBe(status);
	});
});
