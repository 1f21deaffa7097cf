import type { AdvocateClient } from '../api/client';
import { AdvocateError } from '../errors';
import type { Job, RowErrors } from '../api/schema';
import type { Clock } from '../clock';
import { tracedErrors, type TracedRowError, type RowOrigin } from '../rows/trace/traced-errors';
import { peeked } from '../files/peeked';
import { safeStem } from '../files/safe-name';
import { zipKind, ZIP_START } from '../files/zip';
import { settled } from '../settled';
import { isoDate } from './shown-job';
import { readResults } from './results-link';
import { readRowErrors } from './row-errors';
import { inPieces, type ByteStream } from '../files/content';

/** Which of an ended job's files are wanted. */
export interface WantedFiles {
	resultsFile?: boolean;
	errorsFile?: boolean;
	/** Whether the errors file is wanted as rows. */
	rowErrors?: boolean;
	/** How many of these at most. */
	maxRowErrors?: number;
}

/** Where a host keeps the files. */
export interface FileKeeper<T> {
	/** Takes in a file; called again from its start when the content broke off. */
	keep(content: ByteStream, file: { fileName: string; mimeType: string }): Promise<T>;
	/** Gives the content of a file that was kept. */
	read(kept: T): Promise<ByteStream | Uint8Array>;
	/** What leads row errors back to their rows; asked for only when there are any. */
	origin(): Promise<RowOrigin> | RowOrigin;
}

/** What came of it. */
export interface JobFiles<T> {
	resultsFile?: T;
	errorsFile?: T;
	rowErrors?: TracedRowError[];
	/** How many there are, those not given too. */
	rowErrorsTotal?: number;
	/** Of an import of events: how many of these are about events that Advocate has already. */
	alreadyKnownTotal?: number;
	/**
	 * Why something of that is missing. The job has ended all the same, and nobody is to import again: so it
	 * is told beside the job, and not thrown.
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
 * Fetches what is wanted of an ended job's files; asks for the links only when something is.
 *
 * @param clock says whether the time of the files is over
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
	return { ...files, failure: ifExpired(outcome.thrown, job, clock.now()) };
}

/** Puts what it gets into `files`, piece by piece, so that a later failure does not cost what is there. */
async function fetchInto<T>(
	files: JobFiles<T>,
	client: AdvocateClient,
	job: Job,
	wanted: WantedFiles,
	keeper: FileKeeper<T>,
): Promise<void> {
	if (job.status === 'EXPIRED') throw filesGone();
	const { downloadUrl, downloadErrorUrl } = await client.jobLinks(job.id);
	const fetch = async (link: string, what: string) =>
		await readResults(client, link, async (stream) => {
			const { start, content } = await peeked(stream, ZIP_START);
			return await keeper.keep(content, namedFile(job, what, start));
		});
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
	setRowErrors(files, job, tracedErrors(redacted, job, await keeper.origin()), counts);
	assertAllThere(counts.total, job);
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

/** Under a name made from the job's ID, never from the link, and ending in what its first bytes are. */
function namedFile({ id, outputFormat }: Job, what: string, start: Uint8Array) {
	const { extension, mimeType } = fileKind(start, outputFormat);
	return { fileName: `job-${safeStem(id)}-${what}.${extension}`, mimeType };
}

/** A workbook comes zipped (guide), whether always is not documented. Text does not tell its format. */
function fileKind(start: Uint8Array, outputFormat: Job['outputFormat']): typeof CSV {
	const zip = zipKind(start);
	if (zip !== undefined) return zip === 'workbook' ? XLSX : ZIP;
	if (outputFormat === 'JSONL') return JSONL;
	return CSV;
}

/** Without links there would seem to be no failed rows. */
function filesGone(): AdvocateError {
	return new AdvocateError('LINK_REFUSED', 'The files of this job have expired', {
		hint: 'Look in the Advocate portal for what is left of them.',
	});
}

/** Says of a file that could not be fetched that its time is over, where the job says so. */
function ifExpired(thrown: unknown, { dateExpires }: Job, now: number): unknown {
	if (!(thrown instanceof AdvocateError) || thrown.code !== 'LINK_REFUSED') return thrown;
	if (thrown.status === undefined || dateExpires === null || dateExpires > now) return thrown;
	const date = isoDate(dateExpires)?.slice(0, 10) ?? 'a day long ago';
	return thrown.rephrased({
		hint: `The files of this job expired on ${date}. Look in the Advocate portal for what is left of them.`,
	});
}

/** An answer that was cut, and says that it is whole, is told by nothing but the job's own count. */
function assertAllThere(total: number, { stats }: Job): void {
	if (stats === null || total >= stats.errors) return;
	throw new AdvocateError(
		'UNEXPECTED_ANSWER',
		`The errors file has only ${total} of ${stats.errors} failed rows`,
		{
			hint: 'The file may have been cut off on its way. Run this node again; if it stays so, look at the file in the Advocate portal.',
		},
	);
}
