import { AdvocateError } from '../../errors';
import type { ImportJobType } from '../../api/job-types';
import { fieldKind } from '../../fields/kinds';
import type { FileTexts } from '../../host-texts';
import { isRecord, setOwn } from '../../json';
import { shownName, shownProblem } from '../../shown';
import { MatchedNames } from '../match/matched-names';
import { watchedColumns, type SetColumn } from './set-columns';

export type { SetColumn } from './set-columns';

/** Stands in for a row if one of its values could not be worked out. */
export class UnreadableRow {
	constructor(readonly reasons: readonly string[]) {}
}

/** Rows to check, and what the names in them stand for. */
export interface NamedRows {
	/** One for each source, in their order. An UnreadableRow may stand in for any. */
	rows: Iterable<unknown>;
	/** What the names in the rows stand for, if they are matched. */
	matched?: MatchedNames;
	/** Whether the rows are expected to have more than what is imported. */
	otherNamesExpected: boolean;
	/** What was noticed, once all rows are read. */
	warnings?: () => string[];
}

/**
 * The name of a column that is set by hand.
 *
 * @param what the host calls such a column, worded to follow "The"
 * @throws {AdvocateError} SETTINGS_INVALID if it is not a field of the type
 */
export function fieldOfColumn(field: string, type: ImportJobType, what: string): string {
	const name = field.trim();
	if (fieldKind(name, type) !== undefined) return name;
	throw new AdvocateError(
		'SETTINGS_INVALID',
		`The ${what} "${name}" is not a field of the chosen type`,
		{
			hint: 'Use a field of the chosen type, such as customFields.plan, event.fields.revenue or referralCodes.my-program.',
		},
	);
}

/** Rows whose names are Advocate's. */
export function rowsAsTheyAre(
	sources: readonly unknown[],
	columns: readonly SetColumn[] = [],
): NamedRows {
	const { columns: watched, warnings } = watchedColumns(columns, sources);
	return { rows: withColumns(sources, watched), otherNamesExpected: false, warnings };
}

/** Rows made only of what is set by hand. */
export function rowsOfColumns(
	sources: readonly unknown[],
	columns: readonly SetColumn[],
): NamedRows {
	const { columns: watched, warnings } = watchedColumns(columns, sources);
	return { rows: onlyColumns(sources, watched), otherNamesExpected: false, warnings };
}

/** Rows whose names are matched, the way CRMs write them; what is set by hand replaces what is matched. */
export function rowsMatched(
	sources: readonly unknown[],
	columns: readonly SetColumn[],
	type: ImportJobType,
	texts: FileTexts,
): NamedRows {
	const setByHand = new Set(columns.map(({ field }) => field));
	const readByHand = new Set(columns.flatMap(({ reads = [] }) => reads));
	const { columns: watched, warnings } = watchedColumns(columns, sources);
	return {
		rows: withColumns(sources, watched),
		matched: new MatchedNames(type, texts, setByHand, readByHand),
		otherNamesExpected: true,
		warnings,
	};
}

function withColumns(
	sources: readonly unknown[],
	columns: readonly SetColumn[],
): Iterable<unknown> {
	return columns.length === 0 ? sources : sourcesAndColumns(sources, columns);
}

function* sourcesAndColumns(
	sources: readonly unknown[],
	columns: readonly SetColumn[],
): Generator<unknown> {
	for (const [index, source] of sources.entries()) {
		yield isRecord(source) ? rowWith({ ...source }, columns, source, index) : source;
	}
}

function* onlyColumns(
	sources: readonly unknown[],
	columns: readonly SetColumn[],
): Generator<unknown> {
	for (const [index, source] of sources.entries()) yield rowWith({}, columns, source, index);
}

/** Adds to a row what the columns give for a source. */
export function rowWith(
	row: Record<string, unknown>,
	columns: readonly SetColumn[],
	source: unknown,
	index: number,
): Record<string, unknown> | UnreadableRow {
	const reasons: string[] = [];
	for (const { field, read } of columns) {
		try {
			setOwn(row, field, read(source, index));
		} catch (thrown) {
			reasons.push(`${shownName(field)} could not be evaluated: ${shownProblem(thrown)}`);
		}
	}
	return reasons.length > 0 ? new UnreadableRow(reasons) : row;
}
