import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { FileRefusedError } from '../../advocate/errors.ts';
import { importFileFrom, type SourceFile } from '../../advocate/file-check/import-file.ts';
import { idColumns } from '../../advocate/imports/id-columns.ts';
import { namesOfFile, rowsOfFile } from '../../advocate/imports/named-file.ts';
import { preparedFromFile, preparedFromRows } from '../../advocate/imports/prepared.ts';
import { failure } from '../../advocate/imports/results.ts';
import { asCameIn } from '../../advocate/imports/refused-rows.ts';
import { isRecord } from '../../advocate/json.ts';
import { rowsMatched, rowsOfColumns } from '../../advocate/rows/read/named-rows.ts';
import { cleanedFile } from '../../advocate/rows/write/cleaned-file.ts';
import { ListFingerprint } from '../../advocate/rows/trace/list-fingerprint.ts';
import { partLimits } from '../../advocate/rows/write/file-parts.ts';
import { FilesOfRows } from '../../advocate/rows/write/files-of-rows.ts';
import { stopIfAborted } from '../runtime/system-time.cts';
import type { Outcome } from '../runtime/work-node.cts';
import { setColumns } from '../upload/message-rows.cts';
import type { ScratchFolder } from '../upload/scratch-folder.cts';
import { comesFromCsvNode } from '../upload/upload-rows.cts';
import { type SourceHandler, withSource } from '../upload/upload-message.cts';
import { fieldChoices, type ImportConfig } from './import-config.cts';
import { beginImport, IMPORT_TEXTS, type Importing } from './importing.cts';

/** This many rows are checked at a time. In between, Node-RED goes on with its other work. */
const AT_ONCE = 5_000;

/** Imports what a message holds: objects, or a file. */
export const importSource: SourceHandler<ImportConfig> = async (RED, config, work, given) => {
	const importing = await beginImport(RED, config, work);
	return await withSource(RED, config, work, given, {
		rows: async (rows, name) => await importRows(importing, rows, name),
		file: async (file, scratch) => await importFile(importing, file, scratch),
	});
};

async function importRows(
	importing: Importing,
	given: readonly unknown[],
	fileName: string,
): Promise<Outcome> {
	const { config, type, rules, work, run } = importing;
	const isNothing = given.every((row) => isRecord(row) && Object.keys(row).length === 0);
	const sources = isNothing ? [] : given.map((row) => (isRecord(row) ? asCameIn(row) : row));
	const choices = await fieldChoices(config, type, work.values);
	const set = await setColumns(config.columns ?? [], type, work.values);
	const others = config.rowMode === 'columns' ? 'chosen' : 'matched';
	const ids = idColumns(choices, { rows: sources }, type, others, IMPORT_TEXTS.imports);
	const columns = [...ids, ...set];
	const { rows, ...names } =
		others === 'chosen'
			? rowsOfColumns(sources, columns)
			: rowsMatched(sources, columns, type, IMPORT_TEXTS.file);
	const making = new FilesOfRows(names, {
		...{ type, fileName, format: config.format, prefix: '', rules },
		limits: partLimits(config),
		texts: IMPORT_TEXTS,
		sources,
		areNumbersDoubtful: comesFromCsvNode(work.message),
	});
	const fingerprint = new ListFingerprint();
	let count = 0;
	for (const row of rows) {
		making.take(row, count, sources[count]);
		fingerprint.add(sources[count]);
		if (++count % AT_ONCE > 0) continue;
		importing.show('checked', { rows: count.toLocaleString('en-US') });
		await setImmediate();
		stopIfAborted(work.signal);
	}
	const made = making.end(fingerprint.end());
	const about = { ...made.names, timeZone: rules.timeZone };
	const rowsAt = (rowIndexes: ReadonlySet<number>) =>
		Promise.resolve(new Map([...rowIndexes].map((index) => [index, rowOf(sources[index])])));
	return await run(preparedFromRows(made, type, about), rowsAt);
}

function rowOf(row: unknown): Record<string, unknown> {
	return isRecord(row) ? row : { row };
}

async function importFile(
	importing: Importing,
	source: SourceFile,
	scratch: ScratchFolder,
): Promise<Outcome> {
	const { config, type, rules, work, facts } = importing;
	const { signal } = work;
	const refuse = (refused: FileRefusedError) =>
		importing.fail(failure(facts, refused, { rows: 0, isUntouched: true }));
	const original = await importFileFrom(source, {
		...{ type, namesAreLiteral: false },
		texts: IMPORT_TEXTS,
	});
	if (original instanceof FileRefusedError) return refuse(original);
	const names = await namesOfFile(
		original,
		type,
		{
			choices: await fieldChoices(config, type, work.values),
			columns: await setColumns(config.columns ?? [], type, work.values),
		},
		IMPORT_TEXTS,
	);
	const cleaned = await cleanedFile(original, {
		...{ type, ...rules, names },
		texts: IMPORT_TEXTS,
		async keep(pieces) {
			const path = await scratch.keep(pieces, signal);
			const { size } = await stat(path);
			return { sizeBytes: size, open: () => Promise.resolve(createReadStream(path)) };
		},
		onRows(rows) {
			stopIfAborted(signal);
			importing.show('checked', { rows: rows.toLocaleString('en-US') });
		},
	});
	if (cleaned instanceof FileRefusedError) return refuse(cleaned);
	const { mapping, ignoredColumns } = cleaned.summary;
	const about = { mapping, ...(ignoredColumns && { ignoredColumns }), timeZone: rules.timeZone };
	const prepared = preparedFromFile(cleaned, type, about);
	return await importing.run(prepared, async (rowIndexes) => {
		const rows = await rowsOfFile(original, rowIndexes);
		return new Map([...rows].map(([index, row]) => [index, { rowNumber: index + 1, ...row }]));
	});
}
