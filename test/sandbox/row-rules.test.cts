import { download, openSandbox } from './sandbox-client.cts';
import type { SandboxClient } from './sandbox-client.cts';

const user = { accountId: 'acme', id: 'ann' };
const event = { accountId: 'acme', userId: 'ann', event: { key: 'purchase' } };

/** What the errors file says of each JSONL line; '' for a line that is fine. */
async function failuresOf(client: SandboxClient, type: string, lines: readonly unknown[]) {
	const content = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
	const job = await client.runImport(content, type, 'rows.jsonl', { outputFormat: 'JSONL' });
	expect(job).toMatchObject({ status: 'COMPLETED', stats: { recordsProcessed: lines.length } });
	return await messagesByRow(job.downloadErrorUrl, lines.length);
}

async function csvFailuresOf(client: SandboxClient, type: string, content: string) {
	const rows = content.trim().split('\n').length - 1;
	const job = await client.runImport(content, type, 'rows.csv', { outputFormat: 'JSONL' });
	return await messagesByRow(job.downloadErrorUrl, rows);
}

async function messagesByRow(url: string | null, rows: number): Promise<string[]> {
	const messages = Array.from({ length: rows }, () => '');
	if (url === null) return messages;
	for (const line of (await download(url)).trim().split('\n')) {
		const failure = JSON.parse(line) as { recordNumber: number; message: string };
		messages[failure.recordNumber - 1] = failure.message;
	}
	return messages;
}

