import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import type { NodeDescription } from '../described/node-description';
import { TYPE_SUBTITLE } from '../parameters/job-type';
import { advocateApiTest } from '../methods/credential-test';
import { forEachItem } from '../runtime/for-each-item';
import { hasNothingToDo } from '../runtime/nothing-came';
import { NodeOutputs } from '../runtime/node-outputs';
import { VALIDATE_OUTPUTS, validateFile, validateProperties } from './validate.operation';
import { validateHint } from './builder-hint';

export class AdvocateValidate implements INodeType {
	description: NodeDescription = {
		displayName: 'Advocate Validate',
		name: 'advocateValidate',
		icon: { light: 'file:advocateValidate.svg', dark: 'file:advocateValidate.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: TYPE_SUBTITLE,
		description: 'Ask impact.com Advocate whether an uploaded file can be imported',
		defaults: { name: 'Advocate Validate' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: [...VALIDATE_OUTPUTS],
		usableAsTool: true,
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		hints: [
			{
				message:
					'A file that Advocate would not import leaves on Invalid. If nothing is connected there, the import ends without a word.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
			},
		],
		builderHint: validateHint,
		properties: validateProperties,
	};

	methods = { credentialTest: { advocateApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const outputs = new NodeOutputs(this, VALIDATE_OUTPUTS);
		if (hasNothingToDo(this, 'fileRef')) return outputs.all();
		await forEachItem(
			this,
			async (itemIndex) => await validateFile(this, itemIndex, outputs),
			(error, itemIndex) => outputs.addFailure('Invalid', itemIndex, error),
		);
		return outputs.all();
	}
}
