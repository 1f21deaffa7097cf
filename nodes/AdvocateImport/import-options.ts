import type { INodeProperties } from 'n8n-workflow';
import type { ImportLimits } from '../../advocate/imports/limits';
import { mostDeletions, rowLimit } from '../../advocate/imports/limits';
import type { WaitSettings } from '../../advocate/jobs/wait';
import { jobOptions, type JobOptions } from '../AdvocateCreateJob/job-settings';
import { itemsOptions } from '../AdvocateUpload/items.operation';
import { sentFileOptions, type ItemsOptions } from '../AdvocateUpload/upload-options';
import { rowRuleOptions } from '../parameters/row-rules';
import { firstPause, firstRecordNumber, longestPause, timeLimit } from '../parameters/wait-options';
import { N8N_TEXTS } from '../runtime/host-texts';

/** Not `show`: an option that is left at its default is not there, and what depends on it would be dropped. */
const whenWaiting = { hide: { wait: [false] } };

const MOST_REJECTED = 'Maximum Rejected Rows';
const MOST_FAILED = 'Maximum Failed Rows';
const MOST_DELETIONS = 'Maximum Deletions';

/** Options that only this node has. */
const ownOptions: INodeProperties[] = [
	{ ...firstPause, displayOptions: whenWaiting },
	{ ...firstRecordNumber, displayOptions: whenWaiting },
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the input field that holds the file',
	},
	{ ...longestPause, displayOptions: whenWaiting },
	{
		displayName: MOST_DELETIONS,
		name: 'maxDeletions',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 100,
		displayOptions: { show: { '/type': ['MUTATION/DELETE_USER'] } },
		description:
			'With more users to delete than this in one run, nothing is sent, so that a list that was meant for something else does no harm',
	},
	{
		displayName: MOST_FAILED,
		name: 'maxFailed',
		type: 'string',
		default: '',
		placeholder: 'e.g. 5% or 50',
		displayOptions: whenWaiting,
		description:
			'If more rows than this fail in Advocate, the import counts as failed. Leave empty for no limit.',
	},
	{
		displayName: MOST_REJECTED,
		name: 'maxRejected',
		type: 'string',
		default: '',
		placeholder: 'e.g. 10% or 50',
		description:
			'If more rows than this are rejected, nothing is sent, not even the other rows. Leave empty for no limit.',
	},
	{ ...timeLimit, displayOptions: whenWaiting },
	{
		displayName: 'Wait for Completion',
		name: 'wait',
		type: 'boolean',
		default: true,
		description:
			'Whether to wait until Advocate has imported the rows, so that the output knows which of them failed. Without it, the output has the job that was started. A restart of n8n ends the wait: for imports at night turn this off, and ask with Advocate Job Status, with a Wait node of 65 seconds after Pending.',
	},
];

/** Options of the four steps that make no sense here, or that this node has outside of the options. */
const LEFT_OUT = new Set([
	// Failed rows could not be read from a workbook.
	'outputFormat',
	'onRejectedRows',
	'prefix',
	'prepareOnly',
	// Each run uploads a file of its own.
	'preventDuplicates',
	'unfitValues',
]);

function ofSteps(): INodeProperties[] {
	const ofJob = (jobOptions.options ?? []) as INodeProperties[];
	// Rows may come from items without being set to.
	const ofItems = itemsOptions.map((option) => ({ ...option, displayOptions: undefined }));
	return [...ofJob, ...sentFileOptions, ...rowRuleOptions, ...ofItems].filter(
		({ name }) => !LEFT_OUT.has(name),
	);
}

export const importOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...ofSteps().map(described), ...ownOptions].sort((a, b) =>
		a.displayName < b.displayName ? -1 : 1,
	),
};

/** An option of a step, as this node words it. */
function described(option: INodeProperties): INodeProperties {
	if (option.name === 'maxRows' || option.name === 'maxSize') {
		return {
			...option,
			description: `${option.description}. A file that comes in is never split.`,
		};
	}
	if (option.name !== 'name') return option;
	return {
		...option,
		description:
			'The name under which the job is listed in the Advocate portal. Leave empty for the name of the workflow and the number of the execution.',
	};
}

/** What the builder chose in the options. */
export interface ImportOptions
	extends Omit<ItemsOptions, 'unfitValues' | 'onRejectedRows' | 'prefix' | 'prepareOnly'>,
		Omit<JobOptions, 'outputFormat' | 'preventDuplicates'>,
		WaitSettings {
	binaryPropertyName?: string;
	firstRecordNumber?: number;
	maxDeletions?: number;
	maxFailed?: string;
	maxRejected?: string;
	wait?: boolean;
}

/** @throws {AdvocateError} SETTINGS_INVALID for a limit that is none */
export function chosenImportLimits(options: ImportOptions): ImportLimits {
	const { setting } = N8N_TEXTS;
	return {
		rejected: rowLimit(options.maxRejected, MOST_REJECTED, setting),
		failed: rowLimit(options.maxFailed, MOST_FAILED, setting),
		deletions: mostDeletions(options.maxDeletions, MOST_DELETIONS, setting),
	};
}
