import { UserRows } from '../../../../advocate/rows/write/user-rows.ts';

function put(users: UserRows, accountId: string, id: string, row: number): number {
	const earlier = users.find(accountId, id);
	users.set(row);
	return earlier;
}

test('A user who was never set has no row', () => {
	expect(new UserRows().find('acme', 'ann')).toBe(0);
});

test('The last row of each of many users is remembered', () => {
	const users = new UserRows();
	const ids = Array.from({ length: 50_000 }, (_, i) => `u${i}`);
	expect(ids.map((id, i) => put(users, 'acme', id, i + 1)).every((row) => row === 0)).toBe(true);
	expect(put(users, 'acme', 'u7', 99_999)).toBe(8);
	expect(users.find('acme', 'u7')).toBe(99_999);
	expect(ids.filter((id, i) => users.find('acme', id) !== (id === 'u7' ? 99_999 : i + 1))).toEqual(
		[],
	);
});

test('Who is only looked for takes no room and has no row', () => {
	const users = new UserRows();
	users.find('acme', 'ann');
	expect(put(users, 'acme', 'bob', 2)).toBe(0);
	expect(users.find('acme', 'ann')).toBe(0);
});
