import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import type { NodeDescription } from '../described/node-description';
import { toolDescription } from '../parameters/agent-tool';
import { dryRun } from '../parameters/dry-run';
import { TYPE_SUBTITLE, typeOfFile } from '../parameters/job-type';
import { advocateApiTest } from '../methods/credential-test';
import { forEachItem } from '../runtime/for-each-item';
import { nothingCame, sayNothingToDo } from '../runtime/nothing-came';
import { NodeOutputs } from '../runtime/node-outputs';
import { fileOptions, fileProperties, uploadFile } from './file.operation';
import { itemRowsProperties } from './item-rows';
import { itemsOptions, uploadItems } from './items.operation';
import { getMappingColumns } from './mapping-columns';
import { uploadOptions } from './upload-options';
import { UPLOAD_OUTPUTS } from './upload-outputs';
import { uploadHint } from './builder-hint';

export class AdvocateUpload implements INodeType {
	description: NodeDescription = {
		displayName: 'Advocate Upload',
		name: 'advocateUpload',
		icon: { light: 'file:advocateUpload.svg', dark: 'file:advocateUpload.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: TYPE_SUBTITLE,
		description: 'Upload a file, or rows from a CRM, to impact.com Advocate for import',
		defaults: { name: 'Advocate Upload' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: [...UPLOAD_OUTPUTS],
		usableAsTool: true,
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		builderHint: uploadHint,
		properties: [
			toolDescription(
				'Upload rows to impact.com Advocate as a file, which is not imported yet. Answers with outcome uploaded and the fileRef of the file, by which it can be checked and imported, or with outcome rejected and the reasons for each row that was not sent.',
			),
			typeOfFile,
			{
				displayName: 'Source',
				name: 'source',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'A File',
						value: 'binary',
						description: 'A CSV or JSON Lines file on each input item',
					},
					{
						name: 'Input Items',
						value: 'items',
						description: 'Each input item is a row, for example from a CRM, a sheet or a database',
					},
				],
				default: 'binary',
				description: 'Where the rows come from',
			},
			...fileProperties,
			...itemRowsProperties,
			dryRun,
			uploadOptions([...fileOptions, ...itemsOptions]),
		],
	};

	methods = {
		credentialTest: { advocateApiTest },
		resourceMapping: { getMappingColumns },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const fromItems = this.getNodeParameter('source', 0, 'binary') === 'items';
		if (fromItems) return (await uploadItems(this)).all();
		const outputs = new NodeOutputs(this, UPLOAD_OUTPUTS);
		if (nothingCame(this)) {
			sayNothingToDo(this);
			return outputs.all();
		}
		await forEachItem(
			this,
			async (itemIndex) => await uploadFile(this, itemIndex, outputs),
			(error, itemIndex) => outputs.addFailure('Rejected', itemIndex, error),
		);
		return outputs.all();
	}
}
