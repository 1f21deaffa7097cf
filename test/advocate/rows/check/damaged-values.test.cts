import {
	RowChecker,
	type CheckedRow,
	type RowCheckerOptions,
} from '../../../../advocate/rows/check/row-checker.ts';

type Row = Record<string, unknown>;

function checkerOf(options: Partial<RowCheckerOptions> = {}): RowChecker {
	return new RowChecker({
		...{ type: 'MUTATION/USER', timeZone: 'Europe/Paris', emptyText: 'omit' },
		now: Date.UTC(2026, 10, 30),
		...options,
	});
}

/** What comes of rows, and what is told of them. */
function check(
	rows: Row[],
	options?: Partial<RowCheckerOptions>,
): { checked: CheckedRow[]; warnings: string[] } {
	const checker = checkerOf(options);
	const checked = rows.map((row) => checker.check(row));
	return { checked, warnings: [...checker.warnings] };
}

const ann = { accountId: 'acme', id: 'ann' };
const DELETION = { type: 'MUTATION/DELETE_USER' } as const;
const EVENT = { type: 'MUTATION/USER_EVENT' } as const;

describe('A word for nothing', () => {
	const WORDS = ['NULL', 'null', '\\N', 'NA', 'N/A', 'nan', 'None', 'NaT', '<NA>', 'undefined'];

	test.each(WORDS)('%s is left out of a field, and told once with a count', (word) => {
		const { checked, warnings } = check([
			ann,
			{ ...ann, firstName: word },
			{ ...ann, firstName: ` ${word}` },
		]);
		expect(checked).toEqual([{ row: ann }, { row: ann }, { row: ann }]);
		expect(warnings).toEqual([
			`firstName was not sent where it is a word for nothing, "${word}", in 2 rows (the first is row 2).`,
		]);
	});

	test('is left out of fields of any kind', () => {
		const row = {
			...{ ...ann, email: 'NULL', referable: 'NULL', locale: 'NULL', countryCode: 'NULL' },
			...{ dateCreated: 'NaT', segments: 'nan', referralCode: 'None' },
			customFields: { plan: '#N/A' },
		};
		const { checked, warnings } = check([row]);
		expect(checked).toEqual([{ row: ann }]);
		expect(warnings).toHaveLength(8);
	});

	test('takes nothing away where empty texts do', () => {
		const { checked } = check([{ ...ann, customFields: { plan: 'NULL' } }], { emptyText: 'send' });
		expect(checked).toEqual([{ row: ann }]);
	});

	test('is kept as a text if that is wanted, and no ID even then', () => {
		const rows = [
			{ ...ann, lastName: 'None', countryCode: 'NA' },
			{ ...ann, id: 'NULL' },
		];
		const { checked } = check(rows, { nullWords: 'keep' });
		expect(checked).toEqual([
			{ row: { ...ann, lastName: 'None', countryCode: 'NA' } },
			{ reasons: [expect.stringMatching(/^id is "NULL", which databases/) as string] },
		]);
	});

	test('is no part of a longer text, and other capitals make it a name', () => {
		const row = { ...ann, firstName: 'Null', lastName: 'None of these' };
		expect(check([row])).toEqual({ checked: [{ row }], warnings: [] });
	});

	test('is refused in a deletion, which is never sent in part', () =>
		expect(check([{ ...ann, doNotTrack: 'NULL' }], DELETION).checked).toEqual([
			{ reasons: [expect.stringMatching(/^doNotTrack must be true or false/) as string] },
		]));

	test('is no idempotency key, even where it has the form of one', () => {
		const event = { accountId: 'acme', userId: 'ann', event: { key: 'buy' } };
		const { checked } = check([{ ...event, idempotencyKey: 'undefined' }], EVENT);
		expect(checked).toEqual([
			{ reasons: [expect.stringMatching(/^idempotencyKey is "undefined", which/) as string] },
		]);
	});

	test('that says a value was lost rejects the row, or costs the value', () => {
		const rows = [{ ...ann, firstName: '[object Object]' }];
		expect(check(rows).checked).toEqual([
			{
				reasons: [
					'firstName is "[object Object]", which JavaScript writes when it turns an object into text, so the value is lost. Give the right value, or none',
				],
			},
		]);
		expect(check(rows, { unfitValues: 'leaveOut' }).checked).toEqual([{ row: ann }]);
	});

	test('is not counted in rows that are rejected', () =>
		expect(check([{ ...ann, id: '', firstName: 'NULL' }]).warnings).toEqual([]));
});

