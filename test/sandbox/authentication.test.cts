import { basic, like, openSandbox, readJson } from './sandbox-client.cts';

const query = JSON.stringify({ query: '{ tenant { tenantAlias } }' });
const key = 'TEST_key_0123456789abcdef';

describe('authentication', () => {
	test.each([
		['no Authorization header', undefined, 401],
		['a wrong key', basic('', 'nonsense'), 401],
		['the key of another tenant', basic('', 'TEST_key_fedcba9876543210'), 401],
		['the key as user name', basic(key, ''), 401],
		['the auth token without its account', basic('', 'TEST_token_0123456789abcdef'), 401],
		['the auth token of the account', basic('IRSANDBOXacme', 'TEST_token_0123456789abcdef'), 200],
		['a user name beside the key', basic('ann', key), 200],
		['a bearer token', `Bearer ${key}`, 401],
		['the key', basic('', key), 200],
	])('%s is answered with the right status', async (_case, authorization, status) => {
		const client = await openSandbox();
		const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
		const response = await fetch(client.url('graphql'), { method: 'POST', headers, body: query });
		expect(response.status).toBe(status);
		if (status === 200) return;
		expect(await response.json()).toEqual({
			message: like(/./),
			statusCode: 401,
			apiErrorCode: 'UNAUTHORIZED',
		});
	});

	test('a user name can be refused', async () => {
		const client = await openSandbox({ acceptUserNames: false });
		const headers = { 'content-type': 'application/json', authorization: basic('ann', key) };
		const response = await fetch(client.url('graphql'), { method: 'POST', headers, body: query });
		expect(response.status).toBe(401);
		expect(await readJson(response)).toMatchObject({ message: like(/user name must be empty/) });
	});

	test('an upload with a wrong key is refused, and nothing is stored', async () => {
		const client = await openSandbox();
		const big = Buffer.alloc(3 * 1024 * 1024, 'x');
		const response = await client.post('export/upload', big, { authorization: basic('', 'no') });
		expect(response.status).toBe(401);
		expect(client.sandbox.uploads.list()).toEqual([]);
	});

	test.each(['with a key', 'without credentials'])('an unknown alias %s is 404', async (how) => {
		const { sandbox, authorization } = await openSandbox();
		const response = await fetch(`${sandbox.baseUrl}/api/v1/test_nobody/graphql`, {
			method: 'POST',
			headers: {
				...(how === 'with a key' && { authorization }),
				'content-type': 'application/json',
			},
			body: query,
		});
		expect(response.status).toBe(404);
		expect(await readJson(response)).toEqual({
			message: 'There is no tenant with this alias',
			statusCode: 404,
			apiErrorCode: 'TENANT_NOT_FOUND',
			rsCode: 'RS045',
		});
	});

	test('tenants do not see each other’s files and jobs', async () => {
		const acme = await openSandbox();
		const globex = acme.otherTenant();
		const fileRef = await acme.upload('accountId,id\na,b\n');
		const id = await acme.createJob(fileRef);

		expect(await globex.validate(fileRef)).toEqual([`File not found: ${fileRef}`]);
		expect(await globex.job(id)).toBeNull();
		expect((await globex.listJobs({})).totalCount).toBe(0);
		const deleted = await globex.graphql(`mutation { deleteJob(id: "${id}") { deletedCount } }`);
		expect(deleted.data).toEqual({ deleteJob: { deletedCount: 0 } });
		expect((await acme.listJobs({})).totalCount).toBe(1);
	});

	test('a tenant is live unless its alias begins with test_', async () => {
		const live = { alias: 'acme', apiKey: 'LIVE' };
		const client = await openSandbox({ tenants: [live, { alias: 'test_acme', apiKey: 'TEST' }] });
		const ask = '{ tenant { tenantAlias isLiveMode } }';
		expect((await client.graphql(ask)).data).toEqual({
			tenant: { tenantAlias: 'acme', isLiveMode: true },
		});
		expect((await client.otherTenant().graphql(ask)).data).toEqual({
			tenant: { tenantAlias: 'test_acme', isLiveMode: false },
		});
	});
});
