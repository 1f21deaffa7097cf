import type { INodeProperties } from 'n8n-workflow';
import { requestLimits, type RequestSettings, type RequestLimits } from '../../advocate/api/limits';
import { N8N_TEXTS } from '../runtime/host-texts';

/** Options of every node that sends requests, one by one because a collection is in the order of its labels. */
export const attempts: INodeProperties = {
	displayName: 'Attempts per Request',
	name: 'attempts',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 5,
	description:
		'How many times a request is sent before the node fails, if the connection breaks off or the API is busy or has trouble. 1 means that nothing is retried.',
};

export const requestTimeout: INodeProperties = {
	displayName: 'Request Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 0.1, maxValue: 3_600, numberPrecision: 1 },
	default: 60,
	description:
		'How long to wait for an answer. A file may take longer to transfer, as long as some of it moves within this time.',
};

export const retryTimeLimit: INodeProperties = {
	displayName: 'Retry Time Limit (Seconds)',
	name: 'retryTimeLimit',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 86_400 },
	default: 300,
	description: 'No new attempt starts later than this after the first one',
};

/** What the builder chose in these options. */
export type RequestOptions = RequestSettings;

/** @throws {AdvocateError} SETTINGS_INVALID for anything but a number, and for one out of range */
export function chosenLimits(options: RequestOptions): RequestLimits {
	const labels = {
		attempts: attempts.displayName,
		timeout: requestTimeout.displayName,
		retryTimeLimit: retryTimeLimit.displayName,
	};
	return requestLimits(options, labels, N8N_TEXTS);
}
