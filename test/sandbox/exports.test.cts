import type { ExportType } from '../../sandbox/job-types.cts';
import { unzip } from './unzip.cts';
import { download, like, openSandbox, startOfTime } from './sandbox-client.cts';
import type { JobAnswer, SandboxClient } from './sandbox-client.cts';

const users = [
	'accountId,id,email,segments,customFields.plan',
	'acme,ann,ann@example.com,vip,pro',
	'acme,ben,ben@example.com,"vip,trial",free',
	'acme,cleo,cleo@example.com,,',
	'acme,,,,',
	'',
].join('\n');

const balances = [
	{ userId: 'ann', accountId: 'acme', unit: 'POINT', currency: null, availableValue: 200 },
	{ userId: 'ben', accountId: 'acme', unit: 'CREDIT/CAD', currency: 'CAD', availableValue: 20 },
];

/** Creates an export, lets it come due, and gives the ended job. */
async function runExport(client: SandboxClient, type: ExportType, rest: object = {}) {
	const { data, errors } = await client.graphql<{ createJob: { id: string } } | null>(
		'mutation($jobInput: JobInput!) { createJob(jobInput: $jobInput) { id status: type } }',
		{ jobInput: { type, ...rest } },
	);
	if (!data) throw new Error(errors?.[0]?.message);
	client.clock.ms += 60_000;
	const job = await client.job(data.createJob.id);
	if (!job) throw new Error('the job is gone');
	return job;
}

