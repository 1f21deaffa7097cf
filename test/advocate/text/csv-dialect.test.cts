import { csvHead } from '../../../advocate/text/csv-dialect.ts';

const KNOWN = new Set(['accountId', 'id', 'firstName']);
const knownNames = (header: string[]) => header.filter((name) => KNOWN.has(name)).length;

const dialectOf = (text: string, whole = true) => {
	const head = csvHead(text, whole, knownNames);
	return head && [head.separator, head.quotes, head.header.length, head.rows.length];
};

test.each([
	['commas', 'accountId,id\na,b\n', [',', 'doubled', 2, 1]],
	['semicolons', 'accountId;id\na;b\n', [';', 'doubled', 2, 1]],
	['tabs', 'accountId\tid\na\tb\n', ['\t', 'doubled', 2, 1]],
	['vertical bars', 'accountId|id\na|b\n', ['|', 'doubled', 2, 1]],
	['one column', 'id\na\n', [',', 'doubled', 1, 1]],
	['one column with a comma in a row', 'id\n"a,b"\n', [',', 'doubled', 1, 1]],
	['a line for Excel above', 'sep=;\r\naccountId;id\r\na;b\r\n', [';', 'doubled', 2, 1]],
	['more commas than semicolons', 'id;"a,b,c,d";e\n1;2,3,4;5,6\n', [';', 'doubled', 3, 1]],
	[
		'commas in the first line only',
		'name, first;"name, last";id\na;b;c\nd;e;f\n',
		[';', 'doubled', 3, 2],
	],
	['a row that does not fit', 'accountId;id\na;b\nc\nd;e\n', [';', 'doubled', 2, 3]],
	['quotes behind backslashes', 'accountId,id\na,"b \\"c\\", d"\n', [',', 'backslash', 2, 1]],
	['backslashes that are none', 'accountId,id\na,"C:\\"\n', [',', 'doubled', 2, 1]],
	['a path', 'accountId,id\na,C:\\new\n', [',', 'doubled', 2, 1]],
	["MySQL's mark for nothing", 'accountId\tid\na\t\\N\n', ['\t', 'backslash', 2, 1]],
	['an escaped tab', 'accountId\tid\na\tb\\\tc\n', ['\t', 'backslash', 2, 1]],
])('%s', (_what, text, dialect) => {
	expect(dialectOf(text)).toEqual(dialect);
});

test('the names decide where a header and its rows fit in two ways', () => {
	expect(dialectOf('x;y,id,accountId\na;b,c,d\n')).toEqual([',', 'doubled', 3, 1]);
	expect(dialectOf('accountId;x,id;firstName\na;b,c;d\n')).toEqual([';', 'doubled', 3, 1]);
});

test('the last row of a beginning may be cut', () => {
	expect(dialectOf('accountId;id\na;b\nc;"d', false)).toEqual([';', 'doubled', 2, 1]);
	expect(dialectOf('accountId;i', false)).toBeUndefined();
});

test('a header that is never closed is open', () => {
	expect(csvHead('accountId,"id\na,b\n', true, knownNames)?.isHeaderOpen).toBe(true);
});
