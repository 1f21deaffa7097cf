import { openWebhookTrigger, type WebhookTrigger } from '../../harness/engine/one-node/webhook.cts';
import { AdvocateJobCompletedTrigger } from '../../nodes/AdvocateJobCompletedTrigger/AdvocateJobCompletedTrigger.node.ts';
import { forgeries } from '../../sandbox/webhooks/signatures.cts';
import { credentialTypes } from '../support/advocate-nodes.cts';
import { Rig } from '../support/rig.cts';

const rig = new Rig();
let trigger: WebhookTrigger;

beforeEach(async () => {
	await rig.start();
	trigger = await openWebhookTrigger({
		nodeType: new AdvocateJobCompletedTrigger(),
		credentials: { advocateApi: { ...rig.credential } },
		credentialTypes,
		identity: { workflowId: 'security' },
	});
	await trigger.activate();
});
afterEach(async () => {
	await trigger.close();
	await rig.stop();
});

function endedJob(id: string): string {
	const job = { id, type: 'MUTATION/USER', status: 'COMPLETED', dateCompleted: rig.now } as const;
	rig.sandbox.jobs.add('test_acme', job);
	return id;
}

describe('S19: a webhook starts nothing', () => {
	it.each(forgeries)('when its signature is not right (%s)', async (forgery) => {
		const data = { id: endedJob('j1') };
		const [delivery] = await rig.sandbox.webhooks.send({ data, forgery });

		expect(delivery?.status).toBe(401);
		expect(trigger.starts).toEqual([]);
	});

	it('when it names another tenant', async () => {
		const data = { id: endedJob('j2') };
		const hook = { tenantAlias: 'test_globex', data, endpointUrl: trigger.url };
		const [delivery] = await rig.sandbox.webhooks.send(hook);

		expect(delivery?.status).toBe(401);
		expect(trigger.starts).toEqual([]);
	});
});

it('S19: a workflow is started with what the API tells, not with what the webhook says', async () => {
	const data = { id: endedJob('j3'), status: 'ABORTED', fileRef: 'made/up', evil: true };
	await rig.sandbox.webhooks.send({ data });

	expect(trigger.starts.map((items) => items.map(({ json }) => json))).toEqual([
		[expect.objectContaining({ id: 'j3', status: 'COMPLETED' })],
	]);
	expect(JSON.stringify(trigger.starts)).not.toMatch(/made\/up|evil/);
});
