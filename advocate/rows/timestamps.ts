/** Milliseconds since the epoch, or why a value gives none. */
export type Timestamp = { milliseconds: number } | { reason: string };

/** What a date library's object (luxon's DateTime, which n8n's expressions give) and a Date have. */
interface DateLike {
	valueOf(): unknown;
}

const ISO =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;

/** Seconds since the epoch have ten digits from 2001 to 2286, milliseconds thirteen. */
const SECONDS = /^\d{10}$/;
const MILLISECONDS = /^\d{12,13}$/;

/**
 * Reads a date for certain or not at all: ISO 8601, a Date or DateTime, seconds or milliseconds since the
 * epoch told apart by their number of digits.
 *
 * @param value as it came
 * @param timeZone IANA name, for a date that says none, such as `2024-05-01`
 */
export function timestampFrom(value: unknown, timeZone: string): Timestamp {
	if (typeof value === 'number' || typeof value === 'string') {
		const text = String(value).trim();
		if (SECONDS.test(text)) return { milliseconds: Number(text) * 1_000 };
		if (MILLISECONDS.test(text)) return { milliseconds: Number(text) };
		return typeof value === 'number' ? notADate(text) : isoTimestamp(text, timeZone);
	}
	if (isDateLike(value)) {
		const milliseconds = value.valueOf();
		if (typeof milliseconds === 'number' && Number.isFinite(milliseconds)) return { milliseconds };
	}
	return notADate(describe(value));
}

function isDateLike(value: unknown): value is DateLike {
	if (value instanceof Date) return true;
	return typeof value === 'object' && value !== null && 'isLuxonDateTime' in value;
}

function isoTimestamp(text: string, timeZone: string): Timestamp {
	const parts = ISO.exec(text);
	if (parts === null) return notADate(text);
	const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = parts;
	const asUtc = Date.UTC(
		Number(year),
		Number(month) - 1,
		Number(day),
		Number(hour),
		Number(minute),
		Number(second),
		Math.floor(Number(`0.${fraction || '0'}`) * 1_000),
	);
	const read = new Date(asUtc);
	const real = read.getUTCMonth() === Number(month) - 1 && read.getUTCDate() === Number(day);
	if (!real || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
		return notADate(text);
	if (zone !== undefined) return { milliseconds: asUtc - offsetOf(zone) };
	return { milliseconds: inTimeZone(asUtc, timeZone) };
}

/** Milliseconds that a written offset (`Z`, `+02:00`, `-0530`, `+02`) is ahead of UTC. */
function offsetOf(zone: string): number {
	if (zone.toUpperCase() === 'Z') return 0;
	const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
	const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
	return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** The moment when clocks in a time zone show what `asUtc` shows in UTC; of two, the first. */
function inTimeZone(asUtc: number, timeZone: string): number {
	const guess = asUtc - aheadOfUtc(asUtc, timeZone);
	return asUtc - aheadOfUtc(guess, timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that a time zone is ahead of UTC at a moment. */
function aheadOfUtc(moment: number, timeZone: string): number {
	if (timeZone === 'UTC') return 0;
	let format = formats.get(timeZone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
		formats.set(timeZone, format);
	}
	const shown = Object.fromEntries(
		format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
	) as Record<string, number>;
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
	const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
	return asUtc - Math.floor(moment / 1_000) * 1_000;
}

function notADate(shown: string): { reason: string } {
	return {
		reason: `${shown === '' ? 'an empty value' : `"${shown}"`} is not a date that can be read for certain. Use ISO 8601 (2024-05-01T09:00:00Z), seconds or milliseconds since 1970`,
	};
}

function describe(value: unknown): string {
	return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : typeof value;
}
