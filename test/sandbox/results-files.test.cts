import { download, openSandbox } from './sandbox-client.cts';
import type { SandboxClient } from './sandbox-client.cts';

const content = 'accountId,id\nacme,\nacme,ann\nacme,\n';
const message = 'This request requires a valid non-empty id';
const fourWeeks = 28 * 24 * 60 * 60 * 1000;

async function runUsers(client: SandboxClient, outputFormat: string) {
	return await client.runImport(content, 'MUTATION/USER', 'users.csv', { outputFormat });
}

describe('the files of a completed job', () => {
	test.each<[0 | 1 | 2, string]>([
		[0, '0,2'],
		[1, '1,3'],
		[2, '2,4'],
	])('with recordNumberBase %i the failed rows are %s', async (recordNumberBase, numbers) => {
		const client = await openSandbox({ recordNumberBase });
		const job = await runUsers(client, 'CSV');
		const [first, second] = numbers.split(',');
		expect(await download(job.downloadErrorUrl)).toBe(
			[
				'recordNumber,message,apiErrorCode,statusCode',
				`${first},${message},BAD_REQUEST,400`,
				`${second},${message},BAD_REQUEST,400`,
				'',
			].join('\n'),
		);
	});

	test('are the accepted rows, the failed rows, and the file as it was sent', async () => {
		const job = await runUsers(await openSandbox(), 'CSV');
		expect(await download(job.downloadUrl)).toBe('recordNumber,accountId,id\n2,acme,ann\n');
		expect(await download(job.downloadFileRefUrl)).toBe(content);
		const response = await fetch(job.downloadUrl ?? '');
		expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
		expect(response.headers.get('content-disposition')).toBe(
			`attachment; filename="${job.id}_results.csv"`,
		);
	});

	test('are JSONL when the job asks for it, and CSV in place of XLSX', async () => {
		const client = await openSandbox();
		const lines = await runUsers(client, 'JSONL');
		expect(lines.downloadErrorUrl).toMatch(/\.jsonl$/);
		expect(await download(lines.downloadErrorUrl)).toBe(
			[1, 3]
				.map((recordNumber) =>
					JSON.stringify({ recordNumber, message, apiErrorCode: 'BAD_REQUEST', statusCode: 400 }),
				)
				.join('\n') + '\n',
		);
		const sheet = await runUsers(client, 'XLSX');
		expect(await download(sheet.downloadUrl)).toBe('recordNumber,accountId,id\n2,acme,ann\n');
	});

	test('quote what CSV must quote', async () => {
		const client = await openSandbox();
		const odd = 'accountId,id\n"a,b","c ""d""\ne"\n';
		const job = await client.runImport(odd, 'MUTATION/USER', 'users.csv');
		expect(await download(job.downloadUrl)).toBe(
			'recordNumber,accountId,id\n1,"a,b","c ""d""\ne"\n',
		);
	});

	test('have no errors file when no row failed', async () => {
		const client = await openSandbox();
		const job = await client.runImport('accountId,id\na,b\n', 'MUTATION/USER', 'users.csv');
		expect(job).toMatchObject({ stats: { errors: 0 }, downloadErrorUrl: null });
	});
});

describe('a download link', () => {
	test('is the same each time, and begins with publicUrl where given', async () => {
		const client = await openSandbox({ publicUrl: 'https://sandbox.example/' });
		const job = await runUsers(client, 'CSV');
		expect(job.downloadUrl).toMatch(
			/^https:\/\/sandbox\.example\/downloads\/[0-9a-f]{48}\/[0-9a-f]{24}_results\.csv$/,
		);
		expect(await client.job(job.id)).toMatchObject({ downloadUrl: job.downloadUrl });
	});

	test('expires 28 days after the end of the job, as its dateExpires says', async () => {
		const client = await openSandbox();
		const job = await runUsers(client, 'CSV');
		expect(job.dateExpires).toBe((job.dateCompleted ?? 0) + fourWeeks);
		client.clock.ms = (job.dateExpires ?? 0) - 1;
		await download(job.downloadUrl);
		client.clock.ms += 1;
		const response = await fetch(job.downloadUrl ?? '');
		expect(response.status).toBe(403);
		expect(await response.json()).toMatchObject({ message: 'This link has expired' });
	});

	test('refuses a request that carries credentials', async () => {
		const client = await openSandbox();
		const job = await runUsers(client, 'CSV');
		const { authorization } = client;
		const response = await fetch(job.downloadErrorUrl ?? '', { headers: { authorization } });
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ statusCode: 400, apiErrorCode: 'BAD_REQUEST' });
	});

	test('of a deleted job leads nowhere', async () => {
		const client = await openSandbox();
		const job = await runUsers(client, 'CSV');
		client.sandbox.jobs.remove(job.id);
		expect((await fetch(job.downloadUrl ?? '')).status).toBe(404);
	});
});

test('20,000 rows with as many failures are all in the files', async () => {
	const client = await openSandbox();
	const rows = Array.from({ length: 20_000 }, (_, index) => `acme,${index % 2 ? index : ''}`);
	const big = `accountId,id\n${rows.join('\n')}\n`;
	const job = await client.runImport(big, 'MUTATION/USER', 'users.csv');
	expect(job.stats).toEqual({ recordsProcessed: 20_000, errors: 10_000 });
	const errors = (await download(job.downloadErrorUrl)).trim().split('\n');
	expect(errors).toHaveLength(10_001);
	expect(errors.at(-1)).toBe(`19999,${message},BAD_REQUEST,400`);
});
