import { allPages } from '../../../advocate/api/pages.ts';

/** Everything that comes, and the pages asked for. */
async function walk(all: number[], { most = 1_000, total = all.length, pageSize = 3 } = {}) {
	const asked: Array<[number, number]> = [];
	const page = async (limit: number, offset: number) => {
		asked.push([limit, offset]);
		const data = all.slice(offset, offset + Math.min(limit, most));
		return await Promise.resolve({ data, totalCount: total });
	};
	const came: number[] = [];
	for await (const entry of allPages(page, pageSize)) came.push(entry);
	return { came, asked };
}

describe('Walking a list page by page', () => {
	test('returns every entry, in order', async () => {
		expect(await walk([1, 2, 3, 4, 5, 6, 7])).toEqual({
			came: [1, 2, 3, 4, 5, 6, 7],
			asked: [
				[3, 0],
				[3, 3],
				[3, 6],
			],
		});
	});

	test.each([
		['an empty list', []],
		['a list of one page', [1, 2]],
		['a list of exactly one page', [1, 2, 3]],
	])('%s is one request', async (_, all) => {
		const { came, asked } = await walk(all);
		expect(came).toEqual(all);
		expect(asked).toHaveLength(1);
	});

	test('a server that returns smaller pages than asked for is asked more often', async () => {
		const { came, asked } = await walk([1, 2, 3, 4, 5], { most: 2 });
		expect(came).toEqual([1, 2, 3, 4, 5]);
		expect(asked.map(([, offset]) => offset)).toEqual([0, 2, 4]);
	});

	test('a total that is too large ends with the first empty page', async () => {
		const { came, asked } = await walk([1, 2, 3, 4], { total: 1_000_000 });
		expect(came).toEqual([1, 2, 3, 4]);
		expect(asked).toHaveLength(3);
	});

	test('no page is asked for before it is needed', async () => {
		let requests = 0;
		const page = async () => {
			requests++;
			return await Promise.resolve({ data: [1, 2, 3], totalCount: 300 });
		};
		for await (const entry of allPages(page)) if (entry === 2) break;
		expect(requests).toBe(1);
	});
});
