import type { ImportJobType } from '../../../../advocate/api/job-types.ts';
import { UserRows } from '../../../../advocate/rows/write/user-rows.ts';
import { preparedRows } from '../../support/prepared-rows.cts';
import { RowChecker } from '../../../../advocate/rows/check/row-checker.ts';
import type { DuplicateRule } from '../../../../advocate/rows/check/row-rules.ts';

function prepare(
	rows: unknown[],
	duplicates: DuplicateRule,
	type: ImportJobType = 'MUTATION/USER',
) {
	const checker = new RowChecker({ type, timeZone: 'UTC', emptyText: 'omit' });
	const { accepted, rejected } = preparedRows(rows, checker, { type, format: 'jsonl', duplicates });
	return {
		sent: accepted.rowIndexes,
		rejected: rejected.map(({ rowIndex, reasons }) => [rowIndex, ...reasons]),
	};
}

const user = (accountId: string, id: string, more = {}) => ({ accountId, id, ...more });

describe('Rows of one user', () => {
	const rows = [user('a', '1'), user('a', '2'), user('a', '1'), user('a', '1')];

	test('the last wins, and each of the others names that one', () => {
		const again = (row: number) =>
			`The same user (accountId and id) appears again in row ${row}, which is sent instead`;
		expect(prepare(rows, 'lastWins')).toEqual({
			sent: [1, 3],
			rejected: [
				[0, again(4)],
				[2, again(4)],
			],
		});
	});

	test('the first stays where the others are to be rejected', () => {
		const already = 'The same user (accountId and id) is already in row 1';
		expect(prepare(rows, 'reject')).toEqual({
			sent: [0, 1],
			rejected: [
				[2, already],
				[3, already],
			],
		});
	});

	test('are told apart after conversion: 7 is "7"', () => {
		expect(prepare([user('a', '7'), { accountId: 'a', id: 7 }], 'lastWins').sent).toEqual([1]);
	});

	test('a row that is rejected for something else takes no place', () => {
		const wrong = user('a', '1', { locale: 'x' });
		expect(prepare([user('a', '1'), wrong], 'lastWins').sent).toEqual([0]);
		expect(prepare([wrong, user('a', '1')], 'reject').sent).toEqual([1]);
	});

	test('are duplicates among deletions as well', () => {
		expect(prepare(rows, 'lastWins', 'MUTATION/DELETE_USER').sent).toEqual([1, 3]);
	});

	test('do not exist among events and redemptions', () => {
		const event = { accountId: 'a', userId: '1', 'event.key': 'k' };
		expect(prepare([event, event], 'reject', 'MUTATION/USER_EVENT').sent).toEqual([0, 1]);
		const redemption = { accountId: 'a', userId: '1', unit: 'CENTS', valueToRedeem: 5 };
		const type = 'MUTATION/REDEEMABLE_REWARD_BALANCE';
		expect(prepare([redemption, redemption], 'reject', type).sent).toEqual([0, 1]);
	});
});

test.each([
	['a', 'b c', 'a b', 'c'],
	['1 a', 'b', '1', 'a b'],
	['a', '', '', 'a'],
	['a"', 'b', 'a', '"b'],
])('%j, %j and %j, %j are different users', (accountA, idA, accountB, idB) => {
	const rows = new UserRows();
	rows.find(accountA, idA);
	rows.set(1);

	expect(rows.find(accountA, idA)).toBe(1);
	expect(rows.find(accountB, idB)).toBe(0);
});

describe('What is not a row is rejected, and stops nothing', () => {
	const trap = {
		accountId: 'a',
		get id(): string {
			throw new Error('no id today');
		},
	};

	test.each<[string, unknown, string]>([
		['a list', [1], 'The row is not an object with fields'],
		['null', null, 'The row is not an object with fields'],
		['undefined', undefined, 'The row is not an object with fields'],
		['text', 'accountId', 'The row is not an object with fields'],
		['a getter that throws', trap, `The row can't be written: no id today`],
	])('%s', (_, row, reason) => {
		expect(prepare([row, user('a', '1')], 'lastWins')).toEqual({
			sent: [1],
			rejected: [[0, reason]],
		});
	});
});
