import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import type { NodeDescription } from '../described/node-description';
import { getPrograms, getSegments, searchPrograms } from '../methods/tenant-lists';
import { advocateApiTest } from '../methods/credential-test';
import { toolDescription } from '../parameters/agent-tool';
import { dryRun } from '../parameters/dry-run';
import { TYPE_SUBTITLE, typeOfFile } from '../parameters/job-type';
import { getOtherColumns } from './other-columns';
import { fieldProperties } from './field-choices';
import { importAll } from './import.operation';
import { importOptions } from './import-options';
import { IMPORT_OUTPUTS } from './import-outputs';
import { sourceProperties } from './rows-from';
import { importHint } from './builder-hint';

export class AdvocateImport implements INodeType {
	description: NodeDescription = {
		displayName: 'Advocate Import',
		name: 'advocateImport',
		icon: { light: 'file:advocateImport.svg', dark: 'file:advocateImport.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: TYPE_SUBTITLE,
		description:
			'Import rows or a file into impact.com Advocate and wait for the result: the counts and a summary, every row that was not imported with its reasons, and what failed as a whole',
		defaults: { name: 'Advocate Import' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: [...IMPORT_OUTPUTS],
		usableAsTool: true,
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		builderHint: importHint,
		properties: [
			toolDescription(
				'Import rows (users, user events or reward redemptions, whichever this tool is set to) into impact.com Advocate, a referral and loyalty program. Takes the rows as a list of objects, checks and converts them, and waits for the result, which can take minutes. Answers with outcome imported (counts and a summary), rejected (each row that was not imported, with its reasons) and failed (why the import as a whole failed, what to do, and whether it is safe to run again).',
			),
			{ ...typeOfFile, displayName: 'What to Import', description: 'What the rows are' },
			{
				displayName: 'Confirm Deletion',
				name: 'confirmDeletion',
				type: 'boolean',
				default: false,
				displayOptions: { show: { type: ['MUTATION/DELETE_USER'] } },
				description:
					"Whether to really delete the users in the rows. Deleted users can't be brought back.",
			},
			...sourceProperties,
			...fieldProperties,
			{
				displayName: "When a Value Doesn't Fit",
				name: 'unfitValues',
				type: 'options',
				options: [
					{
						name: 'Leave Out the Value',
						value: 'leaveOut',
						description: 'The rest of the row is imported, and the output warns about the field',
					},
					{ name: 'Reject the Row', value: 'reject' },
				],
				default: 'leaveOut',
				description:
					'What happens when an optional field has a value that it cannot take, such as the country "Atlantis". Rows that delete users are always rejected.',
			},
			dryRun,
			importOptions,
		],
	};

	methods = {
		credentialTest: { advocateApiTest },
		listSearch: { searchPrograms },
		loadOptions: { getPrograms, getSegments },
		resourceMapping: { getOtherColumns },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return (await importAll(this)).all();
	}
}
