import { CsvRecords } from '../read/csv-records';
import { JsonArray } from '../read/json-array';
import { JsonLines } from '../read/json-lines';
import type { RecognizedFile } from '../read/recognized-file';

/**
 * Reads rows of a file again, by their numbers: those that later ones of their users replace are known to be
 * rejected only after they were read.
 *
 * @param wanted row numbers, from 1
 */
export async function readAgain(
	file: RecognizedFile,
	wanted: ReadonlyMap<number, unknown>,
	take: (rowNumber: number, row: Record<string, unknown>) => void,
): Promise<void> {
	let last = 0;
	for (const rowNumber of wanted.keys()) last = Math.max(last, rowNumber);
	let rowNumber = 0;
	const { text } = await file.open();
	const numbered = (row: () => Record<string, unknown>) => {
		rowNumber++;
		if (wanted.has(rowNumber)) take(rowNumber, row());
	};
	const reader = readerOf(file, numbered);
	for await (const piece of text) {
		reader.add(piece);
		if (rowNumber >= last) return;
	}
	reader.finish();
}

/** Goes through the rows of a file; calls for each with what gives it. */
function readerOf(
	{ dialect, csv }: RecognizedFile,
	onRow: (row: () => Record<string, unknown>) => void,
) {
	if (csv !== undefined) {
		const records = new CsvRecords(csv.header, csv);
		const takeAll = () => {
			while (records.next()) onRow(() => records.row());
		};
		return {
			add: (piece: Parameters<CsvRecords['add']>[0]) => {
				records.add(piece);
				takeAll();
			},
			finish: () => {
				records.finish();
				takeAll();
			},
		};
	}
	const reader = dialect.format === 'json' ? new JsonArray() : new JsonLines();
	return {
		add: ({ text }: { text: string }) => {
			for (const { row } of reader.read(text)) onRow(() => row);
		},
		finish: () => {
			for (const { row } of reader.end()) onRow(() => row);
		},
	};
}
