import type { INodeProperties } from 'n8n-workflow';
import { AdvocateError } from '../../advocate/errors';
import { DEFAULT_LIMITS, type RequestLimits } from '../advocate-client';

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

/** The same as the builder filled them in; an expression may give a number as text. */
export interface RequestOptions {
	attempts?: number | string;
	/** Seconds. */
	timeout?: number | string;
	/** Seconds. */
	retryTimeLimit?: number | string;
}

/** @throws {AdvocateError} SETTINGS_INVALID for what is no number, or out of range */
export function requestLimits(options: RequestOptions): RequestLimits {
	const { attempts: times, timeout, retryTimeLimit: limit } = options;
	const most = numberOf(times, DEFAULT_LIMITS.attempts);
	if (!Number.isInteger(most) || most < 1 || most > 100) {
		throw notAllowed('Attempts per Request', 'a whole number from 1 to 100');
	}
	const timeoutMs = numberOf(timeout, DEFAULT_LIMITS.timeoutMs / 1_000) * 1_000;
	if (!(timeoutMs >= 100 && timeoutMs <= 3_600_000)) {
		throw notAllowed('Request Timeout (Seconds)', 'a number from 0.1 to 3600');
	}
	const timeLimitMs = numberOf(limit, DEFAULT_LIMITS.timeLimitMs / 1_000) * 1_000;
	if (!(timeLimitMs >= 0 && timeLimitMs <= 86_400_000)) {
		throw notAllowed('Retry Time Limit (Seconds)', 'a number from 0 to 86400');
	}
	return { attempts: most, timeoutMs, timeLimitMs };
}

function numberOf(value: unknown, otherwise: number): number {
	if (value === undefined || value === null || value === '') return otherwise;
	return typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
}

function notAllowed(label: string, allowed: string): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', `"${label}" is not ${allowed}`, {
		hint: 'Correct it in the options of this node, or remove it there to use its default.',
	});
}
