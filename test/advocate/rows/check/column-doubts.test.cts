import { RowChecker } from '../../../../advocate/rows/check/row-checker.ts';
import { cleaned, cleanedWell } from '../../support/cleaned.cts';

/** A file of users with as many dates as are given, one in each row. */
const datesFile = (...dates: string[]) =>
	['accountId;id;dateCreated', ...dates.map((date, index) => `acme;u${index};${date}`), ''].join(
		'\n',
	);

const REPORT = { type: 'MUTATION/REDEEMABLE_REWARD_BALANCE' } as const;
const report = (...amounts: string[]) =>
	[
		'userId\taccountId\tunit\tvalueToRedeem',
		...amounts.map((amount, index) => `u${index}\tacme\tPOINT\t${amount}`),
		'',
	].join('\n');

describe('dates with dots', () => {
	test.each(['leaveOut', 'reject'] as const)(
		'stop a file in which one can only have its month first (unfit values: %s)',
		async (unfitValues) => {
			const file = datesFile('05.01.2024', '05.31.2024', '12.25.2023');
			expect(await cleaned(file, { unfitValues })).toMatchObject({
				reasons: [
					'dateCreated can\'t be read for certain: "05.31.2024" in row 2 can\'t have its day first, as "05.01.2024" in row 1 would be read. Write all of its dates with the year first, such as 2024-05-31.',
				],
			});
		},
	);

	test.each([
		['with times', ['12.25.2023 09:15', '5.1.2024 9:15']],
		['far apart', ['05.31.2024', ...Array<string>(20_000).fill('25.12.2023'), '05.01.2024']],
	])('are doubted in any order: %s', async (_, dates) => {
		const outcome = await cleaned(datesFile(...dates), { chunk: 5_000 });
		expect(outcome).toHaveProperty('code', 'FILE_REFUSED');
	});

	test('of which none leaves anything open cost no more than the row that has no day first', async () => {
		const file = datesFile('05.31.2024', '25.12.2023', '05.05.2024', '2024-05-01');
		const { ranges, rejected } = await cleanedWell(file);
		expect(ranges.count).toBe(3);
		expect(rejected.map(({ rowNumber }) => rowNumber)).toEqual([1]);
	});

	test('say nothing of another column', async () => {
		const file =
			'accountId;id;dateCreated;dateUsTaxFormSubmitted\na;u;05.01.2024;\na;v;;05.31.2024\n';
		const { ranges } = await cleanedWell(file);
		expect(ranges.count).toBe(1);
	});
});

describe('amounts', () => {
	test.each([
		[['1.234', '2,50'], '"1.234" in row 1 may be 1234, since "2,50" in row 2'],
		[['1.234,50', '3', '12.500'], '"12.500" in row 3 may be 12500, since "1.234,50" in row 1'],
		[['1.234.567', '1.234'], '"1.234" in row 2 may be 1234, since "1.234.567" in row 1'],
	])('stop a file in which points may be for thousands: %j', async (amounts, why) => {
		expect(await cleaned(report(...amounts), REPORT)).toMatchObject({
			reasons: [
				`valueToRedeem can't be read for certain: ${why} has no decimal point. Write all of its numbers with a decimal point and without a sign for thousands, such as 1234.5.`,
			],
		});
	});

	test.each([[['1.234', '2.50', '3']], [['0.125', '2,50']], [['12.5', '2,50']]])(
		'with a point that can only be a decimal one are redeemed: %j',
		async (amounts) => {
			const { rejected } = await cleanedWell(report(...amounts), REPORT);
			expect(rejected).toHaveLength(amounts.filter((amount) => amount.includes(',')).length);
		},
	);

	test('are doubted in rows too, but not those that are numbers', () => {
		const doubtOf = (...amounts: unknown[]) => {
			const checker = new RowChecker({ ...REPORT, timeZone: 'UTC', emptyText: 'omit' });
			for (const valueToRedeem of amounts) {
				checker.check({ accountId: 'acme', userId: 'ann', unit: 'POINT', valueToRedeem });
			}
			return checker.doubt;
		};
		expect(doubtOf('1.234', '2,50')).toBeDefined();
		expect(doubtOf(1.234, '2,50')).toBeUndefined();
	});
});

describe('values set by hand', () => {
	test('are read in a file with semicolons as in any other', async () => {
		const columns = [{ field: 'dateCreated', value: '02.03.2024' }];
		const semicolons = await cleanedWell('accountId;id\na;u\n', { columns });
		const commas = await cleanedWell('accountId,id\na,u\n', { columns });
		expect(semicolons.rejected[0]?.reasons).toEqual([
			expect.stringMatching(/^dateCreated must be a date/),
		]);
		expect(semicolons.rejected[0]?.reasons).toEqual(commas.rejected[0]?.reasons);
	});

	test.each([';', ','])('are numbers with a decimal point beside %j', async (separator) => {
		const cells = [
			['userId', 'accountId', 'unit'],
			['ann', 'acme', 'POINT'],
		];
		const file = cells.map((row) => `${row.join(separator)}\n`).join('');
		const columns = [{ field: 'valueToRedeem', value: '1.234' }];
		const { content, rejected } = await cleanedWell(file, { ...REPORT, columns });
		expect(rejected).toEqual([]);
		expect(content).toContain('ann,acme,POINT,1.234\n');
	});

	test('from a column of the file are read as the file is written', async () => {
		const columns = [{ field: 'dateCreated', column: 'since' }];
		const { content } = await cleanedWell('accountId;id;since\na;u;02.03.2024\n', { columns });
		expect(content).toContain(String(Date.UTC(2024, 2, 2)));
	});
});
