import type { ImportJobType } from '../../api/job-types';
import type { UploadFile } from '../../api/transport';
import { FileRefusedError } from '../../errors';
import { isKnown } from '../../fields/near-miss';
import { canonicalName, IMPORT_FIELDS } from '../../fields/import-fields';
import { valueInHeader } from '../../file-check/csv-head';
import type { ImportFile, SourceFile } from '../../file-check/import-file';
import type { FileContent } from '../../files/content';
import { MIME_TYPES, safeFileName, type ImportFormat } from '../../files/file-name';
import type { HostTexts } from '../../host-texts';
import { attempted } from '../../settled';
import { RowChecker } from '../check/row-checker';
import { assertNoneRejected, nothingToRedeem, type RowRules } from '../check/row-rules';
import type { ToldNames } from '../match/matched-names';
import { FileNames, type FileColumn, type NamesUse } from '../read/file-names';
import { checkFileColumns } from '../read/typed-names';
import { recognizedFile, type FileDialect, type RecognizedFile } from '../read/recognized-file';
import type { RowRanges } from '../trace/row-ranges';
import { writtenSourceRows } from '../trace/source-rows';
import { HeaderRows, REMOVE_HEADER } from '../check/header-row';
import { CsvCleaner, type CleaningTools } from './clean-csv';
import { CleanedRows, type RejectedFileRow } from './cleaned-rows';
import { JsonCleaner, rowsOfHead } from './clean-json';
import { DEFAULT_PART_LIMITS } from './file-parts';
import { headNameProblems } from './names-check';
import { fileUsesNa, readAgain } from './rows-again';
import { withoutStretches } from './without-stretches';

export interface CleaningOptions extends RowRules {
	type: ImportJobType;
	/** In place of the file's own name. */
	fileName?: string;
	names: NamesUse;
	/** Fields that are set by hand, perhaps by what the beginning of the file shows; may throw. */
	columns?: readonly FileColumn[] | ((head: HeadOfFile) => readonly FileColumn[]);
	texts: HostTexts;
	/**
	 * Stores the cleaned file while it is being made.
	 *
	 * @param content the content of the file it is made from, which is being read
	 */
	keep: (
		pieces: AsyncIterable<string>,
		content: FileContent,
		file: Pick<UploadFile, 'fileName' | 'mimeType'>,
	) => Promise<Pick<UploadFile, 'sizeBytes' | 'open'>>;
	/** Receives the number of rows read so far; may throw to end it. */
	onRows?: (rows: number) => void;
}

/** What the beginning of a file shows. */
export interface HeadOfFile {
	/** The names in the header of CSV. */
	columns?: readonly string[];
	/** The first rows of a file without a header. */
	rows: ReadonlyArray<Record<string, unknown>>;
}

/** A file of the rows that are right, as Advocate takes them. */
export interface CleanedFile extends ImportFile {
	/** Which of the original file's rows are in it. */
	ranges: RowRanges;
	rejected: RejectedFileRow[];
	/** What an upload says about it. */
	summary: CleanedSummary;
	/** Some rows of the original file by their indexes, from 0. Reads it again, up to the last that was sent. */
	rowsAt: (rowIndexes: ReadonlySet<number>) => Promise<Map<number, Record<string, unknown>>>;
}

/** What an upload says about a cleaned file. A type, not an interface, so that it fits into a host's items. */
export type CleanedSummary = {
	rows: number;
	rowsRejected: number;
	/** Rows in which nothing is to be redeemed; for redemptions only. */
	rowsSkipped?: number;
	sourceRows: string;
	/** The time zone for dates without one. */
	timeZone: string;
	/** How the original file is written. */
	dialect: FileDialect;
	warnings?: string[];
} & Partial<ToldNames>;

/**
 * Checks every row of a file, converts its values and writes the valid rows into a new one: UTF-8, with commas if
 * it is CSV. A row in which nothing has to change stays as it is, byte for byte. Reads the file once, in pieces;
 * rows that later ones of their users replace are read again to be shown. Memory holds a piece of the file, the
 * rejected rows and, for users, some 24 bytes a row.
 *
 * @returns the new file, or why the file is refused as a whole
 * @throws {AdvocateError} FILE_REFUSED if a row is rejected and the rules say to stop
 */
