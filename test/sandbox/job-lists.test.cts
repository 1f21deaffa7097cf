import { openSandbox, startOfTime } from './sandbox-client.cts';
import type { SandboxClient } from './sandbox-client.cts';

const day = 24 * 60 * 60 * 1000;

/** Five jobs, a day apart: a is the newest. Only b, c and e have ended. */
async function openWithJobs(options = {}): Promise<SandboxClient> {
	const client = await openSandbox(options);
	const { jobs } = client.sandbox;
	const at = (days: number) => ({ dateCreated: startOfTime - days * day });
	const ended = (days: number) => ({ ...at(days), dateCompleted: startOfTime - days * day + 10 });
	jobs.add('test_acme', { id: 'a', type: 'MUTATION/USER', ...at(0) });
	jobs.add('test_acme', { id: 'b', type: 'MUTATION/USER', status: 'COMPLETED', ...ended(1) });
	jobs.add('test_acme', { id: 'c', type: 'MUTATION/USER_EVENT', status: 'ABORTED', ...ended(2) });
	jobs.add('test_acme', { id: 'd', type: 'MUTATION/USER_EVENT', ...at(3) });
	jobs.add('test_acme', { id: 'e', type: 'QUERY/USER', status: 'COMPLETED', ...ended(4) });
	jobs.add('test_globex', { id: 'z' });
	return client;
}

async function idsOf(client: SandboxClient, filter: object, page = {}, zone = {}) {
	return (await client.listJobs(filter, page, zone)).data.map(({ id }) => id).join('');
}

describe('jobs(filter)', () => {
	test.each<[object, string]>([
		[{}, 'abcde'],
		[{ id_eq: 'c' }, 'c'],
		[{ id_in: ['e', 'a', 'none'] }, 'ae'],
		[{ id_in: [] }, ''],
		[{ type_eq: 'MUTATION/USER' }, 'ab'],
		[{ type_ne: 'MUTATION/USER' }, 'cde'],
		[{ status_eq: 'PENDING' }, 'ad'],
		[{ status_ne: 'PENDING' }, 'bce'],
		[{ status_in: ['COMPLETED', 'ABORTED'] }, 'bce'],
		[{ status_eq: null }, 'abcde'],
		[{ dateCreated_gte: startOfTime - 2 * day }, 'abc'],
		[{ dateCreated_lt: startOfTime - 2 * day }, 'de'],
		[{ dateCompleted_gte: startOfTime - 2 * day + 10 }, 'bc'],
		[{ dateCompleted_lt: startOfTime - 2 * day + 10 }, 'e'],
		[{ dateCreated_timeframe: 'this_1_days' }, 'a'],
		[{ dateCreated_timeframe: 'this_2_days' }, 'ab'],
		[{ dateCreated_timeframe: 'last_2_days' }, 'bc'],
		[{ dateCreated_timeframe: 'last_30_days' }, 'bcde'],
		[{ dateCompleted_timeframe: 'this_7_days' }, 'bce'],
		[{ dateCreated_timeframe: 'this_week' }, 'abcd'],
		[{ type_eq: 'MUTATION/USER', status_eq: 'COMPLETED' }, 'b'],
		[{ OR: [{ id_eq: 'a' }, { status_eq: 'ABORTED' }] }, 'ac'],
		[{ AND: [{ status_ne: 'PENDING' }, { type_ne: 'QUERY/USER' }] }, 'bc'],
		[{ status_eq: 'PENDING', OR: [{ id_in: ['a', 'b'] }, { id_eq: 'c' }] }, 'a'],
		[
			{
				OR: [
					{ AND: [{ type_eq: 'MUTATION/USER_EVENT' }, { OR: [{ id_eq: 'c' }, { id_eq: 'e' }] }] },
					{ type_eq: 'QUERY/USER' },
				],
			},
			'ce',
		],
		[{ OR: [] }, 'abcde'],
	])('%j gives %s', async (filter, ids) => {
		expect(await idsOf(await openWithJobs(), filter)).toBe(ids);
	});

	test('days begin by the given time zone', async () => {
		const client = await openWithJobs();
		// 05:06 in UTC is 21:06 of the day before in Vancouver, and b was a day before that.
		const today = { dateCreated_timeframe: 'this_day' };
		expect(await idsOf(client, today, {}, { timeZone: 'America/Vancouver' })).toBe('a');
		client.clock.ms += 4 * 60 * 60 * 1000;
		expect(await idsOf(client, today, {}, { timeZone: 'America/Vancouver' })).toBe('');
		expect(await idsOf(client, today)).toBe('a');
		await expect(idsOf(client, today, {}, { timeZone: 'Mars/Base' })).rejects.toThrow('Mars/Base');
	});

	test.each(['next_7_days', 'last_0_days', 'this_decade', 'yesterday'])(
		'the timeframe %s is refused',
		async (timeframe) => {
			const listing = idsOf(await openWithJobs(), { dateCreated_timeframe: timeframe });
			await expect(listing).rejects.toThrow(`"${timeframe}" is not supported`);
		},
	);
});

