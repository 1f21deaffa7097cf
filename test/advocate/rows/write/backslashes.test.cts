import { cleanedWell } from '../../support/cleaned.cts';

/** The names that are sent of a file with names in its third column, and why rows are rejected. */
async function names(lines: string[], fileName = 'users.csv') {
	const { content, rejected } = await cleanedWell(`${lines.join('\n')}\n`, { fileName });
	const rows = content.trimEnd().split('\n').slice(1);
	return {
		sent: rows.map((row) => row.replace(/^acme,\w+,/, '')),
		rejected: rejected.map(({ rowNumber, reasons }) => [rowNumber, ...reasons].join(' ')),
	};
}

const HEADER = ['accountId', 'id', 'firstName'];
const tabs = (...cells: string[]) => ['acme', ...cells].join('\t');
const commas = (...cells: string[]) => ['acme', ...cells].join(',');

const DOUBT = /^\d A backslash in the row may stand for itself, or for something else/;

test('\\N between tabs is nothing, and with it other backslashes are escapes', async () => {
	const rows = [tabs('ann', '\\N'), tabs('bob', 'C:\\\\new'), tabs('cy', 'a\\tb')];
	expect(await names([HEADER.join('\t'), ...rows])).toEqual({
		sent: ['', 'C:\\new', 'a\tb'],
		rejected: [],
	});
});

test('\\N as a required ID is missing', async () => {
	const rows = [tabs('ann', 'Ann'), tabs('\\N', 'Bob')];
	const { sent, rejected } = await names([HEADER.join('\t'), ...rows]);
	expect(sent).toEqual(['Ann']);
	expect(rejected).toEqual(['2 id is required']);
});

test('\\N between commas leaves it open what other backslashes are: such rows are rejected', async () => {
	const rows = [commas('ann', '\\N'), commas('bob', 'C:\\new'), commas('cy', 'Cy')];
	const { sent, rejected } = await names([HEADER.join(','), ...rows]);
	expect(sent).toEqual(['', 'Cy']);
	expect(rejected).toEqual([expect.stringMatching(DOUBT)]);
});

test('\\N beside quotes behind backslashes leaves nothing open', async () => {
	const rows = [commas('ann', '\\N'), commas('bob', '"a \\"b\\", c"'), commas('cy', 'a\\\\b')];
	expect(await names([HEADER.join(','), ...rows])).toEqual({
		sent: ['', '"a ""b"", c"', 'a\\b'],
		rejected: [],
	});
});

test('between tabs without quotes, what may be an escape is rejected, and a path is not', async () => {
	const rows = [tabs('ann', 'C:\\docs'), tabs('bob', 'a\\nb'), tabs('cy', 'C:\\\\docs')];
	const { sent, rejected } = await names([HEADER.join('\t'), ...rows]);
	expect(sent).toEqual(['C:\\docs']);
	expect(rejected).toEqual([expect.stringMatching(DOUBT), expect.stringMatching(DOUBT)]);
});

test('between tabs with quotes, as a spreadsheet writes them, backslashes stand for themselves', async () => {
	const rows = [tabs('ann', '"Ann ""A"""'), tabs('bob', 'C:\\new'), tabs('cy', '\\\\server')];
	expect(await names([HEADER.join('\t'), ...rows])).toEqual({
		sent: ['"Ann ""A"""', 'C:\\new', '\\\\server'],
		rejected: [],
	});
});

test('between commas, backslashes stand for themselves', async () => {
	const rows = [commas('ann', 'C:\\new'), commas('bob', '\\\\server')];
	expect(await names([HEADER.join(','), ...rows])).toEqual({
		sent: ['C:\\new', '\\\\server'],
		rejected: [],
	});
});

test('quotes behind backslashes alone leave it open what other backslashes are, as in R', async () => {
	const rows = [
		commas('ann', '"a \\"b\\", c"'),
		commas('bob', '"C:\\new"'),
		commas('cy', '"\\\\x"'),
	];
	const { sent, rejected } = await names([HEADER.join(','), ...rows, commas('dan', '"Dan"')]);
	expect(sent).toEqual(['"a ""b"", c"', '"Dan"']);
	expect(rejected).toEqual([expect.stringMatching(DOUBT), expect.stringMatching(DOUBT)]);
});

test('an escaped separator without any quotes is one, and so are other escapes', async () => {
	const rows = [commas('ann', 'a\\,b'), commas('bob', 'C:\\\\new')];
	expect(await names([HEADER.join(','), ...rows])).toEqual({
		sent: ['"a,b"', 'C:\\new'],
		rejected: [],
	});
});
