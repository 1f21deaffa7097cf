import { isDateLike } from '../../fields/date-like';
import { shownValue } from '../../shown';
import { DAY } from '../../durations';
import { numericTimestamp, spreadsheetDay } from './numeric-timestamps';

/** Milliseconds since the epoch, or why a value can't be read as a date. */
export type Timestamp =
	| {
			milliseconds: number;
			/** Whether the value does not say its time zone, so that the one handed in decided. */
			isZoneAssumed?: true;
	  }
	| { reason: string };

/**
 * ISO 8601 as it is really written: with blanks, with `UTC` for `Z`, with the zone's name behind the offset (Go, Java),
 * with slashes, and with an hour of one digit (Google Sheets). The year comes first, which leaves nothing to guess.
 */
const ISO =
	/^(\d{4})(?:-(\d{2})-(\d{2})|\/(\d{1,2})\/(\d{1,2}))(?:(?:T(\d{2})| +(\d{1,2})):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(?:\s*(?:(Z|UTC|GMT)|([+-]\d{2}:?\d{2}|[+-]\d{2})(?: ([A-Z]{3,5}))?)(?:\[[\w/+-]+\])?)?$/i;

/** `1.5.2024`, with a time or without. */
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: +(\d{1,2}:\d{2}(?::\d{2})?))?$/;

/** How a date begins that is written by the calendar. */
const IS_WRITTEN = /^\d{4}[-/]/;

const ZERO = /^0(\.0+)?$/;

/** No clock on Earth was ever further from UTC (minutes). */
const FURTHEST_OFFSET = 16 * 60;

/**
 * Reads a date with certainty or not at all: ISO 8601 and what comes close to it, a Date or DateTime, or a time since
 * the epoch in seconds, milliseconds, microseconds or nanoseconds, told apart by their number of digits. A date
 * without a time is the beginning of that day.
 *
 * @param value as it came
 * @param timeZone IANA name, for a date without one, such as `2024-05-01`. A time that its clocks skip or
 * show twice when they change is refused
 */
export function timestampFrom(value: unknown, timeZone: string): Timestamp {
	if (typeof value === 'number' && value >= 1e12 && value < 1e13 && Number.isInteger(value)) {
		return { milliseconds: value };
	}
	if (typeof value === 'number' || typeof value === 'string') {
		const text = String(value).trim();
		// Nearly every text.
		if (IS_WRITTEN.test(text)) return isoTimestamp(text, timeZone);
		if (ZERO.test(text)) return { milliseconds: 0 };
		const milliseconds = numericTimestamp(text);
		if (milliseconds !== undefined) return { milliseconds };
		const day = spreadsheetDay(text);
		if (day !== undefined) return spreadsheetsNumber(text, day);
		return typeof value === 'number' ? notADate(value) : isoTimestamp(text, timeZone);
	}
	if (isDateLike(value)) {
		const milliseconds = value.valueOf();
		if (typeof milliseconds === 'number' && Number.isFinite(milliseconds)) {
			return { milliseconds: Math.floor(milliseconds) };
		}
	}
	return notADate(value);
}

/**
 * Reads a date with dots and the year at its end, whose day comes first in all languages of Unicode's CLDR but Ngomba. As
 * a person may write a month first all the same, this is for files that are known to come from where it does not.
 *
 * @returns undefined for a date that is not written so
 */
