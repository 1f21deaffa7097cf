import type { AdvocateClient } from '../../advocate/api/client.ts';
import type { Job } from '../../advocate/api/schema.ts';
import { fetchJobFiles, type FileKeeper, type JobFiles } from '../../advocate/jobs/files.ts';
import { numberOr } from '../../advocate/settings.ts';
import { settled } from '../../advocate/settled.ts';
import type { ByteStream } from '../../advocate/files/content.ts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';
import { NodeError } from '../runtime/node-error.cts';
import { isPlainObject } from '../runtime/message.cts';
import { clockOf } from '../runtime/system-time.cts';
import { settingNotAllowed } from '../parameters/request-options.cts';
import type { Work } from '../runtime/work-node.cts';
import type { RowOrigin } from '../../advocate/rows/trace/proven-origin.ts';

/** Which of an ended job's files are wanted: settings of advocate-job-status and advocate-wait. */
export interface FilesConfig {
	includeResults?: boolean;
	includeErrorsFile?: boolean;
	includeRowErrors?: boolean;
	maxRowErrors?: string | number;
	/** The number that Advocate gives the first row of a file: 0, 1, or 2 if it counts the header. */
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

/** What an ended job's files add to its message; `filesError` says why a file could not be fetched. */
export type AttachedFiles = Omit<JobFiles<AttachedFile>, 'failure'> & { filesError?: string };

/**
 * Fetches what is wanted of an ended job's files. Any problem with them, or with their settings, is
 * reported beside the job, which has ended in any case.
 *
 * @throws {AdvocateError} CANCELLED
 */
export async function jobFiles(
	client: AdvocateClient,
	job: Job,
	config: FilesConfig,
	{ values, tenant, signal }: Pick<Work, 'values' | 'tenant' | 'signal'>,
): Promise<AttachedFiles> {
	const outcome = await settled(fetchedFiles(client, job, config, { values, signal }));
	const { failure, ...files } = 'value' in outcome ? outcome.value : { failure: outcome.thrown };
	if (failure === undefined) return files;
	if (signal.aborted) throw failure as Error;
	const { message } = new NodeError(failure, (text) => tenant.clean(text));
	return { ...files, filesError: message };
}

async function fetchedFiles(
	client: AdvocateClient,
	job: Job,
	config: FilesConfig,
	{ values, signal }: Pick<Work, 'values' | 'signal'>,
): Promise<JobFiles<AttachedFile>> {
	const wanted = {
		resultsFile: config.includeResults,
		errorsFile: config.includeErrorsFile,
		rowErrors: config.includeRowErrors,
		maxRowErrors: mostRowErrors(config),
	};
	const keeper: FileKeeper<AttachedFile> = {
		keep: async (content, { fileName }) => ({ fileName, content: await whole(content) }),
		read: ({ content }) => Promise.resolve(content),
		origin: async () => await originFrom(config, values),
		texts: NODE_RED_TEXTS.trace,
	};
	return await fetchJobFiles(client, job, wanted, keeper, clockOf(signal));
}

async function originFrom(config: FilesConfig, values: Work['values']): Promise<RowOrigin> {
	const { sourceRows, sourceRowsType, sourceItems, sourceItemsType } = config;
	const rows = await values.value(sourceItems || undefined, sourceItemsType, 'Source items');
	if (rows !== undefined && !(Array.isArray(rows) && rows.every(isPlainObject))) {
		throw settingNotAllowed('Source items', 'an array of objects');
	}
	return {
		sourceRows: await values.text(sourceRows || undefined, sourceRowsType, 'Source rows (numbers)'),
		rows,
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
	throw settingNotAllowed('Maximum row errors', 'a whole number from 1 to 10000');
}
