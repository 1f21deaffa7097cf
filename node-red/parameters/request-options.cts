import {
	requestLimits,
	type LimitSettings,
	type RequestLimits,
} from '../../advocate/api/limits.ts';
import { HOW_TO_CORRECT } from './not-allowed.cts';

/** @throws {AdvocateError} SETTINGS_INVALID for what is no number, or out of range */
export function chosenLimits(settings: LimitSettings): RequestLimits {
	return requestLimits(settings, {
		attempts: 'Attempts',
		timeout: 'Request timeout (s)',
		retryTimeLimit: 'Retry time limit (s)',
		hint: HOW_TO_CORRECT,
	});
}
