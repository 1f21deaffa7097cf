import {
	fieldOfColumn,
	rowsAsTheyAre,
	rowsMatched,
	rowsOfColumns,
} from '../../../../advocate/rows/read/named-rows.ts';
import { hostTexts } from '../../support/host-texts.cts';
import { valueAt } from '../../../../advocate/json.ts';

/* What the names on rows stand for, and what columns set by hand make of them. */

const plan = {
	field: 'customFields.plan',
	read: (_row: unknown, index: number) => `plan ${index}`,
};
const SOURCES = [{ 'First Name': 'Ann', Plan: 'old' }, 'no row'];

it('rows as they are get the columns set by hand; what is not a row stays as it is', () => {
	const { rows, matched } = rowsAsTheyAre(SOURCES, [plan]);
	expect([...rows]).toEqual([
		{ ...(SOURCES[0] as object), 'customFields.plan': 'plan 0' },
		'no row',
	]);
	expect(matched).toBeUndefined();
});

it('rows of columns have nothing else', () => {
	const { rows } = rowsOfColumns(SOURCES, [plan]);
	expect([...rows]).toEqual([{ 'customFields.plan': 'plan 0' }, { 'customFields.plan': 'plan 1' }]);
});

it('a column set by hand takes the place of the name that is matched with its field', () => {
	const byHand = { field: 'firstName', read: () => 'Bea' };
	const { rows, matched } = rowsMatched(SOURCES, [byHand], 'MUTATION/USER', hostTexts.file);
	expect([...rows][0]).toMatchObject({ firstName: 'Bea' });
	expect(matched?.fieldOf('First Name')).toBe('');
	expect(matched?.fieldOf('firstName')).toBe('firstName');
	expect(matched?.end().told.mapping).toEqual({});
});

it('a column that is not a field of the type is refused, in the words of the host', () => {
	expect(() => fieldOfColumn(' plan ', 'MUTATION/USER', 'extra column')).toThrow(
		'The extra column "plan" is not a field of the chosen type',
	);
	expect(fieldOfColumn(' email ', 'MUTATION/USER', 'column')).toBe('email');
});

it.each([
	[['a', 'b'], 1],
	[['list', '1'], 'y'],
	[['a', 'c'], undefined],
	[['a', 'b', 'c'], undefined],
	[['toString'], undefined],
])('along %j stands %p', (path, value) => {
	expect(valueAt({ a: { b: 1 }, list: ['x', 'y'] }, path)).toBe(value);
});
