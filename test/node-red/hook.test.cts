import { processMemory } from '../../node-red/hook/hook-memory.cts';
import { forgeries } from '../../sandbox/webhooks/signatures.cts';
import type { SandboxOptions } from '../../sandbox/options.cts';
import { RedRig, type RedRun } from './support/red-rig.cts';

const rig = new RedRig();
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const ALIAS = 'test_acme';

const FAILURE = { recordNumber: 1, message: 'No ID', statusCode: 400, apiErrorCode: 'BAD_REQUEST' };

/** The end of an import may be told as either. */
const BOTH_ENDS = ['job.completed', 'export.completed'];

afterEach(async () => {
	await rig.stop();
	processMemory.clear();
});

function hookFlow(settings: Record<string, unknown> = {}, tenant = {}) {
	const address = { path: '/advocate/jobs', publicUrl: rig.nodeUrl };
	return rig.flow('advocate-hook', { name: 'Tell Slack', ...address, ...settings }, tenant);
}

function url(path = '/advocate/jobs'): string {
	return rig.nodeUrl + path;
}

/** Deploys a hook, and waits until it listens. */
async function deployed(
	settings: Record<string, unknown> = {},
	options: SandboxOptions = {},
): Promise<RedRun> {
	await rig.start(options);
	await rig.load(hookFlow(settings));
	await listening();
	return rig.soFar;
}

async function listening(): Promise<void> {
	await rig.until(({ statuses }) => statuses.some(({ text }) => text === 'status.listening'));
}

/** The same flow in another process, with what its context keeps. */
async function restarted(flow = hookFlow()): Promise<RedRun> {
	processMemory.clear();
	return await rig.restart({}, flow);
}

let jobs = 0;

/** A job that has ended, under an ID that no other test uses; gives the ID. */
function endedJob(job: Parameters<typeof rig.sandbox.jobs.add>[1] = {}): string {
	const id = job.id ?? `job${String(++jobs)}`;
	rig.sandbox.jobs.add(ALIAS, { status: 'COMPLETED', dateCompleted: rig.now, ...job, id });
	return id;
}

/** The IDs of the jobs that messages were sent about. */
function reported(run = rig.soFar): unknown[] {
	return (run.outputs[0] ?? []).map(({ payload }) => (payload as { id: string }).id);
}

async function flush(
	options: Parameters<typeof rig.sandbox.webhooks.flush>[0] = {},
): Promise<Array<number | undefined>> {
	const answers = (await rig.sandbox.webhooks.flush(options)).map(({ status }) => status);
	// Node-RED hands a message on in a turn of its own.
	await rig.until(() => true);
	return answers;
}

/** Sends a made-up hook and gives what it was answered with. */
async function send(hook: Parameters<typeof rig.sandbox.webhooks.send>[0]) {
	const [{ status, answer } = { status: undefined, answer: '' }] = await rig.sandbox.webhooks.send({
		endpointUrl: url(),
		...hook,
	});
	await rig.until(() => true);
	return { status, answer };
}

function subscriptions() {
	return rig.sandbox.webhooks.subscriptions(ALIAS);
}

function addresses(): string[] {
	return subscriptions().map(({ endpointUrl }) => endpointUrl);
}

function requestsFor(operation: string): number {
	return rig.sandbox.requests.filter(({ operations }) => operations.includes(operation)).length;
}

/** What the node warns of from now on. */
function warningsFromNowOn(): string[] {
	const warnings: string[] = [];
	jest.spyOn(rig.node('node'), 'warn').mockImplementation((text) => warnings.push(String(text)));
	return warnings;
}

function withoutNode(flow = hookFlow()) {
	return flow.filter(({ id }) => id !== 'node');
}

