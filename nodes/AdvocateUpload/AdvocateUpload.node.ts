import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { importType, TYPE_SUBTITLE } from '../descriptions/job-type';
import { advocateApiTest } from '../methods/credential-test';
import { forEachItem } from '../node-errors';
import { NodeOutputs } from '../node-outputs';
import { uploadBinary, uploadOptions } from './upload-binary';

const OUTPUTS = ['Uploaded', 'Rejected'] as const;

export class AdvocateUpload implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Advocate Upload',
		name: 'advocateUpload',
		icon: { light: 'file:advocateUpload.svg', dark: 'file:advocateUpload.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: TYPE_SUBTITLE,
		description: 'Upload a CSV or JSON Lines file to impact.com Advocate, to be imported',
		defaults: { name: 'Advocate Upload' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: [...OUTPUTS],
		usableAsTool: true,
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		properties: [
			importType,
			{
				displayName: 'Input Binary Field',
				name: 'binaryPropertyName',
				type: 'string',
				default: 'data',
				required: true,
				placeholder: 'e.g. data',
				hint: 'The name of the input field that holds the file',
				description: 'The name of the field of the input item that holds the file to upload',
			},
			uploadOptions,
		],
	};

	methods = { credentialTest: { advocateApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const outputs = new NodeOutputs(this, OUTPUTS);
		await forEachItem(
			this,
			async (itemIndex) => await uploadBinary(this, itemIndex, outputs),
			(error, itemIndex) => outputs.addFailure('Rejected', itemIndex, error),
		);
		return outputs.all();
	}
}