describe('MUTATION/USER rows', () => {
	test.each<[object, string]>([
		[user, ''],
		[{ ...user, unknownField: 'is let pass' }, ''],
		[{ id: 'ann' }, 'This request requires a valid non-empty accountId'],
		[{ ...user, id: ' ' }, 'This request requires a valid non-empty id'],
		[{ ...user, id: 7 }, 'This request requires a valid non-empty id'],
		[{ ...user, firstName: 7 }, 'firstName must be a string'],
		[{ ...user, referable: true }, ''],
		[{ ...user, referable: 'true' }, 'referable must be true or false'],
		[{ ...user, locale: 'en_US' }, ''],
		[{ ...user, locale: 'en-US' }, 'locale must be a language and a country, such as en_US'],
		[{ ...user, locale: 'th' }, 'locale must be a language and a country, such as en_US'],
		[{ ...user, countryCode: 'CA' }, ''],
		[{ ...user, countryCode: 'CAN' }, 'countryCode must be a two-letter country code, such as CA'],
		[{ ...user, dateCreated: 1_700_000_000_000 }, ''],
		[
			{ ...user, dateCreated: '2026-01-01' },
			'dateCreated must be an integer, in milliseconds since the epoch',
		],
		[
			{ ...user, dateUsTaxFormSubmitted: 1.5 },
			'dateUsTaxFormSubmitted must be an integer, in milliseconds since the epoch',
		],
		[{ ...user, email: 'a@b.com' }, ''],
		[{ ...user, email: 'a@b.co' }, 'email must be a string of at least 7 characters'],
		[{ ...user, email: 7 }, 'email must be a string of at least 7 characters'],
		[{ ...user, referredBy: { code: 'BOB', isConverted: 'true' } }, ''],
		[{ ...user, referredBy: { isConverted: true } }, 'referredBy.isConverted must be a string'],
		[{ ...user, referredBy: { code: 1 } }, 'referredBy.code must be a string'],
		[{ ...user, referralCodes: { 'refer-a-friend': 'ANN' } }, ''],
		[{ ...user, referralCodes: { 'no good': 'ANN' } }, 'referralCodes.no good is not a program id'],
		[{ ...user, shareLinks: { p: 1 } }, 'shareLinks.p must be a string'],
		[{ ...user, shareLinks: 'x' }, 'shareLinks must be an object of program ids'],
		[{ ...user, sharelinks: 'x' }, ''],
		[{ ...user, segments: ['~*', 'vip', '~trial'] }, ''],
		[{ ...user, segments: [] }, ''],
		[{ ...user, segments: 'vip' }, 'segments must be a list'],
		[{ ...user, segments: ['vip', 7] }, 'segments[1] must be a string'],
		[{ ...user, segments: ['vip', '~'] }, 'segments[1] names no segment'],
		[{ ...user, segments: ['*'] }, 'segments[0] must be ~* to clear all segments'],
		[{ ...user, segments: ['vip', '~*'] }, 'segments[1] clears all segments: it must come first'],
		[{ ...user, referredByCodes: ['A', 'B'] }, ''],
		[{ ...user, referredByCodes: 'A' }, 'referredByCodes must be a list of strings'],
		[{ ...user, customFields: { plan: 'pro', seats: 3, isPartner: false, note: null } }, ''],
		[
			{ ...user, customFields: { tags: ['a'] } },
			'customFields.tags must not be an array or object',
		],
		[{ ...user, customFields: { 'a b': 1 } }, 'customFields.a b is not a valid field name'],
		[{ ...user, customFields: { 'a-b': 1 } }, 'customFields.a-b is not a valid field name'],
		[{ ...user, customFields: { timeZone: null } }, ''],
		[{ ...user, customFields: { timeZone: 2 } }, 'customFields.timeZone must be a string'],
		[{ ...user, customFields: { note: '🦶'.repeat(1024) } }, ''],
		[
			{ ...user, customFields: { note: 'x'.repeat(1025) } },
			'customFields.note must have at most 1024 characters',
		],
	])('%j', async (row, message) => {
		expect(await failuresOf(await openSandbox(), 'MUTATION/USER', [row])).toEqual([message]);
	});

	test('can be judged leniently, where documents disagree', async () => {
		const rows = [
			{ ...user, locale: 'th' },
			{ ...user, referredBy: { isConverted: true } },
			{ ...user, customFields: { 'sign-up': 'web' } },
			{ ...user, sharelinks: 'x' },
		];
		const client = await openSandbox({
			lenientValues: true,
			dashesInCustomFields: true,
			shareLinksName: 'either',
		});
		expect(await failuresOf(client, 'MUTATION/USER', rows)).toEqual([
			'',
			'',
			'',
			'sharelinks must be an object of program ids',
		]);
		const content = 'accountId,id,referable\nacme,ann,TRUE\nacme,ben,yes\n';
		expect(await csvFailuresOf(client, 'MUTATION/USER', content)).toEqual([
			'',
			'referable must be true or false',
		]);
	});

	test('in CSV dotted columns nest, empty cells are absent, and words are values', async () => {
		const content = [
			'accountId,id,referable,dateCreated,customFields.plan,referredBy.code',
			'acme,ann,true,1700000000000,pro,BOB',
			'acme,bob,,,,',
			'acme,cid,yes,,,',
			'acme,dan,,soon,,',
			'acme,,,,,',
			'acme,eve,,,',
			'"acme, Inc.","fay ""F""",false,,"two, words",',
			'',
		].join('\n');
		expect(await csvFailuresOf(await openSandbox(), 'MUTATION/USER', content)).toEqual([
			'',
			'',
			'referable must be true or false',
			'dateCreated must be an integer, in milliseconds since the epoch',
			'This request requires a valid non-empty id',
			'This row has 5 columns, the header has 6',
			'',
		]);
	});

	test('in CSV segments are a text with commas', async () => {
		const content = 'accountId,id,segments\na,b,"~*, vip,~trial"\na,c,vip\na,d,"vip,~*"\n';
		expect(await csvFailuresOf(await openSandbox(), 'MUTATION/USER', content)).toEqual([
			'',
			'',
			'segments[1] clears all segments: it must come first',
		]);
	});

	test('a CSV column deeper than a custom field is an object there', async () => {
		const content = 'accountId,id,customFields.a.b\nacme,ann,1\n';
		expect(await csvFailuresOf(await openSandbox(), 'MUTATION/USER', content)).toEqual([
			'customFields.a must not be an array or object',
		]);
	});

	test('a line that is not a JSON object fails, but the others do not', async () => {
		const client = await openSandbox();
		const content = `${JSON.stringify(user)}\n\n{"accountId":\n["a"]\n`;
		const job = await client.runImport(content, 'MUTATION/USER', 'u.jsonl', {
			outputFormat: 'JSONL',
		});
		expect(job).toMatchObject({ status: 'COMPLETED', stats: { recordsProcessed: 3, errors: 2 } });
		expect(await messagesByRow(job.downloadErrorUrl, 3)).toEqual([
			'',
			'This line is not valid JSON',
			'This line is not a JSON object',
		]);
	});
});

test('MUTATION/DELETE_USER rows', async () => {
	const rows = [
		{ ...user, preserveEmptyAccount: true, doNotTrack: false },
		{ accountId: 'acme' },
		{ ...user, doNotTrack: 'no' },
	];
	expect(await failuresOf(await openSandbox(), 'MUTATION/DELETE_USER', rows)).toEqual([
		'',
		'This request requires a valid non-empty id',
		'doNotTrack must be true or false',
	]);
});

