import { compileSchema } from './public-schema.cts';
import { download, openSandbox } from './sandbox-client.cts';

const user = { accountId: 'acme', id: 'ann' };
const event = { accountId: 'acme', userId: 'ann', event: { key: 'purchase' } };

/** Whether the sandbox imports a line of JSON Lines. */
async function isImported(type: string, line: object): Promise<boolean> {
	const client = await openSandbox();
	const job = await client.runImport(JSON.stringify(line), type, 'line.jsonl');
	return job.status === 'COMPLETED' && job.stats?.errors === 0;
}

describe('the public schema and the sandbox agree on lines of users', () => {
	const isValid = compileSchema('jobs/UserImportLine.schema.json');

	test.each<[object]>([
		[user],
		[{ ...user, firstName: 'Ann', lastName: 'Archer', email: 'ann@example.com', locale: 'en_US' }],
		[{ ...user, dateCreated: 1_234_567_890 }],
		[{ ...user, dateCreated: '2026-01-01' }],
		[{ ...user, dateCreated: 1.5 }],
		[{ ...user, referable: false }],
		[{ ...user, referable: 'false' }],
		[{ ...user, referredBy: { code: 'BEN', isConverted: 'true' } }],
		[{ ...user, referredBy: { isConverted: true } }],
		[{ ...user, referredByCodes: ['BEN'] }],
		[{ ...user, referredByCodes: 'BEN' }],
		[{ ...user, referralCodes: { 'refer-a-friend': 'ANN' } }],
		[{ ...user, referralCodes: { 'refer a friend': 'ANN' } }],
		[{ ...user, shareLinks: { 'refer-a-friend': 'https://example.com/ann' } }],
		[{ ...user, shareLinks: { 'refer-a-friend': 7 } }],
		[{ ...user, customFields: { timeZone: 'Europe/Vienna', seats: 3 } }],
		[{ ...user, customFields: { timeZone: 3 } }],
		[{ ...user, unknownField: true }],
		[{ id: 'ann' }],
		[{ accountId: 'acme', id: 7 }],
	])('%j', async (line) => {
		expect(await isImported('MUTATION/USER', line)).toBe(isValid(line));
	});

	// The schema says that it is always null; the guide has it as a text, and so has the REST call.
	test('but for the URL of an image', async () => {
		const line = { ...user, imageUrl: 'https://example.com/ann.png' };
		expect([isValid(line), await isImported('MUTATION/USER', line)]).toEqual([false, true]);
	});
});

describe('the public schema and the sandbox agree on lines of events', () => {
	const isValid = compileSchema('jobs/UserEventImportLine.schema.json');

	test.each<[object]>([
		[event],
		[{ ...event, idempotencyKey: 'order-1001' }],
		[{ ...event, idempotencyKey: 10_011_001 }],
		[{ ...event, event: { key: 'purchase', dateTriggered: 1_234_567_890, fields: { a: [1] } } }],
		[{ ...event, event: { key: 'purchase', dateTriggered: '1234567890' } }],
		[{ ...event, event: { key: 'purchase', fields: 'none' } }],
		[{ ...event, event: { dateTriggered: 1_234_567_890 } }],
		[{ ...event, event: { key: 'purchase', revenue: 5 } }],
		[{ ...event, id: 'ann' }],
		[{ accountId: 'acme', userId: 'ann' }],
	])('%j', async (line) => {
		expect(await isImported('MUTATION/USER_EVENT', line)).toBe(isValid(line));
	});

	test('ten digits are milliseconds, in January 1970', async () => {
		const client = await openSandbox();
		const line = { ...event, event: { key: 'purchase', dateTriggered: 1_234_567_890 } };
		const job = await client.runImport(JSON.stringify(line), 'MUTATION/USER_EVENT', 'e.jsonl', {
			outputFormat: 'JSONL',
		});
		expect(JSON.parse(await download(job.downloadUrl))).toMatchObject({
			event: { dateTriggered: 1_234_567_890 },
		});
	});
});
