import type { INodeProperties } from 'n8n-workflow';

/** How a node waits for the end of a job, one by one because a collection is in the order of its labels. */
export const firstPause: INodeProperties = {
	displayName: 'First Pause (Seconds)',
	name: 'firstPause',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 2,
	description: 'How long to wait before asking again for the first time. Later pauses are longer.',
};

export const longestPause: INodeProperties = {
	displayName: 'Longest Pause (Seconds)',
	name: 'longestPause',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 30,
	description: 'The pauses between two requests never grow longer than this',
};

export const timeLimit: INodeProperties = {
	displayName: 'Time Limit (Minutes)',
	name: 'timeLimit',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 30,
	description: 'How long to wait in total. A job takes up to 30 minutes.',
};

/** How failed rows are told by their numbers. */
export const firstRecordNumber: INodeProperties = {
	displayName: 'First Row Number',
	name: 'firstRecordNumber',
	type: 'options',
	options: [
		{ name: '0', value: 0 },
		{ name: '1', value: 1 },
		{ name: '2 (the Header Is Counted)', value: 2 },
	],
	default: 1,
	description:
		'The number that Advocate gives to the first row in the errors files of your tenant, needed to find the source rows',
};
