import { CsvScanner, type RecordFault } from '../../text/csv-scanner';
import type { CsvDialect } from '../../text/csv-dialect';
import type { TextPiece } from '../../text/text-pieces';
import { EXCERPT, TOO_LONG } from './read-row';

const FAULTS: Record<RecordFault, string> = {
	tooLong: TOO_LONG,
	textAfterQuote:
		'A cell continues after its closing quote ("), so it is not certain where it ends. Write a quote within a cell as two ("")',
	neverClosed:
		'A quote (") is opened in this row and never closed, so the rest of the file was read as part of it. Close it, or write it as two (""), and import the rows from this one on again',
};

/** What has to be looked at more closely than the rest of a text, where it is not ASCII. */
const UNUSUAL = /[\0\u0085\u2028\u2029\ufeff\ufffd\ud800-\udfff]/u;

/**
 * Goes through the rows of a CSV text, one at a time, without making anything of those that are as their header
 * says. Blank records are no rows.
 */
export class CsvRecords {
	readonly scanner: CsvScanner;
	/** The header as it is written, with its line end, once there is a row. */
	headerLine = '';
	/** What is wrong with the row; undefined if it has a cell for each column. */
	problem: string | undefined;
	/**
	 * Whether a row may hold characters that a file must not have as they are: NUL, line ends of other kinds, half of a
	 * surrogate pair.
	 */
	isUnusual = false;

	/** Whether rows have only ASCII characters, as far as that is known. */
	isAscii = true;

	private readonly mayBeTwo: ((row: string) => boolean) | undefined;
	/** Whether a row may have a backslash of which nothing tells what it stands for. */
	private mayBeDoubtful = false;
	private isBroken = false;
	private lines: number;

	/** @param columns the header */
	constructor(
		private readonly columns: readonly string[],
		private readonly dialect: CsvDialect,
	) {
		this.scanner = new CsvScanner(dialect);
		this.lines = dialect.hasSeparatorLine ? 2 : 1;
		if (dialect.isBackslashDoubtful) this.mayBeTwo = MAY_BE_TWO[dialect.quotes];
	}

	add({ text, isAscii, isBroken }: TextPiece): void {
		const isUnusual = isAscii ? text.includes('\0') : isBroken || UNUSUAL.test(text);
		// The row that is not complete yet may have come with the piece before.
		const isBegun = this.scanner.after < this.scanner.text.length;
		this.isUnusual = isUnusual || (isBegun && this.isUnusual);
		this.isAscii = isAscii && (!isBegun || this.isAscii);
		this.isBroken ||= isBroken;
		if (this.mayBeTwo !== undefined) {
			this.mayBeDoubtful = text.includes('\\') || (isBegun && this.mayBeDoubtful);
		}
		this.scanner.add(text);
	}

	finish(): void {
		this.scanner.finish();
	}

	/** Goes on to the next row. @returns false if it does not end in what has been added so far */
	next(): boolean {
		const { scanner } = this;
		while (scanner.next()) {
			if (scanner.fault === undefined && this.isBlank()) continue;
			if (this.lines > 0) {
				this.headerLine = scanner.text.slice(scanner.start, scanner.after);
				this.lines--;
				continue;
			}
			this.problem = this.problemOf();
			return true;
		}
		return false;
	}

	/** Whether the row has a cell for each column. */
	get isComplete(): boolean {
		const { count, fault } = this.scanner;
		return count === this.columns.length && (fault === undefined || fault === 'textAfterQuote');
	}

	/** The first text in the row that is not empty. */
	firstText(): string {
		const { scanner } = this;
		for (let index = 0; index < scanner.count; index++) {
			if (scanner.starts[index] !== scanner.ends[index]) return scanner.cell(index);
		}
		return '';
	}

	/** The row as an object, to be shown: with all its cells if these are not as many as the header has. */
	row(): Record<string, unknown> {
		return this.rowOf(() => this.scanner.cells());
	}

