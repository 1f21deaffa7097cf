import type { AdvocateClient } from '../api/client';
import { AdvocateError } from '../errors';
import type { Job, RowErrors } from '../api/schema';
import type { Clock } from '../clock';
import type { TraceTexts } from '../host-texts';
import { provenOrigin, type ProvenOrigin, type RowOrigin } from '../rows/trace/proven-origin';
import { tracedErrors, type TracedRowError } from '../rows/trace/traced-errors';
import { peeked } from '../files/peeked';
import { safeStem } from '../files/safe-name';
import { zipKind, ZIP_START } from '../files/zip';
import { settled } from '../settled';
import { isoDate } from './shown-job';
import { readResults } from './results-link';
import { readRowErrors } from './row-errors';
import { inPieces, type ByteStream } from '../files/content';

/** Which files of an ended job are wanted. */
export interface WantedFiles {
	resultsFile?: boolean;
	errorsFile?: boolean;
	/** Whether to read the errors file into rows. */
	rowErrors?: boolean;
	/** How many row errors to return at most. */
	maxRowErrors?: number;
}

/** Where a host keeps the files. */
export interface FileKeeper<T> {
	/** Stores a file; called again with the content from its start if it broke off. */
	keep(content: ByteStream, file: { fileName: string; mimeType: string }): Promise<T>;
	/** Opens a file that was kept. */
	read(kept: T): Promise<ByteStream | Uint8Array>;
	/** What traces row errors back to their rows; called only if there is an errors file. May throw. */
	origin(): Promise<RowOrigin> | RowOrigin;
	texts: TraceTexts;
}

/** The files that could be fetched. */
export interface JobFiles<T> {
	resultsFile?: T;
	errorsFile?: T;
	rowErrors?: TracedRowError[];
	/** How many there are in all, returned or not. */
	rowErrorsTotal?: number;
	/** For an import of events: how many of these are events that Advocate already has. */
	alreadyKnownTotal?: number;
	/**
	 * Why something is missing. The job has ended nevertheless, and nobody should import again: so the failure
	 * is returned beside the job instead of being thrown.
	 */
	failure?: unknown;
}

