import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import type { NodeDescription } from '../described/node-description';
import { advocateApiTest } from '../methods/credential-test';
import { searchJobs } from '../methods/job-search';
import { forEachItem } from '../runtime/for-each-item';
import { hasNothingToDo } from '../runtime/nothing-came';
import { NodeOutputs } from '../runtime/node-outputs';
import { getJob, getProperties } from './get.operation';
import { getManyJobs, getManyProperties } from './getMany.operation';
import { STATUS_OUTPUTS } from './status-outputs';
import { jobStatusHint } from './builder-hint';

export class AdvocateJobStatus implements INodeType {
	description: NodeDescription = {
		displayName: 'Advocate Job Status',
		name: 'advocateJobStatus',
		icon: { light: 'file:advocateJobStatus.svg', dark: 'file:advocateJobStatus.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"] === "getMany" ? "Get many" : $parameter["wait"] ? "Get, wait for the end" : "Get" }}',
		description: 'See how jobs are doing in impact.com Advocate, or wait for one to end',
		defaults: { name: 'Advocate Job Status' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: [...STATUS_OUTPUTS],
		usableAsTool: true,
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		hints: [
			{
				message:
					'A job that was just created is still pending, so it leaves on Pending. Connect that output, or turn on Wait for Completion.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["operation"] === "get" && $parameter["wait"] !== true }}',
			},
		],
		builderHint: jobStatusHint,
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Get Job',
						value: 'get',
						action: 'Get a job',
						description: 'Get one job by its ID, right away or once it has ended',
					},
					{
						name: 'Get Many Jobs',
						value: 'getMany',
						action: 'Get many jobs',
						description: 'List jobs, imports and exports alike',
					},
				],
				default: 'get',
			},
			...getProperties,
			...getManyProperties,
		],
	};

	methods = { credentialTest: { advocateApiTest }, listSearch: { searchJobs } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const outputs = new NodeOutputs(this, STATUS_OUTPUTS);
		const getsOne = this.getNodeParameter('operation', 0) === 'get';
		if (getsOne && hasNothingToDo(this, 'jobId')) return outputs.all();
		await forEachItem(
			this,
			async (itemIndex) => {
				const operation = this.getNodeParameter('operation', itemIndex);
				const run = operation === 'getMany' ? getManyJobs : getJob;
				await run(this, itemIndex, outputs);
			},
			// A job that is not known to have ended counts as pending.
			(error, itemIndex) => outputs.addFailure('Pending', itemIndex, error),
		);
		return outputs.all();
	}
}