export async function cleanedFile(
	source: SourceFile,
	options: CleaningOptions,
): Promise<CleanedFile | FileRefusedError> {
	const { type, fileName, names, texts } = options;
	const recognized = await recognizedFile(source, {
		...{ type, fileName, texts },
		knownNames: (header) => knownNames(header, type, names, texts),
	});
	if (recognized instanceof FileRefusedError) return recognized;
	let file = recognized;
	const { columns = [] } = options;
	const setColumns = typeof columns === 'function' ? columns(headOf(recognized)) : columns;
	const known: Known = {
		mayDoubt: true,
		warnings: columnWarnings(setColumns, recognized, options),
	};
	for (;;) {
		const cleaning = new FileCleaning(file, options, setColumns, known);
		const outcome = await cleaning.run();
		if (outcome !== undefined) return outcome;
		if (cleaning.asksForNa) {
			known.usesNa = await fileUsesNa(file);
		} else {
			// Only now is it known that the text is not UTF-8. If it is nothing else for certain, rows are rejected.
			const again = await recognized.reread();
			if (!(again instanceof FileRefusedError)) file = again;
			known.mayDoubt = false;
		}
	}
}

/** @throws {AdvocateError} SETTINGS_INVALID for a value set by hand that can't be meant */
function columnWarnings(
	setColumns: readonly FileColumn[],
	recognized: RecognizedFile,
	{ type, texts }: CleaningOptions,
): string[] {
	const { columns = [], rows } = headOf(recognized);
	// A file without a header is refused as one.
	const header = valueInHeader([...columns], IMPORT_FIELDS[type]).length > 0 ? [] : columns;
	const names = Object.fromEntries(header.map((name) => [name, '']));
	return checkFileColumns(setColumns, [names, ...rows], type, texts.file);
}

function headOf({ csv, dialect, head, isWhole }: RecognizedFile): HeadOfFile {
	if (csv !== undefined) return { columns: csv.header, rows: [] };
	return { rows: rowsOfHead(head, dialect.format === 'json' ? 'json' : 'jsonl', isWhole) };
}

async function rowsOf(
	file: RecognizedFile,
	rowIndexes: ReadonlySet<number>,
	rejected: readonly RejectedFileRow[],
): Promise<Map<number, Record<string, unknown>>> {
	const rows = new Map<number, Record<string, unknown>>();
	const rowNumbers = new Set([...rowIndexes].map((rowIndex) => rowIndex + 1));
	for (const { rowNumber, row } of rejected) {
		if (rowNumbers.delete(rowNumber)) rows.set(rowNumber - 1, row);
	}
	if (rowNumbers.size === 0) return rows;
	await readAgain(file, rowNumbers, (rowNumber, row) => {
		rows.set(rowNumber - 1, ownRow(row));
	});
	return rows;
}

/** A text cut from a piece of the file keeps the whole piece in memory, so what is kept for long is copied. */
function ownRow(row: Record<string, unknown>): Record<string, unknown> {
	return JSON.parse(JSON.stringify(row)) as Record<string, unknown>;
}

/** What is known of a file before it is read, as an earlier reading had to ask for it. */
interface Known {
	/** Whether its encoding may turn out to be another one. */
	mayDoubt: boolean;
	/** What is to be said of the values that are set by hand. */
	warnings: readonly string[];
	/** Whether any of its rows has `NA` for nothing. */
	usesNa?: boolean;
}

function knownNames(
	header: string[],
	type: ImportJobType,
	use: NamesUse,
	texts: HostTexts,
): number {
	if (use === 'asIs') return header.filter((name) => isKnown(name, IMPORT_FIELDS[type])).length;
	const fields = new FileNames(type, [], 'matched', texts.file).fieldsOf(header);
	fields.delete('');
	return fields.size;
}

