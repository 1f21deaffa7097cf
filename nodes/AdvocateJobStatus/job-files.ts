import type { IBinaryData, IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/client';
import { AdvocateError } from '../../advocate/errors';
import type { Job } from '../../advocate/job';
import { safeStem } from '../../advocate/safe-name';
import type { ByteStream } from '../../advocate/transport';
import { errorText } from '../node-errors';
import { storedContent } from '../stored-file';
import { withSources, type SourceOptions } from './row-sources';

/** Which of an ended job's files are wanted, and how. */
export interface FileOptions extends SourceOptions {
	attachResultsFile?: boolean;
	resultsBinaryPropertyName?: string;
	attachErrorsFile?: boolean;
	errorsBinaryPropertyName?: string;
	includeRowErrors?: boolean;
	/** Rows. */
	maxRowErrors?: number;
}

/** What came of it. */
export interface JobFiles {
	binary?: IBinaryKeyData;
	/** `rowErrors` and `rowErrorsTotal` where these are wanted, `filesError` where a file is not to be had. */
	json: IDataObject;
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

/**
 * Fetches what is wanted of an ended job's files; asks for the links only when something is. That a file
 * is not to be had is said on the item: the job has ended all the same, and nobody is to import again.
 */
export async function jobFiles(
	context: IExecuteFunctions,
	client: AdvocateClient,
	job: Job,
	options: FileOptions,
): Promise<JobFiles> {
	const files: JobFiles = { json: {} };
	const filesError = await fetchFiles(context, client, job, options, files).then(
		() => undefined,
		async (thrown: unknown) => await errorText(context, thrown),
	);
	if (filesError === undefined) return files;
	context.addExecutionHints({ message: `Job ${job.id}: ${filesError}`, location: 'outputPane' });
	return { ...files, json: { ...files.json, filesError } };
}

/** Puts what it gets into `files`, piece by piece, so that a later failure does not cost what is there. */
async function fetchFiles(
	context: IExecuteFunctions,
	client: AdvocateClient,
	job: Job,
	options: FileOptions,
	files: JobFiles,
): Promise<void> {
	const { attachResultsFile, attachErrorsFile, includeRowErrors, maxRowErrors = 100 } = options;
	if (!attachResultsFile && !attachErrorsFile && !includeRowErrors) return;
	const { downloadUrl, downloadErrorUrl } = await client.jobLinks(job.id);
	const attach = async (name: string, link: string, what: string): Promise<IBinaryData> => {
		const binary = await client.readResults(
			link,
			async (content) => await stored(context, content, `job-${safeStem(job.id)}-${what}`, job),
		);
		files.binary = { ...files.binary, [name]: binary };
		return binary;
	};
	if (attachResultsFile && downloadUrl !== null) {
		await attach(options.resultsBinaryPropertyName || 'results', downloadUrl, 'results');
	}
	if (downloadErrorUrl === null) {
		if (includeRowErrors) files.json = { rowErrors: [], rowErrorsTotal: 0 };
		return;
	}
	const errorsFile = attachErrorsFile
		? await attach(options.errorsBinaryPropertyName || 'errors', downloadErrorUrl, 'errors')
		: undefined;
	if (!includeRowErrors) return;
	const read = async (content: ByteStream | Uint8Array) => {
		const { rowErrors, total } = await client.rowErrors(content, maxRowErrors);
		return { rowErrors: withSources(rowErrors, job, options), rowErrorsTotal: total };
	};
	const { rowErrors, rowErrorsTotal } = errorsFile
		? await read(await storedContent(context, errorsFile))
		: await client.readResults(downloadErrorUrl, read);
	files.json = { rowErrors, rowErrorsTotal };
	assertAllThere(rowErrorsTotal, job);
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

/** Streams a file into n8n's binary store, under a name made from the job's ID, never from the link. */
async function stored(
	context: IExecuteFunctions,
	content: ByteStream,
	stem: string,
	{ outputFormat }: Job,
): Promise<IBinaryData> {
	const { extension, mimeType } = FILE_KINDS.get(outputFormat ?? 'CSV') ?? CSV;
	const stream = content as unknown as import('stream').Readable;
	return await context.helpers.prepareBinaryData(stream, `${stem}.${extension}`, mimeType);
}
