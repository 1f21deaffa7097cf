import type { ReadRow } from './read-row';
import type { ImportFormat } from '../../files/file-name';
import { CsvRows } from './csv-rows';
import { JsonLines } from './json-lines';
import { Utf8Text } from './utf8-text';

/**
 * Reads the rows of an import file as its bytes stream in; memory holds a chunk's rows at a time, and of a
 * row no more than LONGEST_ROW. Blank lines are no rows.
 *
 * @param content UTF-8, without a byte order mark; rows with other bytes in them have a problem
 * @param onColumns told the columns of a CSV file, once, before the first row
 * @returns the rows in their order, as many at a time as a chunk ends
 * @throws {AdvocateError} FILE_REFUSED where the header of a CSV file is longer than LONGEST_ROW
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

/** In a file with bytes that are no UTF-8, a row with their sign in it has lost what stood there. */
function withoutLostBytes({ row, problem }: ReadRow): ReadRow {
	if (problem !== undefined) return { row, problem };
	if (!JSON.stringify(row).includes('\ufffd')) return { row };
	return {
		row,
		problem:
			'The row holds bytes that are not UTF-8 (shown as \ufffd). Export the file again with the encoding UTF-8',
	};
}
