import type { ImportFormat } from '../import-files/file-name';
import type { ImportJobType } from '../job-types';
import { RowsByUser, sameUser, supersededBy, type DuplicateRule } from './duplicates';
import { encodeRow } from './file-lines';
import { LineBlocks, type PlacedRow } from './file-parts';
import type { ImportRow, RowChecker } from './row-checker';

export interface PrepareOptions {
	type: ImportJobType;
	format: ImportFormat;
	duplicates: DuplicateRule;
}

/** A source row that goes into no file, and every reason. */
export interface RejectedRow {
	/** Index of the source row, from 0. */
	source: number;
	reasons: string[];
}

export interface PreparedRows {
	/** In the order of their sources. */
	accepted: PlacedRow[];
	/** In the order of their sources. */
	rejected: RejectedRow[];
}

/**
 * Checks and encodes every source row: each comes out either accepted or rejected.
 *
 * @param sources rows as objects; anything else is rejected
 */
export function prepareRows(
	sources: Iterable<unknown>,
	checker: RowChecker,
	options: PrepareOptions,
): PreparedRows {
	const accepted: Array<PlacedRow | undefined> = [];
	const rejected: RejectedRow[] = [];
	const places = new RowsByUser(options.type);
	const blocks = new LineBlocks();
	let source = -1;
	for (const item of sources) {
		source++;
		const placed = prepareRow(item, source, checker, options);
		if ('reasons' in placed) {
			rejected.push(placed);
			continue;
		}
		const { row } = placed;
		const earlier = places.get(row);
		if (earlier !== undefined && options.duplicates === 'reject') {
			rejected.push({ source, reasons: [sameUser(rowNumber(accepted[earlier]))] });
			continue;
		}
		if (earlier !== undefined) {
			const superseded = accepted[earlier];
			accepted[earlier] = undefined;
			if (superseded !== undefined) {
				rejected.push({ source: superseded.source, reasons: [supersededBy(source + 1)] });
			}
		}
		places.set(row, accepted.length);
		accepted.push(placed.placed);
		blocks.add(placed.placed);
	}
	blocks.end();
	return {
		accepted: accepted.filter((row) => row !== undefined),
		rejected: rejected.sort((a, b) => a.source - b.source),
	};
}

type Prepared = { placed: PlacedRow; row: ImportRow } | RejectedRow;

function prepareRow(
	item: unknown,
	source: number,
	checker: RowChecker,
	{ format }: PrepareOptions,
): Prepared {
	if (typeof item !== 'object' || item === null || Array.isArray(item)) {
		return { source, reasons: ['The row is not an object with fields'] };
	}
	try {
		const checked = checker.check(item as Record<string, unknown>);
		if ('reasons' in checked) return { source, reasons: checked.reasons };
		const encoded = encodeRow(checked.row, format);
		if ('reasons' in encoded) return { source, reasons: encoded.reasons };
		const { encoded: text, bytes } = encoded;
		return { placed: { encoded: text, start: 0, bytes, source }, row: checked.row };
	} catch (thrown) {
		// Reading an item may run code of its own (a getter, toJSON), and a text may be too long to write.
		const why = thrown instanceof Error ? thrown.message : 'it could not be read';
		return { source, reasons: [`The row can't be written: ${why.slice(0, 200)}`] };
	}
}

function rowNumber(row: PlacedRow | undefined): number {
	return (row?.source ?? 0) + 1;
}
