import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { AdvocateError } from '../../advocate/errors';
import type { JobFilter, JobStatus } from '../../advocate/api/schema';
import { listedJobs } from '../../advocate/jobs/list';
import { tenantClient } from '../runtime/tenant-client';
import { toolDescription } from '../parameters/agent-tool';
import { milliseconds } from '../parameters/date-setting';
import { ANY_TYPE, typeFilter } from '../parameters/job-type';
import {
	attempts,
	chosenLimits,
	requestTimeout,
	retryTimeLimit,
	type RequestOptions,
} from '../parameters/request-options';
import { listedJob, outputProperties } from './job-output';
import { outputFor, type StatusOutputs } from './status-outputs';

const listing = { operation: ['getMany'] };
const forGetMany: IDisplayOptions = { show: listing };

function dateFilter(name: string, displayName: string, description: string): INodeProperties {
	return { displayName, name, type: 'dateTime', default: '', description };
}

export const getManyProperties: INodeProperties[] = [
	toolDescription(
		'List the jobs of impact.com Advocate, which are imports and exports, to find one or to see how they went. Answers with a list; the outcome of each is completed, pending (not ended yet) or aborted, and its id is the job ID.',
		listing,
	),
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		displayOptions: forGetMany,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { operation: ['getMany'], returnAll: [false] } },
		description: 'Max number of results to return',
	},
	...outputProperties,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		displayOptions: forGetMany,
		options: [
			dateFilter('completedBefore', 'Completed Before', 'Only jobs that ended before this time'),
			dateFilter('completedSince', 'Completed Since', 'Only jobs that ended at this time or later'),
			dateFilter('createdBefore', 'Created Before', 'Only jobs created before this time'),
			dateFilter('createdSince', 'Created Since', 'Only jobs created at this time or later'),
			{
				displayName: 'Status',
				name: 'status',
				type: 'multiOptions',
				options: [
					{ name: 'Aborted', value: 'ABORTED' },
					{ name: 'Completed', value: 'COMPLETED' },
					{ name: 'Pending', value: 'PENDING' },
				],
				default: [],
				description: 'Only jobs with one of these statuses. Leave empty for all.',
			},
			typeFilter,
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: forGetMany,
		options: [attempts, requestTimeout, retryTimeLimit],
	},
];

interface Filters {
	completedBefore?: string;
	completedSince?: string;
	createdBefore?: string;
	createdSince?: string;
	status?: JobStatus[];
	type?: string;
}

/** Lists jobs, each on the output of its status. */
export async function getManyJobs(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: StatusOutputs,
): Promise<void> {
	const filters = context.getNodeParameter('filters', itemIndex, {}) as Filters;
	const filter = jobFilter(filters, context.getTimezone());
	const limit = limitOf(context, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as RequestOptions;
	const client = await tenantClient(context, chosenLimits(options), itemIndex);
	for await (const job of listedJobs(client, filter, limit)) {
		outputs.add(outputFor(job), itemIndex, { json: listedJob(context, itemIndex, job) });
	}
}

function limitOf(context: IExecuteFunctions, itemIndex: number): number {
	if (context.getNodeParameter('returnAll', itemIndex, false) === true) return Infinity;
	const limit = Number(context.getNodeParameter('limit', itemIndex, 50));
	if (Number.isInteger(limit) && limit >= 1) return limit;
	throw new AdvocateError('SETTINGS_INVALID', 'The limit is not a whole number of at least 1', {
		hint: 'Set "Limit" to a number such as 50, or turn on "Return All".',
	});
}

function jobFilter(filters: Filters, timezone: string): JobFilter | undefined {
	const { type = ANY_TYPE, status = [] } = filters;
	const parts: JobFilter = {};
	if (type !== ANY_TYPE && type !== '') parts.type_eq = type;
	if (status.length > 0) parts.status_in = status;
	const dates = [
		['dateCreated_gte', 'Created Since', filters.createdSince],
		['dateCreated_lt', 'Created Before', filters.createdBefore],
		['dateCompleted_gte', 'Completed Since', filters.completedSince],
		['dateCompleted_lt', 'Completed Before', filters.completedBefore],
	] as const;
	for (const [name, label, value] of dates) {
		if (value) parts[name] = milliseconds(value, label, timezone);
	}
	return Object.keys(parts).length > 0 ? parts : undefined;
}
