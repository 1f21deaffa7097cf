import type { IExecuteFunctions } from 'n8n-workflow';
import { AdvocateError } from '../../advocate/errors';
import { isImportJobType, type ImportJobType } from '../../advocate/job-types';

/** @throws {AdvocateError} SETTINGS_INVALID for what an expression gave that is no type of import */
export function importTypeOf(context: IExecuteFunctions, itemIndex: number): ImportJobType {
	const type: unknown = context.getNodeParameter('type', itemIndex);
	if (isImportJobType(type)) return type;
	throw new AdvocateError('SETTINGS_INVALID', `"${String(type)}" is not a type of import`, {
		hint: 'Choose the Type from the list, or use an expression that gives one of its values, for example MUTATION/USER.',
	});
}
