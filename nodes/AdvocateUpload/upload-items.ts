import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { AdvocateError } from '../../advocate/errors';
import { MIME_TYPES, safeFileName, type ImportFormat } from '../../advocate/import-files/file-name';
import type { ImportJobType } from '../../advocate/job-types';
import { DEFAULT_LIMITS, fileParts, type FilePart } from '../../advocate/rows/file-parts';
import { prepareRows, type RejectedRow } from '../../advocate/rows/prepare-rows';
import { RowChecker } from '../../advocate/rows/row-checker';
import { sourceRowsFrom } from '../../advocate/rows/source-rows';
import type { UploadEncoding } from '../../advocate/transport';
import { advocateClient } from '../advocate-client';
import { requestLimits, type RequestOptions } from '../descriptions/request-options';
import { nodeError } from '../node-errors';
import { inputItem, type NodeOutputs } from '../node-outputs';
import { importTypeOf } from './import-type';
import { itemRows } from './item-rows';
import { refusedRows, rowRules, type RowOptions } from './row-options';

/** The options of Upload that matter for items. */
interface ItemOptions extends RowOptions, RequestOptions {
	format?: ImportFormat;
	fileName?: string;
	prefix?: string;
	maxRows?: number;
	/** Megabytes. */
	maxSize?: number;
	uploadEncoding?: UploadEncoding;
	prepareOnly?: boolean;
}

type UploadOutputs = NodeOutputs<'Uploaded' | 'Rejected'>;

/** What is told of each file. */
interface FileSummary {
	type: ImportJobType;
	format: ImportFormat;
	/** The field that each name stands for, where names were matched automatically. */
	mapping?: Record<string, string>;
	warnings: string[];
	rowsRejected: number;
	/** In which dates without a zone were read. */
	timeZone: string;
}

/**
 * Makes import files of all input items and uploads them: each item ends in a file or, with its reasons,
 * on Rejected.
 *
 * @throws {AdvocateError} FILE_REFUSED when a row is rejected and that is to stop everything
 */
export async function uploadItems(
	context: IExecuteFunctions,
	outputs: UploadOutputs,
): Promise<void> {
	const type = importTypeOf(context, 0);
	const options = context.getNodeParameter('options', 0, {}) as ItemOptions;
	const { format = 'jsonl' } = options;
	const { duplicates, emptyText, unfitValues, timeZone } = rowRules(context, options);
	const { rows, fieldOf, mapping, otherNamesExpected } = itemRows(context, type);
	const checker = new RowChecker({
		type,
		timeZone,
		emptyText,
		unfitValues,
		fieldOf,
		otherNamesExpected,
	});
	const { accepted, rejected } = prepareRows(rows, checker, { type, format, duplicates });
	if (rejected.length > 0 && options.onRejectedRows === 'error') {
		throw refusedRows(rejected.map(({ source, reasons }) => ({ rowNumber: source + 1, reasons })));
	}
	const summary: FileSummary = {
		type,
		format,
		mapping,
		warnings: [...checker.warnings],
		rowsRejected: rejected.length,
		timeZone,
	};
	for (const warning of checker.warnings) {
		context.addExecutionHints({ message: warning, location: 'outputPane' });
	}
	const parts = [...fileParts(accepted, limitsOf(options))];
	for (const [index, part] of parts.entries()) {
		await deliver(context, outputs, {
			part,
			number: index + 1,
			parts: parts.length,
			summary,
			options,
		});
	}
	for (const row of rejected) outputs.add('Rejected', row.source, rejectedItem(context, row));
}

interface Delivery {
	part: FilePart;
	/** From 1. */
	number: number;
	parts: number;
	summary: FileSummary;
	options: ItemOptions;
}

/** Uploads one file, or hands it out; when that fails and the workflow goes on, its rows are rejected. */
async function deliver(
	context: IExecuteFunctions,
	outputs: UploadOutputs,
	delivery: Delivery,
): Promise<void> {
	const { part } = delivery;
	const outcome = await delivered(context, delivery).then(
		(item) => ({ item }),
		async (thrown: unknown) => ({ error: await nodeError(context, thrown) }),
	);
	if ('item' in outcome) {
		outputs.addFromMany('Uploaded', part.sources, outcome.item);
		return;
	}
	if (!context.continueOnFail()) throw outcome.error;
	for (const source of part.sources) outputs.addFailure('Rejected', source, outcome.error);
}

async function delivered(
	context: IExecuteFunctions,
	{ part, number, parts, summary, options }: Delivery,
): Promise<Pick<INodeExecutionData, 'json' | 'binary'>> {
	const { format, type } = summary;
	const fileName = nameOf(options, type, format, parts > 1 ? number : undefined);
	const { chunks, sizeBytes, sources } = part;
	const json: IDataObject = {
		type,
		fileName,
		format,
		sizeBytes,
		rows: sources.length,
		part: number,
		parts,
		firstRow: (sources[0] ?? 0) + 1,
		lastRow: (sources.at(-1) ?? 0) + 1,
		rowsRejected: summary.rowsRejected,
		sourceRows: sourceRowsFrom(sources),
		timeZone: summary.timeZone,
		...(summary.mapping && { mapping: summary.mapping }),
		...(summary.warnings.length > 0 && { warnings: summary.warnings }),
	};
	if (options.prepareOnly) {
		const data = await context.helpers.prepareBinaryData(
			part.content,
			fileName,
			MIME_TYPES[format],
		);
		return { json, binary: { data } };
	}
	const client = await advocateClient(context, requestLimits(options));
	const file = {
		fileName,
		mimeType: MIME_TYPES[format],
		sizeBytes,
		open: () => Promise.resolve(chunks),
	};
	const fileRef = await client.upload(file, options.uploadEncoding ?? 'multipart');
	return { json: { fileRef, ...json } };
}

const STEMS: Record<ImportJobType, string> = {
	'MUTATION/USER': 'users',
	'MUTATION/USER_EVENT': 'userEvents',
	'MUTATION/REDEEMABLE_REWARD_BALANCE': 'redemptions',
	'MUTATION/DELETE_USER': 'deleteUsers',
};

function nameOf(
	{ fileName, prefix = '' }: ItemOptions,
	type: ImportJobType,
	format: ImportFormat,
	part: number | undefined,
): string {
	const stem = (fileName?.trim() || STEMS[type]).replace(/\.(csv|jsonl)$/i, '');
	return safeFileName(`${prefix}${stem}${part === undefined ? '' : `-${part}`}.${format}`, format);
}

function rejectedItem(
	context: IExecuteFunctions,
	{ source, reasons }: RejectedRow,
): Pick<INodeExecutionData, 'json' | 'binary'> {
	const { json, binary } = inputItem(context, source);
	return { json: { ...json, rowNumber: source + 1, reasons }, binary };
}

function limitsOf({ maxRows, maxSize }: ItemOptions): { rows: number; bytes: number } {
	const rows = maxRows ?? DEFAULT_LIMITS.rows;
	const bytes = maxSize === undefined ? DEFAULT_LIMITS.bytes : maxSize * 1_000_000;
	if (Number.isInteger(rows) && rows >= 1 && bytes > 0) return { rows, bytes };
	throw new AdvocateError('SETTINGS_INVALID', 'The limits of a file do not fit', {
		hint: 'A file has at least 1 row and more than 0 MB.',
	});
}
