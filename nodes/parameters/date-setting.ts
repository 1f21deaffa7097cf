import { DateTime } from 'luxon';
import { AdvocateError } from '../../advocate/errors';

/**
 * A date as n8n gives it (text, or a DateTime from an expression), read in the workflow's time zone.
 *
 * @param label what the setting is called
 * @param timezone of the workflow
 * @returns milliseconds since the epoch
 * @throws {AdvocateError} SETTINGS_INVALID for anything else
 */
export function milliseconds(value: unknown, label: string, timezone: string): number {
	const date = DateTime.isDateTime(value)
		? value
		: DateTime.fromISO(String(value).trim().replace(' ', 'T'), { zone: timezone });
	if (date.isValid) return date.toMillis();
	throw new AdvocateError('SETTINGS_INVALID', `"${label}" is not a date`, {
		hint: 'Choose a date, or use an expression that gives one, for example {{ $now.minus({ days: 7 }) }}.',
	});
}
