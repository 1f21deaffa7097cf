import type { INodeProperties } from 'n8n-workflow';
import type { RowSettings } from '../../advocate/exports/take-rows';
import type { WaitSettings } from '../../advocate/jobs/wait';
import {
	attempts,
	requestTimeout,
	retryTimeLimit,
	type RequestOptions,
} from '../parameters/request-options';
import { firstPause, longestPause, timeLimit } from '../parameters/wait-options';

const ofExport = { show: { '/operation': ['export'] } };
const ofRows = { show: { '/result': ['items'] } };
const ofFile = { show: { '/result': ['file'] } };
const whenWaiting = { show: { '/wait': [true] } };

/** What becomes of the result. */
export const result: INodeProperties = {
	displayName: 'Result',
	name: 'result',
	type: 'options',
	options: [
		{ name: 'Items', value: 'items', description: 'One item for each row' },
		{ name: 'File', value: 'file', description: 'One item with the file as binary data' },
		{
			name: 'Job Only',
			value: 'job',
			description: 'One item with the job, whose result can be fetched later',
		},
	],
	default: 'items',
	description: 'What goes out for an export that is complete',
};

export const wait: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'wait',
	type: 'boolean',
	default: true,
	description:
		'Whether to keep asking until the export has ended. If the time limit is reached first, the job goes out on Pending.',
};

export const maxRows: INodeProperties = {
	displayName: 'Maximum Rows',
	name: 'maxRows',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	displayOptions: ofRows,
	description:
		'How many rows become items at most; 0 for all. The rest is not read, so memory grows with this number and not with the export.',
};

export const skipRows: INodeProperties = {
	displayName: 'Rows to Skip',
	name: 'skipRows',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	displayOptions: ofRows,
	description:
		'How many rows are left out from the beginning. With "Maximum Rows", a loop reads a large result batch by batch.',
};

export const exportOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Accept Fewer Rows',
			name: 'acceptFewerRows',
			type: 'boolean',
			default: false,
			displayOptions: ofRows,
			description:
				'Whether to go on when the result has fewer rows than the job counts, which otherwise is an error',
		},
		attempts,
		{
			displayName: 'File Field',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			placeholder: 'e.g. data',
			displayOptions: ofFile,
			hint: 'The name of the output binary field to put the file in',
		},
		{ ...firstPause, displayOptions: whenWaiting },
		{
			displayName: 'Job Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Balances, weekly',
			displayOptions: ofExport,
			description:
				'The name under which the job is listed in the Advocate portal. Leave empty for the name of the workflow and the number of the execution. A mark is added, by which this export is found again if an answer is lost.',
		},
		{ ...longestPause, displayOptions: whenWaiting },
		maxRows,
		{
			displayName: 'Notification Email',
			name: 'mailtoEmail',
			type: 'string',
			default: '',
			placeholder: 'e.g. team@example.com',
			displayOptions: ofExport,
			description: 'Where Advocate sends an email when the export has ended',
		},
		requestTimeout,
		{
			displayName: 'Requester',
			name: 'requester',
			type: 'string',
			default: 'n8n',
			placeholder: 'e.g. n8n',
			displayOptions: ofExport,
			description: 'Who is named in the Advocate portal as having started the export',
		},
		retryTimeLimit,
		skipRows,
		{ ...timeLimit, displayOptions: whenWaiting },
	],
};

/** What the builder chose in `exportOptions`. */
export interface ExportOptions extends RequestOptions, WaitSettings, RowSettings {
	binaryPropertyName?: string;
	name?: string;
	requester?: string;
	mailtoEmail?: string;
}
