import { ApiError } from './api-error.cts';

/** A span of time, in milliseconds since the epoch: from `from` up to, but not including, `to`. */
export interface TimeSpan {
	from: number;
	to: number;
}

const msPerUnit: Readonly<Record<string, number>> = {
	minute: 60_000,
	hour: 3_600_000,
	day: 86_400_000,
	week: 7 * 86_400_000,
};

const pattern = /^(this|last|previous)_(?:([1-9]\d{0,3})_)?(minute|hour|day|week)s?$/;

/** Whether a value is a timeframe that can be read. */
export function isTimeframe(value: unknown): value is string {
	return typeof value === 'string' && pattern.test(value);
}

/**
 * Reads a relative timeframe, such as `this_7_days` (the current day and the six before) or
 * `last_30_days` (the thirty whole days before the current one). Units: minute, hour, day, week;
 * weeks begin on Sunday. The real API takes longer units too.
 * @param now milliseconds since the epoch
 * @param offsetMs what to add to UTC to get the local time by which the units begin
 * @throws ApiError 400 for any other timeframe
 */
export function readTimeframe(timeframe: string, now: number, offsetMs = 0): TimeSpan {
	const match = pattern.exec(timeframe);
	const unitMs = msPerUnit[match?.[3] ?? ''];
	const count = Number(match?.[2] ?? 1);
	if (!match || unitMs === undefined) {
		throw new ApiError(400, `The timeframe "${timeframe}" is not supported`);
	}
	const unitStart = startOfUnit(now + offsetMs, unitMs) - offsetMs;
	const to = match[1] === 'this' ? unitStart + unitMs : unitStart;
	return { from: to - count * unitMs, to };
}

/**
 * What to add to UTC, in milliseconds, for a filter's `timeZone` (an IANA name) or
 * `timeZoneOffset` (taken as minutes; the API does not say).
 * @throws ApiError 400 for a time zone that does not exist
 */
export function zoneOffsetMs(
	now: number,
	timeZone: string | null | undefined,
	timeZoneOffset: number | null | undefined,
): number {
	if (!timeZone) return (timeZoneOffset ?? 0) * 60_000;
	let local: string | undefined;
	try {
		local = new Date(now).toLocaleString('sv-SE', { timeZone });
	} catch {
		// Refused below.
	}
	if (local === undefined) throw new ApiError(400, `The time zone "${timeZone}" does not exist`);
	const wholeSecond = now - (now % 1000);
	return Date.parse(`${local.replace(' ', 'T')}Z`) - wholeSecond;
}

function startOfUnit(local: number, unitMs: number): number {
	// The epoch was a Thursday: the first Sunday, which weeks begin on, was three days after it.
	const shift = unitMs === msPerUnit.week ? 3 * 86_400_000 : 0;
	return Math.floor((local - shift) / unitMs) * unitMs + shift;
}
