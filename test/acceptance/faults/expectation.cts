import { verdictOf, type FaultColumn } from './columns.cts';
import type { End } from './endings.cts';
import type { RequestRow } from './rows.cts';

/** How often in a row a fault happens: 1, 2 or Infinity. */
export type Times = number;

/** What must come of a cell. */
export interface Expectation {
	end: End;
	/** Jobs of the file in the tenant; undefined where none is imported. */
	jobs?: 0 | 1 | 2;
}

/**
 * What must come of a fault that happens so often to a request. This is the rule that the whole matrix
 * is held against; nothing in it was taken from a run.
 *
 * A harmless fault changes nothing. A passing one is got over when it happens less often than is tried.
 * A final one is not tried again, unless in another form. And once a job is made or deleted, that is found out, whatever was heard of it.
 */
export function expectationFor(row: RequestRow, column: FaultColumn, times: Times): Expectation {
	const verdict = verdictOf(column, row.kind);
	const done: Expectation = { end: 'done', ...(row.jobsThen !== undefined && { jobs: 1 }) };
	if (verdict === 'harmless') return done;
	const isFoundOut = row.on === 'createJob' || row.on === 'deleteJob';
	if (isFoundOut && column.takesEffect) return done;
	const tries = (column.usesUpTimeout ? row.slowTries : undefined) ?? row.tries;
	if (verdict === 'passing' && times < tries) return done;
	if (row.acceptsOtherForms && times < formsOf(row, column)) return done;
	return { end: verdict === 'passing' ? row.ifTriedInVain : row.ifFinal, jobs: row.jobsThen };
}

/** In how many forms a request is made at most after a fault. */
export function formsOf({ forms }: RequestRow, { name }: FaultColumn): number {
	return forms?.[name] ?? 1;
}
