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

/** The rows that are not sent: as they are shown, and why. */
async function notSent(lines: string[], options: Parameters<typeof cleanedWell>[1] = {}) {
	const { rejected, rowsAt } = await cleanedWell(`${lines.join('\n')}\n`, options);
	// As a host asks for them later.
	const rows = await rowsAt(new Set(rejected.map(({ rowNumber }) => rowNumber - 1)));
	return rejected.map(({ rowNumber, row, reasons }) => {
		expect(rows.get(rowNumber - 1)).toEqual(row);
		return { row, reasons: reasons.join(' ') };
	});
}

test('a row in which a backslash may be itself is shown as it is written', async () => {
	const rows = [commas('DOM\\ann', '\\N'), commas('"DOM\\bob"', 'x'), commas('DOM\\cy')];
	expect((await notSent([HEADER.join(','), ...rows])).map(({ row }) => row)).toEqual([
		{ accountId: 'acme', id: 'DOM\\ann', firstName: '\\N' },
		{ accountId: 'acme', id: 'DOM\\bob', firstName: 'x' },
		{ accountId: 'acme', id: 'DOM\\cy', cells: ['acme', 'DOM\\cy'] },
	]);
});

const AS_CONTROL = /in which a backslash would stand for a control character/;

test.each(['MUTATION/USER', 'MUTATION/DELETE_USER'] as const)(
	'an ID that a backslash would give a line break is not sent, and shown as it is written: %s',
	async (type) => {
		const rows = [tabs('DOM\\nina', '\\N'), tabs('DOM\\\\nils', 'y'), tabs('DOM\\tom', 'y')];
		expect(await notSent([HEADER.join('\t'), ...rows], { type })).toEqual([
			{
				row: { accountId: 'acme', id: 'DOM\\nina', firstName: '\\N' },
				reasons: expect.stringMatching(AS_CONTROL) as string,
			},
			{
				row: { accountId: 'acme', id: 'DOM\\tom', firstName: 'y' },
				reasons: expect.stringMatching(AS_CONTROL) as string,
			},
		]);
	},
);

test.each(['accountId', 'userId'])('so it is in the %s of an event', async (field) => {
	const ids = { accountId: 'acme', userId: 'ann', [field]: 'a\\bc' };
	const rows = [
		'accountId\tuserId\tevent.key\tevent.fields.note',
		'acme\tann\tpaid\t\\N',
		[ids.accountId, ids.userId, 'paid', 'x'].join('\t'),
	];
	const rejected = await notSent(rows, { type: 'MUTATION/USER_EVENT' });
	expect(rejected).toEqual([
		{
			row: expect.objectContaining(ids) as object,
			reasons: expect.stringMatching(AS_CONTROL) as string,
		},
	]);
});
