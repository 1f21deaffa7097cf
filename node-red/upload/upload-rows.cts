import { AdvocateError } from '../../advocate/errors.ts';
import { MIME_TYPES, safeFileName } from '../../advocate/import-files/file-name.ts';
import type { ImportJobType } from '../../advocate/job-types.ts';
import { settled } from '../../advocate/retry.ts';
import { fileParts, type FilePart } from '../../advocate/rows/file-parts.ts';
import { prepareRows, type RejectedRow } from '../../advocate/rows/prepare-rows.ts';
import { RowChecker } from '../../advocate/rows/row-checker.ts';
import { sourceRowsFrom } from '../../advocate/rows/source-rows.ts';
import { isPlainObject, type Message } from '../runtime/message.cts';
import type { Outcome } from '../runtime/work-node.cts';
import { messageRows, type MessageRows } from './message-rows.cts';
import { partLimits, refusedRows, rowRules, type UploadConfig } from './upload-config.cts';
import type { Uploading } from './uploading.cts';

/**
 * Makes import files of a message's objects and uploads them: each object ends in a file or, with its
 * reasons, on Rejected.
 *
 * @throws {AdvocateError} FILE_REFUSED when a row is rejected and that is to stop everything
 */
export async function uploadRows(
	uploading: Uploading,
	sources: readonly unknown[],
	name: string,
): Promise<Outcome> {
	const { config, type, work, derived } = uploading;
	const { format = 'jsonl' } = config;
	const { duplicates, ...rules } = rowRules(config);
	const limits = partLimits(config);
	const { rows, fieldOf, mapping, otherNamesExpected } = await messageRows(
		sources,
		config,
		type,
		work.values,
	);
	const checker = new RowChecker({ type, ...rules, fieldOf, otherNamesExpected });
	const watched = counted(rows, uploading.checking);
	const { accepted, rejected } = prepareRows(watched, checker, { type, format, duplicates });
	if (rejected.length > 0 && config.onRejectedRows === 'error') {
		throw refusedRows(rejected.map(({ source, reasons }) => ({ rowNumber: source + 1, reasons })));
	}
	const warnings = [...checker.warnings];
	const common = {
		rowsRejected: rejected.length,
		timeZone: rules.timeZone,
		...(mapping && { mapping }),
		...(warnings.length > 0 && { warnings }),
	};
	if (rejected.length > 0) work.send([null, derived.next(rejectedRows(sources, rejected))]);
	const parts = [...fileParts(accepted, limits)];
	for (const [index, part] of parts.entries()) {
		const outcome = await settled(
			deliver(uploading, { part, index, count: parts.length, name, common }),
		);
		if ('thrown' in outcome) throw partFailed(outcome.thrown, part, parts.length);
	}
	const uploaded = parts.reduce((sum, { sources: { length } }) => sum + length, 0);
	if (uploaded === 0) return uploading.outcome('noRows', 'red');
	return uploading.outcome(config.prepareOnly ? 'preparedRows' : 'uploadedRows', 'green', {
		rows: uploaded,
	});
}

interface Delivery {
	part: FilePart;
	/** From 0. */
	index: number;
	count: number;
	/** The file's, as the message or the node says it; may be empty. */
	name: string;
	/** What is told of every file. */
	common: Record<string, unknown>;
}

/** Uploads one file, or hands it out. */
async function deliver(
	{ config, type, work, derived, client, sending, sequence }: Uploading,
	{ part, index, count, name, common }: Delivery,
): Promise<void> {
	const { format = 'jsonl', prepareOnly, uploadEncoding = 'multipart' } = config;
	const fileName = nameOf(config, name, type, count > 1 ? index + 1 : undefined);
	const { chunks, sizeBytes, sources } = part;
	const summary = {
		type,
		fileName,
		format,
		sizeBytes,
		rows: sources.length,
		part: index + 1,
		parts: count,
		firstRow: (sources[0] ?? 0) + 1,
		lastRow: (sources.at(-1) ?? 0) + 1,
		sourceRows: sourceRowsFrom(sources),
		...common,
	};
	if (prepareOnly) {
		const message: Message = { ...derived.next(part.content, { type }), filename: fileName };
		work.send([sequence({ ...message, file: summary }, index, count), null]);
		return;
	}
	sending(sizeBytes);
	const file = {
		fileName,
		mimeType: MIME_TYPES[format],
		sizeBytes,
		open: () => Promise.resolve(chunks),
	};
	const fileRef = await client.upload(file, uploadEncoding);
	const message = derived.next({ fileRef, ...summary }, { fileRef, type, jobId: undefined });
	work.send([sequence(message, index, count), null]);
}

function* counted(
	rows: MessageRows['rows'],
	onRows: (rows: number) => void,
): Generator<unknown, void> {
	let count = 0;
	for (const row of rows) {
		yield row;
		if (++count % 10_000 === 0) onRows(count);
	}
}

/** The objects that go into no file, all in one message: Split makes messages of them. */
function rejectedRows(sources: readonly unknown[], rejected: RejectedRow[]): unknown[] {
	return rejected.map(({ source, reasons }) => {
		const row = sources[source];
		const content = isPlainObject(row) ? row : { row };
		return { ...content, rowNumber: source + 1, reasons };
	});
}

/** Says of several files which rows have not been sent. */
function partFailed(thrown: unknown, { sources }: FilePart, count: number): unknown {
	if (count === 1 || !(thrown instanceof AdvocateError)) return thrown;
	const first = (sources[0] ?? 0) + 1;
	return thrown.rephrased({
		hint: `${thrown.hint} The rows from row ${first} on were not uploaded; the files before them were.`,
	});
}

const STEMS: Record<ImportJobType, string> = {
	'MUTATION/USER': 'users',
	'MUTATION/USER_EVENT': 'userEvents',
	'MUTATION/REDEEMABLE_REWARD_BALANCE': 'redemptions',
	'MUTATION/DELETE_USER': 'deleteUsers',
};

function nameOf(
	{ prefix = '', format = 'jsonl' }: UploadConfig,
	name: string,
	type: ImportJobType,
	part: number | undefined,
): string {
	const stem = (name || STEMS[type]).replace(/\.(csv|jsonl)$/i, '');
	const number = part === undefined ? '' : `-${part}`;
	return safeFileName(`${prefix}${stem}${number}.${format}`, format);
}