	/** The same with its backslashes as they are written, for a row in which they may not be meant as escapes. */
	writtenRow(): Record<string, unknown> {
		return this.rowOf(() => this.scanner.writtenCells());
	}

	private rowOf(cellsOf: () => string[]): Record<string, unknown> {
		const { columns } = this;
		const { fault } = this.scanner;
		if (fault === 'tooLong' || fault === 'neverClosed') return { line: this.lineStart() };
		const cells = cellsOf();
		// Missing cells are not filled in: thousands of short rows below thousands of columns would be millions
		// of them.
		const named = columns.slice(0, cells.length).map((column, index) => [column, cells[index]]);
		const row = Object.fromEntries(named) as Record<string, unknown>;
		return cells.length === columns.length ? row : { ...row, cells };
	}

	private isBlank(): boolean {
		const { scanner } = this;
		if (scanner.count === 1 && scanner.starts[0] === scanner.ends[0]) return true;
		const first = scanner.text.charCodeAt(scanner.start);
		// Most rows begin with a letter or a digit.
		if (first > 0x3b && first < 0x7c && scanner.starts[0] !== scanner.ends[0]) return false;
		for (let index = 0; index < scanner.count; index++) {
			if (scanner.cell(index).trim() !== '') return false;
		}
		return true;
	}

	private problemOf(): string | undefined {
		const { scanner, columns } = this;
		if (scanner.fault === 'tooLong' || scanner.fault === 'neverClosed')
			return FAULTS[scanner.fault];
		if (scanner.count !== columns.length) return this.otherLength();
		if (scanner.fault !== undefined) return FAULTS[scanner.fault];
		if (this.mayBeDoubtful && this.mayBeTwo?.(scanner.text.slice(scanner.start, scanner.end))) {
			return DOUBTFUL_BACKSLASH;
		}
		return this.isBroken && this.isUnusual && this.hasLostBytes() ? LOST_BYTES : undefined;
	}

	private otherLength(): string {
		const { count } = this.scanner;
		const has = count === 1 ? '1 cell' : `${count} cells`;
		const separator = SEPARATOR_NAMES[this.dialect.separator] ?? 'a separator';
		return `The row has ${has}, but the header has ${this.columns.length}. Give it one for each column, and put a cell that contains ${separator} in quotes`;
	}

	/** Whether U+FFFD stands for bytes that are not text. */
	private hasLostBytes(): boolean {
		const { text, start, end } = this.scanner;
		return text.slice(start, end).includes('\ufffd');
	}

	/** The beginning of a row, as far as a person would look at it. */
	private lineStart(): string {
		const { text, start } = this.scanner;
		return `${text.slice(start, start + EXCERPT)}…`;
	}
}

/** Marks for nothing that are a whole cell. */
const NULL_CELLS = /(?<=^|[,;\t|])"?\\N"?(?=$|[,;\t|])/g;

/**
 * Whether a row with backslashes may be meant in two ways, where it is doubtful what they stand for: by an escape that
 * programs write, if they are read as themselves, and else by any but that of a quote.
 */
const MAY_BE_TWO: Record<CsvDialect['quotes'], (row: string) => boolean> = {
	doubled: (row) => /\\[\\btnr0Z]/.test(row),
	backslash: (row) => /\\(?!")/.test(row.replace(NULL_CELLS, '')),
};

const DOUBTFUL_BACKSLASH =
	'A backslash in the row may stand for itself, or for something else together with what follows it ("\\n" for a line break), and nothing in the file says which. Export it as CSV with quotes around texts, or as JSON Lines';

/** What is wrong with a row in a file with bytes that are not text, if it contains U+FFFD. */
export const LOST_BYTES =
	'The row contains bytes that are not UTF-8 (shown as \ufffd). Export the file again as UTF-8';

const SEPARATOR_NAMES: Partial<Record<string, string>> = {
	',': 'a comma',
	';': 'a semicolon',
	'\t': 'a tab',
	'|': 'a vertical bar',
};
