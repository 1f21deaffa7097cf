import { DateTime } from 'luxon';
import { createContext, runInContext } from 'node:vm';
import { timestampFrom } from '../../../../advocate/rows/check/timestamps.ts';

/** The moment as ISO 8601 in UTC, or `refused`. */
function read(value: unknown, timeZone = 'UTC'): string {
	const timestamp = timestampFrom(value, timeZone);
	return 'reason' in timestamp ? 'refused' : new Date(timestamp.milliseconds).toISOString();
}

describe('A date that says its zone', () => {
	test.each([
		['2024-05-01T09:00:00Z', '2024-05-01T09:00:00.000Z'],
		['2024-05-01t09:00z', '2024-05-01T09:00:00.000Z'],
		['2024-05-01 09:00:00+00', '2024-05-01T09:00:00.000Z'],
		['2024-05-01T09:00:00+02:00', '2024-05-01T07:00:00.000Z'],
		['2024-05-01T09:00:00.000+0000', '2024-05-01T09:00:00.000Z'],
		['2024-05-01T09:00:00 -0530', '2024-05-01T14:30:00.000Z'],
		['2024-05-01T09:00:00.5Z', '2024-05-01T09:00:00.500Z'],
		['2024-05-01T09:00:00,123456789Z', '2024-05-01T09:00:00.123Z'],
		['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
		['1969-12-31T23:59:59Z', '1969-12-31T23:59:59.000Z'],
		['2024-05-01Z', '2024-05-01T00:00:00.000Z'],
		['2024-05-01+02:00', '2024-04-30T22:00:00.000Z'],
		['  2024-05-01T09:00:00Z ', '2024-05-01T09:00:00.000Z'],
		['2024-05-01 09:00:00 UTC', '2024-05-01T09:00:00.000Z'],
		['2024-05-01 09:00:00.123456 UTC', '2024-05-01T09:00:00.123Z'],
		['2024-05-01 09:00:00 GMT', '2024-05-01T09:00:00.000Z'],
		['2024-05-01 09:00:00 +0000 UTC', '2024-05-01T09:00:00.000Z'],
		['2024-05-01 09:00:00.123456789 +0200 CEST', '2024-05-01T07:00:00.123Z'],
		['2024-05-01T09:00:00+02:00[Europe/Paris]', '2024-05-01T07:00:00.000Z'],
		['2024-05-01T09:00:00Z[UTC]', '2024-05-01T09:00:00.000Z'],
		['2024-05-01 9:00:00Z', '2024-05-01T09:00:00.000Z'],
		['2024/05/01 09:00:00 +0000', '2024-05-01T09:00:00.000Z'],
		['2024/5/1 9:00 UTC', '2024-05-01T09:00:00.000Z'],
	])('%s is %s, wherever the workflow is', (text, moment) => {
		expect(read(text, 'UTC')).toBe(moment);
		expect(read(text, 'America/New_York')).toBe(moment);
	});
});

describe('A date that says no zone is one of the given zone', () => {
	test.each([
		['Europe/Paris', '2024-01-15 09:00', '2024-01-15T08:00:00.000Z'],
		['Europe/Paris', '2024-07-15 09:00', '2024-07-15T07:00:00.000Z'],
		['America/New_York', '2024-01-15T09:00:00', '2024-01-15T14:00:00.000Z'],
		['America/New_York', '2024-07-15T09:00:00', '2024-07-15T13:00:00.000Z'],
		['Asia/Kolkata', '2024-07-15 09:00', '2024-07-15T03:30:00.000Z'],
		['Pacific/Kiritimati', '2024-07-15 09:00', '2024-07-14T19:00:00.000Z'],
		['Pacific/Pago_Pago', '2024-07-15 09:00', '2024-07-15T20:00:00.000Z'],
		['UTC', '2024-07-15 09:00', '2024-07-15T09:00:00.000Z'],
		['Europe/Paris', '2024-05-01 9:00:00', '2024-05-01T07:00:00.000Z'],
		['Europe/Paris', '2024/05/01', '2024-04-30T22:00:00.000Z'],
		['Europe/Paris', '2024/05/01 9:00:00', '2024-05-01T07:00:00.000Z'],
		['Europe/Paris', '1900-01-01 00:00:00', '1899-12-31T23:50:39.000Z'],
	])('%s: %s is %s', (timeZone, text, moment) => {
		expect(read(text, timeZone)).toBe(moment);
	});

	test('around each change of the clocks, as luxon has it', () => {
		for (const timeZone of ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe']) {
			for (const day of ['2024-03-10', '2024-03-31', '2024-04-07', '2024-10-06', '2024-10-27']) {
				for (const hour of ['00', '01', '03', '04', '12', '23']) {
					const text = `${day}T${hour}:45:00`;
					const timestamp = timestampFrom(text, timeZone);
					if ('reason' in timestamp) continue;
					const expected = DateTime.fromISO(text, { zone: timeZone }).toMillis();
					expect([timeZone, text, timestamp.milliseconds]).toEqual([timeZone, text, expected]);
				}
			}
		}
	});
});

describe('A time that the clocks skip or show twice is refused, never guessed', () => {
	test.each([
		['Europe/Paris', '2024-03-31 02:00', 'does not exist'],
		['Europe/Paris', '2024-03-31 02:30', 'does not exist'],
		['America/New_York', '2024-03-10 02:30', 'does not exist'],
		['Europe/Paris', '2024-10-27 02:00', 'occurs twice'],
		['Europe/Paris', '2024-10-27 02:59:59', 'occurs twice'],
		['America/New_York', '2024-11-03 01:30', 'occurs twice'],
	])('%s: %s %s', (timeZone, text, why) => {
		expect(timestampFrom(text, timeZone)).toEqual({
			reason: `"${text}" ${why} in ${timeZone}, because the clocks change then. Add the offset from UTC, such as +02:00`,
		});
	});

	test.each([
		['Europe/Paris', '2024-03-31 01:59:59', '2024-03-31T00:59:59.000Z'],
		['Europe/Paris', '2024-03-31 03:00', '2024-03-31T01:00:00.000Z'],
		['America/New_York', '2024-03-10 01:59:59', '2024-03-10T06:59:59.000Z'],
		['America/New_York', '2024-03-10 03:00', '2024-03-10T07:00:00.000Z'],
		['Europe/Paris', '2024-10-27 01:59:59', '2024-10-26T23:59:59.000Z'],
		['Europe/Paris', '2024-10-27 03:00', '2024-10-27T02:00:00.000Z'],
		['America/New_York', '2024-11-03 00:59:59', '2024-11-03T04:59:59.000Z'],
		['America/New_York', '2024-11-03 02:00', '2024-11-03T07:00:00.000Z'],
	])('but just beside them, %s: %s is %s', (timeZone, text, moment) => {
		expect(read(text, timeZone)).toBe(moment);
	});

	test('and with its offset it is read', () => {
		expect(read('2024-10-27 02:30+02:00', 'Europe/Paris')).toBe('2024-10-27T00:30:00.000Z');
		expect(read('2024-10-27 02:30+01:00', 'Europe/Paris')).toBe('2024-10-27T01:30:00.000Z');
	});
});

describe('A date without a time is the beginning of its day', () => {
	test.each([
		['UTC', '2024-05-01', '2024-05-01T00:00:00.000Z'],
		['Europe/Paris', '2024-05-01', '2024-04-30T22:00:00.000Z'],
		['Europe/Paris', '2024-03-31', '2024-03-30T23:00:00.000Z'],
		['Europe/Paris', '2024-10-27', '2024-10-26T22:00:00.000Z'],
		['America/New_York', '2024-05-01', '2024-05-01T04:00:00.000Z'],
		['Africa/Cairo (midnight is skipped)', '2024-04-26', '2024-04-25T22:00:00.000Z'],
		['America/Havana (midnight occurs twice)', '2024-11-03', '2024-11-03T04:00:00.000Z'],
	])('%s: %s is %s', (timeZone, text, moment) => {
		expect(read(text, timeZone.split(' ')[0])).toBe(moment);
	});
});

describe('Numbers are told apart by their digits', () => {
	test.each([
		[1714554000, '2024-05-01T09:00:00.000Z'],
		['1714554000', '2024-05-01T09:00:00.000Z'],
		[1714554000123, '2024-05-01T09:00:00.123Z'],
		[' 1714554000123 ', '2024-05-01T09:00:00.123Z'],
		[999999999999, '2001-09-09T01:46:39.999Z'],
		[1000000000000, '2001-09-09T01:46:40.000Z'],
		[9999999999, '2286-11-20T17:46:39.000Z'],
		['1714554000.0', '2024-05-01T09:00:00.000Z'],
		['1714554000.123', '2024-05-01T09:00:00.123Z'],
		[1714554000.5, '2024-05-01T09:00:00.500Z'],
		['1714554000.1239', '2024-05-01T09:00:00.123Z'],
		['1.714554E9', '2024-05-01T09:00:00.000Z'],
		['1.7145216E9', '2024-05-01T00:00:00.000Z'],
		['1.714554000123E9', '2024-05-01T09:00:00.123Z'],
		['1.714554000123E12', '2024-05-01T09:00:00.123Z'],
		['1714554000123.0', '2024-05-01T09:00:00.123Z'],
		['1714554000123456', '2024-05-01T09:00:00.123Z'],
		[1714554000123456, '2024-05-01T09:00:00.123Z'],
		['1714554000123456789', '2024-05-01T09:00:00.123Z'],
		[1714554000123000000, '2024-05-01T09:00:00.123Z'],
		[0, '1970-01-01T00:00:00.000Z'],
		['0', '1970-01-01T00:00:00.000Z'],
	])('%p is %s', (value, moment) => {
		expect(read(value)).toBe(moment);
	});

	test.each([1, -1714554000, 999999999, 12345678901, 1e14, 1e21])('%p may be anything', (value) =>
		expect(read(value)).toBe('refused'),
	);

	test.each([NaN, Infinity, -Infinity, '1.71452E+09', '1.71455e+9'])('%p is none', (value) =>
		expect(read(value)).toBe('refused'),
	);

	test.each([45413, '45413', '45413.375', '45413.0'])(
		"%p is named as a spreadsheet's number for a day",
		(value) =>
			expect(timestampFrom(value, 'UTC')).toEqual({
				reason: `"${value}" is a spreadsheet's number for a day (2024-05-01, if it counts from 1900). Format the column as text such as 2024-05-01 before it is exported`,
			}),
	);

	test.each([202405010900, '202405010900', '199912312359', 2024050109, '2024050109'])(
		'%p is a time since 1970 or a date written without marks: refused',
		(value) => expect(read(value)).toBe('refused'),
	);
});

describe('Objects', () => {
	test('a Date is its moment, of another realm too', () => {
		expect(read(new Date(1714554000123))).toBe('2024-05-01T09:00:00.123Z');
		const foreign: unknown = runInContext('new Date(1714554000123)', createContext());
		expect(read(foreign)).toBe('2024-05-01T09:00:00.123Z');
	});

	test("luxon's DateTime is its moment, whatever zone it shows", () => {
		const dateTime = DateTime.fromISO('2024-05-01T09:00:00', { zone: 'Asia/Tokyo' });
		expect(read(dateTime, 'Europe/Paris')).toBe('2024-05-01T00:00:00.000Z');
	});

	test.each([
		['a Date that is none', new Date(NaN)],
		['a DateTime that is none', DateTime.invalid('test')],
		['what only looks like a DateTime', { isLuxonDateTime: true }],
		['what pretends to be one', { isLuxonDateTime: true, valueOf: 1714554000000 }],
		['an object', { date: '2024-05-01' }],
		['a list', ['2024-05-01']],
		['true', true],
		['nothing', null],
		['a bigint', 1714554000n],
	])('%s is refused', (_, value) => expect(read(value)).toBe('refused'));
});

describe('Refused, as it can be read in two ways or in none', () => {
	test.each([
		'01/02/2024',
		'1.2.2024',
		'01/05/2024 09:00',
		'2024/13/01',
		'2024/05/01-05',
		'2024-5-1',
		'2024-05-01T09:00:00[Europe/Paris]',
		'2024-05-01 09:00:00 +0200 UTC',
		'2024-05-01 09:00:00 GMT+0200',
		'2024-05-01 9:00 PM',
		'May 1, 2024',
		'yesterday',
		'20240501',
		'20240501T090000Z',
		'2024-05',
		'2024-W18-3',
		'2024-02-30',
		'2023-02-29',
		'2024-13-01',
		'2024-00-10',
		'0000-00-00 00:00:00',
		'0050-01-01',
		'2024-05-01T9:00',
		'2024-05-01T24:00:00Z',
		'2024-05-01T09:60:00Z',
		'2024-05-01T09:00:60Z',
		'2024-05-01T09:00:00+99:00',
		'2024-05-01T09:00:00+01:75',
		'2024-05-01-05',
		'2024-05-01 0530',
		'2024-05-01T09:00:00 CEST',
		'+02024-05-01',
		'',
		'x'.repeat(100_000),
	])('%s', (text) => expect(read(text)).toBe('refused'));

	test('the reason shows the value, cut short', () => {
		expect(timestampFrom('x'.repeat(1000), 'UTC')).toEqual({
			reason: `"${'x'.repeat(40)}…" is not an unambiguous date. Use ISO 8601 (2024-05-01T09:00:00Z), or seconds or milliseconds since 1970`,
		});
	});
});
