import type { ImportType } from '../job-types.cts';
import type { JsonObject } from '../json-object.cts';
import { readRows } from './read-rows.cts';
import type { ImportFormat } from './read-rows.cts';
import { isLeftOut } from './row-rules.cts';

/** A row that failed. */
export interface RowFailure {
	/** The position of the row in the file, from 0. */
	index: number;
	message: string;
	apiErrorCode: string;
	statusCode: number;
}

/** An import file that has been read to its end, and which of its rows failed. */
export interface ImportedFile {
	readonly type: ImportType;
	readonly format: ImportFormat;
	readonly sourcePath: string;
	/** A file of JSON lines, each a `RowFailure`, in the order of the rows. */
	readonly failuresPath: string;
}

/** A row that was accepted. */
export interface AcceptedRow {
	index: number;
	row: JsonObject;
}

/** The rows that were accepted. The file is read anew, so that nobody has to remember them. */
export async function* acceptedRows(file: ImportedFile): AsyncGenerator<AcceptedRow> {
	const failures = readFailures(file.failuresPath);
	let failure = await failures.next();
	let index = 0;
	for await (const { value } of readRows(file.sourcePath, file.format)) {
		if (!failure.done && failure.value.index === index) failure = await failures.next();
		else if (value && !isLeftOut(file.type, value)) yield { index, row: value };
		index += 1;
	}
}

/** The rows that failed. */
export async function* readFailures(failuresPath: string): AsyncGenerator<RowFailure> {
	for await (const { value } of readRows(failuresPath, 'jsonl')) {
		yield value as unknown as RowFailure;
	}
}