test('MUTATION/USER_EVENT rows', async () => {
	const dated = {
		key: 'purchase',
		dateTriggered: 1_700_000_000_000,
		fields: { revenue: 5, a: [1] },
	};
	const rows = [
		{ ...event, event: dated, idempotencyKey: 'order-1001' },
		{ ...event, userId: '' },
		{ ...event, event: {} },
		{ ...event, event: { key: 'purchase', dateTriggered: 'now' } },
		{ ...event, event: { key: 'purchase', value: 5 } },
		{ ...event, id: 'ann' },
		{ ...event, event: { key: 'purchase', fields: 'none' } },
	];
	expect(await failuresOf(await openSandbox(), 'MUTATION/USER_EVENT', rows)).toEqual([
		'',
		'This request requires a valid non-empty userId',
		'This request requires a valid non-empty event.key',
		'event.dateTriggered must be an integer, in milliseconds since the epoch',
		'event.value is not allowed',
		'id is not allowed',
		'event.fields must be an object',
	]);
});

test.each<[object, string]>([
	[{ revenue: 5, tags: ['a', { deep: ['b'] }] }, ''],
	[{ note: 'ü'.repeat(750) }, ''],
	[{ note: 'ü'.repeat(751) }, 'event.fields.note must have at most 1500 bytes'],
	[{ a: { b: ['x'.repeat(1501)] } }, 'event.fields.a.b[0] must have at most 1500 bytes'],
	[{ matrix: [[1]] }, 'event.fields.matrix must not hold a list directly in a list'],
])('the fields of an event: %j', async (fields, message) => {
	const row = { ...event, event: { key: 'purchase', fields } };
	expect(await failuresOf(await openSandbox(), 'MUTATION/USER_EVENT', [row])).toEqual([message]);
});

test.each([
	['eight678', true],
	['a'.repeat(64), true],
	['f650f058-192c_4e52.B72D', true],
	['seven67', false],
	['a'.repeat(65), false],
	['order:1001', false],
	['order|1001', false],
	['order 1001', false],
	['bestellung-über', false],
	[12_345_678, false],
])('the idempotency key %j: %j', async (idempotencyKey, good) => {
	const message =
		'idempotencyKey must be 8 to 64 characters, each a letter, a digit, ".", "_" or "-"';
	const row = { ...event, idempotencyKey };
	expect(await failuresOf(await openSandbox(), 'MUTATION/USER_EVENT', [row])).toEqual([
		good ? '' : message,
	]);
});

describe('MUTATION/REDEEMABLE_REWARD_BALANCE rows', () => {
	const type = 'MUTATION/REDEEMABLE_REWARD_BALANCE';
	/** The report as it is downloaded, with values filled in for some. */
	const report = [
		'firstName,lastName,email,dateBlocked,unitName,currency,availableValue,valueToRedeem,' +
			'totalRedeemedValue,userId,accountId,unit,segments',
		'Ann,Archer,ann@example.com,,Point,,200,12.50,400,ann,acme,POINT,',
		'Ben,Baker,ben@example.com,,Credit,CAD,20,0,0,ben,acme,CREDIT/CAD,vip',
		'Cleo,Cook,cleo@example.com,,Credit,USD,5,,10,cleo,acme,CENTS,',
		'Dan,Dyer,dan@example.com,,Credit,USD,5,-1,10,dan,acme,CENTS,',
		'Eve,Engel,eve@example.com,,Credit,USD,5,3,10,,acme,CENTS,',
		'Fay,Ford,fay@example.com,,Credit,USD,5,3,10,fay,acme,,',
		'',
	].join('\n');

	test('0 and empty are left out without an error, the others are checked', async () => {
		const client = await openSandbox();
		const job = await client.runImport(report, type, 'report.csv', { outputFormat: 'JSONL' });
		expect(job).toMatchObject({ status: 'COMPLETED', stats: { recordsProcessed: 4, errors: 3 } });
		expect(await messagesByRow(job.downloadErrorUrl, 6)).toEqual([
			'',
			'',
			'',
			'This request requires a valid positive valueToRedeem',
			'This request requires a valid non-empty userId',
			'This request requires a valid non-empty unit',
		]);
	});

	test('rows left out can be counted as processed', async () => {
		const client = await openSandbox({ countRowsLeftOut: true });
		const job = await client.runImport(report, type, 'report.csv');
		expect(job.stats).toEqual({ recordsProcessed: 6, errors: 3 });
	});

	test('JSON Lines are refused', async () => {
		const client = await openSandbox();
		const row = { accountId: 'a', userId: 'b', unit: 'USD', valueToRedeem: 1 };
		const fileRef = await client.upload(JSON.stringify(row), 'report.jsonl');
		expect(await client.validate(fileRef, type)).toEqual([
			'Unsupported file type: reward redemptions are imported as .csv only',
		]);
		const id = await client.createJob(fileRef, type);
		client.clock.ms += 60_000;
		expect(await client.job(id)).toMatchObject({ status: 'ABORTED' });
	});
});

