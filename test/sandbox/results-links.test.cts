import { basic, download, like, openSandbox, readJson } from './sandbox-client.cts';

const content = 'accountId,id\nacme,ann\nacme,\n';

async function follow(url: string | null, authorization?: string) {
	const headers = authorization === undefined ? undefined : { authorization };
	return await fetch(url ?? '', { headers, redirect: 'manual' });
}

async function runWithKey(options = {}) {
	const client = await openSandbox({ resultsLinks: 'withKey', ...options });
	const job = await client.runImport(content, 'MUTATION/USER', 'users.csv');
	/** Where the link leads to a file, asked with the key. */
	const signed = async (url: string | null) => {
		const response = await follow(url, client.authorization);
		expect(response.status).toBe(303);
		return response.headers.get('location') ?? '';
	};
	return { client, job, signed };
}

describe('links that want the key', () => {
	test('are addresses of the API, and lead to the same files by another origin', async () => {
		const { client, job, signed } = await runWithKey();
		const address = client.url(`export/${job.id}/download`);
		expect(job).toMatchObject({
			downloadUrl: address,
			downloadErrorUrl: `${address}?file=errors`,
			downloadFileRefUrl: `${address}?file=source`,
		});
		const results = await signed(job.downloadUrl);
		expect(new URL(results).origin).not.toBe(client.sandbox.baseUrl);
		expect(results).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{48}\/[0-9a-f]{24}_results\.csv$/);
		expect(await download(results)).toContain('ann,acme');
		expect(await download(await signed(job.downloadErrorUrl))).toContain('2,This request');
		expect(await download(await signed(job.downloadFileRefUrl))).toBe(content);
	});

	test.each([
		['no key', undefined, 401],
		['a wrong key', basic('', 'nonsense'), 401],
	])('are refused with %s', async (_case, authorization, status) => {
		const { job } = await runWithKey();
		const response = await follow(job.downloadUrl, authorization);
		expect(response.status).toBe(status);
		expect(response.headers.get('location')).toBeNull();
	});

	test('lead to an address that refuses the key', async () => {
		const { client, job, signed } = await runWithKey();
		const response = await follow(await signed(job.downloadUrl), client.authorization);
		expect(response.status).toBe(400);
		expect(await readJson(response)).toMatchObject({ message: like(/send no Authorization/) });
	});

	test('lead to an address that does not last, and to a new one each time', async () => {
		const { client, job, signed } = await runWithKey({ signedLinkLifetimeMs: 60_000 });
		const first = await signed(job.downloadUrl);
		client.clock.ms += 60_000;
		expect((await fetch(first)).status).toBe(403);
		const second = await signed(job.downloadUrl);
		expect(second).not.toBe(first);
		await download(second);
	});

	test('are 404 once the files have expired, or for a file that is not there', async () => {
		const { client, job } = await runWithKey();
		const other = client.otherTenant();
		const address = client.url(`export/${job.id}/download`);
		const status = async (url: string, { authorization } = client) =>
			(await follow(url, authorization)).status;
		expect(await status(client.url('export/none/download'))).toBe(404);
		expect(await status(`${address}?file=secrets`)).toBe(404);
		expect(await status(other.url(`export/${job.id}/download`), other)).toBe(404);
		client.clock.ms = job.dateExpires ?? 0;
		expect(await status(address)).toBe(404);
	});

	test('are open links where a public link is asked for', async () => {
		const { client, job } = await runWithKey();
		const { data } = await client.graphql<{ job: { downloadUrl: string } }>(
			`{ job(id: "${job.id}") { downloadUrl(publicLink: true) } }`,
		);
		expect(data.job.downloadUrl).toContain(`${client.sandbox.baseUrl}/downloads/`);
		expect(await download(data.job.downloadUrl)).toContain('ann,acme');
	});

	test('are recorded at both addresses, and faults can be set on either', async () => {
		const { client, job, signed } = await runWithKey();
		client.sandbox.clearRequests();
		client.sandbox.faults.add(
			{ on: 'download', kind: 'status', status: 503 },
			{ on: 'storage', kind: 'status', status: 500 },
		);
		expect((await follow(job.downloadUrl, client.authorization)).status).toBe(503);
		const address = await signed(job.downloadUrl);
		expect((await fetch(address)).status).toBe(500);
		await download(address);
		expect(client.sandbox.requests).toMatchObject([
			{ operations: ['download'], status: 503 },
			{ operations: ['download'], status: 303 },
			{ operations: ['storage'], status: 500, headers: { host: new URL(address).host } },
			{ operations: ['storage'], status: 200 },
		]);
	});

	test('close with the sandbox', async () => {
		const { client, job, signed } = await runWithKey();
		const address = await signed(job.downloadUrl);
		await client.sandbox.close();
		await expect(fetch(address)).rejects.toThrow();
	});
});
