import { ROWS_OF_TYPE, type ImportJobType } from '../api/job-types';
import type { ImportFile } from '../file-check/import-file';
import type { ImportFormat } from '../files/file-name';
import type { CleanedFile } from '../rows/write/cleaned-file';
import { limitReached, sentRows } from './limit-reached';
import { firstLines } from './preview';
import { preparedFromFile, rowsIn, type PreparedImport } from './prepared';
import { countedReasons, type CountedReason } from './reasons';
import { failure, refusedRows, tenantFacts, type ImportResult, type ResultFacts } from './results';
import { reasonsText, tenantText } from './summary';

/** What would be sent. A type, not an interface, so that it fits into a host's items. */
export type Rehearsal = {
	dryRun: true;
	rows: number;
	/** How many would be sent. */
	rowsToSend: number;
	rowsRejected: number;
	rowsSkipped?: number;
	reasons: CountedReason[];
	files: Array<{ fileName: string; format: ImportFormat; sizeBytes: number; rows?: number }>;
	/** Of the first file, as they would be sent. */
	firstLines: string[];
	warnings?: string[];
};

/** What every dry run says, so that nobody takes it for an import. */
export const DRY_RUN_NOTE =
	'This was a dry run: nothing was sent, and nothing was imported. Which users or events Advocate knows already, and which rows it would refuse, only an import can tell.';

/** What would be sent, of rows that were prepared. Sends nothing. */
export async function rehearsalOf(prepared: PreparedImport): Promise<Rehearsal> {
	const { type, files, rejected, skipped } = prepared;
	const [first] = files;
	return {
		dryRun: true,
		rows: rowsIn(prepared, sentRows(prepared)),
		rowsToSend: sentRows(prepared),
		rowsRejected: rejected.length,
		...(type === 'MUTATION/REDEEMABLE_REWARD_BALANCE' && { rowsSkipped: skipped }),
		reasons: countedReasons(rejected),
		files: files.map(({ file: { fileName, sizeBytes }, format, rows }) => ({
			...{ fileName, format, sizeBytes, rows },
		})),
		firstLines: first === undefined ? [] : await firstLines(() => first.file.open(), first.format),
	};
}

/** The same of a file, whether or not its rows were checked. */
export async function rehearsalOfFile(
	prepared: ImportFile | CleanedFile,
	type: ImportJobType,
): Promise<Rehearsal | Pick<Rehearsal, 'dryRun' | 'files' | 'firstLines'>> {
	if ('rejected' in prepared) {
		const { warnings = [] } = prepared.summary;
		const rehearsal = await rehearsalOf(preparedFromFile(prepared, type));
		return { ...rehearsal, ...(warnings.length > 0 && { warnings }) };
	}
	const { file, format } = prepared;
	const { fileName, sizeBytes } = file;
	return {
		dryRun: true,
		files: [{ fileName, format, sizeBytes }],
		firstLines: await firstLines(() => file.open(), format),
	};
}

/** The result of an import that is only rehearsed. */
export async function dryRunResult(
	prepared: PreparedImport,
	given: Omit<ResultFacts, 'about' | 'warnings'>,
	deletedBefore: number,
): Promise<ImportResult> {
	const { type, about, warnings } = prepared;

	const facts: ResultFacts = { ...given, about, warnings };
	const rejected = await refusedRows(facts, prepared.rejected);
	const stopped = limitReached(prepared, facts, deletedBefore);
	if (stopped !== undefined) {
		return {
			rejected,
			...failure(facts, stopped, { rows: sentRows(prepared), isUntouched: true }),
		};
	}
	const { dryRun, ...rehearsal } = await rehearsalOf(prepared);
	const { rows, rowsToSend, rowsRejected, reasons } = rehearsal;
	const tenant = tenantFacts(facts.tenant);
	const shown = (number: number) => number.toLocaleString('en-US');
	const refused =
		rowsRejected > 0 ? `, ${shown(rowsRejected)} rejected: ${reasonsText(reasons)}` : '';
	return {
		rejected,
		imported: {
			summary: `Dry run: ${shown(rowsToSend)} of ${shown(rows)} ${ROWS_OF_TYPE[type]} would be sent to ${tenantText(tenant)}${refused}. ${DRY_RUN_NOTE}`,
			dryRun,
			...{ type, ...tenant },
			job: null,
			rowsImported: 0,
			rowsFailed: 0,
			alreadyKnown: 0,
			...{ ...rehearsal, ...about },
			...(warnings.length > 0 && { warnings: [...warnings] }),
		},
	};
}
