import type { ImportFormat } from '../files/file-name';
import { inPieces, type FileContent } from '../files/content';

/** How many rows of a file a preview shows. */
const ROWS_SHOWN = 3;

/** How much of a file is read for that (characters). */
const MOST_READ = 1 << 20;

/**
 * The first lines of a file as it would be sent: three rows, and before them the header of a CSV file. A line break
 * within quotes does not end a row.
 *
 * @param open opens the file's content from its start
 */
export async function firstLines(
	open: () => Promise<FileContent>,
	format: ImportFormat,
): Promise<string[]> {
	const wanted = format === 'csv' ? ROWS_SHOWN + 1 : ROWS_SHOWN;
	const decoder = new TextDecoder();
	let text = '';
	for await (const piece of inPieces(await open())) {
		text += decoder.decode(piece, { stream: true });
		if (text.length >= MOST_READ || rowsIn(text, format).length > wanted) break;
	}
	return rowsIn(text, format).slice(0, wanted);
}

/** The rows in a text, the last of which may be cut off. */
function rowsIn(text: string, format: ImportFormat): string[] {
	const rows: string[] = [];
	let row = '';
	for (const line of text.split('\n')) {
		row = row === '' ? line : `${row}\n${line}`;
		if (format === 'csv' && isWithinQuotes(row)) continue;
		if (row !== '') rows.push(row);
		row = '';
	}
	return row === '' ? rows : [...rows, row];
}

function isWithinQuotes(text: string): boolean {
	return (text.match(/"/g) ?? []).length % 2 === 1;
}
