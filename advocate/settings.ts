import { AdvocateError } from './errors';

/**
 * A number as a host saved it, possibly as text; `otherwise` if the field is empty, NaN for anything else.
 */
export function numberOr(value: unknown, otherwise: number): number {
	if (value === undefined || value === null || value === '') return otherwise;
	return typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
}

/**
 * The error for a setting with a value it can't have.
 *
 * @param label the setting's name, as the host shows it
 * @param allowed what it may be: completes "… must be"
 * @param hint how to correct it in the host
 */
export function notAllowed(label: string, allowed: string, hint: string): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', `"${label}" must be ${allowed}`, { hint });
}

/**
 * Texts from a list, or from one comma-separated text, as an expression may give either; blank ones are
 * dropped.
 */
export function textList(value: unknown): string[] {
	const entries = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
	return entries.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}
