import { FileRefusedError } from '../../advocate/errors.ts';
import type { SourceFile } from '../../advocate/file-check/import-file.ts';
import { idColumns, idFileColumns } from '../../advocate/imports/id-columns.ts';
import { preparedFromFile, preparedFromRows } from '../../advocate/imports/prepared.ts';
import { failure } from '../../advocate/imports/results.ts';
import { asCameIn } from '../../advocate/imports/refused-rows.ts';
import { isRecord } from '../../advocate/json.ts';
import { rowsMatched, rowsOfColumns } from '../../advocate/rows/read/named-rows.ts';
import { checkTypedNames } from '../../advocate/rows/read/typed-names.ts';
import { cleanedFile } from '../../advocate/rows/write/cleaned-file.ts';
import { partLimits } from '../../advocate/rows/write/file-parts.ts';
import { FilesOfRows } from '../../advocate/rows/write/files-of-rows.ts';
import { stopIfAborted } from '../runtime/system-time.cts';
import type { Outcome } from '../runtime/work-node.cts';
import { madeFiles } from '../upload/made-files.cts';
import { fileColumn, setColumns } from '../upload/message-rows.cts';
import { keptIn, type ScratchFolder } from '../upload/scratch-folder.cts';
import { comesFromCsvNode } from '../upload/upload-rows.cts';
import { type SourceHandler, withSource } from '../upload/upload-message.cts';
import { fieldChoices, type ImportConfig } from './import-config.cts';
import { beginImport, IMPORT_TEXTS, type Importing } from './importing.cts';

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
	const ids = idColumns(choices, { rows: sources }, type, others, IMPORT_TEXTS);
	const columns = [...ids, ...set];
	const typed = checkTypedNames(set, sources, type, IMPORT_TEXTS.file);
	const { rows, ...named } =
		others === 'chosen'
			? rowsOfColumns(sources, columns)
			: rowsMatched(sources, columns, type, IMPORT_TEXTS.file);
	const names = { ...named, warnings: () => [...typed, ...(named.warnings?.() ?? [])] };
	const making = new FilesOfRows(names, {
		...{ type, fileName, format: config.format, prefix: '', rules },
		limits: partLimits(config),
		texts: IMPORT_TEXTS,
		sources,
		areNumbersDoubtful: comesFromCsvNode(work.message),
	});
	const made = await madeFiles(making, rows, sources, {
		signal: work.signal,
		onRows: (count) => importing.show('checked', { rows: count.toLocaleString('en-US') }),
	});
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
	const choices = await fieldChoices(config, type, work.values);
	const columns = config.columns ?? [];
	const set = await Promise.all(columns.map((column) => fileColumn(column, type, work.values)));
	const cleaned = await cleanedFile(source, {
		...rules,
		...{ type, names: 'matched', texts: IMPORT_TEXTS },
		columns: (head) => [...idFileColumns(choices, head, type, IMPORT_TEXTS), ...set],
		keep: keptIn(scratch, signal),
		onRows(rows) {
			stopIfAborted(signal);
			importing.show('checked', { rows: rows.toLocaleString('en-US') });
		},
	});
	if (cleaned instanceof FileRefusedError) {
		return importing.fail(failure(facts, cleaned, { rows: 0, isUntouched: true }));
	}
	return await importing.run(preparedFromFile(cleaned, type), async (rowIndexes) => {
		const rows = await cleaned.rowsAt(rowIndexes);
		return new Map([...rows].map(([index, row]) => [index, { rowNumber: index + 1, ...row }]));
	});
}