describe('NA as a country', () => {
	const NAMIBIA = { ...ann, countryCode: 'NA' };

	test('is Namibia, and that is told', () =>
		expect(check([NAMIBIA, { ...ann, customFields: { region: 'NA' } }])).toEqual({
			checked: [{ row: NAMIBIA }, { row: ann }],
			warnings: [
				'countryCode is NA in row 1, and was sent as Namibia, because no other column has NA for nothing.',
				'customFields.region was not sent where it is a word for nothing, "NA", in row 2.',
			],
		}));

	test.each([
		{ ...ann, firstName: 'NA' },
		{ ...ann, score: 'NA' },
	])(
		'is nothing if another column has it for nothing, which is known when rows are read again: %j',
		(other) => {
			const checker = checkerOf({ otherNamesExpected: true });
			for (const row of [NAMIBIA, other]) checker.check(row);
			checker.startOver();
			expect(checker.check(NAMIBIA)).toEqual({ row: ann });
			expect([...checker.warnings]).toEqual([
				'countryCode was not sent where it is a word for nothing, "NA", in row 1.',
			]);
		},
	);

	test('is what all rows together say', () => {
		expect(check([NAMIBIA], { usesNa: () => true }).checked).toEqual([{ row: ann }]);
		const rows = [{ ...ann, firstName: 'NA' }, NAMIBIA];
		expect(check(rows, { usesNa: () => false }).checked).toEqual([{ row: ann }, { row: NAMIBIA }]);
	});
});

describe('What was decided is told', () => {
	test('once for each kind and field, with a count and the first row', () => {
		const { checked, warnings } = check([
			{ accountId: 'acme ', id: 'ann' },
			{ accountId: 'acme', id: '="007"', dateCreated: '2024-05-01 09:00' },
			{ accountId: ' acme', id: ' bob', dateCreated: '2024-05-02 09:00' },
		]);
		expect(checked).toEqual([
			{ row: ann },
			{ row: { accountId: 'acme', id: '007', dateCreated: 1714546800000 } },
			{ row: { accountId: 'acme', id: 'bob', dateCreated: 1714633200000 } },
		]);
		expect(warnings).toEqual([
			'accountId had blanks or invisible characters around it in 2 rows (the first is row 1). It was sent without them.',
			'id was written the way spreadsheets mark a text, "="007"", in row 2. It was sent without the marks.',
			'dateCreated has no time zone, as in "2024-05-01 09:00", in 2 rows (the first is row 2). It was read in Europe/Paris.',
			'id had blanks or invisible characters around it in row 3. It was sent without them.',
		]);
	});

	test('for a date of exactly 0', () =>
		expect(check([{ ...ann, dateCreated: 0 }])).toEqual({
			checked: [{ row: ann }],
			warnings: [
				'dateCreated was not sent where it is exactly 0, the beginning of 1970 ("0"), in row 1. Tools write that where there is no date.',
			],
		}));

	test('for a character that was lost on the way, in any text', () => {
		const row = { ...ann, firstName: 'Andr\ufffd', customFields: { city: 'Z\ufffdrich' } };
		const { checked, warnings } = check([row]);
		expect(checked).toEqual([{ row }]);
		expect(warnings).toEqual([
			expect.stringMatching(/^firstName contains "\ufffd", the sign for a character that was lost/),
			expect.stringMatching(/^customFields\.city contains "\ufffd"/),
		]);
		const event = { accountId: 'a', userId: 'b', event: { key: 'k', fields: { a: ['\ufffd'] } } };
		expect(check([event], EVENT).warnings).toEqual([
			expect.stringMatching(/^event\.fields\.a contains "\ufffd"/),
		]);
	});

	test('for at most fifty', () => {
		const names = Array.from({ length: 60 }, (_, i) => `customFields.f${i}`);
		const fields: Row = Object.fromEntries(names.map((name) => [name, 'NULL']));
		const { warnings } = check([{ ...ann, ...fields }]);
		expect(warnings).toHaveLength(51);
		expect(warnings.at(-1)).toBe(
			'Values of more fields were left out, or read in ways such as these.',
		);
	});
});

