/**
 * What a date library's object (luxon's DateTime, which n8n's expressions return) and a Date have in common.
 */
export interface DateLike {
	valueOf(): unknown;
}

/** Whether a value is a Date, of any realm, or luxon's DateTime. */
export function isDateLike(value: unknown): value is DateLike {
	if (typeof value !== 'object' || value === null) return false;
	if (value instanceof Date || Object.prototype.toString.call(value) === '[object Date]') {
		return true;
	}
	return 'isLuxonDateTime' in value && typeof value.valueOf === 'function';
}