test('a list holds jobs of types and statuses that the schema does not know', async () => {
	const client = await openWithJobs();
	const { jobs } = client.sandbox;
	jobs.add('test_acme', { id: 'x', type: 'MUTATION/BULK_REWARD', status: 'COMPLETED' });
	jobs.add('test_acme', { id: 'y', type: 'MUTATION/REFERRAL', status: 'EXPIRED' });
	const { data } = await client.graphql<{ jobs: { data: unknown[] } }>(
		'{ jobs(limit: 2) { data { id type status } } }',
	);
	expect(data.jobs.data).toEqual([
		{ id: 'y', type: 'MUTATION/REFERRAL', status: 'EXPIRED' },
		{ id: 'x', type: 'MUTATION/BULK_REWARD', status: 'COMPLETED' },
	]);
	expect(await idsOf(client, { type_eq: 'MUTATION/REFERRAL' })).toBe('y');
});

describe('jobs(limit, offset)', () => {
	test('gives a page, its count, and the count of all', async () => {
		const client = await openWithJobs();
		const page = await client.listJobs({ type_ne: 'QUERY/USER' }, { limit: 2, offset: 1 });
		expect(page.data.map(({ id }) => id)).toEqual(['b', 'c']);
		expect(page).toMatchObject({ count: 2, totalCount: 4 });
		expect(await client.listJobs({}, { limit: 2, offset: 4 })).toMatchObject({ count: 1 });
		expect(await client.listJobs({}, { offset: 9 })).toMatchObject({ count: 0, totalCount: 5 });
	});

	test('cuts a limit larger than maxPageSize', async () => {
		const client = await openWithJobs({ maxPageSize: 3 });
		expect(await client.listJobs({}, { limit: 50 })).toMatchObject({ count: 3, totalCount: 5 });
	});

	test('gives 20 by default', async () => {
		const client = await openSandbox();
		for (let index = 0; index < 25; index += 1) client.sandbox.jobs.add('test_acme');
		const { data } = await client.graphql('{ jobs { count totalCount } }');
		expect(data).toEqual({ jobs: { count: 20, totalCount: 25 } });
	});
});

describe('the order of jobs', () => {
	test('is newest first, oldest first, or shuffled the same way each time', async () => {
		expect(await idsOf(await openWithJobs(), {})).toBe('abcde');
		expect(await idsOf(await openWithJobs({ listOrder: 'oldestFirst' }), {})).toBe('edcba');
		const shuffled = await openWithJobs({ listOrder: 'shuffled', shuffleSeed: 3 });
		const order = await idsOf(shuffled, {});
		expect(['abcde', 'edcba']).not.toContain(order);
		expect([...order].sort().join('')).toBe('abcde');
		expect(await idsOf(shuffled, {})).toBe(order);
		const again = await openWithJobs({ listOrder: 'shuffled', shuffleSeed: 3 });
		expect(await idsOf(again, {})).toBe(order);
	});

	test('of jobs created at the same moment is the order of creation', async () => {
		const client = await openSandbox();
		for (const id of ['1', '2', '3']) client.sandbox.jobs.add('test_acme', { id });
		expect(await idsOf(client, {})).toBe('321');
	});
});

test('a new job is listed only after listLagMs, while job(id) knows it at once', async () => {
	const client = await openSandbox({ listLagMs: 5000 });
	const id = await client.createJob(await client.upload('accountId,id\na,b\n'));
	expect(await client.job(id)).toMatchObject({ id });
	expect((await client.listJobs({})).totalCount).toBe(0);
	client.clock.ms += 5000;
	expect((await client.listJobs({})).data).toEqual([{ id, status: 'COMPLETED' }]);
});