describe('the subscription', () => {
	it('is made on deploy, once', async () => {
		await deployed();

		expect(subscriptions()).toEqual([
			{ endpointUrl: url(), name: 'Node-RED: Tell Slack', webhookTypes: BOTH_ENDS },
		]);
		await rig.restart();
		await listening();
		expect(requestsFor('upsertWebhookSubscription')).toBe(1);
	});

	it('outlives deploys and restarts, and ends when the node is deleted', async () => {
		await deployed();

		await rig.restart();
		await listening();
		await restarted();
		await listening();
		expect(addresses()).toEqual([url()]);
		expect(requestsFor('deleteWebhookSubscription')).toBe(0);

		await rig.restart({}, withoutNode());
		expect(addresses()).toEqual([]);
	});

	it('ends when the tenant is deleted with the node', async () => {
		await deployed();

		await rig.restart(
			{},
			hookFlow().filter(({ id }) => id !== 'node' && id !== 'tenant'),
		);

		expect(addresses()).toEqual([]);
	});

	it('ends while the node is disabled', async () => {
		await deployed();
		const flow = hookFlow();

		await rig.restart(
			{},
			flow.map((node) => (node.id === 'node' ? { ...node, d: true } : node)),
		);
		expect(addresses()).toEqual([]);

		await rig.restart({}, flow);
		await listening();
		expect(addresses()).toEqual([url()]);
	});

	it("leaves the tenant's other subscriptions alone, also those of its own address", async () => {
		await rig.start({ maxPageSize: 2 });
		const others = ['a', 'b', 'c'].map((name) => `https://example.com/${name}`);
		for (const endpoint of [...others, url()]) {
			rig.sandbox.webhooks.subscribe(ALIAS, endpoint, ['user.created']);
		}
		const before = subscriptions();
		await rig.load(hookFlow());
		await listening();
		expect(subscriptions()[3]?.webhookTypes).toEqual(['user.created', ...BOTH_ENDS]);

		await rig.restart({}, withoutNode());

		expect(subscriptions().map(({ webhookTypes }) => webhookTypes)).toEqual(
			before.map(({ webhookTypes }) => webhookTypes),
		);
	});

	it('that the original of a copied flow has made is used by the copy, and stays', async () => {
		await rig.start();
		rig.sandbox.webhooks.subscribe(ALIAS, url(), BOTH_ENDS);
		await rig.load(hookFlow());
		await listening();
		const warnings = warningsFromNowOn();

		await rig.restart({}, withoutNode());

		expect(addresses()).toEqual([url()]);
		expect(warnings.join()).toContain(
			`This node does not know whether it has made it. If the subscription of ${url()} is still there`,
		);
	});

	it('for another address stays, as a copy can not be told from its original', async () => {
		await deployed();
		const run = await restarted(hookFlow({ path: '/moved' }));
		await listening();

		expect(addresses()).toEqual([url(), url('/moved')]);
		expect(run.caught).toEqual([]);
		await rig.restart({}, withoutNode(hookFlow({ path: '/moved' })));
		expect(addresses()).toEqual([url()]);
	});

	it('in another tenant stays', async () => {
		await deployed();
		const [, globex] = rig.sandbox.tenants;
		const other = { tenantAlias: globex?.alias, apiKey: globex?.apiKey };

		await rig.restart(other);
		await listening();
		expect(rig.sandbox.webhooks.subscriptions(globex?.alias ?? '')).toHaveLength(1);
		expect(addresses()).toEqual([url()]);

		await rig.restart(other, withoutNode());
		expect(rig.sandbox.webhooks.subscriptions(globex?.alias ?? '')).toEqual([]);
		expect(addresses()).toEqual([url()]);
	});

	it('that can not be removed is told of, and does not hold the deploy up', async () => {
		await deployed();
		const warnings = warningsFromNowOn();
		rig.sandbox.faults.add({ on: 'graphql', kind: 'status', status: 503, times: Infinity });

		await rig.restart({}, withoutNode());

		expect(warnings.join()).toContain('A webhook could not be removed from Advocate.');
		expect(warnings.join()).toContain(`If the subscription of ${url()} is still there`);
	});

	it('is made as soon as Advocate can be reached, however late', async () => {
		await rig.start();
		rig.sandbox.faults.add({ on: 'graphql', kind: 'status', status: 503, times: 12 });
		await rig.load(hookFlow());
		await listening();

		expect(addresses()).toEqual([url()]);
		// One report for all failures of one kind.
		expect(rig.soFar.caught.map(({ error }) => error.code)).toEqual(['SERVER_ERROR']);
		expect(rig.pauses).toContain(60_000);
	});

	it('is not asked for again and again with a key that is refused', async () => {
		await rig.start();
		await rig.load(hookFlow(), { credentials: { apiKey: 'wrong' } });
		await rig.until(({ caught }) => caught.length > 0);

		expect(rig.soFar.caught[0]?.error.code).toBe('KEY_REFUSED');
		expect(rig.soFar.statuses.at(-1)).toMatchObject({ fill: 'red' });
		expect(rig.pauses).toEqual([]);
	});
});

