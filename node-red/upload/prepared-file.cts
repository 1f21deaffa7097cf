import type { FileRefusedError } from '../../advocate/errors.ts';
import {
	importFileFrom,
	type ImportFile,
	type SourceFile,
} from '../../advocate/file-check/import-file.ts';
import { cleanedFile, type CleanedFile } from '../../advocate/rows/write/cleaned-file.ts';
import { stopIfAborted } from '../runtime/system-time.cts';
import { keptIn, type ScratchFolder } from './scratch-folder.cts';
import { chosenRowRules } from '../parameters/row-rules.cts';
import type { Uploading } from './uploading.cts';
import { fileColumn } from './message-rows.cts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';

/**
 * The file to upload, with its rows checked if that is wanted, or why it is refused.
 *
 * @throws {AdvocateError} FILE_REFUSED when a row is rejected and the builder wants that to stop
 * everything; CANCELLED
 */
export async function preparedFile(
	{ config, type, work, checking }: Uploading,
	source: SourceFile,
	scratch: ScratchFolder,
): Promise<ImportFile | CleanedFile | FileRefusedError> {
	const { checkFile = true, sendAsIs, rowMode = 'matched', columns = [] } = config;
	const texts = NODE_RED_TEXTS;
	if (sendAsIs) return await importFileFrom(source, { type, checkFile, texts });
	const { signal, values } = work;
	return await cleanedFile(source, {
		...chosenRowRules(config),
		type,
		texts,
		names: rowMode,
		columns: await Promise.all(columns.map((column) => fileColumn(column, type, values))),
		keep: keptIn(scratch, signal),
		onRows(rows) {
			stopIfAborted(signal);
			checking(rows);
		},
	});
}
