import type { HostTexts } from '../../host-texts';
import { FileRefusedError } from '../../errors';
import type { ImportFile } from '../../file-check/import-file';
import type { ImportJobType } from '../../api/job-types';
import type { UploadFile } from '../../api/transport';
import { RowCleaner, type RejectedFileRow } from './clean-rows';
import { repeatedColumns } from '../../file-check/csv-head';
import { formatProblem } from '../../file-check/head-check';
import { sentColumns } from '../../fields/kinds';
import type { NamedRows, SetColumn } from '../read/named-rows';
import { readRows } from '../read/read-rows';
import { RowChecker } from '../check/row-checker';
import { assertNoneRejected, nothingToRedeem, type RowRules } from '../check/row-rules';
import type { ToldNames } from '../match/matched-names';
import type { RowRanges } from '../trace/row-ranges';
import { writtenSourceRows } from '../trace/source-rows';
import { inPieces, type FileContent } from '../../files/content';
import type { ReadRow } from '../read/read-row';
import { DEFAULT_PART_LIMITS } from './file-parts';

export interface CleaningOptions extends RowRules {
	type: ImportJobType;
	texts: HostTexts;
	/**
	 * Stores the cleaned file while it is being made.
	 *
	 * @param content the content of the file it is made from, which is being read
	 */
	keep: (
		pieces: AsyncIterable<string>,
		content: FileContent,
	) => Promise<Pick<UploadFile, 'sizeBytes' | 'open'>>;
	/** What the names in the file stand for, and columns set by hand; by default, names are Advocate's. */
	names?: NamesOfFile;
	/** Receives the number of rows read so far, in each of two passes; may throw to end it. */
	onRows?: (rows: number) => void;
}

/** What the names in a file stand for. */
export interface NamesOfFile extends Pick<NamedRows, 'matched' | 'otherNamesExpected'> {
	/** Columns set by hand. */
	columns: readonly SetColumn[];
}

const LITERAL_NAMES: NamesOfFile = { columns: [], otherNamesExpected: false };

/** A file without the rows that would fail. */
export interface CleanedFile extends ImportFile {
	/** Which of the original file's rows are in it. */
	ranges: RowRanges;
	rejected: RejectedFileRow[];
	/** What an upload says about it. */
	summary: {
		rows: number;
		rowsRejected: number;
		/** Rows in which nothing is to be redeemed; for redemptions only. */
		rowsSkipped?: number;
		sourceRows: string;
		/** The time zone for dates without one. */
		timeZone: string;
		warnings?: string[];
	} & Partial<ToldNames>;
}

/**
 * Checks every row of a file and writes the valid ones into a new one. Streams: memory holds a chunk of the
 * file, the rejected rows and, for users, their IDs.
 *
 * @returns the new file, or why the file is refused as a whole
 * @throws {AdvocateError} FILE_REFUSED if a row is rejected and the rules say to stop
 */
export async function cleanedFile(
	{ file, format }: ImportFile,
	{ keep, names = LITERAL_NAMES, onRows, texts, ...rules }: CleaningOptions,
): Promise<CleanedFile | FileRefusedError> {
	const { type, duplicates } = rules;
	const { matched, otherNamesExpected, columns: setColumns } = names;
	const wrongFormat = formatProblem(format, type);
	if (wrongFormat !== undefined) return new FileRefusedError(file.fileName, [wrongFormat]);
	const checker = new RowChecker({ ...rules, format, names: matched, otherNamesExpected });
	const cleaner = new RowCleaner(checker, { type, format, duplicates, setColumns, matched });
	let columns: string[] = [];
	const rowsOf = (content: FileContent) =>
		counted(
			readRows(inPieces(content), format, (header) => (columns = fieldsOf(header, names))),
			onRows,
		);
	const problem = (await cleaner.find(rowsOf(await file.open()))) ?? repeatedColumn(columns, type);
	if (problem !== undefined) return new FileRefusedError(file.fileName, [problem]);
	const content = await file.open();
	const kept = await keep(cleaner.clean(rowsOf(content), columns), content);
	const { ranges, users, list, rejected, skipped } = cleaner;
	assertNoneRejected({ count: rejected.length, first: rejected[0] }, rules, texts);
	const told = matched?.end();
	const warnings = [
		...checker.warnings,
		...(told?.warnings ?? []),
		...rowCountWarning(ranges.count),
	];
	if (ranges.count === 0 && skipped > 0) warnings.push(nothingToRedeem(skipped, rejected.length));
	return {
		format,
		file: { ...file, ...kept },
		ranges,
		rejected,
		summary: {
			rows: ranges.count,
			rowsRejected: rejected.length,
			...(type === 'MUTATION/REDEEMABLE_REWARD_BALANCE' && { rowsSkipped: skipped }),
			sourceRows: writtenSourceRows({
				...{ ranges: ranges.written(), list },
				file: users.fingerprint(),
			}),
			timeZone: rules.timeZone,
			...told?.told,
			...(warnings.length > 0 && { warnings }),
		},
	};
}

async function* counted(
	batches: AsyncIterable<ReadRow[]>,
	onRows: ((rows: number) => void) | undefined,
): AsyncGenerator<ReadRow[]> {
	let rows = 0;
	for await (const batch of batches) {
		rows += batch.length;
		onRows?.(rows);
		yield batch;
	}
}

/** The fields that a header's names stand for, and those set by hand. */
function fieldsOf(header: string[], { matched, columns }: NamesOfFile): string[] {
	const byHand = columns.map(({ field }) => field);
	if (matched === undefined) return [...header.filter((name) => !byHand.includes(name)), ...byHand];
	const fields = header.map((name) => matched.fieldOf(name) ?? name);
	// Several columns may stand for a field; each row is sent with one of them.
	return [...new Set([...fields.filter((field) => field !== ''), ...byHand])];
}

/** With two columns of the same name, rows would have the second one's values and lose the first one's. */
function repeatedColumn(columns: string[], type: ImportJobType): string | undefined {
	return repeatedColumns(sentColumns(columns, type))[0];
}

function rowCountWarning(rows: number): string[] {
	const most = DEFAULT_PART_LIMITS.rows;
	if (rows <= most) return [];
	return [
		`The file has ${rows.toLocaleString('en-US')} rows, but Advocate recommends at most ${most.toLocaleString('en-US')} in one. If the import fails, split the file.`,
	];
}
