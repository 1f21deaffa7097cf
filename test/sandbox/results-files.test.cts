import { createHash } from 'node:crypto';
import { unzip } from './unzip.cts';
import { download, like, openSandbox } from './sandbox-client.cts';
import type { SandboxClient } from './sandbox-client.cts';

const content = 'accountId,id\nacme,\nacme,ann\nacme,\n';
const message = 'This request requires a valid non-empty id';
const fourWeeks = 28 * 24 * 60 * 60 * 1000;

/** The rows of a CSV file, without its header. */
async function rowsOf(url: string | null): Promise<string[]> {
	return (await download(url)).trim().split('\n').slice(1);
}

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
		expect(await rowsOf(job.downloadUrl)).toEqual([like(/^ann,acme,/)]);
		expect(await download(job.downloadFileRefUrl)).toBe(content);
		const response = await fetch(job.downloadUrl ?? '');
		expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
		expect(response.headers.get('content-disposition')).toBe(
			`attachment; filename="${job.id}_results.csv"`,
		);
	});

	test('are JSONL when the job asks for it', async () => {
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
	});

	test('are a ZIP with a workbook in it when the job asks for XLSX', async () => {
		const client = await openSandbox();
		const job = await runUsers(client, 'XLSX');
		const response = await fetch(job.downloadErrorUrl ?? '');
		expect(response.headers.get('content-type')).toBe('application/zip');
		expect(response.headers.get('content-disposition')).toContain(`${job.id}_errors.zip`);
		const outer = unzip(Buffer.from(await response.arrayBuffer()));
		expect([...outer.keys()]).toEqual([`${job.id}_errors.xlsx`]);
		const inner = unzip(outer.get(`${job.id}_errors.xlsx`) ?? Buffer.alloc(0));
		expect([...inner.keys()]).toContain('[Content_Types].xml');
		const text = (value: string) =>
			`<c t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`;
		const [header, first] = inner.get('xl/worksheets/sheet1.xml')?.toString().split('</row>') ?? [];
		expect(header).toContain(['recordNumber', 'message', 'apiErrorCode'].map(text).join(''));
		expect(first).toBe(
			`<row><c><v>1</v></c>${text(message)}${text('BAD_REQUEST')}<c><v>400</v></c>`,
		);
	});

	test('can also be the workbook itself, or CSV, where XLSX is asked for', async () => {
		const client = await openSandbox({ xlsxAs: 'workbook' });
		const workbook = await runUsers(client, 'XLSX');
		const response = await fetch(workbook.downloadUrl ?? '');
		const files = unzip(Buffer.from(await response.arrayBuffer()));
		expect([...files.keys()]).toContain('xl/workbook.xml');
		expect(workbook.downloadUrl).toMatch(/\.xlsx$/);

		client.sandbox.options.change({ xlsxAs: 'csv' });
		const csv = await runUsers(client, 'XLSX');
		expect(await rowsOf(csv.downloadUrl)).toEqual([like(/^ann,acme,/)]);
		expect(await client.job(workbook.id)).toMatchObject({ downloadUrl: workbook.downloadUrl });
	});

	test('quote what CSV must quote', async () => {
		const client = await openSandbox();
		const odd = 'accountId,id\n"a,b","c ""d""\ne"\n';
		const job = await client.runImport(odd, 'MUTATION/DELETE_USER', 'users.csv');
		expect(await download(job.downloadUrl)).toBe('accountId,id\n"a,b","c ""d""\ne"\n');
	});

	test('have no errors file when no row failed', async () => {
		const client = await openSandbox();
		const job = await client.runImport('accountId,id\na,b\n', 'MUTATION/USER', 'users.csv');
		expect(job).toMatchObject({ stats: { errors: 0 }, downloadErrorUrl: null });
	});
});

