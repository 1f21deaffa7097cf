import {
	BARE_QUOTE,
	ESCAPED,
	QUOTED,
	type CsvScanner,
	type CsvSyntax,
} from '../../text/csv-scanner';
import type { FieldKind } from '../../fields/kinds';
import { convertValue, hasDecimalComma, isEmail, type DateRules } from '../check/convert-value';
import { mayBeThousands } from '../check/column-doubts';
import { isCleanId } from '../check/ids';
import { mayBeToolsWord, toolsWord } from '../check/null-words';
import type { Told } from '../check/told-values';
import { DAY } from '../../durations';
import { dottedForQuick, QuickTimestamps } from '../check/quick-timestamp';
import { csvCell, csvHeader } from './file-lines';

/** A column of the file that is made. */
export interface SentColumn {
	/** Under which it is sent. */
	name: string;
	kind: FieldKind;
	isRequired: boolean;
	/** Whether dates without a time zone are known to be in UTC. */
	isUtc: boolean;
	/** The column of the given file that it is made of, from 0; undefined if its value is set by hand. */
	source: number | undefined;
}

/** What has to be known to write a row from cells. */
export interface CsvColumnsOptions {
	syntax: CsvSyntax;
	/** Those whose value is set by hand come last. */
	columns: readonly SentColumn[];
	/** How many columns the given file has. */
	given: number;
	/** The field that says who the user is within the account. */
	userField: 'id' | 'userId';
	/** Columns that are not sent, but rejected if they have a value, from 0. */
	refused: readonly number[];
	dates: DateRules;
	/** Whether an empty cell is sent too, where it can be. */
	sendsEmpty: boolean;
	/** The end of a line that is written anew. */
	lineEnd: string;
	/** Values set by hand, by their column, for those without a source. */
	setTexts: ReadonlyMap<string, string>;
}

/** Something noticed about a value. */
export interface Note {
	told: Told | 'mayBeThousands';
	/** The field. */
	name: string;
	value: unknown;
}

/** A text that stands for "this row has to be looked at one value at a time". */
const UNSURE = undefined;

/**
 * Writes rows of CSV from cells, without making objects: what Advocate takes as it is is copied together with
 * what is beside it, and only values to be converted are looked at. A row that is not certain to be right is left
 * to RowChecker, which knows why, and whose rules this follows (a test compares them row by row).
 */
export class CsvColumns {
	/** The columns that are made of cells. */
	private readonly cells: CellColumn[];
	private readonly accountId: CellColumn | undefined;
	private readonly id: CellColumn | undefined;
	private readonly amount: CellColumn | undefined;
	/** What was noticed in the row that `line` has given. */
	readonly notes: Note[] = [];
	/** Whether a row may be copied as it is where no value changes: it is as it is to be sent. */
	private readonly isCopied: boolean;
	/** What comes after the last cell of a row. */
	private readonly tail: string;

	constructor(private readonly options: CsvColumnsOptions) {
		const { columns, syntax, setTexts } = options;
		this.cells = columns
			.filter(({ source }) => source !== undefined)
			.map((column) => new CellColumn(column, options, this.notes));
		this.isCopied = syntax.separator === ',' && syntax.quotes === 'doubled';
		this.tail = [...setTexts.values()].map((text) => `,${csvCell(text)}`).join('');
		this.accountId = this.cells.find(({ name }) => name === 'accountId');
		this.id = this.cells.find(({ name }) => name === options.userField);
		this.amount = this.cells.find(({ kind }) => kind === 'amount');
	}

	/** The names of the columns, in the order of the file that is made. */
	get names(): string[] {
		return this.options.columns.map(({ name }) => name);
	}

	/** The first line of the file that is made: the given one, if nothing in it changes. */
	header(given: { header: readonly string[]; line: string }): string {
		const { names } = this;
		const { header, line } = given;
		const isSame =
			this.isCopied &&
			names.length === header.length &&
			names.every((name, index) => name === header[index]);
		return isSame && /\n$/.test(line)
			? line
			: csvHeader(names).replace(/\n$/, this.options.lineEnd);
	}

	/** Whether nothing is to be redeemed in a row, so that Advocate would pass it over. */
	isSkipped(scanner: CsvScanner): boolean {
		const column = this.amount;
		if (column === undefined) return false;
		const start = scanner.starts[column.source] ?? 0;
		const end = scanner.ends[column.source] ?? 0;
		return start === end || (end - start === 1 && scanner.text.charCodeAt(start) === ZERO);
	}

	/**
	 * A row as it is sent, with its line end.
	 *
	 * @returns undefined if it is not certain to be right
	 */
	line(scanner: CsvScanner): string | undefined {
		this.notes.length = 0;
		for (const index of this.options.refused) {
			if (scanner.starts[index] !== scanner.ends[index]) return UNSURE;
		}
		return this.isCopied ? this.copied(scanner) : this.written(scanner);
	}

