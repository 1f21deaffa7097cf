import type { IBinaryData, IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/client';
import type { Job } from '../../advocate/job';
import { readRowErrors, type RowError } from '../../advocate/row-errors';
import type { ByteStream } from '../../advocate/transport';
import { nodeError } from '../node-errors';
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

const EXTENSIONS: Record<string, { extension: string; mimeType: string } | undefined> = {
	CSV: { extension: 'csv', mimeType: 'text/csv' },
	XLSX: {
		extension: 'xlsx',
		mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	},
	JSONL: { extension: 'jsonl', mimeType: 'application/jsonl' },
};

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
	const failure = await fetchFiles(context, client, job, options, files).then(
		() => undefined,
		(thrown: unknown) => nodeError(context.getNode(), thrown),
	);
	if (failure === undefined) return files;
	const filesError = [failure.message, failure.description].filter(Boolean).join('. ');
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
		const { content } = await client.openResults(link);
		const binary = await stored(context, content, `job-${job.id}-${what}`, job);
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
	const content = errorsFile
		? await storedContent(context, errorsFile)
		: (await client.openResults(downloadErrorUrl)).content;
	files.json = await rowErrors(content, maxRowErrors, (rows) => withSources(rows, job, options));
}

async function rowErrors(
	content: ByteStream | Uint8Array,
	most: number,
	asItems: (rows: RowError[]) => IDataObject[],
): Promise<IDataObject> {
	const bytes = content instanceof Uint8Array ? [content] : content;
	const { rowErrors: rows, total } = await readRowErrors(bytes, most);
	return { rowErrors: asItems(rows), rowErrorsTotal: total };
}

/** Streams a file into n8n's binary store, under a name made from the job's ID, never from the link. */
async function stored(
	context: IExecuteFunctions,
	content: ByteStream,
	stem: string,
	{ outputFormat }: Job,
): Promise<IBinaryData> {
	const { extension, mimeType } = EXTENSIONS[outputFormat ?? 'CSV'] ?? {
		extension: 'csv',
		mimeType: 'text/csv',
	};
	const fileName = `${stem.replace(/[^A-Za-z0-9_-]/g, '')}.${extension}`;
	const stream = content as unknown as import('stream').Readable;
	return await context.helpers.prepareBinaryData(stream, fileName, mimeType);
}
