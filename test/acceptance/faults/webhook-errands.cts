import { randomUUID } from 'node:crypto';
import {
	openWebhookTrigger,
	type WebhookTrigger,
} from '../../../harness/engine/one-node/webhook.cts';
import { AdvocateJobCompletedTrigger } from '../../../nodes/AdvocateJobCompletedTrigger/AdvocateJobCompletedTrigger.node.ts';
import { systemTime } from '../../../nodes/runtime/system-time.ts';
import { credentialTypes } from '../../support/advocate-nodes.cts';
import { text } from '../../support/text.cts';
import { writtenSoFar } from './captured-output.cts';
import { shownError, type Ending, type ShownError } from './endings.cts';
import type { Stage } from './stage.cts';

/** Longer than a failure to fetch Advocate's keys is remembered (ms); Advocate itself waits an hour. */
const A_WHILE = 10_000;

/** A workflow that waits for Advocate's hooks is activated. */
export async function subscribe(stage: Stage): Promise<Ending> {
	return await withTrigger(stage, async (trigger) => {
		stage.strike();
		const thrown = await trigger.activate().then(
			() => undefined,
			(error: unknown) => error,
		);
		await stage.relent();
		if (thrown !== undefined) await trigger.activate();
		const wrong = subscriptionsAre(stage, [trigger.url]);
		const produced = { thrown, staticData: trigger.staticData };
		if (thrown === undefined) return { end: 'done', produced, wrong };
		return { end: 'error', error: shownError(thrown), produced, wrong };
	});
}

/** It is deactivated: where the subscription could not be removed, the log says so. */
export async function unsubscribe(stage: Stage): Promise<Ending> {
	return await withTrigger(stage, async (trigger) => {
		await trigger.activate();
		stage.strike();
		const isGone = await trigger.deactivate();
		await stage.relent();
		const produced = { isGone, staticData: trigger.staticData };
		if (isGone) return { end: 'done', produced, wrong: subscriptionsAre(stage, []) };
		const error = logged('A webhook could not be removed from Advocate.');
		return { end: 'error', error, produced, wrong: [] };
	});
}

/** A job ends, and Advocate tells of it, again where it is not answered 200: the workflow starts once. */
export async function hearOfEnd(stage: Stage): Promise<Ending> {
	return await withTrigger(stage, async (trigger) => {
		await trigger.activate();
		stage.sandbox.jobs.add(stage.credential.tenantAlias, { id: 'ended', status: 'COMPLETED' });
		stage.strike();
		const { webhooks } = stage.sandbox;
		const hooks = await webhooks.flush();
		await stage.relent();
		const [first] = hooks;
		if (first?.status !== 200) {
			await systemTime.sleep(A_WHILE);
			hooks.push(await webhooks.redeliver(first?.hookId ?? ''));
		}
		const started = trigger.starts.flatMap((items) => items.map(({ json }) => text(json.id)));
		const wrong = started.join() === 'ended' ? [] : [`it started for: ${started.join(', ')}`];
		const produced = { hooks, starts: trigger.starts, staticData: trigger.staticData };
		if (first?.status === 200) return { end: 'done', produced, wrong };
		const error = logged('A webhook could not be processed.');
		return { end: 'error', error, produced, wrong };
	});
}

async function withTrigger(
	stage: Stage,
	work: (trigger: WebhookTrigger) => Promise<Ending>,
): Promise<Ending> {
	const trigger = await openWebhookTrigger({
		nodeType: new AdvocateJobCompletedTrigger(),
		credentials: { advocateApi: { ...stage.credential } },
		credentialTypes,
		// What the node remembers of a workflow must not meet another cell's.
		identity: { workflowId: randomUUID() },
	});
	try {
		return await work(trigger);
	} finally {
		await trigger.close();
	}
}

function subscriptionsAre({ sandbox, credential }: Stage, expected: string[]): string[] {
	const subscriptions = sandbox.webhooks.subscriptions(credential.tenantAlias);
	const urls = subscriptions.map(({ endpointUrl }) => endpointUrl);
	return urls.join() === expected.join() ? [] : [`subscribed are: ${urls.join(', ')}`];
}

/** What the log says after an opening: nobody is there to be shown an error. */
function logged(opening: string): ShownError | undefined {
	const line = writtenSoFar().find((one) => one.includes(opening));
	if (line === undefined) return undefined;
	const said = line.slice(line.indexOf(opening)).split('\n')[0] ?? '';
	return { message: said, description: said };
}
