import type { ImportJobType } from '../../advocate/api/job-types.ts';
import { parsedJson, valueAt } from '../../advocate/json.ts';
import { RowChecker } from '../../advocate/rows/check/row-checker.ts';
import { pageAt } from './support/docs-pages.cts';

/*
 * The table of damaged values, tried: each value in it is put into a row, and what comes of the row is compared with
 * the column that the value stands in.
 */

const USER = { type: 'MUTATION/USER', row: { accountId: 'acme', id: 'ann' } } as const;
const EVENT = {
	type: 'MUTATION/USER_EVENT',
	row: { accountId: 'acme', userId: 'ann', 'event.key': 'buy' },
} as const;
const REDEMPTION = {
	type: 'MUTATION/REDEEMABLE_REWARD_BALANCE',
	row: { accountId: 'acme', userId: 'ann', unit: 'CASH', valueToRedeem: 1 },
} as const;

/** The fields to try for each row of the table, by how its first cell begins. */
const FIELDS: Array<[string, Array<[string, { type: ImportJobType; row: object }]>]> = [
	[
		'`id`',
		[
			['id', USER],
			['accountId', USER],
			['userId', EVENT],
			['event.key', EVENT],
			['unit', REDEMPTION],
		],
	],
	[
		'`referralCodes.…`',
		[
			['referralCodes.program', USER],
			['referralCode', USER],
			['referredBy.code', USER],
			['paymentProviderId', USER],
		],
	],
	['`idempotencyKey`', [['idempotencyKey', EVENT]]],
	[
		'dates',
		[
			['dateCreated', USER],
			['event.dateTriggered', EVENT],
		],
	],
	['texts', [['firstName', USER]]],
	['`email`', [['email', USER]]],
	['`countryCode`', [['countryCode', USER]]],
	['`locale`', [['locale', USER]]],
	['`referable`', [['referable', USER]]],
	['`customFields.…`', [['customFields.plan', USER]]],
	['`event.fields.…`', [['event.fields.plan', EVENT]]],
	['`valueToRedeem`', [['valueToRedeem', REDEMPTION]]],
];

/** What comes of a value: read as it is, told of, or rejected; and what is sent, if anything. */
function outcome(
	field: string,
	{ type, row }: { type: ImportJobType; row: object },
	value: unknown,
): { column: string; sent?: unknown } {
	const checker = new RowChecker({
		...{ type, timeZone: 'UTC', emptyText: 'omit', now: Date.UTC(2026, 10, 30) },
	});
	const checked = checker.check({ ...row, [field]: value });
	if (!('row' in checked)) return { column: 'Rejected' };
	const sent = valueAt(checked.row, field.split('.'));
	const isTold = checker.warnings.size > 0;
	return { column: isTold ? 'Read or left out, and told' : 'Read', sent };
}

/** A value in a cell, and what the cell says is sent. */
const VALUE = /`([^`]+)`(?: → (?:`([^`]+)`|(nothing)))?/g;

const [table] = pageAt('docs/rows-and-files.md').section('Damaged values').tables();
const cases = (table?.rows ?? []).flatMap(([first = '', ...cells]) => {
	const fields = FIELDS.filter(([beginning]) => first.startsWith(beginning));
	return cells.flatMap((cell, index) =>
		[...cell.matchAll(VALUE)].flatMap(([, written = '', sent, nothing]) =>
			fields.flatMap(([, tried]) =>
				tried.map(([field, kind]) => ({
					...{ field, kind, written, column: table?.head[index + 1] },
					expected: nothing === undefined ? parsedJson(sent ?? written) : undefined,
				})),
			),
		),
	);
});

it('the table has a row for each kind, and many values', () => {
	expect(
		table?.rows.map(([first = ''], index) => first.startsWith(FIELDS[index]?.[0] ?? '?')),
	).toEqual(FIELDS.map(() => true));
	expect(cases.length).toBeGreaterThan(200);
});

it.each(cases)('$field of $written: $column', ({ field, kind, written, column, expected }) => {
	const value = parsedJson(written);
	expect(value).toBeDefined();
	const { column: actual, sent } = outcome(field, kind, value);
	expect(actual).toBe(column);
	if (actual !== 'Rejected') expect(sent).toEqual(expected);
});
