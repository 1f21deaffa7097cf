import type { AdvocateClient } from '../../advocate/client.ts';
import type { Job } from '../../advocate/job.ts';
import { numberOr } from '../../advocate/number-setting.ts';
import { settled } from '../../advocate/retry.ts';
import { safeStem } from '../../advocate/safe-name.ts';
import type { ByteStream } from '../../advocate/transport.ts';
import { withSources } from '../../nodes/AdvocateJobStatus/row-sources.ts';
import { Failure } from '../runtime/failure.cts';
import { isPlainObject } from '../runtime/message.cts';
import { notAllowed } from '../runtime/settings.cts';
import type { Work } from '../runtime/work-node.cts';

/** Which of an ended job's files are wanted: settings of advocate-job-status and advocate-wait. */
export interface FilesConfig {
	includeResults?: boolean;
	includeErrorsFile?: boolean;
	includeRowErrors?: boolean;
	maxRowErrors?: string | number;
	/** What number Advocate gives the first row of a file: 0, 1, or 2 where it counts the header. */
	firstRecordNumber?: string | number;
	sourceRows?: string;
	sourceRowsType?: string;
	sourceItems?: string;
	sourceItemsType?: string;
}

/** A file that a job made, in a message. */
interface AttachedFile {
	fileName: string;
	content: Buffer;
}

interface JobFiles {
	resultsFile?: AttachedFile;
	errorsFile?: AttachedFile;
	rowErrors?: unknown[];
	rowErrorsTotal?: number;
	/** Why a file is not to be had: the job has ended all the same, and nobody is to import again. */
	filesError?: string;
}

/** Fetches what is wanted of an ended job's files; asks for the links only when something is. */
export async function jobFiles(
	client: AdvocateClient,
	job: Job,
	config: FilesConfig,
	work: Pick<Work, 'values' | 'tenant' | 'signal'>,
): Promise<JobFiles> {
	const { includeResults, includeErrorsFile, includeRowErrors } = config;
	if (!includeResults && !includeErrorsFile && !includeRowErrors) return {};
	const files: JobFiles = {};
	const outcome = await settled(fetchFiles(client, job, config, work.values, files));
	if ('value' in outcome) return files;
	if (work.signal.aborted) throw outcome.thrown;
	const { message } = new Failure(outcome.thrown, (text) => work.tenant.clean(text));
	return { ...files, filesError: message };
}

/** Puts what it gets into `files`, piece by piece, so that a later failure does not cost what is there. */
async function fetchFiles(
	client: AdvocateClient,
	job: Job,
	config: FilesConfig,
	values: Work['values'],
	files: JobFiles,
): Promise<void> {
	const { includeResults, includeErrorsFile, includeRowErrors } = config;
	const { downloadUrl, downloadErrorUrl } = await client.jobLinks(job.id);
	const file = async (link: string, what: string): Promise<AttachedFile> => ({
		fileName: `job-${safeStem(job.id)}-${what}.${(job.outputFormat ?? 'csv').toLowerCase()}`,
		content: await client.readResults(link, whole),
	});
	if (includeResults && downloadUrl !== null)
		files.resultsFile = await file(downloadUrl, 'results');
	if (downloadErrorUrl === null) {
		if (includeRowErrors) Object.assign(files, { rowErrors: [], rowErrorsTotal: 0 });
		return;
	}
	if (includeErrorsFile) files.errorsFile = await file(downloadErrorUrl, 'errors');
	if (!includeRowErrors) return;
	const most = mostRowErrors(config);
	const read = async (content: ByteStream | Uint8Array) => await client.rowErrors(content, most);
	const { rowErrors, total } = files.errorsFile
		? await read(files.errorsFile.content)
		: await client.readResults(downloadErrorUrl, read);
	files.rowErrors = withSources(rowErrors, job, await sourcesFrom(config, values));
	files.rowErrorsTotal = total;
}

async function sourcesFrom(config: FilesConfig, values: Work['values']) {
	const { sourceRows, sourceRowsType, sourceItems, sourceItemsType } = config;
	const items = await values.value(sourceItems || undefined, sourceItemsType, 'Source rows');
	if (items !== undefined && !(Array.isArray(items) && items.every(isPlainObject))) {
		throw notAllowed('Source rows', 'an array of objects');
	}
	return {
		sourceRows: await values.text(sourceRows || undefined, sourceRowsType, 'Row numbers'),
		sourceItems: items?.map((json) => ({ json })),
		firstRecordNumber: numberOr(config.firstRecordNumber, 1),
	};
}

async function whole(content: ByteStream): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of content) chunks.push(chunk);
	return Buffer.concat(chunks);
}

function mostRowErrors({ maxRowErrors }: FilesConfig): number {
	const most = numberOr(maxRowErrors, 100);
	if (Number.isInteger(most) && most >= 1 && most <= 10_000) return most;
	throw notAllowed('Row errors at most', 'a whole number from 1 to 10000');
}
