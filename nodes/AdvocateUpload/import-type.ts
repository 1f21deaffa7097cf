import type { IExecuteFunctions } from 'n8n-workflow';
import type { ImportJobType } from '../../advocate/api/job-types';
import { importType } from '../../advocate/jobs/given';

/** @throws {AdvocateError} SETTINGS_INVALID for what an expression gave that is no type of import */
export function importTypeOf(context: IExecuteFunctions, itemIndex: number): ImportJobType {
	return importType(
		context.getNodeParameter('type', itemIndex),
		'Choose the Type from the list, or use an expression that gives one of its values, for example MUTATION/USER.',
	);
}
