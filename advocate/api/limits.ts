import type { HostTexts } from '../host-texts';
import { notAllowed, numberOr } from '../settings';
import { DEFAULT_RETRY, type RetryLimits } from './retry';

/** How long requests may take, and how often they are sent. */
export interface RequestLimits extends RetryLimits {
	/** For each try (ms): in which a request must be answered or, for a file, some of it must move. */
	timeoutMs: number;
}

export const DEFAULT_REQUEST_LIMITS: RequestLimits = { ...DEFAULT_RETRY, timeoutMs: 60_000 };

/** For lists to choose from: somebody is waiting for them. */
export const LOOKUP_LIMITS: RequestLimits = { attempts: 2, timeLimitMs: 5_000, timeoutMs: 20_000 };

/** For requests that are repeated anyway, or that another server waits for: done within a minute. */
export const POLL_LIMITS: RequestLimits = {
	...DEFAULT_RETRY,
	timeLimitMs: 40_000,
	timeoutMs: 20_000,
};

/** The same as a person entered them or an expression gave them; empty means the default. */
export interface RequestSettings {
	attempts?: number | string;
	/** Seconds. */
	timeout?: number | string;
	/** Seconds. */
	retryTimeLimit?: number | string;
}

/**
 * The limits as they were set.
 *
 * @param labels the settings' names, as the host shows them
 * @throws {AdvocateError} SETTINGS_INVALID for anything but a number, and for one out of range
 */
export function requestLimits(
	settings: RequestSettings,
	labels: Record<keyof RequestSettings, string>,
	{ setting }: HostTexts,
): RequestLimits {
	const attempts = numberOr(settings.attempts, DEFAULT_REQUEST_LIMITS.attempts);
	if (!Number.isInteger(attempts) || attempts < 1 || attempts > 100) {
		throw notAllowed(labels.attempts, 'a whole number from 1 to 100', setting.correct);
	}
	const timeoutMs = numberOr(settings.timeout, DEFAULT_REQUEST_LIMITS.timeoutMs / 1_000) * 1_000;
	if (!(timeoutMs >= 100 && timeoutMs <= 3_600_000)) {
		throw notAllowed(labels.timeout, 'a number from 0.1 to 3600', setting.correct);
	}
	const timeLimitMs =
		numberOr(settings.retryTimeLimit, DEFAULT_REQUEST_LIMITS.timeLimitMs / 1_000) * 1_000;
	if (!(timeLimitMs >= 0 && timeLimitMs <= 86_400_000)) {
		throw notAllowed(labels.retryTimeLimit, 'a number from 0 to 86400', setting.correct);
	}
	return { attempts, timeoutMs, timeLimitMs };
}
