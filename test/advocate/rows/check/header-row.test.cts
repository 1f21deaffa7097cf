import type { ImportJobType } from '../../../../advocate/api/job-types.ts';
import { HeaderRows } from '../../../../advocate/rows/check/header-row.ts';

/** Which rows are headers, by their number, and why nothing after them can be trusted. */
function headersIn(
	rows: unknown[],
	type: ImportJobType = 'MUTATION/USER',
): { headers: number[]; problem: string | undefined } {
	const watch = new HeaderRows(type);
	const numbers = rows.map((_, index) => index + 1);
	const headers = numbers.filter((number) => watch.isHeader(rows[number - 1], number));
	return { headers, problem: watch.problem };
}

const ROW = { accountId: 'acme', id: 'ann', firstName: '' };

describe('A row with the names of the columns for values is a header', () => {
	test.each([
		['the same names', { accountId: 'accountId', id: 'id', firstName: 'firstName' }],
		['other capitals', { accountId: 'ACCOUNTID', id: 'Id', firstName: 'firstname' }],
		['a byte order mark', { accountId: '\ufeffaccountId', id: 'id', firstName: 'firstName' }],
		['fewer columns', { accountId: 'accountId', id: 'id' }],
		["n8n's number of the row", { row_number: 7, accountId: 'accountId', id: 'id' }],
	])('%s', (_, header) =>
		expect(headersIn([ROW, header, ROW])).toEqual({ headers: [2], problem: undefined }),
	);

	test('also where names are those of a CRM', () => {
		const row = { 'Company ID': 'acme', 'User ID': 'ann' };
		expect(headersIn([row, { 'Company ID': 'Company ID', 'User ID': 'USER ID' }]).headers).toEqual([
			2,
		]);
	});

	test.each([
		[{ accountId: 'id', id: 'ann' }],
		[{ accountId: 'id', id: 'id' }],
		[{ accountId: 'accountId', id: 'ann' }],
		[{ id: 'id' }],
		[{}],
		[[]],
		['id'],
		[null],
	])('and any other is not: %j', (row) => expect(headersIn([ROW, row]).headers).toEqual([]));
});

describe('After a header', () => {
	const IN_ORDER = { accountId: 'accountId', id: 'id' };
	const SWAPPED = { accountId: 'id', id: 'accountId' };

	test('a deletion stops', () =>
		expect(headersIn([ROW, IN_ORDER], 'MUTATION/DELETE_USER').problem).toBe(
			"row 2 repeats the column names, as happens when files are joined, and a deletion can't be undone",
		));

	test('in another order everything stops, as the rows after it are in the wrong columns', () =>
		expect(headersIn([ROW, IN_ORDER, SWAPPED])).toEqual({
			headers: [2, 3],
			problem:
				'row 3 repeats the column names in another order, so that the rows after it would be read in the wrong columns',
		}));
});
