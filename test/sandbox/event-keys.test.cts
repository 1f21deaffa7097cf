import { download, openSandbox } from './sandbox-client.cts';
import type { SandboxClient } from './sandbox-client.cts';

const hourMs = 60 * 60 * 1000;
const events = [
	'accountId,userId,event.key,idempotencyKey',
	'acme,ann,purchase,order-1001',
	'acme,ann,purchase,order-1002',
	'acme,ann,purchase,',
	'',
].join('\n');

async function importEvents(client: SandboxClient, content = events) {
	return await client.runImport(content, 'MUTATION/USER_EVENT', 'events.csv');
}

test('an event whose key is known gets a row error of status 409, and counts as an error', async () => {
	const client = await openSandbox();
	expect((await importEvents(client)).stats).toEqual({ recordsProcessed: 3, errors: 0 });

	const again = await importEvents(client);

	expect(again).toMatchObject({ status: 'COMPLETED', stats: { recordsProcessed: 3, errors: 2 } });
	const message = 'An event with this idempotencyKey has been received already';
	expect(await download(again.downloadErrorUrl)).toBe(
		[
			'recordNumber,message,apiErrorCode,statusCode',
			`1,${message},CONFLICT,409`,
			`2,${message},CONFLICT,409`,
			'',
		].join('\n'),
	);
});

test('a key twice in one file is known the second time', async () => {
	const client = await openSandbox();
	const twice = `${events}acme,ben,refund,order-1001\n`;
	expect((await importEvents(client, twice)).stats).toEqual({ recordsProcessed: 4, errors: 1 });
});

test('a key is kept for 24 hours from when it was first received', async () => {
	const client = await openSandbox();
	await importEvents(client);
	client.clock.ms += 12 * hourMs;
	expect((await importEvents(client)).stats?.errors).toBe(2);
	client.clock.ms += 12 * hourMs;
	expect((await importEvents(client)).stats?.errors).toBe(0);
});

test('tenants do not know each other’s keys', async () => {
	const client = await openSandbox();
	await importEvents(client);
	expect((await importEvents(client.otherTenant())).stats?.errors).toBe(0);
});

test('the key of an event that is refused is not taken', async () => {
	const client = await openSandbox();
	const wrong = 'accountId,userId,event.key,idempotencyKey\nacme,,purchase,order-1001\n';
	expect((await importEvents(client, wrong)).stats?.errors).toBe(1);
	expect((await importEvents(client)).stats?.errors).toBe(0);
});
