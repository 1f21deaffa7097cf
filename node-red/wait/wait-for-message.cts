import { AdvocateError, type AdvocateErrorCode } from '../../advocate/errors.ts';
import type { Job } from '../../advocate/api/schema.ts';
import {
	checkedWait,
	waitForJob,
	waitOptions,
	type WaitOptions,
} from '../../advocate/jobs/wait.ts';
import { chosenJobId } from '../parameters/job-id.cts';
import { jobMessage, jobOutcome } from '../job/job-result.cts';
import { onOutputOf } from '../job/status-outputs.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { chosenLimits } from '../parameters/request-options.cts';
import { timeLeft } from '../runtime/shown-numbers.cts';
import { clockOf } from '../runtime/system-time.cts';
import { Held, type Outcome, type Work } from '../runtime/work-node.cts';
import type { OpenWait, OpenWaits } from './open-waits.cts';
import type { WaitConfig } from './wait-config.cts';
import { settled } from '../../advocate/settled.ts';

/** Failures that are about the settings: once these are corrected, a wait can go on. */
const OF_SETTINGS: AdvocateErrorCode[] = [
	'SETTINGS_INVALID',
	'KEY_REFUSED',
	'FORBIDDEN',
	'TENANT_NOT_FOUND',
];

/** What every wait of a node shares. */
export interface Waiting {
	RED: NodeRed;
	config: WaitConfig;
	waits: OpenWaits;
	/** How many jobs the node is waiting for. */
	jobs: () => number;
}

/**
 * Waits for the end of the job that a message names.
 *
 * @throws {AdvocateError} when the job can't be waited for, which ends the wait
 * @throws {Held} when a resumed wait fails because of the settings: it is kept, as a restart without the
 * key must not end it
 */
export async function waitForMessage(waiting: Waiting, work: Work): Promise<Outcome> {
	const { config, waits } = waiting;
	const options = checkedWait(waitOptions(config));
	const resumed = waits.resumedWait(work.message);
	const { id, ...wait } = resumed ?? (await begun(waiting, options, work));
	const outcome = await settled(untilEnd(waiting, { ...options, ...wait }, work));
	if ('value' in outcome) {
		await waits.end(id);
		return outcome.value;
	}
	const { thrown } = outcome;
	if (resumed !== undefined && isOfSettings(thrown)) throw new Held(thrown);
	// If the node is closed in the middle, it resumes the wait when it is back.
	if (!work.signal.aborted) await waits.end(id);
	throw thrown;
}

async function begun(
	{ config, waits }: Waiting,
	{ timeLimitMs }: WaitOptions,
	{ message, values, signal }: Work,
): Promise<{ id: string } & OpenWait> {
	const jobId = await chosenJobId(config, values);
	const wait = { jobId, deadline: clockOf(signal).now() + timeLimitMs };
	return { ...wait, id: await waits.begin(message, wait) };
}

async function untilEnd(
	{ RED, config, jobs }: Waiting,
	{ jobId, deadline, ...options }: WaitOptions & OpenWait,
	work: Work,
): Promise<Outcome> {
	const clock = clockOf(work.signal);
	const left = () => Math.max(0, deadline - clock.now());
	const client = work.tenant.client(chosenLimits(config), work.signal);
	const asking = client.withoutRetry();
	const findJob = async (id: string): Promise<Job | undefined> => {
		const job = await asking.findJob(id);
		if (job === undefined) return undefined;
		const shown = { status: job.status, left: timeLeft(left()), jobs: jobs() };
		const text = RED._(jobs() > 1 ? 'status.waitingForMany' : 'status.waiting', shown);
		work.progress({ fill: 'blue', shape: 'ring', text });
		return job;
	};
	const source = { findJob, jobNotFound: (id: string) => asking.jobNotFound(id) };
	const waited = await waitForJob(source, jobId, { ...options, timeLimitMs: left() }, clock);
	work.send(onOutputOf(waited.job, await jobMessage(client, waited, config, work)));
	return jobOutcome(RED, waited.job);
}

function isOfSettings(thrown: unknown): boolean {
	return thrown instanceof AdvocateError && OF_SETTINGS.includes(thrown.code);
}
