import type { IExecuteFunctions, INodeProperties, IPollFunctions } from 'n8n-workflow';
import { givenJobId } from '../../advocate/jobs/given';
import { N8N_TEXTS } from '../runtime/host-texts';
import { locatedValue } from '../runtime/located-value';
import { fromModel, onlyAsStep, onlyAsTool } from './agent-tool';

const jobId: INodeProperties = {
	displayName: 'Job ID',
	name: 'jobId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			hint: 'The jobs of the last 30 days, the newest first',
			typeOptions: { searchListMethod: 'searchJobs', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 63323378e1edcd44b03eed9a',
		},
	],
};

const oneJob: INodeProperties = {
	...jobId,
	required: true,
	description: 'The ID of the job, as Advocate Create Job outputs it',
};

const FOR_MODEL =
	'The ID of the job, which is an import (or an export) in impact.com Advocate, as it was given when the import was started, such as 63323378e1edcd44b03eed9a';

/** The job that a node works on, by default the one that Create Job outputs, or that the model of an AI agent names. */
export function jobIdProperties(
	conditions: Parameters<typeof onlyAsStep>[0] = {},
): INodeProperties[] {
	return [
		{
			...oneJob,
			default: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			displayOptions: onlyAsStep(conditions),
		},
		{
			...oneJob,
			default: { __rl: true, mode: 'id', value: fromModel('Job_ID', FOR_MODEL) },
			displayOptions: onlyAsTool(conditions),
		},
	];
}

/** A trigger's choice of one job; none means every job. */
export const onlyJobId: INodeProperties = {
	...jobId,
	hint: 'Leave empty for every job of the tenant',
	description: 'The only job to wait for. Leave empty for every job of the tenant.',
};

/**
 * The ID given in `jobIdProperties`.
 *
 * @throws {AdvocateError} SETTINGS_INVALID when there is none
 */
export function chosenJobId(context: IExecuteFunctions, itemIndex: number): string {
	return givenJobId(locatedValue(context.getNodeParameter('jobId', itemIndex)), N8N_TEXTS);
}

/** The ID given in `onlyJobId`; undefined for every job. */
export function chosenOnlyJobId(context: IPollFunctions): string | undefined {
	const given = locatedValue(context.getNodeParameter('jobId', ''));
	// An expression may give a number.
	const id = typeof given === 'string' || typeof given === 'number' ? String(given).trim() : '';
	return id === '' ? undefined : id;
}
