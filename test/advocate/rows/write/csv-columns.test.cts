import { parse } from 'csv-parse/sync';
import { RowChecker } from '../../../../advocate/rows/check/row-checker.ts';
import { csvHeader, csvLine, encodeCells } from '../../../../advocate/rows/write/file-lines.ts';
import type { ImportJobType } from '../../../../advocate/api/job-types.ts';
import { cleanedWell } from '../../support/cleaned.cts';
import { seededRandom } from '../../support/random.cts';

/*
 * Rows that are certain to be right are written without RowChecker. They must become what it makes of them, and
 * it must be asked about all others.
 */

const VALUES = [
	...['', ' ', 'a', 'Ann', ' Ann', 'Ann ', 'Zoë', '\u00a0x', 'x\u2028', '""', 'a"b', 'a,b', 'a;b'],
	...['a\nb', 'yes', 'TRUE', '0', '1', 'perhaps', 'en-US', 'en_US', 'English', 'ca', 'ß', 'Canada'],
	...['2024-05-01', '2024-05-01T09:00:00Z', '2024-05-01 09:00:00', '2024-03-31 02:30:00'],
	...['2024-10-27 02:30:00', '2024-02-30T00:00:00Z', '2024-05-01T09:00:00.123+02:00', '1714521600'],
	...[
		'2024-05-01T25:00:00Z',
		'2024-05-01 09:00:00-0230',
		'1714521600000',
		'a@b.co',
		'ann@example.com',
	],
	...[
		'12.50',
		'5',
		'2.5',
		'0.0',
		'-1',
		'12,50',
		'vip,~*',
		'vip,~vip',
		'evt-1',
		'evt-0001',
		'x'.repeat(1_025),
	],
	...['NULL', 'NA', 'nan', '#REF!', '1970-01-01T00:00:00Z', '2999-01-01T00:00:00Z', 'Ann\u200b'],
	...[
		'1.234,50',
		'1.234',
		'01.05.2024',
		'31.03.2024 02:30',
		'31.03.2024',
		'30.02.2024',
		'01.05.2999',
		'1.5.2024 9:00',
		'WAHR',
		't',
		'Deutschland',
		'CAN',
		'Congo',
		'1.0',
	],
	...['="007"', '12.0', '😀'.repeat(600), 'é'.repeat(751), '\\N', 'C:\\new', '=1+1', '007'],
];

const COLUMNS: Record<string, [ImportJobType, string[]]> = {
	users: [
		'MUTATION/USER',
		[
			...[
				'accountId',
				'id',
				'firstName',
				'email',
				'referable',
				'locale',
				'countryCode',
				'dateCreated',
			],
			...['customFields.plan', 'segments', 'own', 'referredBy.isConverted', 'customFields.a b'],
		],
	],
	events: [
		'MUTATION/USER_EVENT',
		[
			'accountId',
			'userId',
			'event.key',
			'event.dateTriggered',
			'event.fields.note',
			'idempotencyKey',
		],
	],
	redemptions: [
		'MUTATION/REDEEMABLE_REWARD_BALANCE',
		['userId', 'accountId', 'unit', 'valueToRedeem', 'Approx. value'],
	],
	deletions: ['MUTATION/DELETE_USER', ['accountId', 'id', 'doNotTrack']],
};

/** What a row can't do without; `accountId` is in every row, so that none is blank. */
const IDS = /^(accountId|id|userId|unit|event\.key)$/;

type Row = Record<string, string>;

function randomRows(columns: string[], count: number, random: () => number): Row[] {
	return Array.from({ length: count }, (_, index) => {
		const row: Row = {};
		for (const column of columns) {
			const isId = IDS.test(column) && (column === 'accountId' || random() < 0.9);
			const value = random() < 0.7 ? '' : (VALUES[Math.floor(random() * VALUES.length)] ?? '');
			row[column] = isId ? `${column}-${index}` : value;
		}
		return row;
	});
}

function fileOf(columns: string[], rows: Row[], separator: string, random: () => number): string {
	const cell = (value: string) => {
		const mustBeQuoted = /["\r\n]/.test(value) || value.includes(separator);
		return mustBeQuoted || random() < 0.2 ? `"${value.replaceAll('"', '""')}"` : value;
	};
	const lines = rows.map((row) => columns.map((column) => cell(row[column] ?? '')).join(separator));
	return `${columns.join(separator)}\n${lines.join('\n')}\n`;
}

describe.each(Object.entries(COLUMNS))('rows of %s', (_what, [type, columns]) => {
	test.each([
		[',', 'omit', 'reject'],
		[';', 'omit', 'reject'],
		[',', 'send', 'leaveOut'],
		['\t', 'send', 'reject'],
	] as const)('become what RowChecker makes of them (%j, %s, %s)', async (...of) => {
		const [separator, emptyText, unfitValues] = of;
		const random = seededRandom(columns.length * 31 + separator.charCodeAt(0));
		const now = Date.UTC(2026, 10, 30);
		const hasSemicolons = separator === ';';
		const options = {
			...{ type, emptyText, unfitValues, hasSemicolons, now },
			timeZone: 'Europe/Berlin',
		};
		const rows = randomRows(columns, 700, random);
		for (const row of rows) {
			// Beside 12,50 it would stop a file without semicolons.
			if (!hasSemicolons && row['valueToRedeem'] === '1.234') row['valueToRedeem'] = '1.25';
		}
		const file = fileOf(columns, rows, separator, random);

		const { content, rejected, ranges, summary } = await cleanedWell(file, {
			...options,
			chunk: 5_000,
		});

		const checker = new RowChecker({
			...options,
			format: 'csv',
			otherNamesExpected: true,
			usesNa: () => true,
		});
		const sentColumns = columns.filter((column) => checker.columnFor(column) instanceof Object);
		let expected = csvHeader(sentColumns);
		const reasons: Array<[number, string[]]> = [];
		const sent: number[] = [];
		for (const [index, row] of rows.entries()) {
			const checked = checker.check(row, index + 1);
			if ('skipped' in checked) continue;
			const encoded = 'row' in checked ? encodeCells(checked.row, type) : checked;
			if ('reasons' in encoded) reasons.push([index + 1, encoded.reasons]);
			else {
				sent.push(index + 1);
				expected += csvLine(encoded.cells, sentColumns);
			}
		}
		expect(rejected.map((one) => [one.rowNumber, one.reasons])).toEqual(reasons);
		expect(rejected.map(({ row }) => row)).toEqual(reasons.map(([row]) => rows[row - 1]));
		expect(ranges.count).toBe(sent.length);
		expect(sent.length).toBeGreaterThan(5);
		const told = [...checker.warnings].filter((one) => one.includes(' row'));
		expect(summary.warnings ?? []).toEqual(expect.arrayContaining(told));
		expect(parse(content)).toEqual(parse(expected));
	});
});
