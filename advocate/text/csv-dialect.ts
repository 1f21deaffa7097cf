import { CsvScanner, QUOTED, type CsvSyntax } from './csv-scanner';

/** How a CSV file is written, as its beginning shows. */
export interface CsvDialect extends CsvSyntax {
	/** Whether its first line only names the separator, for Excel (`sep=;`). */
	hasSeparatorLine: boolean;
	/** How its header ends, for lines that are written anew. */
	lineEnd: '\n' | '\r\n';
	/**
	 * Whether nothing tells if a backslash stands for itself or is an escape: both readings fit, and there are programs
	 * that write such a file either way.
	 */
	isBackslashDoubtful: boolean;
}

/** The beginning of a CSV text in a dialect. */
export interface CsvHead extends CsvDialect {
	header: string[];
	/** The records after it that end within the beginning, blank ones left out. */
	rows: string[][];
	/** Whether the header ends within a quoted cell, and the text with it. */
	isHeaderOpen: boolean;
}

/** By which cells are separated, the most usual first. */
const SEPARATORS = [',', ';', '\t', '|'];

const SEPARATOR_LINE = /^"?sep=([,;\t|])"?[ \t]*(\r\n?|\n)/i;

/**
 * Finds out by what cells are separated in a CSV text, and how quotes in them are written: by what makes all of
 * its rows fit their header. If that is so in more than one way, the names in the header decide.
 *
 * @param head the beginning of the text
 * @param whole whether that is all of it: otherwise its last record is not looked at
 * @param knownNames how many names of a header are known
 * @returns undefined if the header does not end within the beginning
 */
export function csvHead(
	head: string,
	whole: boolean,
	knownNames: (header: string[]) => number,
): CsvHead | undefined {
	const told = SEPARATOR_LINE.exec(head);
	const text = told === null ? head : head.slice(told[0].length);
	const separators = told?.[1] === undefined ? SEPARATORS : [told[1]];
	const quotes = text.includes('\\') ? (['doubled', 'backslash'] as const) : (['doubled'] as const);
	const readings = separators.flatMap((separator) =>
		quotes.map((each) => new Reading({ separator, quotes: each }, text, whole, knownNames)),
	);
	const [best] = readings.filter(({ isReadable }) => isReadable).sort((a, b) => b.compare(a));
	if (best === undefined) return undefined;
	const { syntax, header, rows, isHeaderOpen, lineEnd } = best;
	return {
		...syntax,
		...{ hasSeparatorLine: told !== null, lineEnd, header, rows, isHeaderOpen },
		isBackslashDoubtful: isBackslashDoubtful(best, readings),
	};
}

/**
 * Between tabs without quotes, backslashes are escapes in what databases (`mysql --batch`, PostgreSQL's COPY) and Miller
 * write, and stand for themselves in a spreadsheet's text: only a mark for nothing tells. With one, PostgreSQL and
 * Snowflake write backslashes as they are between other cells, and MySQL writes escapes. If quotes are behind
 * backslashes, MySQL and Spark write two of them for one, and R writes it as it is.
 */
function isBackslashDoubtful(best: Reading, readings: readonly Reading[]): boolean {
	const { separator, quotes } = best.syntax;
	if (quotes === 'doubled') return separator === '\t' && !best.hasQuotes;
	if (!best.hasNullMarker) return best.hasQuotes;
	if (separator === '\t') return false;
	const other = readings.find(
		({ syntax }) => syntax.separator === separator && syntax.quotes === 'doubled',
	);
	return other?.fitsAsWellAs(best) === true;
}

/** The beginning of a text, read in one of the ways it may be meant. */
class Reading {
	readonly header: string[] = [];
	readonly rows: string[][] = [];
	readonly isReadable: boolean;
	readonly isHeaderOpen: boolean;
	readonly lineEnd: '\n' | '\r\n' = '\n';
	/** How many rows have as many cells as the header, and nothing after a closing quote. */
	private readonly fitting: number;
	private readonly known: number;
	readonly hasNullMarker: boolean;
	/** Whether any cell is quoted. */
	readonly hasQuotes: boolean;

	constructor(
		readonly syntax: CsvSyntax,
		text: string,
		whole: boolean,
		knownNames: (header: string[]) => number,
	) {
		const scanner = new CsvScanner(syntax);
		scanner.add(text);
		let fitting = 0;
		let isOpen = false;
		let count = 0;
		let hasNullMarker = false;
		let hasQuotes = false;
		if (whole) scanner.finish();
		while (scanner.next()) {
			const cells = scanner.cells();
			hasQuotes ||= scanner.marks.subarray(0, scanner.count).some((mark) => (mark & QUOTED) !== 0);
			if (cells.every((cell) => cell.trim() === '') && scanner.fault === undefined) continue;
			if (count++ === 0) {
				this.header = cells;
				isOpen = scanner.fault === 'neverClosed';
				if (scanner.after - scanner.end === 2) this.lineEnd = '\r\n';
				continue;
			}
			this.rows.push(cells);
			if (cells.length === this.header.length && scanner.fault === undefined) fitting++;
			hasNullMarker ||= cells.some((_, index) => scanner.isNull(index));
		}
		this.isReadable = count > 0;
		this.isHeaderOpen = isOpen;
		this.fitting = fitting;
		this.hasNullMarker = hasNullMarker;
		this.hasQuotes = hasQuotes;
		this.known = this.isReadable ? knownNames(this.header) : 0;
	}

	/** More than 0 if this is the better reading, less if the other is; 0 if there is nothing to choose. */
	compare(other: Reading): number {
		return (
			this.fit(other) ||
			// Backslashes stand for themselves, unless MySQL's and PostgreSQL's mark for nothing is there.
			Number(this.hasNullMarker) - Number(other.hasNullMarker)
		);
	}

	/** Whether rows and names fit one reading as well as the other. */
	fitsAsWellAs(other: Reading): boolean {
		return this.fit(other) === 0;
	}

	private fit(other: Reading): number {
		return (
			Number(this.fitsAll) - Number(other.fitsAll) ||
			this.known - other.known ||
			this.share - other.share ||
			Number(this.header.length > 1) - Number(other.header.length > 1)
		);
	}

	/** Whether there are columns, and all rows have them. */
	private get fitsAll(): boolean {
		return this.header.length > 1 && this.fitting === this.rows.length;
	}

	private get share(): number {
		return this.header.length > 1 ? this.fitting / Math.max(1, this.rows.length) : 0;
	}
}
