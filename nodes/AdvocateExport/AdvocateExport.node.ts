import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import type { NodeDescription } from '../described/node-description';
import { advocateApiTest } from '../methods/credential-test';
import { searchJobs } from '../methods/job-search';
import { getPrograms } from '../methods/tenant-lists';
import { toolDescription } from '../parameters/agent-tool';
import { hasNothingToDo } from '../runtime/nothing-came';
import { exportOptions, result, wait } from './export-options';
import { exportProperties, formatProperties } from './export-settings';
import { exportAll } from './export.operation';
import { EXPORT_OUTPUTS, ExportOutputs } from './export-outputs';
import { getResults, resultProperties } from './getResult.operation';
import { exportHint } from './builder-hint';

export class AdvocateExport implements INodeType {
	description: NodeDescription = {
		displayName: 'Advocate Export',
		name: 'advocateExport',
		icon: { light: 'file:advocateExport.svg', dark: 'file:advocateExport.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"] === "getResult" ? "Get result" : "Export " + $parameter["type"].replace("QUERY/", "").replaceAll("_", " ").toLowerCase() }}',
		description:
			'Export users, user events, referrals, rewards or balances from impact.com Advocate, as items or as a file',
		defaults: { name: 'Advocate Export' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: [...EXPORT_OUTPUTS],
		usableAsTool: true,
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		builderHint: exportHint,
		properties: [
			toolDescription(
				'Export records (users, user events, referrals, rewards or balances, whichever this tool is set to) from impact.com Advocate, a referral and loyalty program. It can take minutes. Answers with outcome exported and one record for each row, or with outcome pending or aborted and the job, which is the export, and whose id says which it is.',
				{ operation: ['export'] },
			),
			toolDescription(
				"Get the result of an export that was started before in impact.com Advocate. Such an export is called a job. Takes the job's ID, and answers with outcome exported and one record for each row, or with outcome pending (not ended yet: ask again later) or aborted and the job.",
				{ operation: ['getResult'] },
			),
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Export',
						value: 'export',
						action: 'Export records',
						description: 'Start an export, wait for it, and get its result',
					},
					{
						name: 'Get Result',
						value: 'getResult',
						action: 'Get the result of an export',
						description: 'Get the result of an export that was started before',
					},
				],
				default: 'export',
			},
			...exportProperties,
			...resultProperties,
			result,
			...formatProperties,
			wait,
			exportOptions,
		],
	};

	methods = {
		credentialTest: { advocateApiTest },
		listSearch: { searchJobs },
		loadOptions: { getPrograms },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const outputs = new ExportOutputs(this);
		const getsResult = this.getNodeParameter('operation', 0) === 'getResult';
		if (!getsResult) await exportAll(this, outputs);
		else if (!hasNothingToDo(this, 'jobId')) await getResults(this, outputs);
		return outputs.all();
	}
}
