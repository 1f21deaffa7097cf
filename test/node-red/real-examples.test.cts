import {
	appendFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleFlow } from '../../harness/node-red/example-flow.cts';
import {
	installInto,
	NodeRedProcess,
	type FlowNode,
} from '../../harness/node-red/node-red-process.cts';
import { packNodeRed } from '../../harness/packages/packed-node-red.cts';
import { freePort } from '../../harness/processes/free-port.cts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.cts';
import { MailServer } from './support/mail-server.cts';
import { MqttBroker } from './support/mqtt-broker.cts';
import { standInForPostgresql } from './support/postgresql-stand-in.cts';

/* Each example of the import menu does in a whole Node-RED what it says. */

const folder = mkdtempSync(join(tmpdir(), 'advocate-examples-'));
let sandbox: Sandbox;
let red: NodeRedProcess;
let slack: Server;
let mails: MailServer;
let broker: MqttBroker;
let port: number;
const lines: string[] = [];

beforeAll(async () => {
	slack = createServer((request, response) => {
		void request
			.setEncoding('utf8')
			.toArray()
			.then((parts) => {
				lines.push(parts.join(''));
				response.end('ok');
			});
	});
	await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
	mails = await MailServer.start();
	broker = await MqttBroker.start();
	const userDir = join(folder, 'user');
	installInto(userDir, packNodeRed(folder));
	installInto(userDir, 'node-red-node-email@5.2.5');
	standInForPostgresql(userDir, [
		['acme', '001', 'Ann', 'ann@example.com', 'gold'],
		['acme', null, 'Bob', 'bob@example.com', null],
	]);
	sandbox = await startSandbox({ jobDurationMs: 0 });
	port = await freePort();
	red = await started();
}, 600_000);

