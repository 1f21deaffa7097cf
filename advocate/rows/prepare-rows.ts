import type { ImportFormat } from '../import-files/file-name';
import type { ImportJobType } from '../job-types';
import { rowIdentity, sameUser, supersededBy, type DuplicateRule } from './duplicates';
import { encodeRow } from './file-lines';
import type { PlacedRow } from './file-parts';
import type { RowChecker } from './row-checker';

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
	const places = new Map<string, number>();
	let source = -1;
	for (const item of sources) {
		source++;
		const placed = prepareRow(item, source, checker, options);
		if ('reasons' in placed) {
			rejected.push(placed);
			continue;
		}
		const earlier = placed.identity === undefined ? undefined : places.get(placed.identity);
		if (earlier !== undefined && options.duplicates === 'reject') {
			rejected.push({ source, reasons: [sameUser(rowNumber(accepted[earlier]))] });
			continue;
		}
		if (earlier !== undefined) {
			const superseded = accepted[earlier];
			accepted[earlier] = undefined;
			if (superseded)
				rejected.push({ source: superseded.source, reasons: [supersededBy(source + 1)] });
		}
		if (placed.identity !== undefined) places.set(placed.identity, accepted.length);
		accepted.push({ encoded: placed.encoded, bytes: placed.bytes, source });
	}
	return {
		accepted: accepted.filter((row) => row !== undefined),
		rejected: rejected.sort((a, b) => a.source - b.source),
	};
}

type Prepared = (PlacedRow & { identity: string | undefined }) | RejectedRow;

function prepareRow(
	item: unknown,
	source: number,
	checker: RowChecker,
	{ type, format }: PrepareOptions,
): Prepared {
	if (typeof item !== 'object' || item === null || Array.isArray(item)) {
		return { source, reasons: ['The row is not an object with fields'] };
	}
	try {
		const checked = checker.check(item as Record<string, unknown>);
		if ('reasons' in checked) return { source, reasons: checked.reasons };
		const encoded = encodeRow(checked.row, format);
		if ('reasons' in encoded) return { source, reasons: encoded.reasons };
		return {
			encoded: encoded.encoded,
			bytes: encoded.bytes,
			source,
			identity: rowIdentity(checked.row, type),
		};
	} catch (thrown) {
		// Reading an item may run code of its own (a getter, toJSON), and a text may be too long to write.
		const why = thrown instanceof Error ? thrown.message : 'it could not be read';
		return { source, reasons: [`The row can't be written: ${why.slice(0, 200)}`] };
	}
}

function rowNumber(row: PlacedRow | undefined): number {
	return (row?.source ?? 0) + 1;
}
