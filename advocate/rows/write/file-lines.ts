import { shownName } from '../../shown';
import type { ImportJobType } from '../../api/job-types';
import { importFormats } from '../../fields/import-fields';
import type { ImportRow } from '../check/row-checker';
import { isRecord } from '../../json';

/** A row's cells in a CSV file, by column. */
export type Cells = ReadonlyMap<string, string>;

/** Line ends to some readers (Java's Scanner, Python's splitlines), which JSON leaves as they are. */
const OTHER_LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** Whether there is one. Three searches for a character take a fraction of the time of that expression. */
function hasOtherLineEnd(text: string): boolean {
	return text.includes('\u0085') || text.includes('\u2028') || text.includes('\u2029');
}

/** A row as a line of JSON; `bytes` is what it adds to a file, with the line end that `line` lacks. */
export function encodeLine(row: ImportRow): { line: string; bytes: number } {
	const json = JSON.stringify(row);
	const bytes = Buffer.byteLength(json);
	// All ASCII, as most are.
	if (bytes === json.length) return { line: json, bytes: bytes + 1 };
	const line = withOneLineEnd(json);
	return { line, bytes: Buffer.byteLength(line) + 1 };
}

/** JSON that no reader takes for more than one line. */
export function withOneLineEnd(json: string): string {
	if (!hasOtherLineEnd(json)) return json;
	return json.replace(
		OTHER_LINE_ENDS,
		(end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

/**
 * A row as CSV cells, or why CSV can't hold it; `bytes` is what it adds to a file, including the line end,
 * but not the commas.
 */
export function encodeCells(
	row: ImportRow,
	type: ImportJobType,
): { cells: Cells; bytes: number } | { reasons: string[] } {
	const cells = new Map<string, string>();
	const reasons: string[] = [];
	const mayBeLines = importFormats(type).includes('jsonl');
	addCells(row, '', { cells, reasons, mayBeLines });
	if (reasons.length > 0) return { reasons };
	let bytes = 1;
	for (const cell of cells.values()) bytes += Buffer.byteLength(cell);
	return { cells, bytes };
}

/** What must be quoted: an empty text, commas, quotes, line breaks of any kind, blank space at either end. */
const QUOTED = /^$|[",\r\n\u0085\u2028\u2029]|^\s|\s$/;

/**
 * A CSV cell by RFC 4180. An empty text is quoted, to tell it from a cell without a value. A value that looks
 * like a formula stays as it is: no spreadsheet opens the file on its way.
 */
export function csvCell(text: string): string {
	return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The first line of a CSV file. */
export function csvHeader(columns: readonly string[]): string {
	return `${columns.map(csvCell).join(',')}\n`;
}

/** A row's line in a CSV file with these columns. */
export function csvLine(cells: Cells, columns: readonly string[]): string {
	return `${columns.map((column) => cells.get(column) ?? '').join(',')}\n`;
}

/** The cells of one row as far as they are made, and why CSV can't hold the rest. */
interface Encoding {
	cells: Map<string, string>;
	reasons: string[];
	/** Whether the type may go into a JSON Lines file instead. */
	mayBeLines: boolean;
}

function addCells(value: ImportRow, prefix: string, encoding: Encoding): void {
	const { cells, reasons, mayBeLines } = encoding;
	for (const key of Object.keys(value)) {
		const cell = value[key];
		if (cell === null || cell === undefined) continue;
		const name = prefix === '' ? key : prefix + key;
		if (name === 'segments' && isListOfTexts(cell)) {
			if (cell.length > 0) cells.set(name, csvCell(cell.join(',')));
			continue;
		}
		const why = whyNotInCsv(key, cell, prefix);
		if (why !== undefined && mayBeLines) {
			reasons.push(`${shownName(name)} ${why}: choose JSON Lines`);
		} else if (why !== undefined) {
			reasons.push(`${shownName(name)} ${why}: leave it out`);
		} else if (isRecord(cell)) addCells(cell, `${name}.`, encoding);
		else if (cells.has(name)) reasons.push(`${shownName(name)} is given twice`);
		else cells.set(name, csvCell(scalarText(cell)));
	}
}

function isListOfTexts(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function whyNotInCsv(key: string, cell: unknown, prefix: string): string | undefined {
	if (Array.isArray(cell)) return `is a list, which CSV can't hold`;
	if (prefix !== '' && key.includes('.')) {
		return `has a dot in its name, which in CSV would be another level`;
	}
	if (isRecord(cell)) {
		return Object.keys(cell).length > 0 ? undefined : `is an empty object, which CSV can't hold`;
	}
	const holdsNul = key.includes('\0') || (typeof cell === 'string' && cell.includes('\0'));
	return holdsNul ? `contains a NUL character, which CSV can't hold` : undefined;
}

function scalarText(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}
