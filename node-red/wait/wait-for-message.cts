import { settled } from '../../advocate/retry.ts';
import { waitForJob, waitOptions } from '../../advocate/wait-for-job.ts';
import { jobIdFrom } from '../job/job-id.cts';
import { jobMessage, jobOutcome } from '../job/job-result.cts';
import { onOutputOf } from '../job/status-output.cts';
import type { NodeRed } from '../runtime/red.cts';
import { requestLimits } from '../runtime/settings.cts';
import { timeLeft } from '../runtime/shown-numbers.cts';
import { clockOf } from '../runtime/system-time.cts';
import type { Outcome, Work } from '../runtime/work-node.cts';
import type { OpenWaits } from './open-waits.cts';
import type { WaitConfig } from './wait-config.cts';

/**
 * Waits for the end of the job that a message names.
 *
 * @param jobs how many jobs the node is waiting for
 */
export async function waitForMessage(
	RED: NodeRed,
	config: WaitConfig,
	{ waits, jobs }: { waits: OpenWaits; jobs: () => number },
	work: Work,
): Promise<Outcome> {
	const options = waitOptions(config);
	const { message, signal } = work;
	const { id, deadline } = await waits.begin(message, clockOf(signal).now(), options.timeLimitMs);
	const left = () => Math.max(0, deadline - clockOf(signal).now());
	const waiting = async () => {
		const jobId = await jobIdFrom(config, work.values);
		const client = work.tenant.client(requestLimits(config), signal);
		const asking = client.withoutRetry();
		const ask = async () => {
			const job = await asking.job(jobId);
			const shown = { status: job.status, left: timeLeft(left()), jobs: jobs() };
			const text = RED._(jobs() > 1 ? 'status.waitingForMany' : 'status.waiting', shown);
			work.progress({ fill: 'blue', shape: 'ring', text });
			return job;
		};
		const waited = await waitForJob(ask, { ...options, timeLimitMs: left() }, clockOf(signal));
		work.send(onOutputOf(waited.job, await jobMessage(client, waited, config, work)));
		return jobOutcome(RED, waited.job);
	};
	const outcome = await settled(waiting());
	// Closed in the middle, the node takes it up again when it is back.
	if ('value' in outcome || !signal.aborted) await waits.end(id);
	if ('value' in outcome) return outcome.value;
	throw outcome.thrown;
}
