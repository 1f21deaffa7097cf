import {
	requestLimits,
	type RequestLimits,
	type RequestSettings,
} from '../../advocate/api/limits.ts';
import type { AdvocateError } from '../../advocate/errors.ts';
import { notAllowed } from '../../advocate/settings.ts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';

/** @throws {AdvocateError} SETTINGS_INVALID for anything but a number, and for one out of range */
export function chosenLimits(settings: RequestSettings): RequestLimits {
	const labels = {
		attempts: 'Attempts',
		timeout: 'Request timeout (s)',
		retryTimeLimit: 'Retry time limit (s)',
	};
	return requestLimits(settings, labels, NODE_RED_TEXTS);
}

/**
 * The error for a setting with a value that is not allowed.
 *
 * @param label the field's label
 * @param allowed what the value may be: completes "… is not"
 */
export function settingNotAllowed(label: string, allowed: string): AdvocateError {
	return notAllowed(label, allowed, NODE_RED_TEXTS.setting.correct);
}
