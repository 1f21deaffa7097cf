import type { IBinaryData, IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/client';
import type { Job } from '../../advocate/job';
import { readRowErrors } from '../../advocate/row-errors';
import type { FileAnswer } from '../../advocate/transport';

/** Which of an ended job's files are wanted, and how. */
export interface FileOptions {
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
	/** `rowErrors` and `rowErrorsTotal`, where these are wanted. */
	rowErrors?: IDataObject;
}

const EXTENSIONS: Record<string, { extension: string; mimeType: string } | undefined> = {
	CSV: { extension: 'csv', mimeType: 'text/csv' },
	XLSX: {
		extension: 'xlsx',
		mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	},
	JSONL: { extension: 'jsonl', mimeType: 'application/jsonl' },
};

/** Fetches what is wanted of an ended job's files; asks for the links only when something is. */
export async function jobFiles(
	context: IExecuteFunctions,
	client: AdvocateClient,
	job: Job,
	options: FileOptions,
): Promise<JobFiles> {
	const { attachResultsFile, attachErrorsFile, includeRowErrors } = options;
	if (!attachResultsFile && !attachErrorsFile && !includeRowErrors) return {};
	const { downloadUrl, downloadErrorUrl } = await client.jobLinks(job.id);
	const binary: IBinaryKeyData = {};
	if (attachResultsFile && downloadUrl !== null) {
		const answer = await client.openResults(downloadUrl);
		const name = options.resultsBinaryPropertyName || 'results';
		binary[name] = await stored(context, answer, `job-${job.id}-results`, job);
	}
	if (attachErrorsFile && downloadErrorUrl !== null) {
		const answer = await client.openResults(downloadErrorUrl);
		const name = options.errorsBinaryPropertyName || 'errors';
		binary[name] = await stored(context, answer, `job-${job.id}-errors`, job);
	}
	return {
		binary: Object.keys(binary).length > 0 ? binary : undefined,
		rowErrors: includeRowErrors
			? await rowErrors(client, downloadErrorUrl, options.maxRowErrors ?? 100)
			: undefined,
	};
}

async function rowErrors(
	client: AdvocateClient,
	link: string | null,
	most: number,
): Promise<IDataObject> {
	if (link === null) return { rowErrors: [], rowErrorsTotal: 0 };
	const { content } = await client.openResults(link);
	const { rowErrors: rows, total } = await readRowErrors(content, most);
	return { rowErrors: rows.map((row) => ({ ...row })), rowErrorsTotal: total };
}

/** Streams a file into n8n's binary store, under a name made from the job's ID, never from the link. */
async function stored(
	context: IExecuteFunctions,
	{ content }: FileAnswer,
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
