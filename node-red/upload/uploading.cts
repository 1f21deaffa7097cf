import type { NodeStatus } from '@node-red/registry';
import type { AdvocateClient } from '../../advocate/api/client.ts';
import type { ImportJobType } from '../../advocate/api/job-types.ts';
import { chosenImportType } from '../parameters/job-type.cts';
import type { Message } from '../runtime/message.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { chosenLimits } from '../parameters/request-options.cts';
import { megabytes } from '../runtime/shown-numbers.cts';
import type { Outcome, Work } from '../runtime/work-node.cts';
import type { UploadConfig } from './upload-config.cts';

/** What is filled into a text: numbers as people write them. */
type ShownValues = Record<string, string | number>;

/** An upload in progress. */
export interface Uploading {
	config: UploadConfig;
	type: ImportJobType;
	work: Work;
	client: AdvocateClient;
	/** Shows how many rows have been checked. */
	checking: (rows: number) => void;
	/** Shows that a file of this many bytes is being sent, and from then on how much of it has been sent. */
	sending: (sizeBytes: number) => void;
	/** What the node shows at the end; `text` is a key in the locale file, below `status`. */
	outcome: (text: string, fill: NodeStatus['fill'], values?: ShownValues) => Outcome;
	/** The same if rows came in and none of them was left to upload. */
	outcomeWithoutFile: (rowsRejected: number, rowsSkipped: number) => Outcome;
	/** The same of a dry run, with how many rows would be sent, if they were checked. */
	outcomeOfDryRun: (rows?: number, rejected?: number) => Outcome;
	/** Marks a message as one of several files made from one message, so that Join can put them together. */
	sequence: (message: Message, index: number, count: number) => Message;
}

/**
 * @throws {AdvocateError} SETTINGS_INVALID for settings that can't be right
 */
export async function beginUpload(
	RED: NodeRed,
	config: UploadConfig,
	work: Work,
): Promise<Uploading> {
	const { signal, tenant, values, progress } = work;
	const shown = (text: string, values?: ShownValues) =>
		RED._(`status.${text}`, shownValues(values));
	const show = (text: string, values?: ShownValues) =>
		progress({ fill: 'blue', shape: 'ring', text: shown(text, values) });
	const outcome: Uploading['outcome'] = (text, fill, values) => ({
		fill,
		shape: 'dot',
		text: shown(text, values),
	});
	let size = 0;
	const sequenceId = RED.util.generateId();
	return {
		config,
		work,
		type: await chosenImportType(config, values),
		client: tenant.client(chosenLimits(config), signal, (bytes) =>
			show('sent', { sent: megabytes(bytes), size: megabytes(size) }),
		),
		checking: (rows) => show('checked', { rows }),
		sending: (sizeBytes) => {
			size = sizeBytes;
			show('sending', { size: megabytes(sizeBytes) });
		},
		outcome,
		outcomeWithoutFile: (rowsRejected, rowsSkipped) =>
			rowsSkipped > 0 && rowsRejected === 0
				? outcome('nothingToRedeem', 'yellow')
				: outcome('noRows', 'red'),
		outcomeOfDryRun: (rows, rejected = 0) =>
			rows === undefined
				? outcome('rehearsedFile', 'grey')
				: outcome('rehearsedRows', 'grey', { rows, rejected }),
		sequence: (made, index, count) =>
			count === 1
				? made
				: { ...made, parts: { id: sequenceId, type: 'array', index, count, parts: made.parts } },
	};
}

function shownValues(values: ShownValues = {}): ShownValues {
	const entries = Object.entries(values).map(([name, value]) => [
		name,
		typeof value === 'number' ? value.toLocaleString('en-US') : value,
	]);
	return Object.fromEntries(entries) as ShownValues;
}
