import type { IExecuteFunctions } from 'n8n-workflow';
import { attempted } from '../../advocate/settled';
import { locatedValue } from './located-value';
import { isAgentTool } from './node-outputs';

/**
 * Whether nothing came in: every item is empty. With "Always Output Data", a node that has nothing to output gives one
 * empty item. What an AI agent hands in may be empty and still be meant.
 */
export function nothingCame(context: IExecuteFunctions): boolean {
	if (isAgentTool(context)) return false;
	return context.getInputData().every(({ json, binary = {} }) => isEmpty(json) && isEmpty(binary));
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
	context.addExecutionHints({
		message:
			'There was nothing to do, because the input is an empty item, as "Always Output Data" gives it.',
		location: 'outputPane',
	});
}

function isEmpty(value: object): boolean {
	return Object.keys(value).length === 0;
}
