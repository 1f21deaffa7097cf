import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { attempted } from '../../advocate/settled';
import { locatedValue } from './located-value';
import { isAgentTool } from './node-outputs';

/**
 * Whether nothing came in: every item is empty. With "Always Output Data", a node that has nothing to output gives one
 * empty item. What an AI agent hands in may be empty and still be meant.
 */
export function nothingCame(context: IExecuteFunctions): boolean {
	if (isAgentTool(context)) return false;
	return context.getInputData().every(isEmptyItem);
}

/**
 * Whether no rows came in: nothing at all, or only items `{success: true}`. n8n's Postgres and MySQL nodes give one for
 * a query without rows that does not begin with SELECT, as `WITH …` does not, and BigQuery gives one for any query.
 */
export function noRowsCame(context: IExecuteFunctions): boolean {
	if (isAgentTool(context)) return false;
	return context.getInputData().every((item) => isEmptyItem(item) || saysOnlySuccess(item));
}

/**
 * Whether there is nothing to do, as nothing came in and a parameter that says what to work on is empty. Then a hint
 * says so.
 */
export function hasNothingToDo(context: IExecuteFunctions, parameter: string): boolean {
	if (!nothingCame(context)) return false;
	const given = attempted((): unknown => locatedValue(context.getNodeParameter(parameter, 0, '')));
	if (!('value' in given) || ![undefined, null, ''].includes(given.value as null)) return false;
	sayNothingToDo(context);
	return true;
}

export function sayNothingToDo(context: IExecuteFunctions): void {
	context.addExecutionHints({ message: nothingToDo(context), location: 'outputPane' });
}

function nothingToDo(context: IExecuteFunctions): string {
	return context.getInputData().some(saysOnlySuccess)
		? 'There was nothing to do, because the input is {"success": true}, as database nodes give it for no rows.'
		: 'There was nothing to do, because the input is an empty item, as "Always Output Data" gives it.';
}

function isEmptyItem({ json, binary = {} }: INodeExecutionData): boolean {
	return isEmpty(json) && isEmpty(binary);
}

function saysOnlySuccess({ json, binary = {} }: INodeExecutionData): boolean {
	return json.success === true && Object.keys(json).length === 1 && isEmpty(binary);
}

function isEmpty(value: object): boolean {
	return Object.keys(value).length === 0;
}