afterAll(async () => {
	await red?.stop();
	await sandbox?.close();
	slack?.close();
	mails?.stop();
	broker?.stop();
	rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** Node-RED, with what it has stored. */
async function started(): Promise<NodeRedProcess> {
	return await NodeRedProcess.start({
		...{ userDir: join(folder, 'user'), port, settings: { fileWorkingDirectory: folder } },
		env: {
			PUBLIC_URL: `http://127.0.0.1:${port}`,
			SLACK_WEBHOOK_URL: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/services/T0`,
		},
	});
}

function tenant() {
	const [first] = sandbox.tenants;
	if (first === undefined) throw new Error('The sandbox has no tenant');
	return first;
}

/**
 * Deploys an example, and gives what presses the buttons in it by their names.
 *
 * @param fit what a person fills in, such as their mail server; a pause need not be as long as theirs
 */
async function deployed(
	name: string,
	fit: (node: FlowNode) => object = () => ({}),
): Promise<(button: string) => Promise<void>> {
	const example = exampleFlow(name, sandbox.baseUrl, tenant());
	// What debug nodes show is in the log as well, for when something never comes.
	const shown = (node: FlowNode) => (node.type === 'debug' ? { console: true } : {});
	const flow = example.map((node): FlowNode => ({ ...node, ...shown(node), ...fit(node) }));
	await red.deploy(flow);
	return async (button) => {
		const inject = flow.find((node) => node.type === 'inject' && node['name'] === button);
		const answer = await fetch(`${red.url}/inject/${inject?.id}`, { method: 'POST' });
		expect(answer.status).toBe(200);
	};
}

function jobsOf(type: string) {
	return sandbox.jobs.list().filter((job) => job.type === type);
}

/** The tab's environment variables, as a person sets them there. */
function environment({ type, env }: FlowNode, values: Record<string, string>): object {
	if (type !== 'tab') return {};
	const variables = env as Array<{ name: string; value: string }>;
	return { env: variables.map((one) => ({ ...one, value: values[one.name] ?? one.value })) };
}

/** A folder of its own for an example. */
function folderFor(name: string, ...folders: string[]): string {
	const path = join(folder, name);
	for (const each of ['', ...folders]) mkdirSync(join(path, each), { recursive: true });
	return path;
}

/** The file that was uploaded last. */
function uploadedText(): string {
	return readFileSync(sandbox.uploads.list().at(-1)?.path ?? '', 'utf8');
}

/** Its rows, if they are JSON Lines. */
function uploadedRows(): unknown[] {
	const rows = uploadedText().trim().split('\n');
	return rows.map((row) => JSON.parse(row) as unknown);
}

/** Saves a file in a watched folder, and again until it is noticed: Node-RED tells nobody when it begins to watch. */
async function saved(save: () => void, holds: () => boolean): Promise<void> {
	save();
	const again = setInterval(save, 2_000);
	await until(holds).finally(() => clearInterval(again));
}

async function until(holds: () => boolean): Promise<void> {
	// Ends only what hangs, and before jest does, to show the log.
	const deadline = performance.now() + 100_000;
	while (!holds()) {
		if (performance.now() > deadline) throw new Error(`It never came:\n${red.log.join('')}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

it('job-ends-to-slack writes a line to Slack for a job that ends', async () => {
	await deployed('job-ends-to-slack');
	await until(() => sandbox.webhooks.subscriptions(tenant().alias).length > 0);
	const failure = { recordNumber: 1, message: 'No ID', statusCode: 400, apiErrorCode: 'BAD' };
	sandbox.jobs.add(tenant().alias, {
		...{ id: 'job1', type: 'MUTATION/USER', status: 'COMPLETED', dateCompleted: Date.now() },
		...{ stats: { recordsProcessed: 9, errors: 1 }, failures: [failure] },
	});
	expect((await sandbox.webhooks.flush()).map(({ status }) => status)).toEqual([200]);
	await until(() => lines.length > 0);

	expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
		{ text: 'MUTATION/USER job1 has ended: completed, 9 rows, 1 failed. The first: No ID' },
	]);
});

it('import-csv-rows imports the rows of a CSV file, with its zeros', async () => {
	writeFileSync(
		join(folder, 'contacts.csv'),
		'accountId,id,email\n00123,00123,ANN@example.com\n00124,00124,bob@example.com\n',
	);
	const press = await deployed('import-csv-rows');
	const before = jobsOf('MUTATION/USER').length;
	await press('contacts.csv');
	await until(() => jobsOf('MUTATION/USER').length > before);

	expect(uploadedRows()).toEqual([
		{ accountId: '00123', id: '00123', email: 'ann@example.com' },
		{ accountId: '00124', id: '00124', email: 'bob@example.com' },
	]);
});

describe('import-form-upload', () => {
	async function posted(csv: string): Promise<[number, unknown]> {
		const form = new FormData();
		form.append('file', new Blob([csv]), 'contacts.csv');
		const answer = await fetch(`${red.url}/advocate/import`, { method: 'POST', body: form });
		return [answer.status, await answer.json()];
	}

	beforeAll(async () => void (await deployed('import-form-upload')));

	it('shows a form, imports what it sends, and answers with the outcome', async () => {
		const page = await fetch(`${red.url}/advocate/import`);
		expect(await page.text()).toContain('<input type="file"');
		expect(await posted('accountId,id\nacme,ann\nacme,bob\n')).toEqual([
			200,
			{ status: 'COMPLETED', rows: 2, failed: 0 },
		]);
	});

	it('answers with the reasons when the file is not right', async () => {
		const [status, answer] = await posted('accountId,id\nacme,\n');
		expect(status).toBe(422);
		expect(JSON.stringify(answer)).toContain('id');
	});
});

it('delete-users-with-approval deletes nobody before it is approved, and nobody twice', async () => {
	const press = await deployed('delete-users-with-approval');
	const validations = () =>
		sandbox.requests.filter(({ operations }) => operations.includes('validateJobCreation')).length;
	const before = validations();
	await press('2 users to delete');
	await until(() => validations() > before);
	expect(jobsOf('MUTATION/DELETE_USER')).toEqual([]);
	await new Promise((resolve) => setTimeout(resolve, 200));

	await press('approve');
	await until(() => jobsOf('MUTATION/DELETE_USER').length > 0);
	await press('approve');
	await press('approve');
	expect(jobsOf('MUTATION/DELETE_USER')).toHaveLength(1);
});

it('import-files-of-folder imports a file once it is whole, and no other', async () => {
	const crm = folderFor('crm');
	await deployed('import-files-of-folder', (node) => ({
		...environment(node, { FOLDER: crm }),
		...(node.type === 'trigger' && { duration: '500', units: 'ms' }),
	}));
	const before = jobsOf('MUTATION/USER').length;
	writeFileSync(join(crm, 'notes.txt'), 'accountId,id\nacme,nobody\n');
	const save = () => {
		writeFileSync(join(crm, 'users.csv'), 'accountId,id,First Name\nacme,ann,Ann\n');
		appendFileSync(join(crm, 'users.csv'), 'acme,bob,Bob\n');
	};
	await saved(save, () => jobsOf('MUTATION/USER').length > before);

	expect(uploadedText()).toBe('accountId,id,firstName\nacme,ann,Ann\nacme,bob,Bob\n');
});

it('import-postgresql-rows imports what the query gives', async () => {
	const press = await deployed('import-postgresql-rows');
	const before = jobsOf('MUTATION/USER').length;
	await press('every night');
	await until(() => jobsOf('MUTATION/USER').length > before);

	const user = { accountId: 'acme', id: '001', firstName: 'Ann', email: 'ann@example.com' };
	expect(uploadedRows()).toEqual([{ ...user, customFields: { plan: 'gold' } }]);
});

it('import-nightly-with-email writes how it went, what was not imported, and what failed', async () => {
	const users = join(folderFor('nightly'), 'users.csv');
	const press = await deployed('import-nightly-with-email', (node) => ({
		...environment(node, { FILE: users, MAIL_TO: 'ann@example.com' }),
		...(node.type === 'e-mail' && {
			...{ server: '127.0.0.1', port: String(mails.port), authtype: 'NONE', secure: false },
		}),
	}));
	writeFileSync(users, 'accountId,id\nacme,ann\nacme,\n');
	await press('every night');
	await until(() => mails.letters.length === 2);
	rmSync(users);
	await press('every night');
	await until(() => mails.letters.length === 3);

	const [summary = '', rejected = '', failed = ''] = mails.letters
		.slice(0, 2)
		.sort((one) => (one.includes('1 rows were not imported') ? 1 : -1))
		.concat(mails.letters.slice(2));
	expect(summary).toContain('To: ann@example.com');
	expect(summary).toContain('Subject: Advocate: 1 of 2 rows imported');
	expect(rejected).toContain('Subject: Advocate: 1 rows were not imported');
	expect(rejected).toMatch(/row 2: .*id/);
	expect(failed).toContain('Subject: Advocate: the import failed');
	expect(failed).toContain('There is no file at');
});

it('import-mqtt-events-hourly imports the files of hours that are over, and deletes these', async () => {
	const events = folderFor('events');
	const press = await deployed('import-mqtt-events-hourly', (node) => ({
		...environment(node, { FOLDER: events }),
		...(node.type === 'mqtt-broker' && { broker: '127.0.0.1', port: String(broker.port) }),
		...(node.type === 'delay' && { timeout: '0.2' }),
	}));
	await until(() => broker.subscribed !== '');
	const event = { accountId: 'acme', userId: 'ann', key: 'purchase', dateTriggered: 1767225600000 };
	broker.publish({ ...event, id: 'order-1001', fields: { revenue: 99.5 } });
	const files = () => readdirSync(events).filter((name) => name.endsWith('.jsonl'));
	await until(() => files().some((name) => readFileSync(join(events, name)).length > 0));
	await until(() => broker.acknowledged.includes(1));

	// It is the last hour's now, and has an event that can not be right.
	const [current = ''] = files();
	const hour = new Date(Date.now() - 3_600_000).toISOString().slice(0, 13);
	const line = readFileSync(join(events, current), 'utf8');
	rmSync(join(events, current));
	const over = join(events, `events-${hour}.jsonl`);
	writeFileSync(over, `${line}{"accountId":"acme","event":{"key":"purchase"}}\n`);
	await press('every hour');
	await until(() => !existsSync(over));

	expect(uploadedRows()).toEqual([
		{
			...{ accountId: 'acme', userId: 'ann', idempotencyKey: 'order-1001' },
			event: { key: 'purchase', dateTriggered: 1767225600000, fields: { revenue: 99.5 } },
		},
	]);
	const kept = readFileSync(join(events, `rejected/events-${hour}.jsonl`), 'utf8');
	expect(kept.trim().split('\n')).toHaveLength(1);
	expect(JSON.parse(kept)).toMatchObject({ stage: 'checked', accountId: 'acme' });
	expect(jobsOf('MUTATION/USER_EVENT')).toHaveLength(1);
});

it('import-mqtt-events-hourly loses no event and counts none twice when it is killed on the way', async () => {
	const events = folderFor('events-of-a-day');
	const settings = (node: FlowNode) => ({
		...environment(node, { FOLDER: events }),
		...(node.type === 'mqtt-broker' && { broker: '127.0.0.1', port: String(broker.port) }),
		...(node.type === 'delay' && { timeout: '0.05' }),
	});
	const [hours, eventsAnHour] = [20, 50];
	const keys: string[] = [];
	for (let ago = 1; ago <= hours; ago++) {
		const hour = new Date(Date.now() - ago * 3_600_000).toISOString().slice(0, 13);
		const names = Array.from({ length: eventsAnHour }, (_, index) => `${hour}-event-${index}`);
		keys.push(...names);
		const event = { key: 'visit', dateTriggered: 1767225600000 };
		const rows = names.map((idempotencyKey) =>
			JSON.stringify({ accountId: 'acme', userId: 'ann', event, idempotencyKey }),
		);
		writeFileSync(join(events, `events-${hour}.jsonl`), `${rows.join('\n')}\n`);
	}
	const earlier = jobsOf('MUTATION/USER_EVENT').map(({ id }) => id);
	const made = () => jobsOf('MUTATION/USER_EVENT').filter(({ id }) => !earlier.includes(id));
	const left = () => readdirSync(events).filter((name) => name.endsWith('.jsonl')).length;

	let press = await deployed('import-mqtt-events-hourly', settings);
	await press('every hour');
	await until(() => made().length > 7);
	await red.stop('SIGKILL');
	expect(left()).toBeGreaterThan(0);
	red = await started();
	press = await deployed('import-mqtt-events-hourly', settings);
	await press('every hour');
	await until(() => left() === 0);

	const files = sandbox.uploads
		.list()
		.filter(({ fileRef }) => made().some((job) => job.fileRef === fileRef));
	const sent = files.flatMap(
		({ path }) => readFileSync(path, 'utf8').match(/[^"]+-event-\d+/g) ?? [],
	);
	expect([...new Set(sent)].sort()).toEqual(keys.sort());
	const counted = made().reduce(
		(sum, { stats }) => sum + (stats?.recordsProcessed ?? 0) - (stats?.errors ?? 0),
		0,
	);
	expect(counted).toBe(hours * eventsAnHour);
});

it('rejected-rows-to-file-and-back takes in what was corrected, and gives back what was not', async () => {
	const home = folderFor('rejected-rows', 'corrected');
	const rejected = () =>
		existsSync(join(home, 'rejected')) ? readdirSync(join(home, 'rejected')).sort() : [];
	const read = (name = '') => readFileSync(join(home, 'rejected', name), 'utf8');
	const press = await deployed('rejected-rows-to-file-and-back', (node) => ({
		...environment(node, { FOLDER: home, CORRECTED: join(home, 'corrected') }),
		...(node.type === 'trigger' && { duration: '500', units: 'ms' }),
	}));
	writeFileSync(
		join(home, 'users.csv'),
		'accountId,id,firstName\nacme,ann,Ann\nacme,,"Bob ""B."", the 2nd"\n,cat,Cat\n',
	);
	await press('users.csv');
	await until(() => rejected().length === 1 && read(rejected()[0]).endsWith('\n'));
	const lines = read(rejected()[0]).trim().split('\r\n');
	expect(lines[0]).toBe('"accountId","id","firstName","reasons"');
	expect(lines[1]).toMatch(/^"acme","","Bob ""B."", the 2nd",".*id.*"$/);
	expect(lines).toHaveLength(3);

	const before = jobsOf('MUTATION/USER').length;
	const corrected = read(rejected()[0]).replace('"acme",""', '"acme","bob"');
	await saved(
		() => writeFileSync(join(home, 'corrected/rejected.csv'), corrected),
		() => rejected().length > 1 && jobsOf('MUTATION/USER').length > before,
	);
	// What is right already goes out as it came, in the quotes and with the line ends of the file of rejected rows.
	expect(uploadedText()).toBe('accountId,id,firstName\r\n"acme","bob","Bob ""B."", the 2nd"\r\n');
	await until(() => read(rejected()[1]).endsWith('\n'));
	expect(read(rejected()[1]).trim().split('\r\n')).toHaveLength(2);
});

it('import-changed-rows imports a user again only when something of theirs has changed', async () => {
	const users = join(folderFor('changed'), 'users.csv');
	const press = await deployed('import-changed-rows', (node) => environment(node, { FILE: users }));
	const context = join(folder, 'user/context');
	const remembered = () => {
		if (!existsSync(context)) return '';
		const files = readdirSync(context, { recursive: true, encoding: 'utf8' });
		const all = files.filter((name) => name.endsWith('flow.json'));
		return all.map((name) => readFileSync(join(context, name), 'utf8')).join('');
	};
	const run = async (csv: string) => {
		const before = jobsOf('MUTATION/USER').length;
		writeFileSync(users, csv);
		await press('all users');
		await until(() => jobsOf('MUTATION/USER').length > before);
		return uploadedRows();
	};
	const named = (names: string) => `accountId,id,firstName\n${names}`;
	const [ann, bob] = ['Ann', 'Bob'].map((firstName) => ({
		...{ accountId: 'acme', id: firstName.toLowerCase(), firstName },
	}));

	expect(await run(named('acme,ann,Ann\nacme,bob,Bob\n'))).toEqual([ann, bob]);
	await until(() => remembered().includes('Bob'));
	expect(await run(named('acme,ann,Ann\nacme,bob,Old\nacme,bob,Robert\n'))).toEqual([
		{ ...bob, firstName: 'Robert' },
	]);
	await until(() => remembered().includes('Robert'));
	expect(remembered()).not.toContain('Old');

	// Advocate refuses a custom field of that name.
	const refused = 'accountId,id,customFields.my-plan\nacme,cat,refused\n';
	const cat = { accountId: 'acme', id: 'cat', customFields: { 'my-plan': 'refused' } };
	expect(await run(refused)).toEqual([cat]);
	await until(() => red.log.join('').includes("'customFields.my-plan': 'refused'"));
	expect(remembered()).not.toContain('refused');
	expect(await run(refused)).toEqual([cat]);
});