/** One reading of a file. */
class FileCleaning {
	private readonly names: FileNames;
	private readonly rows: CleanedRows;
	private checker: RowChecker | undefined;
	private readonly headers: HeaderRows;
	/** What was thrown while rows were read: it is thrown again once whatever stores them has ended. */
	private failure: { thrown: unknown } | undefined;
	/** Why the file is refused, found while it was read. */
	private problem: string | undefined;
	/** Whether there was text that is not ASCII, and is UTF-8. */
	private hasUtf8 = false;
	/** Whether the file turned out not to be UTF-8, though nothing at its beginning said so. */
	private isDoubtful = false;
	/** Whether a country is `NA`, and only all rows can tell whether that is one. */
	asksForNa = false;

	constructor(
		private readonly recognized: RecognizedFile,
		private readonly options: CleaningOptions,
		columns: readonly FileColumn[],
		private readonly known: Readonly<Known>,
	) {
		const { type, duplicates } = options;
		this.names = new FileNames(type, columns, options.names, options.texts.file);
		this.rows = new CleanedRows({ type, duplicates });
		this.headers = new HeaderRows(type);
	}

	/** @returns undefined if it turned out that more has to be known first */
	async run(): Promise<CleanedFile | FileRefusedError | undefined> {
		const { recognized, options, names, rows } = this;
		const { type, texts } = options;
		const format: ImportFormat = recognized.csv === undefined ? 'jsonl' : 'csv';
		const problems = headNameProblems(recognized, names, { type, use: options.names, texts });
		if (problems.length > 0) return this.refused(problems);
		const fileName = safeFileName(stemOf(recognized.fileName), format);
		const mimeType = MIME_TYPES[format];
		const { content, text } = await recognized.open();
		const cleaner = this.newCleaner(format);
		const pieces = this.cleaned(cleaner, text);
		const kept = await options.keep(pieces, content, { fileName, mimeType });
		if (this.failure !== undefined) throw this.failure.thrown;
		if (this.isDoubtful || this.asksForNa) return undefined;
		const problem =
			this.problem ??
			('problem' in cleaner ? cleaner.problem : undefined) ??
			(cleaner.read === 0 ? 'It has no rows.' : undefined);
		if (problem !== undefined) return this.refused([problem]);
		const { supersededRows } = rows;
		if (supersededRows.size > 0) {
			await readAgain(recognized, supersededRows, (rowNumber, row) =>
				rows.rejectSuperseded(rowNumber, row),
			);
		}
		const headerBytes = 'headerBytes' in cleaner ? cleaner.headerBytes : 0;
		const file = withoutStretches(kept, rows.leftOut(headerBytes));
		return this.result({ fileName, mimeType, ...file }, format);
	}

	private result(file: UploadFile, format: ImportFormat): CleanedFile {
		const { options, rows, names, recognized } = this;
		const { skipped } = rows;
		const rejected = rows.rejected();
		assertNoneRejected({ count: rejected.length, first: rejected[0] }, options, options.texts);
		const ranges = rows.sourceRanges();
		const told = names.matched?.end();
		const warnings = [
			...this.known.warnings,
			...(this.checker?.warnings ?? []),
			...(told?.warnings ?? []),
			...rowCountWarning(ranges.count),
		];
		if (ranges.count === 0 && skipped > 0) warnings.push(nothingToRedeem(skipped, rejected.length));
		return {
			format,
			file,
			ranges,
			rejected,
			rowsAt: async (rowIndexes) => await rowsOf(recognized, rowIndexes, rejected),
			summary: {
				rows: ranges.count,
				rowsRejected: rejected.length,
				...(options.type === 'MUTATION/REDEEMABLE_REWARD_BALANCE' && { rowsSkipped: skipped }),
				sourceRows: writtenSourceRows({
					...{ ranges: ranges.written(), list: rows.list.end() },
					file: rows.userFingerprint(),
				}),
				timeZone: options.timeZone,
				dialect: recognized.dialect,
				...told?.told,
				...(warnings.length > 0 && { warnings }),
			},
		};
	}