describe('A number for an ID', () => {
	const numberAdvice = 'Hand IDs on as text.';
	const row = { accountId: 'acme', id: 123 };

	test('is its digits', () =>
		expect(check([row], DELETION)).toEqual({
			checked: [{ row: { accountId: 'acme', id: '123' } }],
			warnings: [],
		}));

	test('is told where it may have been made on the way', () =>
		expect(check([row, { ...ann, id: 4 }], { numberAdvice })).toEqual({
			checked: [{ row: { accountId: 'acme', id: '123' } }, { row: { ...ann, id: '4' } }],
			warnings: [
				'id came as a number (123) in 2 rows (the first is row 1), and was sent as text. Hand IDs on as text.',
			],
		}));

	test('is refused then in a deletion', () =>
		expect(check([row, ann], { ...DELETION, numberAdvice }).checked).toEqual([
			{
				reasons: [
					'id is a number (123), which may not be the ID that it was made of. Hand IDs on as text',
				],
			},
			{ row: ann },
		]));
});

describe('Bytes', () => {
	const photo = Buffer.from('photo');
	const bytes: Array<[string, unknown]> = [
		['a Buffer', photo],
		['a Buffer as JSON has it', photo.toJSON()],
	];

	test.each(bytes)('are never sent: %s', (_, value) => {
		const event = { accountId: 'a', userId: 'b', event: { key: 'k', fields: { photo: value } } };
		expect(check([event], EVENT).checked).toEqual([
			{ reasons: ['event.fields.photo contains bytes (a Buffer), which no field can hold'] },
		]);
		expect(check([{ ...ann, firstName: value }]).checked).toEqual([
			{ reasons: ['firstName must be text, not bytes (a Buffer)'] },
		]);
		const redemption = { accountId: 'a', userId: 'b', unit: 'CASH', valueToRedeem: 1 };
		const report = { type: 'MUTATION/REDEEMABLE_REWARD_BALANCE' } as const;
		expect(check([{ ...redemption, photo: value }], report)).toEqual({
			checked: [{ row: redemption }],
			warnings: ["photo was left out, because it is bytes (a Buffer), which CSV can't hold."],
		});
	});

	test('are not looked into', () => {
		const never = (): never => {
			throw new Error('looked into');
		};
		const guarded = new Proxy(Buffer.alloc(10), { ownKeys: never });
		const row = { ...ann, photo: guarded };
		expect(check([row], { otherNamesExpected: true }).checked).toEqual([{ row: ann }]);
	});
});

describe('An object that holds only a value', () => {
	test.each([{ value: 'Ann' }, { value: 'Ann', versions: [], timestamp: 1, source: 'CRM' }])(
		"is that value, as HubSpot's older API writes it: %j",
		(firstName) =>
			expect(check([{ ...ann, firstName, customFields: { plan: { value: '' } } }]).checked).toEqual(
				[{ row: { ...ann, firstName: 'Ann' } }],
			),
	);

	test.each([{ value: 'Ann', unit: 'x' }, { value: { a: 1 } }, { name: 'Ann' }])(
		'is none if it holds more, or less: %j',
		(firstName) => expect(check([{ ...ann, firstName }]).checked[0]).toHaveProperty('reasons'),
	);

	test('is an object in a field that takes any', () => {
		const event = { accountId: 'a', userId: 'b', event: { key: 'k', fields: { a: { value: 1 } } } };
		expect(check([event], EVENT).checked).toEqual([{ row: event }]);
	});
});