describe('the results of an import', () => {
	test('of users are the User Details report, with their custom fields', async () => {
		const client = await openSandbox();
		const users = [
			'accountId,id,email,dateCreated,referralCodes.refer-a-friend,customFields.plan',
			'acme,ann,Ann@example.com,1700000000000,ANN1,pro',
			'acme,,,,,',
			'acme,ben,,,,',
			'',
		].join('\n');
		const job = await client.runImport(users, 'MUTATION/USER', 'users.csv');
		const hash = createHash('md5').update('ann@example.com').digest('hex');
		expect(await download(job.downloadUrl)).toBe(
			[
				'id,accountId,email,firstName,lastName,referralCode,imageUrl,firstSeenIP,lastSeenIP,' +
					'dateCreated,dateUsTaxFormSubmitted,emailHash,referralSource,locale,countryCode,' +
					'customFields.plan',
				`ann,acme,Ann@example.com,,,ANN1,,,,1700000000000,,${hash},UNKNOWN,,,pro`,
				`ben,acme,,,,,,,,${job.dateCreated},,,UNKNOWN,,,`,
				'',
			].join('\n'),
		);
	});

	test.each<[string, (lines: string) => unknown]>([
		['JSONL', (lines) => JSON.parse(lines) as unknown],
		['CSV', (lines) => lines],
	])('of events are what the guide lists, in %s', async (outputFormat, read) => {
		const client = await openSandbox();
		const line = {
			accountId: 'acme',
			userId: 'ann',
			event: { key: 'purchase', dateTriggered: 1_700_000_000_000, fields: { revenue: 5 } },
		};
		const job = await client.runImport(JSON.stringify(line), 'MUTATION/USER_EVENT', 'e.jsonl', {
			outputFormat,
		});
		const { dateCreated } = job;
		const row = `acme,ann,[0-9a-f]{24},purchase,1700000000000,${dateCreated},${dateCreated},"{""revenue"":5}"`;
		const expected = {
			JSONL: {
				user: { accountId: 'acme', id: 'ann' },
				event: {
					id: like(/^[0-9a-f]{24}$/),
					key: 'purchase',
					dateTriggered: 1_700_000_000_000,
					dateReceived: dateCreated,
					dateProcessed: dateCreated,
					fields: { revenue: 5 },
				},
			},
			CSV: like(
				new RegExp(
					'^user.accountId,user.id,event.id,event.key,event.dateTriggered,event.dateReceived,' +
						`event.dateProcessed,event.fields\n${row}\n$`,
				),
			),
		};
		expect(read(await download(job.downloadUrl))).toEqual(
			expected[outputFormat as keyof typeof expected],
		);
	});

	test('of redemptions are those that were redeemed', async () => {
		const client = await openSandbox();
		const type = 'MUTATION/REDEEMABLE_REWARD_BALANCE';
		const report =
			'userId,accountId,unit,valueToRedeem\nann,acme,USD,5\nben,acme,USD,0\ncleo,acme,USD,-1\n';
		const job = await client.runImport(report, type, 'report.csv');
		expect(await rowsOf(job.downloadUrl)).toEqual(['ann,acme,USD,5']);
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

	test('goes with its job, which then is EXPIRED, if the sandbox is told so', async () => {
		const client = await openSandbox({ jobsExpire: true });
		const job = await runUsers(client, 'CSV');
		client.clock.ms = job.dateExpires ?? 0;
		expect(await client.job(job.id)).toMatchObject({
			status: 'EXPIRED',
			downloadUrl: null,
			downloadErrorUrl: null,
			stats: job.stats,
		});
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

test('5,000 rows with as many failures are all in the files', async () => {
	const client = await openSandbox();
	const rows = Array.from({ length: 5_000 }, (_, index) => `acme,${index % 2 ? index : ''}`);
	const big = `accountId,id\n${rows.join('\n')}\n`;
	const job = await client.runImport(big, 'MUTATION/USER', 'users.csv');
	expect(job.stats).toEqual({ recordsProcessed: 5_000, errors: 2_500 });
	const errors = (await download(job.downloadErrorUrl)).trim().split('\n');
	expect(errors).toHaveLength(2_501);
	expect(errors.at(-1)).toBe(`4999,${message},BAD_REQUEST,400`);
});