	private newCleaner(format: ImportFormat): CsvCleaner | JsonCleaner {
		const { recognized, names, rows } = this;
		const options = { ...this.options, hasSemicolons: recognized.csv?.separator === ';' };
		const byHand = names.columns.filter((column) => 'value' in column);
		this.checker = new RowChecker({
			...options,
			format,
			names: names.matched,
			setByHand: new Set(byHand.map(({ field }) => canonicalName(field, options.type))),
			otherNamesExpected: options.names !== 'asIs',
			usesNa: () => this.usesNa(),
		});
		const { type, emptyText } = options;
		const { headers } = this;
		const { checker } = this;
		const tools: CleaningTools = {
			...{ type, dates: options, emptyText, names, rows, headers, checker },
		};
		const { csv, dialect } = recognized;
		if (csv !== undefined) return new CsvCleaner(csv, tools);
		return new JsonCleaner(dialect.format === 'json' ? 'json' : 'jsonl', tools);
	}

	/** The text of the cleaned file, piece by piece. It ends early if the file is refused. */
	private async *cleaned(
		cleaner: CsvCleaner | JsonCleaner,
		text: AsyncIterable<{ text: string; isAscii: boolean; isBroken: boolean }>,
	): AsyncGenerator<string> {
		const { rows, options } = this;
		const header = () => ('header' in cleaner ? cleaner.header() : undefined);
		for await (const piece of text) {
			if (this.doubts(piece)) return;
			if (!this.attempt(() => cleaner.add(piece))) return;
			if (this.asksForNa) return;
			options.onRows?.(cleaner.read);
			const first = header();
			if (first !== undefined) yield first;
			this.problem = this.problemOfRows();
			if (this.problem !== undefined) return;
			const written = rows.take(CHARACTERS_AT_ONCE);
			if (written !== undefined) yield written;
		}
		if (!this.attempt(() => cleaner.finish()) || this.asksForNa) return;
		options.onRows?.(cleaner.read);
		this.problem = this.problemOfRows();
		const first = header();
		if (first !== undefined) yield first;
		const written = rows.take();
		if (written !== undefined) yield written;
	}

	/** Does some of the work on the rows. @returns whether it did not fail */
	private attempt(work: () => void): boolean {
		const outcome = attempted(work);
		if ('thrown' in outcome) this.failure = outcome;
		return this.failure === undefined;
	}

	private usesNa(): boolean {
		if (this.known.usesNa === undefined) this.asksForNa = true;
		return this.known.usesNa === true;
	}

	private problemOfRows(): string | undefined {
		const { problem } = this.headers;
		if (problem !== undefined) return `It can't be trusted: ${problem}. ${REMOVE_HEADER}`;
		const doubt = this.checker?.doubt;
		return doubt === undefined ? this.rows.problem : `${doubt.clause}. ${doubt.advice}`;
	}

	/** Whether a piece is the first that is not ASCII, and has nothing in UTF-8. */
	private doubts({
		text,
		isAscii,
		isBroken,
	}: {
		text: string;
		isAscii: boolean;
		isBroken: boolean;
	}) {
		if (isAscii || !this.known.mayDoubt || this.recognized.dialect.encoding !== 'utf-8')
			return false;
		if (!isBroken || /[\x80-\ufffc]/.test(text)) this.hasUtf8 = true;
		this.isDoubtful ||= isBroken && !this.hasUtf8;
		return this.isDoubtful;
	}

	private refused(problems: string[]): FileRefusedError {
		const { fileName } = this.recognized;
		return new FileRefusedError(fileName === '' ? 'unnamed' : fileName, problems);
	}
}

/** Extensions of files with rows in them, in place of which the upload gets its own. */
const TEXT_EXTENSION = /\.(csv|tsv|tab|txt|json|jsonl|ndjson|dat)\s*$/i;

function stemOf(fileName: string): string {
	return fileName.replace(TEXT_EXTENSION, '');
}

function rowCountWarning(rows: number): string[] {
	const most = DEFAULT_PART_LIMITS.rows;
	if (rows <= most) return [];
	return [
		`The file has ${rows.toLocaleString('en-US')} rows, but Advocate recommends at most ${most.toLocaleString('en-US')} in one. If the import fails, split the file.`,
	];
}

/**
 * How many characters are collected before they are passed on. With more, what they are made of lives long enough to be
 * moved where the garbage collector seldom looks, and memory grows by tens of megabytes.
 */
const CHARACTERS_AT_ONCE = 1 << 15;
