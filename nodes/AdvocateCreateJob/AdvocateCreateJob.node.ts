import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { fileRef } from '../parameters/file-ref';
import { TYPE_FROM_ITEM, TYPE_SUBTITLE, typeOfItem } from '../parameters/job-type';
import { advocateApiTest } from '../methods/credential-test';
import { getPrograms, getSegments } from '../methods/tenant-lists';
import { forEachItem } from '../runtime/for-each-item';
import { NodeOutputs } from '../runtime/node-outputs';
import { createJob } from './create.operation';
import { jobOptions } from './job-options';

const OUTPUTS = ['Job'] as const;

export class AdvocateCreateJob implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Advocate Create Job',
		name: 'advocateCreateJob',
		icon: { light: 'file:advocateCreateJob.svg', dark: 'file:advocateCreateJob.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: TYPE_SUBTITLE,
		description: 'Start the import of an uploaded file in impact.com Advocate',
		defaults: { name: 'Advocate Create Job' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		properties: [
			fileRef,
			typeOfItem,
			{
				displayName:
					'To set what a type has of its own (segments, program, evaluation), or to delete users, choose the type above.',
				name: 'typeNotice',
				type: 'notice',
				default: '',
				displayOptions: { show: { type: [TYPE_FROM_ITEM] } },
			},
			{
				displayName: 'Confirm Deletion',
				name: 'confirmDeletion',
				type: 'boolean',
				default: false,
				displayOptions: { show: { type: ['MUTATION/DELETE_USER'] } },
				description:
					"Whether the users in the file are really to be deleted. Deleted users can't be brought back.",
			},
			jobOptions,
		],
	};

	methods = {
		credentialTest: { advocateApiTest },
		loadOptions: { getPrograms, getSegments },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const outputs = new NodeOutputs(this, OUTPUTS);
		await forEachItem(
			this,
			async (itemIndex) => await createJob(this, itemIndex, outputs),
			(error, itemIndex) => outputs.addFailure('Job', itemIndex, error),
		);
		return outputs.all();
	}
}