describe('validateJobCreation', () => {
	test.each([
		['MUTATION/USER', 'u.csv', 'accountId,id\n', []],
		['MUTATION/USER', 'u.csv', 'accountId,ID\n', ['Missing required column: id']],
		['MUTATION/USER', 'u.csv', 'accountId,id,id\n', ['Duplicate column: id']],
		['MUTATION/USER', 'u.csv', '', ['The file is empty']],
		['MUTATION/USER', 'u.csv', '\n\n', ['The file is empty']],
		[
			'MUTATION/USER',
			'u.txt',
			'accountId,id\n',
			['Unsupported file type: the file name must end in .csv or .jsonl'],
		],
		[
			'MUTATION/USER',
			'u',
			'accountId,id\n',
			['Unsupported file type: the file name must end in .csv or .jsonl'],
		],
		['MUTATION/USER', 'u.jsonl', '{"accountId":"a","id":"b"}', []],
		['MUTATION/USER', 'u.jsonl', 'accountId,id\n', ['Line 1: This line is not valid JSON']],
		['MUTATION/USER', 'u.jsonl', '\n', ['The file is empty']],
		['MUTATION/DELETE_USER', 'u.csv', 'id\n', ['Missing required column: accountId']],
		['MUTATION/USER_EVENT', 'e.csv', 'accountId,userId,event.key\n', []],
		[
			'MUTATION/USER_EVENT',
			'e.csv',
			'accountId,userId,key\n',
			['Missing required column: event.key'],
		],
		[
			'MUTATION/USER_EVENT',
			'e.jsonl',
			'{"accountId":"a","userId":"b","key":"c"}\n',
			['Line 1: missing required field: event.key', 'Line 1: unknown field: key'],
		],
		[
			'MUTATION/REDEEMABLE_REWARD_BALANCE',
			'r.csv',
			'unit\n',
			['userId', 'accountId', 'valueToRedeem'].map((name) => `Missing required column: ${name}`),
		],
	])('%s, %s: %j', async (type, fileName, content, errors) => {
		const client = await openSandbox();
		expect(await client.validate(await client.upload(content, fileName), type)).toEqual(errors);
	});

	test.each<[string, unknown, string[]]>([
		['MUTATION/USER', { programId: 'p', segments: ['vip', '~trial'] }, []],
		['MUTATION/USER', { segments: 'vip' }, ['params.segments must be a list']],
		['MUTATION/USER', { segments: [1] }, ['params.segments[0] must be a string']],
		[
			'MUTATION/USER',
			{ segments: ['vip', '~*'] },
			['params.segments[1] clears all segments: it must come first'],
		],
		['MUTATION/USER', { importEvaluationOptions: { webhooks: false, programs: true } }, []],
		[
			'MUTATION/USER',
			{ importEvaluationOptions: { webhooks: { enabledWebhookTypes: ['user.created'] } } },
			[],
		],
		[
			'MUTATION/USER',
			{ importEvaluationOptions: { emails: true } },
			['params.importEvaluationOptions.emails is not allowed'],
		],
		[
			'MUTATION/USER',
			{ importEvaluationOptions: { programs: { ids: [] } } },
			['params.importEvaluationOptions.programs must be true, false or {"enabledProgramIds": […]}'],
		],
		['MUTATION/DELETE_USER', { preserveEmptyAccounts: true, doNotTrack: false }, []],
		['MUTATION/DELETE_USER', { doNotTrack: 'no' }, ['params.doNotTrack must be true or false']],
	])('%s with params %j', async (type, params, errors) => {
		const client = await openSandbox();
		const fileRef = await client.upload('accountId,id\na,b\n');
		expect(await client.validate(fileRef, type, params)).toEqual(errors);
	});
});
