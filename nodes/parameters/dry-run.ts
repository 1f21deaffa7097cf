import type { INodeProperties } from 'n8n-workflow';

/** Whether a node that sends rows only shows what it would send. */
export const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description:
		'Whether to do everything up to the upload and send nothing: the output shows what would be sent, and which rows would not',
};
