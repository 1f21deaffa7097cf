import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { TYPE_SUBTITLE } from '../parameters/job-type';
import { advocateApiTest } from '../methods/credential-test';
import { forEachItem } from '../runtime/for-each-item';
import { nodeError } from '../runtime/node-error';
import { NodeOutputs } from '../runtime/node-outputs';
import { getMappingColumns } from './mapping-columns';
import { uploadBinary } from './file.operation';
import { uploadItems } from './items.operation';
import { uploadProperties } from './upload-options';

const OUTPUTS = ['Uploaded', 'Rejected'] as const;

export class AdvocateUpload implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Advocate Upload',
		name: 'advocateUpload',
		icon: { light: 'file:advocateUpload.svg', dark: 'file:advocateUpload.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: TYPE_SUBTITLE,
		description: 'Upload a file, or rows from a CRM, to impact.com Advocate to be imported',
		defaults: { name: 'Advocate Upload' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: [...OUTPUTS],
		usableAsTool: true,
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		properties: uploadProperties,
	};

	methods = {
		credentialTest: { advocateApiTest },
		resourceMapping: { getMappingColumns },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const outputs = new NodeOutputs(this, OUTPUTS);
		if (this.getNodeParameter('source', 0, 'binary') === 'items') {
			const failure = await uploadItems(this, outputs).then(
				() => undefined,
				async (thrown: unknown) => await nodeError(this, thrown),
			);
			if (failure === undefined) return outputs.all();
			if (!this.continueOnFail()) throw failure;
			// Nothing was uploaded: n8n itself would hand the items on as if it had been.
			const rejected = new NodeOutputs(this, OUTPUTS);
			for (const itemIndex of this.getInputData().keys()) {
				rejected.addFailure('Rejected', itemIndex, failure);
			}
			return rejected.all();
		}
		await forEachItem(
			this,
			async (itemIndex) => await uploadBinary(this, itemIndex, outputs),
			(error, itemIndex) => outputs.addFailure('Rejected', itemIndex, error),
		);
		return outputs.all();
	}
}