export function dottedTimestamp(text: string, timeZone: string): Timestamp | undefined {
	const [, day = '', month = '', year = '', time] = DOTTED.exec(text) ?? [];
	if (year === '') return undefined;
	const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	const read = isoTimestamp(time === undefined ? date : `${date} ${time}`, timeZone);
	if ('milliseconds' in read) return read;
	// What is wrong is shown as it came.
	return { reason: read.reason.replace(/^"[^"]*"/, shownValue(text)) };
}

/**
 * What the numbers of a date with dots say of their order: nothing, if both may be a month and they differ; undefined
 * for what leaves nothing open, or is no such date.
 */
export function dottedOrder(text: string): 'any' | 'monthFirst' | undefined {
	const [, first = '', second = ''] = DOTTED.exec(text.trim()) ?? [];
	const [one, two] = [Number(first), Number(second)];
	if (one < 1 || one > 12 || two < 1 || two > 31) return undefined;
	if (two > 12) return 'monthFirst';
	return one === two ? undefined : 'any';
}

function isoTimestamp(text: string, timeZone: string): Timestamp {
	const parts = ISO.exec(text);
	if (parts === null) return notADate(text);
	const [, year, dashMonth, dashDay, slashMonth, slashDay, hourAfterT, hourAfterBlank] = parts;
	const [minute = '0', second = '0', fraction = '', word, written, named] = parts.slice(8);
	const month = dashMonth ?? slashMonth;
	const day = dashDay ?? slashDay;
	const hour = hourAfterT ?? hourAfterBlank;
	const asUtc = Date.UTC(
		Number(year),
		Number(month) - 1,
		Number(day),
		Number(hour ?? '0'),
		Number(minute),
		Number(second),
		Number(fraction.slice(0, 3).padEnd(3, '0')),
	);
	const read = new Date(asUtc);
	const isReal =
		read.getUTCFullYear() === Number(year) &&
		read.getUTCMonth() === Number(month) - 1 &&
		read.getUTCDate() === Number(day);
	if (!isReal || Number(hour ?? '0') > 23 || Number(minute) > 59 || Number(second) > 59) {
		return notADate(text);
	}
	if (word !== undefined) return { milliseconds: asUtc };
	if (written === undefined) return inTimeZone(asUtc, timeZone, hour === undefined, text);
	// "2024-05-01-05" may mean anything.
	const mayHaveZone = hour !== undefined || written.includes(':');
	const offset = mayHaveZone ? offsetOf(written) : undefined;
	if (offset === undefined || isContradicted(offset, named)) return notADate(text);
	return { milliseconds: asUtc - offset };
}

/** Whether a zone's name behind an offset is another zone's, as far as a name can tell: most stand for several. */
function isContradicted(offset: number, name: string | undefined): boolean {
	return offset !== 0 && name !== undefined && /^(utc|gmt)$/i.test(name);
}

/** Milliseconds that a written offset (`+02:00`, `-0530`, `+02`) is ahead of UTC. */
function offsetOf(zone: string): number | undefined {
	const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
	const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
	if (minutes > FURTHEST_OFFSET || Number(digits.slice(2)) > 59) return undefined;
	return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** The moment when clocks in a time zone show what `asUtc` shows in UTC. */
function inTimeZone(asUtc: number, timeZone: string, isWholeDay: boolean, text: string): Timestamp {
	const assumed = (milliseconds: number) => ({ milliseconds, isZoneAssumed: true }) as const;
	if (timeZone === 'UTC') return assumed(asUtc);
	const { before, after } = offsetsAround(asUtc, timeZone);
	const earlier = asUtc - before;
	if (before === after) return assumed(earlier);
	const later = asUtc - after;
	const isEarlier = aheadOfUtc(earlier, timeZone) === before;
	const isLater = aheadOfUtc(later, timeZone) === after;
	if (isEarlier !== isLater) return assumed(isEarlier ? earlier : later);
	// If midnight is skipped, the day begins when the clocks go forward: that is midnight by the old offset.
	if (isWholeDay) return assumed(earlier);
	const why = isEarlier ? 'occurs twice' : 'does not exist';
	return {
		reason: `${shownValue(text)} ${why} in ${timeZone}, because the clocks change then. Add the offset from UTC, such as +02:00`,
	};
}

/** A time zone's offsets well before and after a day; milliseconds ahead of UTC. */
interface Offsets {
	before: number;
	after: number;
}

/** Looking up an offset is slow, and the dates in a file fall on few days. */
const offsetsByDay = new Map<string, Offsets>();
const MOST_DAYS = 10_000;

/** The offsets before and after any change of the clocks on the day of `asUtc`, or near to it. */
function offsetsAround(asUtc: number, timeZone: string): Offsets {
	const day = Math.floor(asUtc / DAY);
	const key = `${day} ${timeZone}`;
	let offsets = offsetsByDay.get(key);
	if (offsets === undefined) {
		if (offsetsByDay.size >= MOST_DAYS) offsetsByDay.clear();
		offsets = {
			before: aheadOfUtc(day * DAY - FURTHEST_OFFSET * 60_000, timeZone),
			after: aheadOfUtc((day + 1) * DAY + FURTHEST_OFFSET * 60_000, timeZone),
		};
		offsetsByDay.set(key, offsets);
	}
	return offsets;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that a time zone is ahead of UTC at a moment. */
function aheadOfUtc(moment: number, timeZone: string): number {
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

function spreadsheetsNumber(text: string, day: string): { reason: string } {
	return {
		reason: `${shownValue(text)} is a spreadsheet's number for a day (${day}, if it counts from 1900). Format the column as text such as ${day} before it is exported`,
	};
}

function notADate(value: unknown): { reason: string } {
	return {
		reason: `${shownValue(value)} is not an unambiguous date. Use ISO 8601 (2024-05-01T09:00:00Z), or seconds or milliseconds since 1970`,
	};
}
