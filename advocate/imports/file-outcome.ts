import type { AdvocateClient } from '../api/client';
import type { UploadEncoding } from '../api/transport';
import { endOf, type Job } from '../api/schema';
import type { Clock } from '../clock';
import { AdvocateError } from '../errors';
import type { HostTexts } from '../host-texts';
import { createJobOnce } from '../jobs/create-once';
import { fetchJobFiles, type JobFiles } from '../jobs/files';
import { jobInputFrom, type JobSettings } from '../jobs/job-input';
import { waitForJob, type WaitOptions } from '../jobs/wait';
import type { ImportJobType } from '../api/job-types';
import { settled } from '../settled';
import type { PreparedFile } from './prepared';
import { keptUpload } from './kept-uploads';
import { DEFAULT_PART_LIMITS } from '../rows/write/file-parts';

/** How an import goes on once its file is ready. */
export interface ImportPlan {
	client: AdvocateClient;
	type: ImportJobType;
	/** Of the job to create. */
	job: Omit<JobSettings, 'type' | 'fileRef'>;
	encoding: UploadEncoding;
	/** Undefined if the end of the job is not waited for. */
	wait: WaitOptions | undefined;
	/** The number that Advocate gives the first row of a file: 0, 1, or 2 if it counts the header. */
	firstRecordNumber: number;
	/** The execution or message that goes on (see rememberUpload). */
	run: string | undefined;
	/**
	 * What is the same if the host runs this piece of work once more, by itself, after it failed: then a file that it
	 * had uploaded is used again, and so is its job. Undefined for none.
	 */
	attemptOf: string | undefined;
	/** Receives what is being done, in a word; no data, no secrets. */
	onStep: (step: ImportStep, details: Record<string, string | number>) => void;
	clock: Clock;
	texts: HostTexts;
}

export type ImportStep = 'upload' | 'validate' | 'create' | 'wait' | 'rowErrors';

/** The rows of a job that failed, as far as they could be fetched. */
export type RowErrorsOfJob = Omit<JobFiles<never>, 'resultsFile' | 'errorsFile'>;

/** How the import of one file went. */
export type FileOutcome =
	| {
			end: 'completed';
			job: Job;
			note?: string;
			rowErrors: RowErrorsOfJob;
	  }
	/** Its end was not waited for. */
	| { end: 'created'; job: Job; note?: string }
	/** Advocate would not import it. */
	| { end: 'invalid'; fileRef: string; errors: string[] }
	| { end: 'aborted'; job: Job }
	/** The job had not ended when the time was over. */
	| { end: 'pending'; job: Job }
	/** A step failed; the job is there if it is known to have been created. */
	| { end: 'failed'; thrown: AdvocateError; job?: Job };

/**
 * Imports one file: uploads it, has it validated, creates its job once, waits for the end and fetches the rows that
 * failed.
 *
 * @throws {AdvocateError} CANCELLED, and anything that is no AdvocateError
 */
export async function fileOutcome(plan: ImportPlan, prepared: PreparedFile): Promise<FileOutcome> {
	const reached: { job?: Job } = {};
	const outcome = await settled(imported(plan, prepared, reached));
	if ('value' in outcome) return outcome.value;
	const { thrown } = outcome;
	if (!(thrown instanceof AdvocateError) || thrown.code === 'CANCELLED') throw thrown;
	return { end: 'failed', thrown, job: reached.job };
}

/** @param reached receives the job as soon as it is there, so that a later failure does not hide it */
async function imported(
	plan: ImportPlan,
	prepared: PreparedFile,
	reached: { job?: Job },
): Promise<FileOutcome> {
	const { client, type, clock, wait, texts, onStep } = plan;
	const fileRef = await uploaded(plan, prepared);
	onStep('validate', { fileRef });
	const errors = await client.validateJobCreation({ fileRef, type });
	if (errors.length > 0) return { end: 'invalid', fileRef, errors };
	onStep('create', { fileRef });
	const jobInput = jobInputFrom({ ...plan.job, type, fileRef }, texts);
	// The file is new, but if this is another attempt there may be its job.
	const how = { preventDuplicates: true, run: plan.run };
	const { job: created, note } = await createJobOnce(client, jobInput, how, clock);
	reached.job = created;
	if (wait === undefined) return { end: 'created', job: created, note };
	onStep('wait', { jobId: created.id });
	// A wait keeps asking anyway, so its requests need no retries of their own.
	const { job } = await waitForJob(client.withoutRetry(), created.id, wait, clock);
	reached.job = job;
	const end = endOf(job);
	if (end === undefined) return { end: 'pending', job };
	if (end === 'ABORTED') return { end: 'aborted', job };
	return { end: 'completed', job, note, rowErrors: await rowErrorsOf(plan, prepared, job) };
}

async function uploaded(plan: ImportPlan, prepared: PreparedFile): Promise<string> {
	const { client, encoding, run, attemptOf, onStep } = plan;
	const { file, rows, sourceRows } = prepared;
	const { fileName, sizeBytes } = file;
	// By the source rows the content is known: only the same rows are the same file.
	const key = `${fileName} ${sizeBytes} ${sourceRows}`;
	return await keptUpload(client.tenant, attemptOf, key, async () => {
		onStep('upload', { sizeBytes, rows });
		return await client.upload(file, encoding, run);
	});
}

async function rowErrorsOf(
	{ client, firstRecordNumber, clock, texts, onStep }: ImportPlan,
	{ sourceRows }: PreparedFile,
	job: Job,
): Promise<JobFiles<never>> {
	// Without a single failed row there is no errors file to look for.
	if (job.stats !== null && job.stats.errors === 0) {
		return { rowErrors: [], rowErrorsTotal: 0, alreadyKnownTotal: 0 };
	}
	onStep('rowErrors', { jobId: job.id });
	return await fetchJobFiles<never>(
		client,
		job,
		{ rowErrors: true, maxRowErrors: DEFAULT_PART_LIMITS.rows },
		{
			// Only rows are wanted, so no file is ever kept.
			keep: nothingKept,
			read: nothingKept,
			origin: () => ({ sourceRows, firstRecordNumber }),
			texts: texts.trace,
		},
		clock,
	);
}

function nothingKept(): never {
	throw new Error();
}
