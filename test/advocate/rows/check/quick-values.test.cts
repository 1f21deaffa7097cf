import type { FieldKind } from '../../../../advocate/fields/kinds.ts';
import { convertValue } from '../../../../advocate/rows/check/convert-value.ts';
import { QuickValues } from '../../../../advocate/rows/check/quick-values.ts';

const NOW = Date.UTC(2026, 0, 1);
const ZONES = ['UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata'];

const DATES = [
	...['2024-05-01T09:00:00Z', '2024-05-01T09:00:00.123Z', '2024-05-01 09:00:00+02:00'],
	...['2024-05-01T09:00:00.000+0000', '2024-05-01T09:00:00-0530', '2024-05-01T09:00:00+1400'],
	...['2024-05-01T09:00:00+1401', '2024-05-01T09:00:00+2000', '2024-05-01T09:00:00+0260'],
	...['2024-05-01T09:00:00+02', '2024-05-01T09:00:00+02:0', '2024-05-01T09:00:00+020'],
	...['2024-05-01T09:00:00+02000', '2024-05-01T09:00:00+02:000', '2024-05-01T09:00:00:0200'],
	...['2024-05-01T09:00:00', '2024-03-31T02:30:00', '2024-10-27 02:30:00', '2024-02-30T00:00:00Z'],
	...[
		'2027-05-01T09:00:00Z',
		'1969-12-31T23:59:59Z',
		'1970-01-01T00:00:00Z',
		'2024-05-01T24:00:00Z',
	],
	...['2024-05-01', '1714554000', '2024-05-01T09:00:00Zz', '2024-05-01t09:00:00z', 'tomorrow', ''],
];

const WORDS = [
	...['yes', 'No', 'TRUE', '1', '0', 'maybe', 'NA', 'NULL', 'nan', ' yes ', '', ' ', '\ufffd'],
	...['en_US', 'en-us', 'de', 'en_UK', 'fr_FR', 'CA', 'ca', 'Canada', 'UK', 'ß', 'Namibia'],
];

describe.each(ZONES)('What is read quickly in %s is what is read otherwise:', (timeZone) => {
	const rules = { timeZone, now: NOW };

	test.each(DATES)('%j', (text) => {
		const read = new QuickValues('timestamp', rules, false).read(text);

		if (read !== undefined) expect(read).toEqual(convertValue(text, 'timestamp', rules));
	});

	test('and without a zone told where it is known to be UTC', () => {
		const read = new QuickValues('timestamp', rules, true).read('2024-05-01T09:00:00');

		expect(read).toEqual({ value: Date.UTC(2024, 4, 1, 9) });
	});
});

test.each(['boolean', 'locale', 'country'] satisfies FieldKind[])(
	'A %s that comes again is read as the first time, and one in doubt never is',
	(kind) => {
		const rules = { timeZone: 'UTC', now: NOW };
		const quick = new QuickValues(kind, rules, false);
		for (const text of [...WORDS, ...WORDS]) {
			const read = quick.read(text);
			if (read !== undefined) expect(read).toEqual(convertValue(text, kind, rules));
		}
		for (const text of ['NA', 'NULL', ' ', '']) expect(quick.read(text)).toBeUndefined();
	},
);

test.each([
	['2024-05-01T09:00:00.000+0000', Date.UTC(2024, 4, 1, 9)],
	['2024-05-01T09:00:00-0530', Date.UTC(2024, 4, 1, 14, 30)],
	['2024-05-01 09:00:00+02:00', Date.UTC(2024, 4, 1, 7)],
])('%s is read quickly', (text, milliseconds) => {
	const quick = new QuickValues('timestamp', { timeZone: 'UTC', now: NOW }, false);

	expect(quick.read(text)).toEqual({ value: milliseconds });
});

test('Texts of other kinds are not read here', () => {
	expect(new QuickValues('text', { timeZone: 'UTC' }, false).read('yes')).toBeUndefined();
});
