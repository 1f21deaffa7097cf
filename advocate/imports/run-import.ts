import { fileOutcome, type ImportPlan } from './file-outcome';
import { limitReached, sentRows } from './limit-reached';
import type { PreparedImport } from './prepared';
import {
	failedResult,
	failure,
	importedResult,
	refusedRows,
	type ImportResult,
	type ResultFacts,
} from './results';

/** What an import needs besides its rows. */
export interface ImportRun {
	plan: ImportPlan;
	facts: Omit<ResultFacts, 'about' | 'warnings'>;
	/** How many users this run has deleted or is about to, in the imports before this one. */
	deletedBefore: number;
	/** Called before each file, with its number (from 1) and how many there are. */
	onFile?: (part: number, parts: number) => void;
}

/** The result for one file, or for rows without one. */
export type RunResult = ImportResult & {
	/** The source rows that are in the file; undefined for all of them. */
	rowIndexes?: readonly number[];
};

/**
 * Imports what was prepared, file by file: one result for each file, or a single one if there is none.
 *
 * @throws {AdvocateError} CANCELLED, when the work is stopped
 */
export async function* runImport(
	prepared: PreparedImport,
	{ plan, facts: given, deletedBefore, onFile }: ImportRun,
): AsyncGenerator<RunResult> {
	const { files, about, warnings } = prepared;
	const facts: ResultFacts = { ...given, about, warnings };
	const stopped = limitReached(prepared, facts, deletedBefore);
	if (stopped !== undefined) {
		const rows = sentRows(prepared);
		const result = failure(facts, stopped, { rows, isUntouched: true });
		yield { rejected: await refusedRows(facts, prepared.rejected), ...result };
		return;
	}
	if (files.length === 0) {
		yield await importedResult(facts, prepared, undefined, undefined);
		return;
	}
	for (const [index, file] of files.entries()) {
		onFile?.(index + 1, files.length);
		const attemptOf = plan.attemptOf && `${plan.attemptOf} ${index}`;
		const outcome = await fileOutcome({ ...plan, attemptOf }, file);
		const parts = files.length > 1 ? { part: index + 1, parts: files.length } : {};
		const ofFile = { ...facts, about: { ...about, ...parts } };
		const { rowIndexes } = file;
		if (outcome.end === 'completed' || outcome.end === 'created') {
			yield { ...(await importedResult(ofFile, file, file, outcome)), rowIndexes };
		} else {
			yield { ...(await failedResult(ofFile, file, file, outcome)), rowIndexes };
		}
	}
}
