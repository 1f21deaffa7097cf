import type { ReadRow } from './read-row';
import type { ImportFormat } from '../../files/file-name';
import { CsvRows } from './csv-rows';
import { JsonLines } from './json-lines';
import { Utf8Text } from './utf8-text';

/**
 * Reads the rows of an import file as its bytes stream in; memory holds the rows of one chunk at a time, and
 * no more than LONGEST_ROW of a row. Blank lines are not rows.
 *
 * @param content UTF-8, without a byte order mark; rows with other bytes in them have a problem
 * @param onColumns receives the columns of a CSV file, once, before the first row
 * @returns the rows in their order, in batches: those that end in the same chunk
 * @throws {AdvocateError} FILE_REFUSED if the header of a CSV file is longer than LONGEST_ROW
 */
export async function* readRows(
	content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	format: ImportFormat,
	onColumns: (columns: string[]) => void = () => {},
): AsyncGenerator<ReadRow[]> {
	const reader = format === 'csv' ? new CsvRows(onColumns) : new JsonLines();
	const text = new Utf8Text();
	const checked = (rows: ReadRow[]) => (text.isBroken ? rows.map(withoutLostBytes) : rows);
	for await (const chunk of content) yield checked(reader.read(text.decode(chunk)));
	const last = reader.read(text.end());
	yield checked([...last, ...reader.end()]);
}

/** In a file with bytes that are not UTF-8, a row that contains U+FFFD has lost what was there. */
function withoutLostBytes({ row, problem }: ReadRow): ReadRow {
	if (problem !== undefined) return { row, problem };
	if (!JSON.stringify(row).includes('\ufffd')) return { row };
	return {
		row,
		problem:
			'The row contains bytes that are not UTF-8 (shown as \ufffd). Export the file again as UTF-8',
	};
}
