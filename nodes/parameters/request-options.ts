import type { INodeProperties } from 'n8n-workflow';
import { requestLimits, type LimitSettings, type RequestLimits } from '../../advocate/api/limits';

/** Options of every node that sends requests; a collection is in the order of its labels. */
export const attempts: INodeProperties = {
	displayName: 'Attempts per Request',
	name: 'attempts',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 5,
	description:
		'How often a request is sent before the node fails: when the connection breaks off, the API is busy or has trouble. 1 means that nothing is tried again.',
};

export const requestTimeout: INodeProperties = {
	displayName: 'Request Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 0.1, maxValue: 3_600, numberPrecision: 1 },
	default: 60,
	description:
		'How long to wait for an answer. A file may take longer to pass, as long as some of it moves within this time.',
};

export const retryTimeLimit: INodeProperties = {
	displayName: 'Retry Time Limit (Seconds)',
	name: 'retryTimeLimit',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 86_400 },
	default: 300,
	description: 'No new attempt begins later than this after the first one',
};

/** The same as the builder filled them in. */
export type RequestOptions = LimitSettings;

/** @throws {AdvocateError} SETTINGS_INVALID for what is no number, or out of range */
export function chosenLimits(options: RequestOptions): RequestLimits {
	return requestLimits(options, {
		attempts: attempts.displayName,
		timeout: requestTimeout.displayName,
		retryTimeLimit: retryTimeLimit.displayName,
		hint: 'Correct it in the options of this node, or remove it there to use its default.',
	});
}
