import { isRecord } from '../answer';
import type { ImportFormat } from '../import-files/file-name';
import type { ImportRow } from './row-checker';

/** One row in the words of a file: a line of JSON, or cells by column. */
export type EncodedRow = string | Map<string, string>;

/** A row's line, or why the format can't hold it. */
export type Encoded = { encoded: EncodedRow; bytes: number } | { reasons: string[] };

/** Encodes a row; `bytes` is what it adds to a file, line end included, less CSV's empty cells. */
export function encodeRow(row: ImportRow, format: ImportFormat): Encoded {
	if (format === 'jsonl') {
		const line = JSON.stringify(row);
		return { encoded: line, bytes: Buffer.byteLength(line) + 1 };
	}
	const cells = new Map<string, string>();
	const reasons = addCells(row, '', cells);
	if (reasons.length > 0) return { reasons };
	let bytes = 1;
	for (const cell of cells.values()) bytes += Buffer.byteLength(cell);
	return { encoded: cells, bytes };
}

/**
 * A CSV cell by RFC 4180: quoted where it holds a comma, a quote or a line break, or begins or ends with a
 * blank. A value that looks like a formula stays as it is: nobody's spreadsheet opens the file on the way.
 */
export function csvCell(text: string): string {
	return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function addCells(value: ImportRow, prefix: string, cells: Map<string, string>): string[] {
	return Object.entries(value).flatMap(([key, cell]) => {
		const name = prefix + key;
		if (Array.isArray(cell)) return [`${name} is a list, which CSV can't hold: choose JSON Lines`];
		if (isRecord(cell)) return addCells(cell, `${name}.`, cells);
		if (cell !== null && cell !== undefined) cells.set(name, csvCell(scalarText(cell)));
		return [];
	});
}

function scalarText(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}
