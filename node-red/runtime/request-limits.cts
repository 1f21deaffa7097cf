import { AdvocateError } from '../../advocate/errors.ts';
import { DEFAULT_RETRY, type RetryLimits } from '../../advocate/retry.ts';

/** How long requests may take, and how often they are sent. */
export interface RequestLimits extends RetryLimits {
	/** For each try (ms): see UndiciTransport. */
	timeoutMs: number;
}

export const DEFAULT_LIMITS: RequestLimits = { ...DEFAULT_RETRY, timeoutMs: 60_000 };

/** For the lists in the editor, before which somebody waits. */
export const LOOKUP_LIMITS: RequestLimits = { attempts: 2, timeLimitMs: 5_000, timeoutMs: 20_000 };

/** For what is asked over and over. */
export const POLL_LIMITS: RequestLimits = {
	...DEFAULT_RETRY,
	timeLimitMs: 40_000,
	timeoutMs: 20_000,
};

/** The same as the editor saved them: numbers as text, empty for the default. */
export interface LimitSettings {
	attempts?: string | number;
	/** Seconds. */
	timeout?: string | number;
	/** Seconds. */
	retryTimeLimit?: string | number;
}

/** @throws {AdvocateError} SETTINGS_INVALID for what is no number, or out of range */
export function requestLimits({ attempts, timeout, retryTimeLimit }: LimitSettings): RequestLimits {
	const most = numberOr(attempts, DEFAULT_LIMITS.attempts);
	if (!Number.isInteger(most) || most < 1 || most > 100) {
		throw notAllowed('Attempts', 'a whole number from 1 to 100');
	}
	const timeoutMs = numberOr(timeout, DEFAULT_LIMITS.timeoutMs / 1_000) * 1_000;
	if (!(timeoutMs >= 100 && timeoutMs <= 3_600_000)) {
		throw notAllowed('Request timeout', 'a number of seconds from 0.1 to 3600');
	}
	const timeLimitMs = numberOr(retryTimeLimit, DEFAULT_LIMITS.timeLimitMs / 1_000) * 1_000;
	if (!(timeLimitMs >= 0 && timeLimitMs <= 86_400_000)) {
		throw notAllowed('Retry time limit', 'a number of seconds from 0 to 86400');
	}
	return { attempts: most, timeoutMs, timeLimitMs };
}

/** A number as the editor saved it, or another one where the field is empty. */
export function numberOr(value: unknown, otherwise: number): number {
	if (value === undefined || value === null || value === '') return otherwise;
	return typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
}

/** @param label the field's */
export function notAllowed(label: string, allowed: string): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', `"${label}" is not ${allowed}`, {
		hint: 'Correct it in this node, or empty it there to use its default.',
	});
}
