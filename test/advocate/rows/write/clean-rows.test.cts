import { RowChecker } from '../../../../advocate/rows/check/row-checker.ts';
import { RowCleaner, type CleanOptions } from '../../../../advocate/rows/write/clean-rows.ts';
import { readRows } from '../../../../advocate/rows/read/read-rows.ts';

type MostRejected = CleanOptions['mostRejected'];

/** What the first reading of a file of users says. */
async function found(content: string, mostRejected: MostRejected): Promise<string | undefined> {
	const type = 'MUTATION/USER';
	const checker = new RowChecker({ type, timeZone: 'UTC', emptyText: 'omit' });
	const duplicates = 'lastWins';
	const cleaner = new RowCleaner(checker, { type, format: 'csv', duplicates, mostRejected });
	return await cleaner.find(readRows([Buffer.from(content)], 'csv'));
}

const HEADER = 'accountId,id\n';

describe('A file of which too much would be left out to hand it on row by row', () => {
	const limits = { rows: 5, bytes: 1_000 };

	test('is refused at the first row beyond the limit, and the first bad row is named', async () => {
		expect(await found(HEADER + 'acme,\n'.repeat(100), limits)).toBe(
			'Too many of its rows are rejected to pass them on one by one: 6 so far, the first is row 1 (id is required).',
		);
	});

	test('is cleaned while the limit is kept, however many good rows it has', async () => {
		const good = Array.from({ length: 100 }, (_, i) => `acme,u${i}\n`).join('');

		expect(await found(HEADER + good + 'acme,\n'.repeat(5), limits)).toBeUndefined();
	});

	test('is refused for rows that are few but long', async () => {
		const long = `${'x'.repeat(600)},\n`;

		expect(await found(HEADER + long.repeat(2), limits)).toMatch(/one by one: 2 so far/);
	});

	test('counts the rows of a user who comes again', async () => {
		expect(await found(HEADER + 'acme,ann\n'.repeat(7), limits)).toMatch(
			/: 6 so far, the first is row 2 \(the same user as an earlier row\)\.$/,
		);
	});
});
