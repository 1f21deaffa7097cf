import { timestampFrom } from './timestamps';
import { DAY, HOUR, MINUTE } from '../../durations';

/** How many days are remembered. */
const MOST_DAYS = 10_000;

const DASH = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;
const PLUS = 0x2b;
const BLANK = 0x20;
const T = 0x54;
const Z = 0x5a;

/**
 * What `timestampFrom` makes of dates with a time, in the forms in which programs write them
 * (`2024-05-01T09:00:00Z`, `2024-05-01 09:00:00.123+02:00`, `2024-05-01T09:00:00+0000`, `2024-05-01 09:00:00`), many
 * times faster: the dates in a file fall on few days, and the times of a day are counted from its beginning.
 */
export class QuickTimestamps {
	/** When days begin by their date; NaN for a date that does not exist, or on which the clocks change. */
	private readonly inUtc = new Map<string, number>();
	private readonly inZone = new Map<string, number>();
	/** Whether the date that was read last had no time zone. */
	isZoneAssumed = false;

	/** @param timeZone IANA name, for dates without one */
	constructor(private readonly timeZone: string) {}

	/** @returns milliseconds since the epoch; undefined for any other form, and for what is not a date */
	read(text: string): number | undefined {
		const { length } = text;
		if (length < 19 || length > 29) return undefined;
		const between = text.charCodeAt(10);
		const hours = twoDigits(text, 11);
		const minutes = twoDigits(text, 14);
		const seconds = twoDigits(text, 17);
		if ((between !== T && between !== BLANK) || (hours | minutes | seconds) < 0) return undefined;
		if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return undefined;
		if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
		let time = hours * HOUR + minutes * MINUTE + seconds * 1_000;
		let at = 19;
		if (text.charCodeAt(at) === DOT) {
			const two = twoDigits(text, 20);
			const third = text.charCodeAt(22) - 0x30;
			if (two < 0 || !(third >= 0 && third <= 9)) return undefined;
			time += two * 10 + third;
			at = 23;
		}
		const isLocal = at === length;
		this.isZoneAssumed = isLocal;
		const offset = isLocal ? 0 : offsetAt(text, at);
		if (offset === undefined) return undefined;
		const day = text.slice(0, 10);
		const begin = isLocal
			? this.beginOf(day, this.inZone, this.timeZone)
			: this.beginOf(day, this.inUtc, 'UTC');
		return Number.isNaN(begin) ? undefined : begin + time - offset * MINUTE;
	}

	private beginOf(day: string, days: Map<string, number>, timeZone: string): number {
		const known = days.get(day);
		if (known !== undefined) return known;
		const first = timestampFrom(`${day}T00:00:00`, timeZone);
		const last = timestampFrom(`${day}T23:59:59`, timeZone);
		const isEven =
			'milliseconds' in first &&
			'milliseconds' in last &&
			last.milliseconds - first.milliseconds === DAY - 1_000;
		const begin = isEven ? first.milliseconds : NaN;
		if (days.size >= MOST_DAYS) days.clear();
		days.set(day, begin);
		return begin;
	}
}

/** Minutes ahead of UTC, if the text ends with them: `Z`, `+02:00` or `+0200`. */
function offsetAt(text: string, at: number): number | undefined {
	const sign = text.charCodeAt(at);
	if (sign === Z) return at + 1 === text.length ? 0 : undefined;
	const hasColon = text.charCodeAt(at + 3) === COLON;
	const minutesAt = hasColon ? at + 4 : at + 3;
	if ((sign !== PLUS && sign !== DASH) || minutesAt + 2 !== text.length) return undefined;
	const hours = twoDigits(text, at + 1);
	const minutes = twoDigits(text, minutesAt);
	// No clock is further from UTC than 14 hours; what is more is left to timestampFrom.
	if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return undefined;
	return (sign === DASH ? -1 : 1) * (hours * 60 + minutes);
}

/** A number of two digits; -1 if that is not what is there. */
function twoDigits(text: string, at: number): number {
	const tens = text.charCodeAt(at) - 0x30;
	const ones = text.charCodeAt(at + 1) - 0x30;
	return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/**
 * A date with dots, in the forms in which spreadsheets write it (`01.05.2024`, `01.05.2024 09:15`, with seconds too), in
 * the form that QuickTimestamps reads, if it is a date. Its day comes first: see dottedTimestamp.
 *
 * @returns undefined for any other form
 */
export function dottedForQuick(text: string): string | undefined {
	const { length } = text;
	if (length !== 10 && length !== 16 && length !== 19) return undefined;
	if (text.charCodeAt(2) !== DOT || text.charCodeAt(5) !== DOT) return undefined;
	if (length > 10 && text.charCodeAt(10) !== BLANK) return undefined;
	const time = length === 10 ? '00:00:00' : `${text.slice(11)}${length === 16 ? ':00' : ''}`;
	return `${text.slice(6, 10)}-${text.slice(3, 5)}-${text.slice(0, 2)} ${time}`;
}