const CSV = { extension: 'csv', mimeType: 'text/csv' };
const JSONL = { extension: 'jsonl', mimeType: 'application/jsonl' };
const XLSX = {
	extension: 'xlsx',
	mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
const ZIP = { extension: 'zip', mimeType: 'application/zip' };

/**
 * Fetches the wanted files of an ended job; asks for the links only if any file is wanted.
 *
 * @param clock for telling whether the files have expired
 */
export async function fetchJobFiles<T>(
	client: AdvocateClient,
	job: Job,
	wanted: WantedFiles,
	keeper: FileKeeper<T>,
	clock: Pick<Clock, 'now'>,
): Promise<JobFiles<T>> {
	const files: JobFiles<T> = {};
	if (!wanted.resultsFile && !wanted.errorsFile && !wanted.rowErrors) return files;
	const outcome = await settled(fetchInto(files, client, job, wanted, keeper));
	if ('value' in outcome) return files;
	return { ...files, failure: withExpiry(outcome.thrown, job, clock.now()) };
}

/** Adds each file to `files` as soon as it is there, so that a later failure does not lose it. */
async function fetchInto<T>(
	files: JobFiles<T>,
	client: AdvocateClient,
	job: Job,
	wanted: WantedFiles,
	keeper: FileKeeper<T>,
): Promise<void> {
	if (job.status === 'EXPIRED') throw filesExpired();
	const { downloadUrl, downloadErrorUrl } = await client.jobLinks(job.id);
	const fetch = async (link: string, what: string) =>
		await keptFile(client, link, { job, what }, keeper);
	if (wanted.resultsFile && downloadUrl !== null) {
		files.resultsFile = await fetch(downloadUrl, 'results');
	}
	if (downloadErrorUrl === null) {
		if (wanted.rowErrors) setRowErrors(files, job, [], { total: 0, alreadyKnown: 0 });
		return;
	}
	if (wanted.errorsFile) files.errorsFile = await fetch(downloadErrorUrl, 'errors');
	if (!wanted.rowErrors) return;
	const { maxRowErrors = 100 } = wanted;
	const read = async (content: ByteStream | Uint8Array) =>
		await readRowErrors(inPieces(content), job.type, maxRowErrors);
	const { rowErrors, ...counts } =
		files.errorsFile === undefined
			? await readResults(client, downloadErrorUrl, read)
			: await read(await keeper.read(files.errorsFile));
	const redacted = rowErrors.map((row) => ({ ...row, message: client.redact(row.message) }));
	// Rows that can't be traced are told all the same.
	const origin = await settled(originOf(job, keeper));
	const proven = 'value' in origin ? origin.value : undefined;
	setRowErrors(files, job, tracedErrors(redacted, job, proven), counts);
	assertAllThere(counts.total, job);
	if ('thrown' in origin) throw origin.thrown;
}

/**
 * Fetches one file of a job, and has it kept under a name that says which it is.
 *
 * @param what the file is: `results` or `errors`
 */
export async function keptFile<T>(
	client: AdvocateClient,
	link: string,
	{ job, what }: { job: Job; what: string },
	keeper: Pick<FileKeeper<T>, 'keep'>,
): Promise<T> {
	return await readResults(client, link, async (stream) => {
		const { start, content } = await peeked(stream, ZIP_START);
		return await keeper.keep(content, namedFile(job, what, start));
	});
}

async function originOf<T>(job: Job, keeper: FileKeeper<T>): Promise<ProvenOrigin | undefined> {
	return provenOrigin(await keeper.origin(), job, keeper.texts);
}

function setRowErrors<T>(
	files: JobFiles<T>,
	{ type }: Job,
	rowErrors: TracedRowError[],
	{ total, alreadyKnown }: Omit<RowErrors, 'rowErrors'>,
): void {
	files.rowErrors = rowErrors;
	files.rowErrorsTotal = total;
	if (type === 'MUTATION/USER_EVENT') files.alreadyKnownTotal = alreadyKnown;
}

/** The file's name comes from the job's ID, never from the link; its extension from its first bytes. */
function namedFile({ id, outputFormat }: Job, what: string, start: Uint8Array) {
	const { extension, mimeType } = fileKind(start, outputFormat);
	return { fileName: `job-${safeStem(id)}-${what}.${extension}`, mimeType };
}

/** A workbook comes zipped (guide); whether it always does is not documented. */
function fileKind(start: Uint8Array, outputFormat: Job['outputFormat']): typeof CSV {
	const zip = zipKind(start);
	if (zip !== undefined) return zip === 'workbook' ? XLSX : ZIP;
	return outputFormat === 'JSONL' ? JSONL : CSV;
}

/** Without this, an expired job would seem to have no failed rows. */
export function filesExpired(): AdvocateError {
	return new AdvocateError('LINK_REFUSED', "The job's files have expired", {
		hint: 'Check in the Advocate portal whether they are still available there.',
	});
}

/** Explains why a file could not be fetched, if the job says that its files have expired. */
export function withExpiry(thrown: unknown, { dateExpires }: Job, now: number): unknown {
	if (!(thrown instanceof AdvocateError) || thrown.code !== 'LINK_REFUSED') return thrown;
	if (thrown.status === undefined || dateExpires === null || dateExpires > now) return thrown;
	const date = isoDate(dateExpires)?.slice(0, 10) ?? 'a date long past';
	return thrown.rephrased({
		hint: `The job's files expired on ${date}. Check in the Advocate portal whether they are still available there.`,
	});
}

/** Only the job's own count reveals an answer that was cut short but claims to be complete. */
function assertAllThere(total: number, { stats }: Job): void {
	if (stats === null || total >= stats.errors) return;
	throw new AdvocateError(
		'UNEXPECTED_ANSWER',
		`The errors file has only ${total} of ${stats.errors} failed rows`,
		{
			hint: 'The file may have been cut off on its way. Run this node again; if the problem persists, look at the file in the Advocate portal.',
		},
	);
}