	/** The text of a column, in a row that `line` has given. */
	textOf(scanner: CsvScanner, name: 'accountId' | 'id'): string {
		const column = name === 'id' ? this.id : this.accountId;
		return column === undefined
			? (this.options.setTexts.get(name === 'id' ? this.options.userField : name) ?? '')
			: scanner.cell(column.source);
	}

	/** Copies stretches between the values that change, and leaves out the columns that are not sent. */
	private copied(scanner: CsvScanner): string | undefined {
		const { text, starts, ends } = scanner;
		let line = '';
		let from = -1;
		let next = -1;
		for (const column of this.cells) {
			const { source } = column;
			const start = starts[source] ?? 0;
			const end = ends[source] ?? 0;
			const cell = column.cellFrom(scanner, start, end);
			if (cell === UNSURE) return UNSURE;
			if (source !== next) {
				if (from >= 0) line += text.slice(from, ends[next - 1]);
				if (next >= 0) line += ',';
				from = start;
			}
			if (cell !== AS_IT_IS) {
				if (start > from) line += text.slice(from, start);
				line += cell;
				from = end;
			}
			next = source + 1;
		}
		const isWhole = next === this.options.given && this.tail === '';
		if (isWhole && text.charCodeAt(scanner.after - 1) === LF) {
			return line === '' ? text.slice(from, scanner.after) : line + text.slice(from, scanner.after);
		}
		if (from >= 0) line += text.slice(from, ends[next - 1]);
		return line + this.tail + this.options.lineEnd;
	}

	/** Writes the cells anew. */
	private written(scanner: CsvScanner): string | undefined {
		let line = '';
		for (const column of this.cells) {
			const start = scanner.starts[column.source] ?? 0;
			const end = scanner.ends[column.source] ?? 0;
			const cell = column.cellFrom(scanner, start, end);
			if (cell === UNSURE) return UNSURE;
			if (line !== '' || column !== this.cells[0]) line += ',';
			line += cell === AS_IT_IS ? this.rewritten(scanner, column.source, start, end) : cell;
		}
		return line + this.tail + this.options.lineEnd;
	}

	private rewritten(scanner: CsvScanner, index: number, start: number, end: number): string {
		const marks = scanner.marks[index] ?? 0;
		const isBackslash = this.options.syntax.quotes === 'backslash';
		if (isBackslash && (marks & ESCAPED) !== 0) return csvCell(scanner.cell(index));
		const cell = scanner.text.slice(start, end);
		return (marks & QUOTED) !== 0 || !cell.includes(',') ? cell : csvCell(cell);
	}
}

/** What is returned for a cell that is sent as it is. */
const AS_IT_IS = null;

/** How many converted values are remembered of a column: dates of a day, yes and no, a few countries. */
const MOST_VALUES = 2_000;

/** A column that is made of cells of one column of the given file. */
class CellColumn {
	readonly name: string;
	readonly kind: FieldKind;
	readonly source: number;
	/** What cells become that have come before: as they are, or converted; undefined if not certain. */
	private readonly converted = new Map<string, string | null | undefined>();
	private readonly isEmptyUnsure: boolean;
	private readonly most: number;
	private readonly mayHaveComma: boolean;
	private readonly dates: DateRules;
	private readonly isUtc: boolean;
	private readonly timestamps: QuickTimestamps;

	constructor(
		{ name, kind, isRequired, isUtc, source = 0 }: SentColumn,
		{ dates, sendsEmpty }: CsvColumnsOptions,
		private readonly notes: Note[],
	) {
		this.name = name;
		this.kind = kind;
		this.source = source;
		this.dates = isUtc ? { ...dates, timeZone: 'UTC' } : dates;
		this.isUtc = isUtc;
		this.timestamps = new QuickTimestamps(this.dates.timeZone);
		this.isEmptyUnsure = isRequired || sendsEmpty || kind === 'amount';
		this.most = MOST_CHARACTERS[kind] ?? -1;
		const isAnyText = kind === 'customField' || kind === 'eventField';
		this.mayHaveComma = isAnyText && dates.hasSemicolons === true;
	}

