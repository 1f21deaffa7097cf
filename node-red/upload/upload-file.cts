import { rehearsalOfFile } from '../../advocate/imports/dry-run.ts';
import { FileRefusedError } from '../../advocate/errors.ts';
import type { SourceFile } from '../../advocate/file-check/import-file.ts';
import { uploadedAs } from '../../advocate/rows/trace/source-rows.ts';
import { DerivedMessages, NOT_UPLOADED } from '../runtime/derived-messages.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import type { Outcome } from '../runtime/work-node.cts';
import { preparedFile } from './prepared-file.cts';
import type { ScratchFolder } from './scratch-folder.cts';
import type { Uploading } from './uploading.cts';
import type { RejectedFileRow } from '../../advocate/rows/write/clean-rows.ts';

/**
 * Uploads the file a message holds.
 *
 * @throws {FileRefusedError} for a file that can't be right, unless refused files go to Rejected
 * @throws {AdvocateError} when the API refuses the upload or can't be reached
 */
export async function uploadFile(
	RED: NodeRed,
	uploading: Uploading,
	source: SourceFile,
	scratch: ScratchFolder,
): Promise<Outcome> {
	const { config, type, work, client } = uploading;
	const prepared = await preparedFile(uploading, source, scratch);
	if (prepared instanceof FileRefusedError) return refuse(RED, uploading, source, prepared);
	const cleaned = 'rejected' in prepared ? prepared : undefined;
	const isEmpty = cleaned?.ranges.count === 0;
	const hasRejected = (cleaned?.rejected.length ?? 0) > 0;
	const messages = Number(hasRejected) + Number(!isEmpty || config.dryRun === true);
	const derived = new DerivedMessages(RED, work.message, messages);
	if (cleaned !== undefined && hasRejected) {
		const message = derived.next(cleaned.rejected.map(rejectedRow), NOT_UPLOADED);
		work.send([null, { ...message, ...(isEmpty && { upload: cleaned.summary }) }]);
	}
	if (config.dryRun) {
		const payload = { type, ...(await rehearsalOfFile(prepared, type)) };
		work.send([derived.next(payload, NOT_UPLOADED), null]);
		return uploading.outcomeOfDryRun(cleaned?.ranges.count, cleaned?.rejected.length);
	}
	if (isEmpty) {
		const { rowsRejected, rowsSkipped = 0 } = cleaned.summary;
		return uploading.outcomeWithoutFile(rowsRejected, rowsSkipped);
	}
	const { fileName, sizeBytes } = prepared.file;
	uploading.sending(sizeBytes);
	const { uploadEncoding = 'multipart' } = config;
	const fileRef = await client.upload(prepared.file, uploadEncoding, work.message._msgid);
	const { format } = prepared;
	const { summary } = cleaned ?? {};
	const rows = { ...summary, ...uploadedAs(summary?.sourceRows, fileRef) };
	const payload = { fileRef, type, fileName, format, sizeBytes, ...rows };
	work.send([derived.next(payload, { fileRef, type, jobId: undefined }), null]);
	return cleaned === undefined
		? uploading.outcome('uploadedFile', 'green', { fileName })
		: uploading.outcome('uploadedRows', 'green', { rows: cleaned.ranges.count });
}

function refuse(
	RED: NodeRed,
	{ config, type, work, outcome }: Uploading,
	{ fileName }: SourceFile,
	refused: FileRefusedError,
): Outcome {
	if (config.onRefused !== 'rejected') throw refused;
	const { message: error, reasons } = refused;
	const derived = new DerivedMessages(RED, work.message, 1);
	work.send([null, derived.next({ fileName, type, error, reasons }, NOT_UPLOADED)]);
	return outcome('refused', 'red');
}

/** All rejected rows leave in one message, which Split can take apart. */
function rejectedRow({ row, rowNumber, reasons }: RejectedFileRow) {
	const told = { reasons, rowNumber };
	return { ...told, ...row, ...told };
}
