import type { AdvocateClient } from '../api/client';
import type { Job } from '../api/schema';
import { AdvocateError } from '../errors';
import { readResults } from '../jobs/results-link';
import { notAllowed, numberOr } from '../settings';
import { exportedRows } from './exported-rows';
import { ofResult } from './result-file';
import type { ExportedRow } from './row-shape';

/** Which rows of a result are wanted. */
export interface WantedRows {
	/** How many rows are left out from the beginning. */
	skip: number;
	/** How many rows are wanted at most; Infinity for all. */
	most: number;
	/** Whether a result with fewer rows than the job counts is accepted. */
	acceptFewer: boolean;
}

/** What was taken. */
export interface TakenRows {
	/** How many rows were handed on. */
	rows: number;
	/** How many rows the result has: those read if it was read to its end, otherwise what the job counts. */
	total: number | undefined;
	/** Whether the result has rows after those. */
	hasMore: boolean;
}

/** Settings as a person entered them or an expression gave them. */
export interface RowSettings {
	maxRows?: number | string;
	skipRows?: number | string;
	acceptFewerRows?: boolean;
}

/**
 * @param labels what the host calls the settings
 * @param hint how to correct one
 * @throws {AdvocateError} SETTINGS_INVALID for anything but whole numbers of at least 0; 0 rows at most means all
 */
export function wantedRows(
	{ maxRows, skipRows, acceptFewerRows = false }: RowSettings,
	labels: { maxRows: string; skipRows: string },
	hint: string,
): WantedRows {
	const most = wholeNumber(maxRows, labels.maxRows, hint);
	const skip = wholeNumber(skipRows, labels.skipRows, hint);
	return { skip, most: most === 0 ? Infinity : most, acceptFewer: acceptFewerRows };
}

function wholeNumber(value: unknown, label: string, hint: string): number {
	const number = numberOr(value, 0);
	if (Number.isInteger(number) && number >= 0) return number;
	throw notAllowed(label, 'a whole number of at least 0', hint);
}

/**
 * Hands on the rows of a completed export as they stream in. If the stream breaks off it is read again, and those
 * that were handed on already are not handed on twice.
 *
 * @param onRows gets the rows in their order, some hundreds at a time; the next wait until it is done with them
 * @throws {AdvocateError} if the result can't be fetched or read, or has fewer rows than the job counts
 */
export async function takeRows(
	client: AdvocateClient,
	job: Job,
	wanted: WantedRows,
	onRows: (rows: ExportedRow[]) => void | Promise<void>,
	now: number,
): Promise<TakenRows> {
	const taken = { rows: 0, read: 0, isWhole: false };
	const { texts } = client.tenant;
	await ofResult(client, job, now, async (link) => {
		await readResults(client, link, async (content) => {
			taken.read = 0;
			for await (const batch of exportedRows(content, texts.exports)) {
				const from = wanted.skip + taken.rows - taken.read;
				taken.read += batch.length;
				const left = wanted.most - taken.rows;
				const rows = from <= 0 && batch.length <= left ? batch : part(batch, from, left);
				if (rows.length > 0) await onRows(rows);
				taken.rows += rows.length;
				if (taken.read - wanted.skip > wanted.most) {
					content.destroy();
					return;
				}
			}
			taken.isWhole = true;
		});
	});
	if (taken.isWhole && !wanted.acceptFewer)
		assertAllThere(taken.read, job, texts.exports.acceptFewer);
	const total = taken.isWhole ? taken.read : job.stats?.recordsProcessed;
	return { rows: taken.rows, total, hasMore: !taken.isWhole };
}

function part(batch: ExportedRow[], from: number, most: number): ExportedRow[] {
	const start = Math.max(0, from);
	return batch.slice(start, start + Math.max(0, most));
}

/** Only the job's own count reveals a result that was cut off between two rows. */
function assertAllThere(rows: number, { stats }: Job, hint: string): void {
	if (stats === null) return;
	const expected = stats.recordsProcessed - stats.errors;
	if (rows >= expected) return;
	throw new AdvocateError(
		'UNEXPECTED_ANSWER',
		`The result has only ${rows} of the ${expected} rows that the job counts`,
		{ hint },
	);
}