describe('the address', () => {
	it.each([
		[{ publicUrl: '' }, 'No public address is set'],
		[{ publicUrl: 'red.example.com' }, '"Public address" must be an address such as'],
		[{ publicUrl: 'https://me:pass@red.example.com' }, '"Public address" must be an address'],
		[{ publicUrl: 'https://red.example.com/?a=b' }, '"Public address" must be an address such as'],
		[{ path: '' }, '"Path" must be a path such as /advocate/jobs'],
		[{ path: '/jobs/:id' }, '"Path" must be a path'],
		[{ path: '/jobs/../admin' }, '"Path" must be a path'],
	])('that can not be right is refused: %o', async (settings, message) => {
		await rig.start();
		await rig.load(hookFlow(settings));
		await rig.until(({ caught }) => caught.length > 0);

		expect(rig.soFar.caught[0]?.error).toMatchObject({ code: 'SETTINGS_INVALID' });
		expect(rig.soFar.caught[0]?.error.message).toContain(message);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('in a private network is refused, as Advocate can not reach it', async () => {
		await rig.start();
		const tenant = { baseUrl: 'https://advocate.example.com' };
		await rig.load(hookFlow({ publicUrl: 'http://192.168.1.5:1880' }, tenant));
		await rig.until(({ caught }) => caught.length > 0);

		expect(rig.soFar.caught[0]?.error.message).toBe(
			'Advocate can\'t reach this Node-RED at http://192.168.1.5:1880/advocate/jobs. Enter the address at which Node-RED is reached from the internet as "Public address", or use advocate wait with "Wait for" set to "every job of the tenant", which needs no such address.',
		);
	});

	it('belongs to one node', async () => {
		await deployed();
		const flow = hookFlow();
		const twin = { ...flow.find(({ id }) => id === 'node'), path: 'ADVOCATE//jobs/' };
		const run = await rig.restart({}, [
			...flow,
			{ ...twin, id: 'twin', type: 'advocate-hook', wires: [] },
		]);
		await listening();

		expect(run.caught.map(({ error }) => error.message)).toEqual([
			'Another advocate hook has the path /ADVOCATE/jobs. Give each of them a "Path" of its own.',
		]);
		await rig.restart({}, flow);
		await listening();
		expect(addresses()).toEqual([url()]);
	});

	it('may lie behind a proxy that serves Node-RED below another path', async () => {
		await rig.start();
		await rig.load(hookFlow({ publicUrl: ` ${rig.nodeUrl}/red/ ` }));
		await listening();

		expect(addresses()).toEqual([url('/red/advocate/jobs')]);
	});

	it('is served by nobody once the node is deleted', async () => {
		await deployed();
		await rig.restart({}, withoutNode());

		expect((await fetch(url(), { method: 'POST', body: '{}' })).status).toBe(404);
		await rig.restart({}, hookFlow());
		await listening();
		const id = endedJob();
		await flush();
		expect(reported()).toEqual([id]);
	});

	it('passes the middleware of the settings, and asks browsers for nothing', async () => {
		const seen: string[] = [];
		await rig.start(
			{},
			{
				httpNodeMiddleware: [
					(request: { url: string }, _response: unknown, next: () => void) => {
						seen.push(request.url);
						next();
					},
				],
			},
		);
		await rig.load(hookFlow());
		await listening();

		const answer = await fetch(url(), {
			method: 'POST',
			headers: { Origin: 'https://evil.example' },
		});
		expect(seen).toEqual(['/advocate/jobs']);
		expect(answer.headers.get('access-control-allow-origin')).toBeNull();
	});

	it('can not be served where the settings turn HTTP nodes off', async () => {
		await rig.start({}, { httpNodeRoot: false });
		await rig.load(hookFlow());
		await rig.until(({ caught }) => caught.length > 0);

		expect(rig.soFar.caught[0]?.error.message).toContain(
			"Node-RED's settings turn its HTTP nodes off",
		);
		expect(rig.sandbox.requests).toEqual([]);
	});
});

describe('a job that ends', () => {
	it('is a message like that of advocate wait', async () => {
		const run = await deployed();
		const id = endedJob({
			type: 'MUTATION/USER',
			stats: { recordsProcessed: 9, errors: 2 },
			fileRef: 'imports/test_acme/users.csv',
		});

		expect(await flush()).toEqual([200]);

		expect(run.outputs[0]).toEqual([
			expect.objectContaining({
				payload: expect.objectContaining({
					id,
					type: 'MUTATION/USER',
					status: 'COMPLETED',
					stats: { recordsProcessed: 9, errors: 2 },
					dateCompleted: new Date(rig.now).toISOString(),
				}) as object,
				advocate: { jobId: id, type: 'MUTATION/USER', fileRef: 'imports/test_acme/users.csv' },
			}),
		]);
		expect(run.statuses.at(-1)).toMatchObject({ fill: 'yellow' });
	});

	it.each([
		{ hookSignatures: 'jws' },
		{ hookSignatures: 'jws', hookPayload: 'unencoded' },
		{ hookSignatures: 'hmac', hookHmacEncoding: 'hex' },
		{ hookSignatures: 'hmac', hookHmacEncoding: 'base64' },
	] as const)('is one however Advocate signs: %o', async (options) => {
		await deployed({}, options);
		const id = endedJob();

		expect(await flush()).toEqual([200]);

		expect(reported()).toEqual([id]);
	});

	it('brings what is wanted of its files', async () => {
		const run = await deployed({ includeRowErrors: true });
		endedJob({ type: 'MUTATION/USER', failures: [FAILURE] });

		await flush();

		expect(run.outputs[0]?.[0]?.payload).toMatchObject({
			rowErrors: [{ message: 'No ID' }],
			rowErrorsTotal: 1,
		});
	});

	it.each(['job.completed', 'export.completed', 'both'] as const)(
		'is one message, doubled and told of as %s',
		async (endHooks) => {
			await deployed({}, { endHooks });
			const ids = [endedJob({ type: 'MUTATION/USER' }), endedJob({ type: 'MUTATION/USER' })];

			await flush({ times: 2, atOnce: true });

			expect(reported().sort()).toEqual(ids.sort());
			for (const { hookId } of [...rig.sandbox.webhooks.deliveries]) {
				await rig.sandbox.webhooks.redeliver(hookId);
			}
			expect(reported()).toHaveLength(2);
		},
	);

	it('is one message over a deploy, and over a restart days later', async () => {
		await deployed();
		const id = endedJob();
		await flush();
		expect(reported()).toEqual([id]);

		await rig.restart();
		await listening();
		expect(await send({ data: { id } })).toMatchObject({ status: 200 });
		expect(reported()).toEqual([]);

		rig.now += 3 * DAY;
		await restarted();
		await listening();
		expect(await send({ data: { id } })).toEqual({
			status: 200,
			answer: `{"message":"The flow has already been started for the job ${id}"}`,
		});
		expect(reported()).toEqual([]);
	});

	it('long ago is a late copy', async () => {
		await deployed();
		const id = endedJob();
		rig.now += 8 * DAY;

		expect(await send({ data: { id } })).toMatchObject({ status: 200 });

		expect(reported()).toEqual([]);
	});

	it('is filtered by its type and its end', async () => {
		await deployed({ watchType: 'MUTATION/USER_EVENT', watchStatus: 'ABORTED' });
		endedJob({ type: 'MUTATION/USER', status: 'ABORTED' });
		endedJob({ type: 'MUTATION/USER_EVENT' });
		const id = endedJob({ type: 'MUTATION/USER_EVENT', status: 'ABORTED' });

		expect(await flush()).toEqual([200, 200, 200]);

		expect(reported()).toEqual([id]);
	});

	it('of an export is reported if its type is chosen', async () => {
		await deployed();
		const id = endedJob({ type: 'QUERY/USER' });
		await send({ type: 'export.completed', data: { id } });
		expect(reported()).toEqual([]);

		await rig.restart({}, hookFlow({ watchType: 'QUERY/USER' }));
		await listening();
		await send({ type: 'export.completed', data: { id } });
		expect(reported()).toEqual([id]);
	});
});

describe('a hook that is not right is no message', () => {
	it.each(forgeries)('signed wrongly (%s): 401', async (forgery) => {
		await deployed();
		const id = endedJob();

		expect(await send({ data: { id }, forgery })).toEqual({
			status: 401,
			answer: '{"message":"The signature is missing or wrong"}',
		});

		expect(reported()).toEqual([]);
		expect(requestsFor('job')).toBe(0);
		expect(rig.soFar.caught).toEqual([]);
	});

	it('for another tenant: 401', async () => {
		await deployed();
		const hook = { tenantAlias: 'test_globex', data: { id: endedJob() } };

		expect(await send(hook)).toMatchObject({ status: 401 });

		expect(reported()).toEqual([]);
	});

	it.each(['[]', '{"type":7}'])('that is none (%s): 400', async (rawBody) => {
		await deployed();

		expect(await send({ rawBody })).toMatchObject({ status: 400 });
	});

	it('without a body: 400', async () => {
		await deployed();

		expect((await fetch(url(), { method: 'POST' })).status).toBe(400);
	});

	it('that is far too large: 413, and the rest is not read', async () => {
		await deployed();

		const answer = await fetch(url(), { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) }).catch(
			() => undefined,
		);

		expect(answer?.status ?? 413).toBe(413);
		expect(rig.soFar.caught).toEqual([]);
	});

	it('about a job that has not ended: put off after a look or two', async () => {
		await deployed();
		rig.sandbox.jobs.add(ALIAS, { id: 'pending' });

		expect(await send({ data: { id: 'pending' } })).toEqual({
			status: 503,
			answer: '{"message":"The job pending is unknown or has not ended yet"}',
		});

		expect(rig.pauses).toEqual([1_000, 2_000, 3_000]);
	});

	it('tells nothing of the API key, in its answer or in the error', async () => {
		await deployed();
		rig.sandbox.faults.add({
			...{ on: 'job', kind: 'status', status: 400, times: Infinity },
			body: { message: rig.apiKey },
		});

		const { answer } = await send({ data: { id: endedJob() } });

		expect(answer).not.toContain(rig.apiKey);
		await rig.until(({ caught }) => caught.length > 0);
		expect(JSON.stringify(rig.soFar)).not.toContain(rig.apiKey);
	});
});

describe('when Advocate or Node-RED lags', () => {
	it('a job that can not be looked up is put off, and not lost', async () => {
		await deployed();
		const id = endedJob();
		rig.sandbox.faults.add({ on: 'job', kind: 'status', status: 503, times: 4 });

		expect(await flush()).toEqual([503]);
		expect(rig.soFar.caught).toHaveLength(1);
		rig.now += HOUR;

		expect(await flush()).toEqual([200]);
		expect(reported()).toEqual([id]);
	});

	it('a hook whose signature can not be checked is put off, and not lost', async () => {
		await deployed();
		const id = endedJob();
		rig.sandbox.faults.add({ on: 'jwks', kind: 'status', status: 500, times: 3 });

		expect(await flush()).toEqual([503]);
		rig.now += HOUR;

		expect(await flush()).toEqual([200]);
		expect(reported()).toEqual([id]);
	});

	it('a job whose files are still being fetched at a deploy is reported after it', async () => {
		await deployed({ includeRowErrors: true });
		const id = endedJob({ failures: [FAILURE] });
		rig.sandbox.faults.add({ on: 'download', kind: 'hang', times: 1 });

		const answers = flush();
		await rig.until(() => requestsFor('download') > 0);
		await rig.restart({}, hookFlow({ includeRowErrors: true }));
		await listening();
		expect(await answers).toEqual([503]);
		rig.now += HOUR;

		expect(await flush()).toEqual([200]);
		expect(reported()).toEqual([id]);
	});

	it('a store that can not be written to is told of, and the job is reported', async () => {
		await deployed();
		const node = rig.node('node');
		const context = node.context();
		const set = (...[, , , done]: [string, unknown, string?, ((problem: Error) => void)?]) =>
			done?.(new Error('disk full'));
		jest.spyOn(node, 'context').mockReturnValue({ ...context, set } as typeof context);
		const id = endedJob();

		expect(await flush({ times: 2 })).toEqual([200, 200]);

		expect(reported()).toEqual([id]);
		expect(rig.soFar.caught[0]?.error.message).toBe('disk full');
	});
});
