import type { AdvocateError } from '../../advocate/errors.ts';
import { notAllowed as notAllowedIn } from '../../advocate/settings.ts';
import {
	requestLimits as limitsFrom,
	type LimitSettings,
	type RequestLimits,
} from '../../advocate/api/limits.ts';

const HINT = 'Correct it in this node, or empty it there to use its default.';

/** @throws {AdvocateError} SETTINGS_INVALID for what is no number, or out of range */
export function requestLimits(settings: LimitSettings): RequestLimits {
	return limitsFrom(settings, {
		attempts: 'Attempts',
		timeout: 'Request timeout (s)',
		retryTimeLimit: 'Retry time limit (s)',
		hint: HINT,
	});
}

/**
 * That a setting can't be as it is.
 *
 * @param label the field's
 * @param allowed what it may be, to stand after "is not"
 */
export function notAllowed(label: string, allowed: string): AdvocateError {
	return notAllowedIn(label, allowed, HINT);
}
