import { useNaForNothing } from '../check/null-words';
import { CsvRecords } from '../read/csv-records';
import { JsonArray } from '../read/json-array';
import { JsonLines } from '../read/json-lines';
import type { RecognizedFile } from '../read/recognized-file';
import type { TextPiece } from '../../text/text-pieces';

type MakeRow = () => Record<string, unknown>;

/**
 * Reads rows of a file again, by their numbers: those that later ones of their users replace are known to be
 * rejected only after they were read, and those that Advocate refuses long after that.
 *
 * @param wanted row numbers, from 1
 */
export async function readAgain(
	file: RecognizedFile,
	wanted: Pick<ReadonlySet<number>, 'keys' | 'has'>,
	take: (rowNumber: number, row: Record<string, unknown>) => void,
): Promise<void> {
	let last = 0;
	for (const rowNumber of wanted.keys()) last = Math.max(last, rowNumber);
	let rowNumber = 0;
	await readRows(file, (row) => {
		rowNumber++;
		if (wanted.has(rowNumber)) take(rowNumber, row());
		return rowNumber < last;
	});
}

/** Whether any row of a file has `NA` for nothing: then it is no country in any other. */
export async function fileUsesNa(file: RecognizedFile): Promise<boolean> {
	let usesNa = false;
	await readRows(file, (row) => {
		usesNa ||= useNaForNothing([row()]);
		return !usesNa;
	});
	return usesNa;
}

/** Goes through the rows of a file. @param take says whether to go on */
async function readRows(file: RecognizedFile, take: (row: MakeRow) => boolean): Promise<void> {
	const { text } = await file.open();
	const rowsOf = readerOf(file);
	for await (const piece of text) {
		for (const row of rowsOf(piece)) if (!take(row)) return;
	}
	for (const row of rowsOf(undefined)) if (!take(row)) return;
}

/** Gives the rows that end in a piece or, without one, what is left. */
function readerOf({ dialect, csv }: RecognizedFile): (piece?: TextPiece) => Iterable<MakeRow> {
	if (csv !== undefined) {
		const records = new CsvRecords(csv.header, csv);
		return function* (piece) {
			if (piece === undefined) records.finish();
			else records.add(piece);
			while (records.next()) yield () => records.row();
		};
	}
	const reader = dialect.format === 'json' ? new JsonArray() : new JsonLines();
	return (piece) => {
		const rows = piece === undefined ? reader.end() : reader.read(piece.text);
		return rows.map(
			({ row }): MakeRow =>
				() =>
					row,
		);
	};
}
