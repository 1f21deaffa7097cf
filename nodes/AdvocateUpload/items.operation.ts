import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ImportFormat } from '../../advocate/files/file-name';
import { partLimits, type LimitSettings } from '../../advocate/rows/write/file-parts';
import { FilesOfRows, type MadeFile } from '../../advocate/rows/write/files-of-rows';
import type { RejectedRow } from '../../advocate/rows/write/prepare-rows';
import type { UploadEncoding } from '../../advocate/api/transport';
import { tenantClient } from '../runtime/tenant-client';
import { requestLimits, type RequestOptions } from '../parameters/request-options';
import { nodeError } from '../runtime/node-error';
import { inputItem, type NodeOutputs } from '../runtime/node-outputs';
import { importTypeOf } from './import-type';
import { itemRows } from './item-rows';
import { HOW_TO_GO_ON, rowRules, type RowOptions } from '../parameters/row-rules';

/** The options of Upload that matter for items. */
interface ItemOptions extends RowOptions, RequestOptions, LimitSettings {
	format?: ImportFormat;
	fileName?: string;
	prefix?: string;
	uploadEncoding?: UploadEncoding;
	prepareOnly?: boolean;
}

type UploadOutputs = NodeOutputs<'Uploaded' | 'Rejected'>;

/**
 * Makes import files of all input items and uploads them: each item ends in a file or, with its reasons,
 * on Rejected.
 *
 * @throws {AdvocateError} FILE_REFUSED when a row is rejected and that is to stop everything
 */
export async function uploadItems(
	context: IExecuteFunctions,
	outputs: UploadOutputs,
): Promise<void> {
	const type = importTypeOf(context, 0);
	const options = context.getNodeParameter('options', 0, {}) as ItemOptions;
	const { format = 'jsonl', fileName = '', prefix = '' } = options;
	const { rows, ...names } = itemRows(context, type);
	const making = new FilesOfRows(names, {
		...{ type, format, fileName, prefix },
		rules: rowRules(context, options),
		limits: partLimits(options),
		howToGoOn: HOW_TO_GO_ON,
	});
	for (const row of rows) making.take(row);
	const { files, rejected, warnings } = making.end();
	for (const message of warnings) {
		context.addExecutionHints({ message, location: 'outputPane' });
	}
	for (const file of files) await deliver(context, outputs, file, options);
	for (const row of rejected) outputs.add('Rejected', row.source, rejectedItem(context, row));
}

/** Uploads one file, or hands it out; when that fails and the workflow goes on, its rows are rejected. */
async function deliver(
	context: IExecuteFunctions,
	outputs: UploadOutputs,
	made: MadeFile,
	options: ItemOptions,
): Promise<void> {
	const { sources } = made.part;
	const outcome = await delivered(context, made, options).then(
		(item) => ({ item }),
		async (thrown: unknown) => ({ error: await nodeError(context, thrown) }),
	);
	if ('item' in outcome) {
		outputs.addFromMany('Uploaded', sources, outcome.item);
		return;
	}
	if (!context.continueOnFail()) throw outcome.error;
	for (const source of sources) outputs.addFailure('Rejected', source, outcome.error);
}

async function delivered(
	context: IExecuteFunctions,
	{ file, part, summary }: MadeFile,
	options: ItemOptions,
): Promise<Pick<INodeExecutionData, 'json' | 'binary'>> {
	if (options.prepareOnly) {
		const { fileName, mimeType } = file;
		const data = await context.helpers.prepareBinaryData(part.content, fileName, mimeType);
		return { json: summary, binary: { data } };
	}
	const client = await tenantClient(context, requestLimits(options));
	const fileRef = await client.upload(file, options.uploadEncoding ?? 'multipart');
	return { json: { fileRef, ...summary } };
}

function rejectedItem(
	context: IExecuteFunctions,
	{ source, reasons }: RejectedRow,
): Pick<INodeExecutionData, 'json' | 'binary'> {
	const { json, binary } = inputItem(context, source);
	return { json: { ...json, rowNumber: source + 1, reasons }, binary };
}
