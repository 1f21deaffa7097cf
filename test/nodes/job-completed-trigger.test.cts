import { WebhookContext } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';
import type { NodeIdentity } from '../../harness/engine/one-node/single-node.cts';
import { openWebhookTrigger, type WebhookTrigger } from '../../harness/engine/one-node/webhook.cts';
import { AdvocateJobCompletedTrigger } from '../../nodes/AdvocateJobCompletedTrigger/AdvocateJobCompletedTrigger.node.ts';
import { processMemory } from '../../nodes/AdvocateJobCompletedTrigger/started-for.ts';
import type { SandboxOptions } from '../../sandbox/options.cts';
import { forgeries } from '../../sandbox/webhooks/signatures.cts';
import { credentialTypes } from '../support/advocate-nodes.cts';
import { loggedFromNowOn } from '../support/n8n-log.cts';
import { type Credential, Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { chain } from '../support/workflow.cts';

const rig = new Rig();
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
let opened: WebhookTrigger[] = [];

afterEach(async () => {
	await Promise.all(opened.map((trigger) => trigger.close()));
	opened = [];
	await rig.stop();
});

interface Setting {
	parameters?: INodeParameters;
	credential?: Partial<Credential>;
	staticData?: WebhookTrigger['staticData'];
	identity?: NodeIdentity;
}

let workflows = 0;
const identities = new WeakMap<WebhookTrigger, NodeIdentity>();

/** The end of an import may be told as either. */
const BOTH_ENDS = ['job.completed', 'export.completed'];

/** A workflow "Tell Slack" that is not active yet, by default another one each time. */
async function openTrigger({ parameters = {}, credential, staticData, ...rest }: Setting = {}) {
	const identity = { workflowId: `workflow${String(++workflows)}`, ...rest.identity };
	const trigger = await openWebhookTrigger({
		nodeType: new AdvocateJobCompletedTrigger(),
		parameters,
		credentials: { advocateApi: { ...rig.credential, ...credential } },
		credentialTypes,
		identity,
		workflowName: 'Tell Slack',
		staticData,
	});
	opened.push(trigger);
	identities.set(trigger, identity);
	return trigger;
}

/**
 * The same workflow with the static data that it has saved: of the same n8n, which has been stopped, or of
 * another one where it differs in its identity. Its address is another.
 */
async function openAgain(before: WebhookTrigger, setting: Setting = {}): Promise<WebhookTrigger> {
	const identity = { ...identities.get(before), ...setting.identity };
	processMemory.clear();
	return await openTrigger({ ...setting, staticData: before.staticData, identity });
}

async function activated(
	parameters: INodeParameters = {},
	options: SandboxOptions = {},
): Promise<WebhookTrigger> {
	await start(options);
	const trigger = await openTrigger({ parameters });
	await trigger.activate();
	return trigger;
}

let starts = 0;

/** Each later than the one before: what is remembered of a port may meet it again. */
async function start(options: SandboxOptions = {}): Promise<void> {
	await rig.start(options);
	rig.now += ++starts * 2 * HOUR;
}

let jobs = 0;

/** A job that has ended, under an ID that no other test uses; gives the ID. */
function endedJob(job: Parameters<typeof rig.sandbox.jobs.add>[1] = {}): string {
	const id = job.id ?? `job${String(++jobs)}`;
	const dateCompleted = rig.now;
	rig.sandbox.jobs.add('test_acme', { status: 'COMPLETED', dateCompleted, ...job, id });
	return id;
}

/** The IDs of the jobs that the workflow was started with, start by start. */
function startedWith(trigger: WebhookTrigger): string[] {
	return trigger.starts.flatMap((items) => items.map(({ json }) => text(json.id)));
}

/** Sends the hooks that are due, and gives the statuses they were answered with. */
async function flush(
	options: Parameters<typeof rig.sandbox.webhooks.flush>[0] = {},
): Promise<Array<number | undefined>> {
	return (await rig.sandbox.webhooks.flush(options)).map(({ status }) => status);
}

/** Sends a made-up hook and gives what it was answered with. */
async function send(hook: Parameters<typeof rig.sandbox.webhooks.send>[0]) {
	const [{ status, answer } = { status: undefined, answer: '' }] =
		await rig.sandbox.webhooks.send(hook);
	return { status, answer };
}

function subscriptions() {
	return rig.sandbox.webhooks.subscriptions('test_acme');
}

function addresses(): string[] {
	return subscriptions().map(({ endpointUrl }) => endpointUrl);
}

function requestsFor(operation: string): number {
	return rig.sandbox.requests.filter(({ operations }) => operations.includes(operation)).length;
}

describe('the subscription', () => {
	it('is made when the workflow is activated, and removed when it is deactivated', async () => {
		const trigger = await activated();
		expect(subscriptions()).toEqual([
			{ endpointUrl: trigger.url, name: 'n8n: Tell Slack', webhookTypes: BOTH_ENDS },
		]);

		expect(await trigger.deactivate()).toBe(true);

		expect(subscriptions()).toEqual([]);
	});

	it('is not made twice', async () => {
		const trigger = await activated();

		await trigger.activate();

		expect(subscriptions()).toHaveLength(1);
		expect(requestsFor('upsertWebhookSubscription')).toBe(1);
	});

	it("leaves the tenant's other subscriptions alone", async () => {
		await start({ maxPageSize: 2 });
		const others = ['a', 'b', 'c'].map((name) => `https://example.com/${name}`);
		for (const url of others) {
			rig.sandbox.webhooks.subscribe('test_acme', url, ['job.completed', 'user.created']);
		}
		const before = subscriptions();
		const trigger = await openTrigger();

		await trigger.activate();
		expect(subscriptions()).toHaveLength(4);
		await trigger.deactivate();

		expect(subscriptions()).toEqual(before);
	});

	it('leaves what else was subscribed to the same URL', async () => {
		await start();
		const trigger = await openTrigger();
		rig.sandbox.webhooks.subscribe('test_acme', trigger.url, ['user.created']);

		await trigger.activate();
		expect(subscriptions()[0]?.webhookTypes).toEqual(['user.created', ...BOTH_ENDS]);
		await trigger.deactivate();

		expect(subscriptions()[0]?.webhookTypes).toEqual(['user.created']);
	});

	it.each([['job.completed'], ['export.completed']])(
		'made by an older version, with %s alone, is brought up to date',
		async (type) => {
			const before = await activated();
			await before.deactivate();
			rig.sandbox.webhooks.subscribe('test_acme', before.url, [type]);

			await before.activate();

			expect(subscriptions()[0]?.webhookTypes.sort()).toEqual([...BOTH_ENDS].sort());
			await before.deactivate();
			expect(subscriptions()).toEqual([]);
		},
	);

	it.each([
		[['*'], ['*']],
		[['*', ...BOTH_ENDS], ['*']],
	])('of somebody who has all types told there (%j) will do, and stays', async (types, left) => {
		await start();
		const trigger = await openTrigger();
		rig.sandbox.webhooks.subscribe('test_acme', trigger.url, types);

		await trigger.activate();
		expect(requestsFor('upsertWebhookSubscription')).toBe(0);
		const id = endedJob();
		await flush();
		expect(startedWith(trigger)).toEqual([id]);

		expect(await trigger.deactivate()).toBe(true);
		expect(subscriptions().map(({ webhookTypes }) => webhookTypes)).toEqual([left]);
	});

	it.each([
		[1, BOTH_ENDS],
		[2, ['export.completed']],
	])('is made with what the API knows, where it refuses %i times', async (times, types) => {
		await start();
		const trigger = await openTrigger();
		const errors = [{ message: 'There is no such type' }];
		const refusal = { kind: 'graphqlErrors', errors, data: 'null' } as const;
		rig.sandbox.faults.add({ on: 'upsertWebhookSubscription', ...refusal, times });

		await trigger.activate();

		expect(subscriptions()[0]?.webhookTypes).toEqual(types);
	});

	it('fails the activation where the API refuses either type', async () => {
		await start();
		const trigger = await openTrigger();
		rig.sandbox.faults.add({
			...{ on: 'upsertWebhookSubscription', kind: 'apiError', statusCode: 400, times: Infinity },
			message: 'There is no such type',
		});

		await expect(trigger.activate()).rejects.toThrow('There is no such type');
	});

	it('is made for the test URL while the editor listens', async () => {
		await start();
		const trigger = await openTrigger();

		await trigger.activate('manual');
		expect(subscriptions().map(({ endpointUrl }) => endpointUrl)).toEqual([trigger.testUrl]);
		await trigger.deactivate();

		expect(subscriptions()).toEqual([]);
	});

	it.each([
		['imported into another n8n', { instanceId: 'n8n B' }],
		['duplicated', { workflowId: 'duplicate' }],
		['with its node copied', { nodeId: 'copy' }],
	])('of a workflow stays when a copy of it is active, %s', async (_how, identity) => {
		const original = await activated();
		const copy = await openAgain(original, { identity });
		const warnings = loggedFromNowOn('warn');

		await copy.activate();

		expect(addresses()).toEqual([original.url, copy.url]);
		expect(await copy.deactivate()).toBe(true);
		expect(addresses()).toEqual([original.url]);
		expect(warnings()).toEqual([]);
	});

	it('stays when a copy that was never active is deactivated', async () => {
		const original = await activated();
		const copy = await openAgain(original, { identity: { instanceId: 'n8n B' } });

		expect(await copy.deactivate()).toBe(true);

		expect(addresses()).toEqual([original.url]);
	});

	it('for another address of n8n stays, as a copy of n8n can not be told from it, and the log says so', async () => {
		const before = await activated();
		const moved = await openAgain(before);
		const warnings = loggedFromNowOn('warn');

		await moved.activate();

		expect(addresses()).toEqual([before.url, moved.url]);
		expect(warnings().join()).toContain(
			`It was set up for another address of n8n. It was left there, because this n8n may be a copy of the one that needs it. If the subscription of ${before.url}`,
		);
		expect(await moved.deactivate()).toBe(true);
		expect(addresses()).toEqual([before.url]);
	});

	it('in a tenant that the credential no longer names is reported in the log', async () => {
		const before = await activated();
		const [, globex] = rig.sandbox.tenants;
		const credential = { tenantAlias: globex?.alias, apiKey: globex?.apiKey };
		const changed = await openAgain(before, { credential });
		const warnings = loggedFromNowOn('warn');

		await changed.activate();
		expect(warnings().join()).toContain(
			`It was set up in another tenant (${rig.sandbox.baseUrl} test_acme). The Advocate API credential has been changed since then. If the subscription of ${before.url}`,
		);
		expect(rig.sandbox.webhooks.subscriptions('test_globex')).toHaveLength(1);

		await changed.deactivate();
		expect(rig.sandbox.webhooks.subscriptions('test_globex')).toEqual([]);
		expect(subscriptions()).toHaveLength(1);
	});

	it('of another workflow at the same address is left where this one was never activated', async () => {
		const first = await activated();
		const second = await openTrigger();
		rig.sandbox.webhooks.subscribe('test_acme', second.url, ['job.completed']);

		expect(await second.deactivate()).toBe(true);

		expect(subscriptions().map(({ endpointUrl }) => endpointUrl)).toEqual([first.url, second.url]);
	});

	it('for a test event leaves that of the active workflow', async () => {
		const trigger = await activated();

		await trigger.activate('manual');
		await trigger.deactivate();

		expect(subscriptions().map(({ endpointUrl }) => endpointUrl)).toEqual([trigger.url]);
	});

	it('that somebody removed in the portal does not keep the workflow active', async () => {
		const trigger = await activated();
		await trigger.deactivate();

		expect(await trigger.deactivate()).toBe(true);
	});

	it('that can not be removed does not keep the workflow active', async () => {
		const trigger = await activated();
		rig.sandbox.faults.add({ on: 'graphql', kind: 'status', status: 503, times: Infinity });

		expect(await trigger.deactivate()).toBe(false);
		rig.sandbox.faults.clear();

		await trigger.activate();
		expect(subscriptions()).toHaveLength(1);
	});

	it('fails the activation with the reason when the key is wrong', async () => {
		await start();
		const trigger = await openTrigger({ credential: { apiKey: 'wrong' } });

		await expect(trigger.activate()).rejects.toMatchObject({
			message: 'The API key was not accepted for the tenant "test_acme"',
		});
	});

	it('is refused for an n8n that has no address on the internet', async () => {
		await start();
		const trigger = await openTrigger({ credential: { baseUrl: 'https://advocate.example.com' } });

		await expect(trigger.activate()).rejects.toMatchObject({
			message: `Advocate can't reach this n8n at ${trigger.url}`,
			description: expect.stringContaining('WEBHOOK_URL') as string,
		});
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('needs one way for a job to end', async () => {
		await start();
		const trigger = await openTrigger({ parameters: { status: [] } });

		await expect(trigger.activate()).rejects.toThrow('No end of a job is chosen');
	});
});

describe('a job that ends starts the workflow', () => {
	it('with the job as the API tells it, dates in ISO 8601', async () => {
		const trigger = await activated();
		const id = endedJob({ type: 'MUTATION/USER', stats: { recordsProcessed: 9, errors: 2 } });

		expect(await flush()).toEqual([200]);

		expect(trigger.starts).toEqual([
			[
				{
					json: expect.objectContaining({
						id,
						type: 'MUTATION/USER',
						status: 'COMPLETED',
						stats: { recordsProcessed: 9, errors: 2 },
						dateCompleted: new Date(rig.now).toISOString(),
					}) as object,
				},
			],
		]);
	});

	it('and a whole workflow goes on from there', async () => {
		const trigger = await activated();
		endedJob({ id: 'whole', failures: [] });
		await flush();
		const workflow = chain(
			{ name: 'Job Completed', type: 'advocateJobCompletedTrigger' },
			{
				name: 'Job Status',
				type: 'advocateJobStatus',
				parameters: { operation: 'get', jobId: '={{ $json.id }}' },
			},
		);

		const run = await rig.run(workflow, trigger.starts[0], {
			mode: 'webhook',
			startNode: 'Job Completed',
		});

		expect(run.status).toBe('success');
		expect(run.json('Job Status')).toEqual([expect.objectContaining({ id: 'whole' })]);
	});

	it.each([
		{ hookSignatures: 'jws' },
		{ hookSignatures: 'jws', hookPayload: 'unencoded' },
		{ hookSignatures: 'hmac', hookHmacEncoding: 'hex' },
		{ hookSignatures: 'hmac', hookHmacEncoding: 'base64' },
	] as const)('however Advocate signs: %o', async (options) => {
		const trigger = await activated({}, options);
		const id = endedJob();

		expect(await flush()).toEqual([200]);

		expect(startedWith(trigger)).toEqual([id]);
	});

	it.each(['job.completed', 'export.completed', 'both'] as const)(
		'once, whether Advocate tells of it as %s',
		async (endHooks) => {
			const trigger = await activated({}, { endHooks });
			const ids = [endedJob({ type: 'MUTATION/USER' }), endedJob({ type: 'MUTATION/REFERRAL' })];

			const answers = new Set(await flush({ times: 2, atOnce: endHooks === 'both' }));

			expect([...answers]).toEqual([200]);
			expect(startedWith(trigger).sort()).toEqual(ids.sort());
		},
	);

	it('an EXPIRED one as a completed one, one of a status nobody knows as an aborted one', async () => {
		const trigger = await activated({ status: ['COMPLETED'] });
		const expired = endedJob({ status: 'EXPIRED' });
		endedJob({ status: 'PARTLY_DONE' as 'ABORTED' });

		await flush();

		expect(startedWith(trigger)).toEqual([expired]);
		expect(trigger.starts[0]?.[0]?.json.note).toContain('its files have expired');
	});

	it('aborted ones too, with or without a dateCompleted', async () => {
		const trigger = await activated({}, { abortedHaveDateCompleted: false });
		const id = endedJob({ status: 'ABORTED', dateCompleted: null });

		expect(await flush()).toEqual([200]);

		expect(startedWith(trigger)).toEqual([id]);
	});

	it('once each, in whatever order hooks come', async () => {
		const trigger = await activated();
		const ids = [endedJob(), endedJob(), endedJob()];

		expect(await flush({ reversed: true })).toEqual([200, 200, 200]);

		expect(startedWith(trigger)).toEqual(ids.reverse());
	});

	it('wherever in its data an import names the job', async () => {
		const trigger = await activated();
		const [a, b] = [endedJob(), endedJob()];

		expect(await send({ data: { jobId: a } })).toMatchObject({ status: 200 });
		expect(await send({ data: { job: { id: b } } })).toMatchObject({ status: 200 });

		expect(startedWith(trigger)).toEqual([a, b]);
	});
});

describe('a job reported twice starts the workflow once', () => {
	it('when the hook is delivered again', async () => {
		const trigger = await activated();
		const id = endedJob();
		await flush();
		const [first] = rig.sandbox.webhooks.deliveries;

		const again = await rig.sandbox.webhooks.redeliver(first?.hookId ?? '');

		expect(again.status).toBe(200);
		expect(startedWith(trigger)).toEqual([id]);
		expect(requestsFor('job')).toBe(1);
	});

	it('when all come at the same moment', async () => {
		const trigger = await activated();
		const id = endedJob();
		rig.sandbox.faults.add({ on: 'job', kind: 'delay', ms: 50, times: 3 });

		expect(await flush({ times: 3, atOnce: true })).toEqual([200, 200, 200]);

		expect(startedWith(trigger)).toEqual([id]);
	});

	it('when other jobs are reported at the same moment', async () => {
		const trigger = await activated();
		const ids = Array.from({ length: 20 }, () => endedJob());
		await flush({ atOnce: true });
		expect(startedWith(trigger).sort()).toEqual([...ids].sort());

		const hooks = [...rig.sandbox.webhooks.deliveries];
		for (const { hookId } of hooks) await rig.sandbox.webhooks.redeliver(hookId);
		expect(trigger.starts).toHaveLength(20);
	});

	it('when these were reported at the same moment, before a restart', async () => {
		const trigger = await activated();
		const ids = Array.from({ length: 20 }, () => endedJob());
		await flush({ atOnce: true });
		ids.push(endedJob());
		await flush();

		const restarted = await openAgain(trigger);
		await restarted.activate();
		for (const id of ids) await send({ data: { id }, endpointUrl: restarted.url });

		expect(restarted.starts).toEqual([]);
	});

	it.each([
		['over a restart of n8n', {}],
		['over a restart after which the node has another name', { nodeName: 'Import' }],
	])('%s, and its hook three days late', async (_what, identity) => {
		const trigger = await activated();
		const ids = [endedJob(), endedJob()];
		await flush();
		expect(startedWith(trigger)).toEqual(ids);

		const restarted = await openAgain(trigger, { identity });
		await restarted.activate();
		rig.now += 3 * DAY;

		for (const id of ids) {
			const endpointUrl = restarted.url;
			expect(await send({ data: { id }, endpointUrl })).toMatchObject({ status: 200 });
		}
		expect(restarted.starts).toEqual([]);
	});

	it('and starts a copy of the workflow in another n8n once too', async () => {
		const trigger = await activated();
		const id = endedJob();
		await flush();

		const copy = await openAgain(trigger, { identity: { instanceId: 'n8n B' } });
		await copy.activate();
		for (let i = 0; i < 2; i++) await send({ data: { id }, endpointUrl: copy.url });

		expect(startedWith(copy)).toEqual([id]);
	});

	it('and is forgotten in time, while late copies of it start nothing', async () => {
		const trigger = await activated();
		const id = endedJob();
		await flush();

		rig.now += 8 * DAY;
		endedJob();
		await flush();
		expect(JSON.stringify(trigger.staticData)).not.toContain(id);

		expect(await send({ data: { id } })).toMatchObject({ status: 200 });
		expect(trigger.starts).toHaveLength(2);
	});
});

describe('a hook that is not right starts nothing', () => {
	it.each(forgeries)('signed wrongly (%s): 401', async (forgery) => {
		const trigger = await activated();
		const id = endedJob();

		expect(await send({ data: { id }, forgery })).toEqual({
			status: 401,
			answer: '{"message":"The signature is missing or wrong"}',
		});

		expect(trigger.starts).toEqual([]);
		expect(requestsFor('job')).toBe(0);
	});

	it('for another tenant, though signed by the same keys: 401', async () => {
		const trigger = await activated();
		const id = endedJob();

		const { status } = await send({
			tenantAlias: 'test_globex',
			data: { id },
			endpointUrl: trigger.url,
		});

		expect(status).toBe(401);
		expect(trigger.starts).toEqual([]);
	});

	it('that does not say for which tenant, signed by the keys of all: 401', async () => {
		const trigger = await activated();
		const hook = { type: 'job.completed', data: { id: endedJob() } };

		expect(await send({ rawBody: JSON.stringify(hook) })).toMatchObject({ status: 401 });

		expect(trigger.starts).toEqual([]);
	});

	it('about a job of another tenant: put off, as it is not there', async () => {
		const trigger = await activated();
		rig.sandbox.jobs.add('test_globex', { id: 'theirs', status: 'COMPLETED' });

		expect(await send({ data: { id: 'theirs' } })).toEqual({
			status: 503,
			answer: '{"message":"The job theirs is unknown or has not ended yet"}',
		});

		expect(trigger.starts).toEqual([]);
	});

	it('of another type: 200', async () => {
		const trigger = await activated();

		const { status } = await send({ type: 'user.created', endpointUrl: trigger.url });

		expect(status).toBe(200);
		expect(trigger.starts).toEqual([]);
	});

	it.each(['[]', '"job.completed"', '{"type":7}'])(
		'that is not a hook (%s): 400',
		async (rawBody) => {
			const trigger = await activated();

			expect(await send({ rawBody })).toMatchObject({ status: 400 });

			expect(trigger.starts).toEqual([]);
		},
	);

	it('that names no job: 400', async () => {
		await activated();

		expect(await send({ data: {} })).toEqual({
			status: 400,
			answer: '{"message":"The webhook does not name a job"}',
		});
	});

	it('without a body: 400', async () => {
		const trigger = await activated();

		const response = await fetch(trigger.url, { method: 'POST' });

		expect(response.status).toBe(400);
	});

	it('saying that a job has ended which has not: put off after a look or two', async () => {
		const trigger = await activated();
		rig.sandbox.jobs.add('test_acme', { id: 'pending' });

		expect(await send({ data: { id: 'pending', status: 'COMPLETED' } })).toEqual({
			status: 503,
			answer: '{"message":"The job pending is unknown or has not ended yet"}',
		});

		expect(rig.pauses).toEqual([1_000, 2_000, 3_000]);
		expect(trigger.starts).toEqual([]);
	});

	it('tells nothing of the API key, in the answer or in what was sent for it', async () => {
		await activated();
		rig.sandbox.clearRequests();
		rig.sandbox.faults.add({
			on: 'job',
			kind: 'status',
			status: 500,
			body: { message: rig.credential.apiKey },
			times: 4,
		});
		const { answer } = await send({ data: { id: endedJob() } });

		expect(answer).not.toContain(rig.credential.apiKey);
		const [keySet] = rig.sandbox.requests.filter(({ path }) => path.includes('jwks'));
		expect(keySet?.headers.authorization).toBeUndefined();
	});
});

describe('when Advocate or its API lags', () => {
	it('a job that ends while it is asked for is reported at once', async () => {
		const trigger = await activated();
		rig.sandbox.jobs.add('test_acme', { id: 'lagging' });
		rig.whileAsleep = async () => {
			if (rig.pauses.length === 2) await rig.sandbox.jobs.finish('lagging', 'COMPLETED');
		};

		expect(await send({ data: { id: 'lagging' } })).toMatchObject({ status: 200 });

		expect(startedWith(trigger)).toEqual(['lagging']);
	});

	it('a job that the API does not know at first is reported at once', async () => {
		const trigger = await activated();
		rig.whileAsleep = () => {
			if (rig.pauses.length === 1) endedJob({ id: 'unknown' });
		};

		expect(await send({ data: { id: 'unknown' } })).toMatchObject({ status: 200 });

		expect(startedWith(trigger)).toEqual(['unknown']);
	});

	it('a hook that comes while the API stumbles is reported at once', async () => {
		const trigger = await activated();
		const id = endedJob();
		rig.sandbox.faults.add({ on: 'job', kind: 'status', status: 502, times: 2 });

		expect(await flush()).toEqual([200]);

		expect(startedWith(trigger)).toEqual([id]);
	});

	it('a hook that comes while the API is down is put off and not lost', async () => {
		const trigger = await activated();
		const id = endedJob();
		rig.sandbox.faults.add({ on: 'job', kind: 'status', status: 503, times: 4 });

		expect(await flush()).toEqual([503]);
		expect(await flush()).toEqual([]);
		rig.now += HOUR;

		expect(await flush()).toEqual([200]);
		expect(startedWith(trigger)).toEqual([id]);
	});

	it.each([
		{ kind: 'status', status: 502 },
		{ kind: 'reset', at: 'midBody' },
	] as const)(
		'a hook that comes while the key set stumbles is reported at once: %o',
		async (fault) => {
			const trigger = await activated();
			const id = endedJob();
			rig.sandbox.faults.add({ on: 'jwks', ...fault, times: 2 });

			expect(await flush()).toEqual([200]);

			expect(startedWith(trigger)).toEqual([id]);
		},
	);

	it('a hook that comes while n8n can not read the credential is put off, and starts nothing', async () => {
		const trigger = await activated();
		const id = endedJob();
		const errors = loggedFromNowOn('error');
		jest.spyOn(WebhookContext.prototype, 'getCredentials').mockRejectedValue(new Error('gone'));

		expect(await send({ data: { id } })).toEqual({
			status: 503,
			answer: '{"message":"The webhook could not be checked. Send it again later."}',
		});

		expect(trigger.starts).toEqual([]);
		expect(errors()).toEqual(['A webhook could not be processed. gone']);
	});

	it('a hook whose signature can not be checked is put off and not lost', async () => {
		const trigger = await activated();
		const id = endedJob();
		rig.sandbox.faults.add({ on: 'jwks', kind: 'status', status: 500, times: 3 });

		expect(await flush()).toEqual([503]);
		rig.now += HOUR;

		expect(await flush()).toEqual([200]);
		expect(startedWith(trigger)).toEqual([id]);
	});
});

describe('the key set', () => {
	it('is fetched once for many hooks', async () => {
		const trigger = await activated();
		for (let i = 0; i < 5; i++) endedJob();

		await flush();

		expect(trigger.starts).toHaveLength(5);
		expect(requestsFor('jwks')).toBe(1);
	});

	it('is fetched again for a key that is new', async () => {
		const trigger = await activated();
		endedJob();
		await flush();
		await rig.sandbox.webhooks.rotateKey();
		rig.now += 60_000;
		endedJob();

		expect(await flush()).toEqual([200]);

		expect(trigger.starts).toHaveLength(2);
		expect(requestsFor('jwks')).toBe(2);
	});

	it('is not fetched for each of many made-up keys', async () => {
		await activated();
		const id = endedJob();

		for (let i = 0; i < 5; i++) {
			expect(await send({ data: { id }, forgery: 'unknownKid' })).toMatchObject({ status: 401 });
		}

		expect(requestsFor('jwks')).toBe(1);
	});

	it('no longer holds a key that was withdrawn, an hour later', async () => {
		const trigger = await activated();
		endedJob();
		await flush();
		const [old] = rig.sandbox.webhooks.deliveries;
		await rig.sandbox.webhooks.rotateKey({ keepOld: false });
		rig.now += HOUR;

		const late = await rig.sandbox.webhooks.redeliver(old?.hookId ?? '');

		expect(late.status).toBe(401);
		expect(trigger.starts).toHaveLength(1);
	});
});

describe('filters', () => {
	it('by how the job ended', async () => {
		const trigger = await activated({ status: ['ABORTED'] });
		endedJob();
		const aborted = endedJob({ status: 'ABORTED' });

		expect(await flush()).toEqual([200, 200]);

		expect(startedWith(trigger)).toEqual([aborted]);
	});

	it('of exports told as export.completed, which start nothing unless their type is chosen', async () => {
		const trigger = await activated();
		const exports = await openTrigger({ parameters: { type: 'QUERY/USER' } });
		await exports.activate();
		const [users, referrals, unknown] = ['USER', 'REFERRAL', 'NEW'].map((type) =>
			endedJob({ type: `QUERY/${type}` }),
		);

		for (const id of [users, referrals, unknown]) {
			for (const endpointUrl of [trigger.url, exports.url]) {
				const hook = { type: 'export.completed', data: { id }, endpointUrl };
				expect(await send(hook)).toMatchObject({ status: 200 });
			}
		}

		expect(startedWith(trigger)).toEqual([]);
		expect(startedWith(exports)).toEqual([users]);
	});

	it('by type', async () => {
		const trigger = await activated({ type: 'MUTATION/USER_EVENT' });
		endedJob();
		const events = endedJob({ type: 'MUTATION/USER_EVENT' });

		expect(await flush()).toEqual([200, 200]);

		expect(startedWith(trigger)).toEqual([events]);
	});
});

describe('test hooks', () => {
	async function sendTest(endpointUrl: string): Promise<void> {
		const { tenantAlias, apiKey, baseUrl } = rig.credential;
		await fetch(`${baseUrl}/api/v1/${tenantAlias}/graphql`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`,
			},
			body: JSON.stringify({
				query:
					'mutation($endpointUrl: String!) { testWebhookSubscription(endpointUrl: $endpointUrl) { subscription { name } } }',
				variables: { endpointUrl },
			}),
		});
	}

	it('are answered with 200 and start nothing', async () => {
		const trigger = await activated();

		await sendTest(trigger.url);

		expect(rig.sandbox.webhooks.deliveries).toEqual([
			expect.objectContaining({ type: 'test', status: 200 }),
		]);
		expect(trigger.starts).toEqual([]);
	});

	it('give the editor the job that ended last', async () => {
		await start();
		endedJob({ dateCompleted: rig.now - HOUR });
		const newest = endedJob();
		const trigger = await openTrigger();
		await trigger.activate('manual');

		await sendTest(trigger.testUrl);

		expect(startedWith(trigger)).toEqual([newest]);
	});

	it('that come before any job has ended start nothing in the editor', async () => {
		await start();
		const trigger = await openTrigger();
		await trigger.activate('manual');

		await sendTest(trigger.testUrl);

		expect(rig.sandbox.webhooks.deliveries[0]?.status).toBe(200);
		expect(trigger.starts).toEqual([]);
	});
});

it('the editor gets a job each time, however often it was reported', async () => {
	await start();
	const trigger = await openTrigger();
	await trigger.activate('manual');
	const id = endedJob();

	await flush({ times: 2 });

	expect(startedWith(trigger)).toEqual([id, id]);
});
