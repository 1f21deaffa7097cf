import type { AdvocateClient } from '../api/client';
import type { ExportInput, Job } from '../api/schema';
import type { Clock } from '../clock';
import { AdvocateError } from '../errors';
import { waitForJob, type Waited, type WaitOptions } from '../jobs/wait';
import { settled } from '../settled';
import { createExportOnce } from './create-export';

/** An export to be run. */
export interface ExportRun {
	client: AdvocateClient;
	input: ExportInput;
	/** See markOf. */
	mark: string;
	/** Undefined to go on without waiting for the end. */
	wait: WaitOptions | undefined;
	clock: Clock;
	/** Called once the job is there, for whoever has to tell of it when something fails afterwards. */
	onJob: (job: Job) => void;
}

/**
 * Creates an export once, and waits for its end if that is wanted.
 *
 * @returns the job as last seen
 * @throws {AdvocateError} what createExportOnce and waitForExport throw
 */
export async function runExport({
	client,
	input,
	mark,
	wait,
	clock,
	onJob,
}: ExportRun): Promise<Waited> {
	const job = await createExportOnce({ client, input, mark, clock });
	onJob(job);
	return wait === undefined ? { job } : await waitForExport(client, job.id, wait, clock);
}

/**
 * Waits for the end of an export (see waitForJob).
 *
 * @throws {AdvocateError} what waitForJob throws, with what to do about an export
 */
export async function waitForExport(
	client: AdvocateClient,
	id: string,
	wait: WaitOptions,
	clock: Clock,
): Promise<Waited> {
	// A wait keeps asking anyway, so its requests need no retries of their own.
	const outcome = await settled(waitForJob(client.withoutRetry(), id, wait, clock));
	if ('value' in outcome) return outcome.value;
	const { thrown } = outcome;
	if (!(thrown instanceof AdvocateError) || thrown.code === 'SETTINGS_INVALID') throw thrown;
	throw thrown.rephrased({
		hint:
			thrown.code === 'JOB_NOT_FOUND'
				? `${client.tenant.texts.job.checkJobId} Someone may have deleted it in the Advocate portal.`
				: withHint(thrown, client.tenant.texts.exports.lookLater(id)),
	});
}

/** The error's own hint, and one more. */
export function withHint({ hint, code }: AdvocateError, more: string): string {
	// What is said of a wait that was stopped says the same.
	return code === 'CANCELLED' ? more : `${hint} ${more}`.trim();
}
