import { AdvocateError } from '../errors';

/**
 * A job's ID, from whatever a setting or an expression gave.
 *
 * @param hint where one is to be had
 * @throws {AdvocateError} SETTINGS_INVALID where there is none
 */
export function givenJobId(value: unknown, hint: string): string {
	const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (id !== '') return id;
	throw new AdvocateError('SETTINGS_INVALID', 'There is no job ID to ask for', { hint });
}
