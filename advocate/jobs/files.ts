import type { AdvocateClient } from '../api/client';
import { AdvocateError } from '../errors';
import type { Job } from '../api/schema';
import { tracedErrors, type TracedRowError, type RowOrigin } from '../rows/trace/traced-errors';
import { safeStem } from '../files/safe-name';
import { settled } from '../settled';
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
	/** What traces row errors back to their rows; called only if there is an errors file. */
	origin(): Promise<RowOrigin> | RowOrigin;
}

/** The files that could be fetched. */
export interface JobFiles<T> {
	resultsFile?: T;
	errorsFile?: T;
	rowErrors?: TracedRowError[];
	/** How many there are in all, returned or not. */
	rowErrorsTotal?: number;
	/**
	 * Why something is missing. The job has ended nevertheless, and nobody should import again: so the failure
	 * is returned beside the job instead of being thrown.
	 */
	failure?: unknown;
}

const CSV = { extension: 'csv', mimeType: 'text/csv' };

const FILE_KINDS = new Map<string, typeof CSV>([
	['CSV', CSV],
	[
		'XLSX',
		{
			extension: 'xlsx',
			mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		},
	],
	['JSONL', { extension: 'jsonl', mimeType: 'application/jsonl' }],
]);

/** Fetches the wanted files of an ended job; asks for the links only if any file is wanted. */
export async function fetchJobFiles<T>(
	client: AdvocateClient,
	job: Job,
	wanted: WantedFiles,
	keeper: FileKeeper<T>,
): Promise<JobFiles<T>> {
	const files: JobFiles<T> = {};
	if (!wanted.resultsFile && !wanted.errorsFile && !wanted.rowErrors) return files;
	const outcome = await settled(fetchInto(files, client, job, wanted, keeper));
	return 'thrown' in outcome ? { ...files, failure: outcome.thrown } : files;
}

/** Adds each file to `files` as soon as it is there, so that a later failure does not lose it. */
async function fetchInto<T>(
	files: JobFiles<T>,
	client: AdvocateClient,
	job: Job,
	wanted: WantedFiles,
	keeper: FileKeeper<T>,
): Promise<void> {
	const { downloadUrl, downloadErrorUrl } = await client.jobLinks(job.id);
	const fetch = async (link: string, what: string) => {
		const file = namedFile(job, what);
		return await readResults(client, link, async (content) => await keeper.keep(content, file));
	};
	if (wanted.resultsFile && downloadUrl !== null) {
		files.resultsFile = await fetch(downloadUrl, 'results');
	}
	if (downloadErrorUrl === null) {
		if (wanted.rowErrors) Object.assign(files, { rowErrors: [], rowErrorsTotal: 0 });
		return;
	}
	if (wanted.errorsFile) files.errorsFile = await fetch(downloadErrorUrl, 'errors');
	if (!wanted.rowErrors) return;
	const { maxRowErrors = 100 } = wanted;
	const read = async (content: ByteStream | Uint8Array) =>
		await readRowErrors(inPieces(content), maxRowErrors);
	const { rowErrors, total } =
		files.errorsFile === undefined
			? await readResults(client, downloadErrorUrl, read)
			: await read(await keeper.read(files.errorsFile));
	const redacted = rowErrors.map((row) => ({ ...row, message: client.redact(row.message) }));
	files.rowErrors = tracedErrors(redacted, job, await keeper.origin());
	files.rowErrorsTotal = total;
	assertAllThere(total, job);
}

/** The file's name comes from the job's ID, never from the link. */
function namedFile({ id, outputFormat }: Job, what: string) {
	const { extension, mimeType } = FILE_KINDS.get(outputFormat ?? 'CSV') ?? CSV;
	return { fileName: `job-${safeStem(id)}-${what}.${extension}`, mimeType };
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
