import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Job } from '../../advocate/api/schema';
import { shownJob, type ShownJob } from '../../advocate/jobs/shown-job';
import { onlyAsStep, onlyAsTool } from '../parameters/agent-tool';

/** What of a job is worth a column in a list of jobs, in the order in which it is shown. */
const SIMPLE = [
	'id',
	'name',
	'type',
	'status',
	'stats',
	'requester',
	'dateCreated',
	'dateCompleted',
	'dateExpires',
	'fileRef',
] as const satisfies Array<keyof ShownJob>;

const LABELS: Record<Exclude<keyof ShownJob, 'note'>, string> = {
	id: 'Job ID',
	name: 'Job Name',
	type: 'Type',
	status: 'Status',
	stats: 'Counts of Rows',
	requester: 'Requester',
	dateCreated: 'Date Created',
	dateCompleted: 'Date Completed',
	dateExpires: 'Date Expires',
	fileRef: 'File Reference',
	outputFormat: 'Output Format',
	mailtoEmail: 'Notification Email',
	params: 'Settings of the Job',
};

const listing = { operation: ['getMany'] };

/** How much of each listed job goes out. A model, which pays for each word, may be given single fields. */
export const outputProperties: INodeProperties[] = [
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		displayOptions: onlyAsStep(listing),
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{ name: 'Simplified', value: 'simplified', description: 'The ten fields that matter most' },
			{ name: 'Raw', value: 'raw', description: 'All fields' },
			{ name: 'Selected Fields', value: 'selected' },
		],
		default: 'simplified',
		displayOptions: onlyAsTool(listing),
		description: 'How much of each job the model is told',
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'multiOptions',
		options: Object.entries(LABELS)
			.map(([value, name]) => ({ name, value }))
			.sort((a, b) => (a.name < b.name ? -1 : 1)),
		default: ['id', 'status'],
		displayOptions: onlyAsTool({ ...listing, output: ['selected'] }),
		description: 'The fields of each job that the model is told',
	},
];

/** A listed job, as far as it was asked for. */
export function listedJob(context: IExecuteFunctions, itemIndex: number, job: Job): IDataObject {
	const shown = shownJob(job);
	const fields = chosenFields(context, itemIndex);
	if (fields === undefined) return { ...shown };
	// What is unusual about a job is told in any case.
	const kept = [...fields, 'note'].filter((field) => field in shown);
	return Object.fromEntries(kept.map((field) => [field, shown[field as keyof ShownJob]]));
}

/** Undefined for all fields. */
function chosenFields(context: IExecuteFunctions, itemIndex: number): string[] | undefined {
	const simplified = context.getNodeParameter('simplify', itemIndex, true) !== false;
	const output = context.getNodeParameter('output', itemIndex, simplified ? 'simplified' : 'raw');
	if (output === 'raw') return undefined;
	if (output !== 'selected') return [...SIMPLE];
	const fields: unknown = context.getNodeParameter('fields', itemIndex, ['id', 'status']);
	return Array.isArray(fields) ? fields.map(String) : [];
}
