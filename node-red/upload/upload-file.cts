import { FileRefusedError } from '../../advocate/errors.ts';
import type { ImportJobType } from '../../advocate/job-types.ts';
import { importFileFrom, type ImportFile } from '../../nodes/AdvocateUpload/import-file.ts';
import type { Outcome } from '../runtime/work-node.cts';
import { checkedFile, type CheckedFile } from './checked-file.cts';
import type { ScratchFolder } from './scratch-folder.cts';
import { sourceFile } from './source-file.cts';
import { refusedRows, rowRules } from './upload-config.cts';
import type { Uploading } from './uploading.cts';

/**
 * Uploads the file a message holds.
 *
 * @throws {FileRefusedError} for a file that can't be right, unless refused files go to Rejected
 * @throws {AdvocateError} for what the API or the way to it has against it
 */
export async function uploadFile(
	uploading: Uploading,
	source: unknown,
	name: string,
	scratch: ScratchFolder,
): Promise<Outcome> {
	const { config, type, work, derived, client } = uploading;
	const file = await sourceFile(
		source,
		{ textIs: config.textIs ?? 'auto', name },
		scratch,
		work.signal,
	);
	const prepared = await preparedFile(uploading, await importFileOf(file, type, config), scratch);
	if (prepared instanceof FileRefusedError) {
		if (config.onRefused !== 'rejected') throw prepared;
		const { message: error, reasons } = prepared;
		work.send([null, derived.next({ fileName: file.fileName, type, error, reasons })]);
		return uploading.outcome('refused', 'red');
	}
	const checked = 'leftOut' in prepared ? prepared : undefined;
	if (checked !== undefined && checked.leftOut.length > 0) rejectRows(uploading, checked);
	if (checked?.sources.count === 0) return uploading.outcome('noRows', 'red');
	const { fileName, sizeBytes } = prepared.file;
	uploading.sending(sizeBytes);
	const fileRef = await client.upload(prepared.file, config.uploadEncoding ?? 'multipart');
	const summary = { fileRef, type, fileName, format: prepared.format, sizeBytes };
	const payload = { ...summary, ...(checked && rowSummary(checked)) };
	work.send([derived.next(payload, { fileRef, type, jobId: undefined }), null]);
	return checked === undefined
		? uploading.outcome('uploadedFile', 'green', { fileName })
		: uploading.outcome('uploadedRows', 'green', { rows: checked.sources.count });
}

async function importFileOf(
	file: Awaited<ReturnType<typeof sourceFile>>,
	type: ImportJobType,
	{ checkFile = true }: { checkFile?: boolean },
): Promise<ImportFile | FileRefusedError> {
	return await importFileFrom(file, { type, checkFile });
}

/** The file as it is to be uploaded, its rows checked where that is wanted, or why it is refused. */
async function preparedFile(
	{ config, type, work, checking }: Uploading,
	file: ImportFile | FileRefusedError,
	scratch: ScratchFolder,
): Promise<ImportFile | CheckedFile | FileRefusedError> {
	if (file instanceof FileRefusedError || !config.checkRows) return file;
	const { signal } = work;
	return await checkedFile(file, { type, ...rowRules(config) }, scratch, {
		signal,
		onRows: checking,
	});
}

/** The rows that were left out, all in one message: Split makes messages of them. */
function rejectRows({ config, work, derived }: Uploading, { leftOut }: CheckedFile): void {
	if (config.onRejectedRows === 'error') throw refusedRows(leftOut);
	const rows = leftOut.map(({ source, rowNumber, reasons }) => ({ ...source, rowNumber, reasons }));
	work.send([null, derived.next(rows)]);
}

function rowSummary({ sources, leftOut, warnings }: CheckedFile): Record<string, unknown> {
	return {
		rows: sources.count,
		rowsRejected: leftOut.length,
		sourceRows: sources.written(),
		...(warnings.length > 0 && { warnings }),
	};
}