/** The rows of an export as JSON, by their values at some paths. */
async function rowsOf(job: JobAnswer): Promise<Array<Record<string, unknown>>> {
	const lines = (await download(job.downloadUrl)).split('\n').filter(Boolean);
	return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function exportRows(client: SandboxClient, type: ExportType, params?: object) {
	return await rowsOf(await runExport(client, type, { params, outputFormat: 'JSONL' }));
}

async function columnsOf(client: SandboxClient, type: ExportType, params?: object) {
	const job = await runExport(client, type, { params });
	return (await download(job.downloadUrl)).split('\n')[0];
}

describe('an export', () => {
	test('needs no file, is PENDING at first, and completes with its rows', async () => {
		const client = await openSandbox();
		await client.runImport(users, 'MUTATION/USER', 'users.csv');
		const { data } = await client.graphql<{ createJob: { id: string } }>(
			'mutation { createJob(jobInput: {type: "QUERY/USER", name: "All"}) { id } }',
		);
		expect(await client.job(data.createJob.id)).toMatchObject({ status: 'PENDING', stats: null });
		client.clock.ms += 1500;
		const job = await client.job(data.createJob.id);
		expect(job).toMatchObject({
			status: 'COMPLETED',
			name: 'All',
			requester: 'API',
			fileRef: null,
			stats: { recordsProcessed: 3, errors: 0 },
			downloadErrorUrl: null,
			downloadFileRefUrl: null,
		});
		expect(await download(job?.downloadUrl ?? null)).toMatch(
			/^id,accountId,email,.*,customFields\.plan\nann,acme,ann@example\.com,/,
		);
	});

	test('of nothing is a header', async () => {
		const client = await openSandbox();
		expect(await download((await runExport(client, 'QUERY/USER_EVENT')).downloadUrl)).toBe(
			'user.accountId,user.id,event.id,event.key,event.dateTriggered,event.dateReceived,' +
				'event.dateProcessed,event.fields\n',
		);
	});

	test('shows what had been imported when it was created, of its own tenant', async () => {
		const client = await openSandbox({ jobDurationMs: 0 });
		await client.otherTenant().runImport(users, 'MUTATION/USER', 'users.csv');
		const before = await runExport(client, 'QUERY/USER');
		await client.runImport(users, 'MUTATION/USER', 'users.csv');
		expect(before.stats).toEqual({ recordsProcessed: 0, errors: 0 });
		expect((await runExport(client, 'QUERY/USER')).stats?.recordsProcessed).toBe(3);
	});

	test('has what was begun before it, however fast that is, and nothing begun after it', async () => {
		const client = await openSandbox({ jobDurationMs: 0 });
		await client.runImport(users, 'MUTATION/USER', 'users.csv');
		const create = async (type: string, rest = '') =>
			await client.graphql<{ createJob: { id: string } }>(
				`mutation { createJob(jobInput: {type: "${type}"${rest}}) { id } }`,
			);
		const upload = async (content: string) => {
			const headers = { 'content-disposition': 'attachment; filename="more.csv"' };
			const answer = await client.post('export/upload', content, headers);
			return ((await answer.json()) as { fileRef: string }).fileRef;
		};
		const before = await upload('accountId,id\nacme,dan\n');
		const after = await upload('accountId,id\nacme,eve\n');
		await create('MUTATION/USER', `, fileRef: "${before}"`);
		const { data } = await create('QUERY/USER', ', outputFormat: JSONL');
		await create('MUTATION/USER', `, fileRef: "${after}"`);
		client.clock.ms += 60_000;
		const job = await client.job(data.createJob.id);
		const rows = await rowsOf(job as JobAnswer);
		expect(rows.map(({ id }) => id)).toEqual(['ann', 'ben', 'cleo', 'dan']);
	});

	test('can be had as a zipped workbook', async () => {
		const client = await openSandbox();
		client.sandbox.records.put('test_acme', 'QUERY/REDEEMABLE_REWARD_BALANCE', balances);
		const job = await runExport(client, 'QUERY/REDEEMABLE_REWARD_BALANCE', {
			outputFormat: 'XLSX',
		});
		const response = await fetch(job.downloadUrl ?? '');
		const archive = unzip(Buffer.from(await response.arrayBuffer()));
		expect([...archive.keys()]).toEqual([`${job.id}_results.xlsx`]);
	});

	test('has links that want the key, and that expire, like an import', async () => {
		const client = await openSandbox({ resultsLinks: 'withKey' });
		const job = await runExport(client, 'QUERY/USER');
		expect(job.downloadUrl).toBe(client.url(`export/${job.id}/download`));
		expect((await fetch(job.downloadUrl ?? '')).status).toBe(401);
		client.clock.ms = job.dateExpires ?? 0;
		const headers = { authorization: client.authorization };
		expect((await fetch(job.downloadUrl ?? '', { headers })).status).toBe(404);
	});

	test('of 100,000 made-up rows counts and holds them all', async () => {
		const client = await openSandbox();
		client.sandbox.records.put('test_acme', 'QUERY/USER', 100_000);
		const job = await runExport(client, 'QUERY/USER');
		expect(job.stats?.recordsProcessed).toBe(100_000);
		const lines = (await download(job.downloadUrl)).trim().split('\n');
		expect(lines).toHaveLength(100_001);
		expect(lines.at(-1)).toMatch(/^user-100000,account-100000,user-100000@example\.com,Ann,/);
	});
});

describe('users who are exported', () => {
	test('are those whom imports have left', async () => {
		const client = await openSandbox();
		await client.runImport(users, 'MUTATION/USER', 'users.csv', { params: { segments: ['all'] } });
		const changes = [
			{ accountId: 'acme', id: 'ann', segments: ['~*', 'churned'], customFields: { plan: null } },
			{ accountId: 'acme', id: 'dan', referralCodes: { p: 'DAN' }, shareLinks: { p: 'https://x' } },
			{ accountId: 'acme', id: 'dan', referralCodes: { p: 'DANNY', q: 'DAN2' } },
		];
		const lines = changes.map((line) => JSON.stringify(line)).join('\n');
		await client.runImport(lines, 'MUTATION/USER', 'users.jsonl');
		await client.runImport('accountId,id\nacme,cleo\n', 'MUTATION/DELETE_USER', 'gone.csv');
		const fields = { includeSegments: true, includeProgramShareLinksAndReferralCodes: true };
		expect(await exportRows(client, 'QUERY/USER', { fields })).toMatchObject([
			{ id: 'ann', email: 'ann@example.com', segments: ['churned'], customFields: { plan: null } },
			{ id: 'ben', segments: ['vip', 'trial', 'all'], customFields: { plan: 'free' } },
			{ id: 'dan', segments: [], referralCode: 'DAN', shareLink: 'https://x' },
		]);
		const [, , dan] = await exportRows(client, 'QUERY/USER', { programId: 'q' });
		expect(dan).toMatchObject({ id: 'dan', referralCode: 'DAN2' });
		expect(dan).not.toHaveProperty('segments');
	});

	test('can be limited by when they were created', async () => {
		const client = await openSandbox();
		await client.runImport(users, 'MUTATION/USER', 'users.csv');
		const { ms } = client.clock;
		await client.runImport('accountId,id\nacme,dan\n', 'MUTATION/USER', 'users.csv');
		const ids = async (params: object) =>
			(await exportRows(client, 'QUERY/USER', params)).map(({ id }) => id);
		expect(await ids({ createdSince: ms })).toEqual(['dan']);
		expect(await ids({ createdBefore: ms })).toEqual(['ann', 'ben', 'cleo']);
		expect(await ids({ createdOrUpdatedSince: ms })).toEqual(['dan']);
	});

	test('have more columns when these are asked for', async () => {
		const client = await openSandbox();
		const fields = {
			includeUserStatsFields: true,
			includeProgramShareLinksAndReferralCodes: true,
			includeSegments: true,
		};
		expect(await columnsOf(client, 'QUERY/USER', { fields })).toBe(
			'id,accountId,email,firstName,lastName,referralCode,imageUrl,firstSeenIP,lastSeenIP,' +
				'dateCreated,dateUsTaxFormSubmitted,emailHash,referralSource,locale,countryCode,' +
				'stats.dateModified,stats.traffic,stats.referrals,stats.conversions,stats.goals,' +
				'stats.rewards,stats.widgetLoads,stats.revenue,stats.generatedRevenue,' +
				'stats.referredRevenue,shareLink,facebookShareLink,twitterShareLink,emailShareLink,' +
				'linkedinShareLink,cleanShareLink,segments',
		);
	});
});

describe('events that are exported', () => {
	const events = [
		'accountId,userId,event.key,event.dateTriggered,event.fields.revenue',
		`acme,ann,purchase,${startOfTime - 1},5`,
		`acme,ann,refund,${startOfTime},`,
		`acme,ben,purchase,${startOfTime + 1},7`,
		'',
	].join('\n');

	test.each<[object, string[]]>([
		[{}, ['ann purchase', 'ann refund', 'ben purchase']],
		[{ key_eq: 'purchase' }, ['ann purchase', 'ben purchase']],
		[{ key_ne: 'purchase' }, ['ann refund']],
		[{ key_in: ['refund', 'signup'] }, ['ann refund']],
		[{ key_in: 'refund, signup' }, ['ann refund']],
		[{ key_nin: ['refund'] }, ['ann purchase', 'ben purchase']],
		[{ userId_eq: 'ben', accountId_eq: 'acme' }, ['ben purchase']],
		[{ dateTriggered_gte: startOfTime }, ['ann refund', 'ben purchase']],
		[{ dateTriggered_lt: startOfTime }, ['ann purchase']],
		[{ dateReceived_timeframe: 'this_day' }, ['ann purchase', 'ann refund', 'ben purchase']],
		[{ dateReceived_timeframe: 'last_day' }, []],
	])('can be filtered by %j', async (filter, expected) => {
		const client = await openSandbox();
		await client.runImport(events, 'MUTATION/USER_EVENT', 'events.csv');
		const rows = await exportRows(client, 'QUERY/USER_EVENT', { filter });
		const found = rows.map(({ user, event }) => {
			return `${(user as { id: string }).id} ${(event as { key: string }).key}`;
		});
		expect(found).toEqual(expected);
	});

	test('are gone with the user who is deleted, but later ones stay', async () => {
		const client = await openSandbox();
		await client.runImport(events, 'MUTATION/USER_EVENT', 'events.csv');
		await client.runImport('accountId,id\nacme,ann\n', 'MUTATION/DELETE_USER', 'gone.csv');
		const again = 'accountId,userId,event.key\nacme,ann,signup\n';
		await client.runImport(again, 'MUTATION/USER_EVENT', 'events.csv');
		expect(await exportRows(client, 'QUERY/USER_EVENT')).toMatchObject([
			{ user: { id: 'ben' }, event: { key: 'purchase', fields: { revenue: '7' } } },
			{ user: { id: 'ann' }, event: { key: 'signup', id: like(/^[0-9a-f]{24}$/) } },
		]);
	});
});

describe('reward balances that are exported', () => {
	const type = 'QUERY/REDEEMABLE_REWARD_BALANCE';

	test('are a file to fill in, which comes back as redemptions', async () => {
		const client = await openSandbox();
		client.sandbox.records.put('test_acme', type, balances);
		const report = await download((await runExport(client, type)).downloadUrl);
		expect(report).toBe(
			[
				'firstName,lastName,email,dateBlocked,unitName,currency,availableValue,valueToRedeem,' +
					'totalRedeemedValue,userId,accountId,unit,segments',
				',,,,,,200,0,0,ann,acme,POINT,',
				',,,,,CAD,20,0,0,ben,acme,CREDIT/CAD,',
				'',
			].join('\n'),
		);
		const filledIn = report.replace('CAD,20,0,0', 'CAD,20,10.559,0');
		const redemptions = 'MUTATION/REDEEMABLE_REWARD_BALANCE';
		const job = await client.runImport(filledIn, redemptions, 'report.csv');
		expect(job.stats).toEqual({ recordsProcessed: 1, errors: 0 });
		expect(await exportRows(client, type)).toMatchObject([
			{ userId: 'ann', availableValue: 200, valueToRedeem: 0, totalRedeemedValue: 0 },
			{ userId: 'ben', availableValue: 9.45, valueToRedeem: 0, totalRedeemedValue: 10.55 },
		]);
	});

	test.each<[object, string[]]>([
		[{ unit_eq: 'POINT' }, ['ann']],
		[{ unit_in: ['POINT', 'CREDIT/CAD'] }, ['ann', 'ben']],
		[{ currency_eq: 'CAD' }, ['ben']],
	])('can be filtered by %j', async (filter, ids) => {
		const client = await openSandbox();
		client.sandbox.records.put('test_acme', type, balances);
		const rows = await exportRows(client, type, { filter });
		expect(rows.map(({ userId }) => userId)).toEqual(ids);
	});
});

describe('other reports', () => {
	test.each<[ExportType, object | undefined, string]>([
		['QUERY/REWARD', undefined, 'id,type,value,unit,name,dateCreated'],
		['QUERY/REFERRAL', undefined, 'id,dateModified,dateReferralStarted,dateConverted'],
		['QUERY/USER_REWARD_BALANCE', undefined, 'userId,accountId,type,unit,amount'],
	])('%s has the columns of the sample report', async (type, params, columns) => {
		const client = await openSandbox();
		expect(await columnsOf(client, type, params)).toContain(columns);
	});

	test('rewards have users and referrals when these are asked for', async () => {
		const client = await openSandbox();
		const fields = { includeUserFields: true, includeReferralFields: true };
		const columns = await columnsOf(client, 'QUERY/REWARD', { fields });
		expect(columns).toContain('statuses,user.id,user.accountId');
		expect(columns).toContain('meta.dateModified,referral.id');
		expect(await columnsOf(client, 'QUERY/REWARD')).not.toContain('user.id');
	});

	test('those whose columns nobody documents have the columns of their rows', async () => {
		const client = await openSandbox();
		const rows = [
			{ userId: 'ann', taxable: 5 },
			{ userId: 'ben', year: 2026 },
		];
		client.sandbox.records.put('test_acme', 'QUERY/US_TAXABLE_VALUE', rows);
		const job = await runExport(client, 'QUERY/US_TAXABLE_VALUE');
		expect(await download(job.downloadUrl)).toBe('userId,taxable,year\nann,5,\nben,,2026\n');
	});

	test('referrals can be limited by their dates', async () => {
		const client = await openSandbox();
		client.sandbox.records.put('test_acme', 'QUERY/REFERRAL', [
			{ id: 'old', dateReferralStarted: 1000, dateModified: 5000 },
			{ id: 'new', dateReferralStarted: 4000, dateModified: 4000 },
		]);
		const ids = async (params: object) =>
			(await exportRows(client, 'QUERY/REFERRAL', params)).map(({ id }) => id);
		expect(await ids({ createdSince: 4000 })).toEqual(['new']);
		expect(await ids({ updatedSince: 4001 })).toEqual(['old']);
		expect(await ids({ createdOrUpdatedBefore: 2000 })).toEqual(['old']);
	});
});

test.each<[ExportType, object, string]>([
	['QUERY/USER', { programId: 7 }, 'params.programId must be a string'],
	[
		'QUERY/USER',
		{ fields: { includeSegments: 'yes' } },
		'params.fields.includeSegments must be true or false',
	],
	['QUERY/REFERRAL', { createdSince: '2026-01-01' }, 'params.createdSince must be an integer'],
	['QUERY/USER_EVENT', { filter: { key: 'x' } }, 'params.filter.key is not allowed'],
	[
		'QUERY/USER_EVENT',
		{ filter: { dateTriggered_timeframe: 'ages' } },
		'params.filter.dateTriggered_timeframe is not a timeframe that the sandbox supports',
	],
	[
		'QUERY/REDEEMABLE_REWARD_BALANCE',
		{ filter: { type_eq: 'MONEY' } },
		'params.filter.type_eq must be one of PCT_DISCOUNT, CREDIT, FUELTANK, INTEGRATION',
	],
	['QUERY/REWARD', { at: 'now' }, 'params.at must be an integer'],
])('%s with params %j is refused', async (type, params, message) => {
	const client = await openSandbox();
	await expect(runExport(client, type, { params })).rejects.toThrow(message);
	const { data } = await client.graphql(
		'query($jobInput: JobInput!) { validateJobCreation(jobInput: $jobInput) { errors } }',
		{ jobInput: { type, params } },
	);
	expect(data).toEqual({ validateJobCreation: { errors: [message] } });
});

test('records are put there over HTTP', async () => {
	const client = await openSandbox();
	const put = async (body: object) =>
		await fetch(`${client.sandbox.baseUrl}/__sandbox/records`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
	expect((await put({ type: 'QUERY/REWARD', count: 25 })).status).toBe(200);
	expect((await runExport(client, 'QUERY/REWARD')).stats?.recordsProcessed).toBe(25);
	expect((await put({ type: 'QUERY/REWARD', rows: [{ id: 'one' }] })).status).toBe(200);
	expect(await exportRows(client, 'QUERY/REWARD')).toMatchObject([{ id: 'one' }]);
	expect((await put({ type: 'MUTATION/USER', count: 1 })).status).toBe(400);
	expect((await put({ type: 'QUERY/REWARD' })).status).toBe(400);
	expect((await put({ type: 'QUERY/REWARD', count: 1, tenantAlias: 'nobody' })).status).toBe(400);
});
