import type { AdvocateError } from '../../advocate/errors.ts';
import { notAllowed } from '../../advocate/settings.ts';

/** How a setting that can't be as it is gets right again. */
export const HOW_TO_CORRECT = 'Correct it in this node, or empty it there to use its default.';

/**
 * That a setting can't be as it is.
 *
 * @param label the field's
 * @param allowed what it may be, to stand after "is not"
 */
export function settingNotAllowed(label: string, allowed: string): AdvocateError {
	return notAllowed(label, allowed, HOW_TO_CORRECT);
}
