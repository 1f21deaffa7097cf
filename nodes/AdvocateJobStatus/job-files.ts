import type { IBinaryData, IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/api/client';
import { AdvocateError } from '../../advocate/errors';
import type { Job } from '../../advocate/api/schema';
import { fetchJobFiles, type FileKeeper } from '../../advocate/jobs/files';
import { errorText } from '../runtime/node-error';
import { N8N_TEXTS } from '../runtime/host-texts';
import { storedContent } from '../runtime/stored-file';
import { clockOf } from '../runtime/system-time';
import { isRecord } from '../../advocate/json';

/** Which of an ended job's files are wanted, and how. */
export interface JobFileOptions {
	attachResultsFile?: boolean;
	resultsBinaryPropertyName?: string;
	attachErrorsFile?: boolean;
	errorsBinaryPropertyName?: string;
	includeRowErrors?: boolean;
	/** Rows. */
	maxRowErrors?: number;
	/** `sourceRows` of Upload's item, or whatever else an expression gives. */
	sourceRows?: unknown;
	/** The items that went into Upload. */
	sourceItems?: unknown;
	/** The number that Advocate gives the first row of a file: 0, 1, or 2 if it counts the header. */
	firstRecordNumber?: number;
}

/** What an ended job's files add to its item. */
export interface JobFiles {
	binary?: IBinaryKeyData;
	/** `rowErrors` and their totals if these are wanted, `filesError` if a file could not be fetched. */
	json: IDataObject;
}

/** Fetches what is wanted of an ended job's files. If a file can't be fetched, the item says why. */
export async function jobFiles(
	context: IExecuteFunctions,
	itemIndex: number,
	client: AdvocateClient,
	job: Job,
	options: JobFileOptions,
): Promise<JobFiles> {
	const { resultsFile, errorsFile, failure, ...rows } = await fetchJobFiles(
		client,
		job,
		{
			resultsFile: options.attachResultsFile,
			errorsFile: options.attachErrorsFile,
			rowErrors: options.includeRowErrors,
			maxRowErrors: options.maxRowErrors,
		},
		binaryStore(context, options),
		clockOf(context),
	);
	const binary: IBinaryKeyData = {
		...(resultsFile && { [options.resultsBinaryPropertyName || 'results']: resultsFile }),
		...(errorsFile && { [options.errorsBinaryPropertyName || 'errors']: errorsFile }),
	};
	const json: IDataObject = { ...rows };
	if (failure !== undefined) {
		const filesError = await errorText(context, failure, itemIndex);
		json['filesError'] = filesError;
		context.addExecutionHints({ message: `Job ${job.id}: ${filesError}`, location: 'outputPane' });
	}
	return { json, ...(Object.keys(binary).length > 0 && { binary }) };
}

/** Streams files into n8n's binary store. */
function binaryStore(
	context: IExecuteFunctions,
	{ sourceRows: given, sourceItems, firstRecordNumber }: JobFileOptions,
): FileKeeper<IBinaryData> {
	// An expression may give anything. What is not a text proves nothing, and that is said.
	const isNone = given === undefined || given === null;
	const sourceRows = isNone || typeof given === 'string' ? (given ?? '') : JSON.stringify(given);
	return {
		async keep(content, { fileName, mimeType }) {
			const stream = content as unknown as import('stream').Readable;
			return await context.helpers.prepareBinaryData(stream, fileName, mimeType);
		},
		read: async (binary) => await storedContent(context, binary),
		texts: N8N_TEXTS.trace,
		origin: () => ({
			sourceRows,
			// Source items are of no use without the numbers of their rows.
			rows: sourceRows ? rowsOf(sourceItems) : undefined,
			firstRecordNumber,
		}),
	};
}

/** @throws {AdvocateError} SETTINGS_INVALID for source items that are not a list of items */
function rowsOf(items: unknown): Array<Record<string, unknown>> | undefined {
	if (items === undefined || items === null || items === '') return undefined;
	const rows = Array.isArray(items)
		? items.map((item: unknown) => (isRecord(item) ? item['json'] : undefined))
		: [undefined];
	if (rows.every(isRecord)) return rows;
	throw new AdvocateError('SETTINGS_INVALID', '"Source Items" is not a list of items', {
		hint: "Use an expression that gives the items that went into Advocate Upload, for example {{ $('CRM Rows').all() }}.",
	});
}
