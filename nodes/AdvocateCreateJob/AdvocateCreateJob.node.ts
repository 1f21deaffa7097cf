import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import type { NodeDescription } from '../described/node-description';
import { TYPE_SUBTITLE } from '../parameters/job-type';
import { advocateApiTest } from '../methods/credential-test';
import { getPrograms, getSegments, searchPrograms } from '../methods/tenant-lists';
import { forEachItem } from '../runtime/for-each-item';
import { hasNothingToDo } from '../runtime/nothing-came';
import { NodeOutputs } from '../runtime/node-outputs';
import { CREATE_OUTPUTS, createJob, createProperties } from './create.operation';
import { createJobHint } from './builder-hint';

export class AdvocateCreateJob implements INodeType {
	description: NodeDescription = {
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
		builderHint: createJobHint,
		properties: createProperties,
	};

	methods = {
		credentialTest: { advocateApiTest },
		listSearch: { searchPrograms },
		loadOptions: { getPrograms, getSegments },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const outputs = new NodeOutputs(this, CREATE_OUTPUTS);
		if (hasNothingToDo(this, 'fileRef')) return outputs.all();
		await forEachItem(
			this,
			async (itemIndex) => await createJob(this, itemIndex, outputs),
			(error, itemIndex) => outputs.addFailure('Job', itemIndex, error),
		);
		return outputs.all();
	}
}
