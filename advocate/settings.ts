import { AdvocateError } from './errors';

/** A number as a host saved it, maybe as text, or another one where the field is empty; NaN for anything else. */
export function numberOr(value: unknown, otherwise: number): number {
	if (value === undefined || value === null || value === '') return otherwise;
	return typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
}

/**
 * That a setting can't be as it is.
 *
 * @param label the setting's, as the host shows it
 * @param allowed what it may be: completes "… is not"
 * @param hint how it is corrected in the host
 */
export function notAllowed(label: string, allowed: string, hint: string): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', `"${label}" is not ${allowed}`, { hint });
}

/** Texts from a list, or from one text with commas, as an expression may give either; blank ones left out. */
export function textList(value: unknown): string[] {
	const entries = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
	return entries.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}