	/** A cell as it is sent. @returns AS_IT_IS, or UNSURE */
	cellFrom(scanner: CsvScanner, start: number, end: number): string | null | undefined {
		if (start === end) return this.isEmptyUnsure ? UNSURE : AS_IT_IS;
		const { text } = scanner;
		const marks = scanner.marks[this.source] ?? 0;
		if ((marks & ESCAPED) !== 0 && scanner.isNull(this.source))
			return this.isEmptyUnsure ? UNSURE : '';
		let first = start;
		let last = end - 1;
		if (marks !== 0) {
			if ((marks & BARE_QUOTE) !== 0) return UNSURE;
			if ((marks & QUOTED) !== 0) {
				first++;
				last--;
				// An empty text in quotes is not the same as nothing.
				if (first > last) return UNSURE;
			}
		}
		if (isBlank(text.charCodeAt(first)) || isBlank(text.charCodeAt(last))) return UNSURE;
		if (mayBeToolsWord(text.charCodeAt(first), last - first + 1)) {
			if (this.kind !== 'any' && toolsWord(text.slice(first, last + 1)) !== undefined)
				return UNSURE;
		}
		if (this.most >= 0) {
			if (last - first >= this.most) return UNSURE;
			if (this.mayHaveComma) this.noteComma(scanner);
			if (this.kind !== 'email' || last - first >= LONG_EMAIL) return AS_IT_IS;
			return isEmail(scanner.cell(this.source)) ? AS_IT_IS : UNSURE;
		}
		const cell = marks === 0 ? text.slice(start, end) : scanner.cell(this.source);
		if (this.kind === 'id') return isCleanId(cell) ? AS_IT_IS : UNSURE;
		return this.convert(cell);
	}

	/** A number with a comma in a field that takes any text, in a file in which that is a decimal one. */
	private noteComma(scanner: CsvScanner): void {
		const value = scanner.cell(this.source);
		if (hasDecimalComma(value)) this.notes.push({ told: 'decimalComma', name: this.name, value });
	}

	private convert(cell: string): string | null | undefined {
		if (this.kind === 'timestamp') {
			const dotted = this.dates.hasSemicolons ? dottedForQuick(cell) : undefined;
			const milliseconds = this.timestamps.read(dotted ?? cell);
			if (milliseconds !== undefined) return this.date(cell, milliseconds, dotted !== undefined);
		}
		if (this.kind === 'amount' && mayBeThousands(cell)) {
			this.notes.push({ told: 'mayBeThousands', name: this.name, value: cell });
		}
		const known = this.converted.get(cell);
		if (known !== undefined) return known;
		const converted = this.convertedAnew(cell);
		if (this.converted.size >= MOST_VALUES) this.converted.clear();
		// Copied, as a text that is cut from a piece of the file keeps the whole piece in memory.
		if (converted !== UNSURE) this.converted.set(Buffer.from(cell).toString(), converted);
		return converted;
	}

	/** Only a date on which something can have happened is certain. */
	private date(cell: string, milliseconds: number, isDotted: boolean): string | undefined {
		if (milliseconds <= 0 || milliseconds > (this.dates.now ?? Infinity) + DAY) return UNSURE;
		const told = this.toldOfDate(isDotted);
		if (told !== undefined) this.notes.push({ told, name: this.name, value: cell });
		return String(milliseconds);
	}

	private toldOfDate(isDotted: boolean): Told | undefined {
		if (isDotted) return this.isUtc ? 'dottedUtc' : 'dotted';
		return this.timestamps.isZoneAssumed && !this.isUtc ? 'timeZone' : undefined;
	}

	private convertedAnew(cell: string): string | null | undefined {
		const text = textFor(cell, this.kind, this.dates);
		if (text === UNSURE) return UNSURE;
		return text === cell ? AS_IT_IS : csvCell(text);
	}
}

/**
 * The text in which CSV holds a value.
 *
 * @returns undefined if it can't, or if nothing is to be redeemed, so that its row is passed over
 */
export function textFor(value: unknown, kind: FieldKind, dates: DateRules): string | undefined {
	if (value === undefined || value === null || value === '') return UNSURE;
	const converted = convertValue(value, kind, dates);
	// What there is to tell about a value, RowChecker counts.
	if (!('value' in converted) || converted.told !== undefined) return UNSURE;
	if (kind === 'amount' && converted.value === 0) return UNSURE;
	const { value: sent } = converted;
	if (Array.isArray(sent)) return kind === 'segments' ? sent.join(',') : UNSURE;
	if (typeof sent === 'object') return UNSURE;
	return typeof sent === 'string' ? sent : JSON.stringify(sent);
}

/**
 * How many code units a text of a kind may have so that it is certain to be right, which RowChecker counts in
 * other ways: in characters, or in bytes of UTF-8.
 */
const MOST_CHARACTERS: Partial<Record<FieldKind, number>> = {
	text: Infinity,
	email: Infinity,
	any: Infinity,
	customField: 1_024,
	customText: 1_024,
	eventField: 500,
};

/** An email address of as many code units is long enough, whatever characters they make. */
const LONG_EMAIL = 14;

/** Whether a character is blank space, as `trim` has it. */
function isBlank(code: number): boolean {
	if (code <= 0x20) return true;
	return code >= 0xa0 && BLANK.test(String.fromCharCode(code));
}

const BLANK = /\s/;
const LF = 0x0a;
const ZERO = 0x30;
