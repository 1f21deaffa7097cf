import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	installInto,
	NodeRedProcess,
	type FlowNode,
} from '../../harness/node-red/node-red-process.cts';
import { packNodeRed } from '../../harness/packages/packed-node-red.cts';
import { freePort } from '../../harness/processes/free-port.cts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.cts';
import { forgeries } from '../../sandbox/webhooks/signatures.cts';

/* advocate-hook from the packed tarball in a whole Node-RED, which is killed and copied. */

const folder = mkdtempSync(join(tmpdir(), 'advocate-real-hook-'));
const userDir = join(folder, 'user');
const copyDir = join(folder, 'copy');
const reports = join(folder, 'reports.jsonl');
const HOUR = 60 * 60_000;
let now = Date.now();
let port: number;
let copyPort: number;
let sandbox: Sandbox;
let red: NodeRedProcess;

beforeAll(async () => {
	const tarball = packNodeRed(folder);
	for (const dir of [userDir, copyDir]) installInto(dir, tarball);
	sandbox = await startSandbox({ jobDurationMs: 0, now: () => now });
	port = await freePort();
	copyPort = await freePort();
	red = await started();
}, 600_000);

afterAll(async () => {
	await red?.stop();
	await sandbox?.close();
	rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** What nodes serve lies below /api. */
async function started(dir = userDir, uiPort = port): Promise<NodeRedProcess> {
	return await NodeRedProcess.start({
		userDir: dir,
		port: uiPort,
		settings: { httpNodeRoot: '/api' },
		env: { PUBLIC_URL: `http://127.0.0.1:${uiPort}/api` },
	});
}

function address(uiPort = port): string {
	return `http://127.0.0.1:${uiPort}/api/advocate/jobs`;
}

function hookFlow(): FlowNode[] {
	const [{ alias, apiKey } = { alias: '', apiKey: '' }] = sandbox.tenants;
	return [
		{ id: 'the-flow', type: 'tab', label: 'ends of jobs' },
		{
			...{ id: 'the-tenant', type: 'advocate-tenant', tenantAlias: alias },
			...{ baseUrl: sandbox.baseUrl, credentials: { apiKey } },
		},
		{
			...{ id: 'hook', type: 'advocate-hook', z: 'the-flow', tenant: 'the-tenant' },
			...{ path: '/advocate/jobs', publicUrl: '${PUBLIC_URL}', wires: [['report']] },
		},
		{
			...{ id: 'report', type: 'file', z: 'the-flow', filename: reports, filenameType: 'str' },
			...{ appendNewline: true, overwriteFile: 'false', wires: [[]] },
		},
	];
}

function addresses(): string[] {
	return sandbox.webhooks
		.subscriptions(sandbox.tenants[0]?.alias ?? '')
		.map(({ endpointUrl }) => endpointUrl);
}

function reported(): string[] {
	if (!existsSync(reports)) return [];
	const lines = readFileSync(reports, 'utf8').trim().split('\n');
	return lines.map((line) => (JSON.parse(line) as { id: string }).id);
}

let jobs = 0;

function endedJob(): string {
	const id = `job${String(++jobs)}`;
	sandbox.jobs.add(sandbox.tenants[0]?.alias ?? '', {
		...{ id, type: 'MUTATION/USER', status: 'COMPLETED', dateCompleted: now },
	});
	return id;
}

async function until(holds: () => boolean): Promise<void> {
	// Ends only what hangs, and before jest does, to show the log.
	const deadline = performance.now() + 100_000;
	while (!holds()) {
		if (performance.now() > deadline) throw new Error(`It never came:\n${red.log.join('')}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

const statusesOf = (deliveries: Array<{ status?: number }>) =>
	deliveries.map(({ status }) => status);

it('subscribes its public address on deploy, and reports a job once', async () => {
	await red.deploy(hookFlow());
	await until(() => addresses().length > 0);
	expect(addresses()).toEqual([address()]);
	const id = endedJob();

	expect(statusesOf(await sandbox.webhooks.flush({ times: 3 }))).toEqual([200, 200, 200]);

	await until(() => reported().length > 0);
	expect(reported()).toEqual([id]);
});

it('refuses forged webhooks, and answers web pages as it does anybody', async () => {
	const data = { id: endedJob() };
	for (const forgery of forgeries) {
		const [delivery] = await sandbox.webhooks.send({ data, forgery, endpointUrl: address() });
		expect([forgery, delivery?.status]).toEqual([forgery, 401]);
	}
	const [{ apiKey } = { apiKey: '' }] = sandbox.tenants;
	expect(red.log.join('')).not.toContain(apiKey);
	// Its genuine hook is still to come.
	await sandbox.webhooks.flush();
	await until(() => reported().length === 2);
	expect(reported()[1]).toBe(data.id);
});

it('hears after a crash of what ended meanwhile, and repeats nothing', async () => {
	const before = reported();
	await red.stop('SIGKILL');
	const id = endedJob();
	expect(statusesOf(await sandbox.webhooks.flush())).toEqual([undefined]);

	red = await started();
	expect(addresses()).toEqual([address()]);
	now += HOUR;
	expect(statusesOf(await sandbox.webhooks.flush())).toEqual([200]);
	await until(() => reported().length > before.length);
	for (const { hookId, status } of [...sandbox.webhooks.deliveries]) {
		if (status === 200) await sandbox.webhooks.redeliver(hookId);
	}

	expect(reported()).toEqual([...before, id]);
});

it('leaves the webhook of the first Node-RED alone in a copy, and takes its own along', async () => {
	const copy = await started(copyDir, copyPort);
	try {
		await copy.deploy(hookFlow());
		await until(() => addresses().length === 2);
		expect(addresses()).toEqual([address(), address(copyPort)]);

		await copy.deploy([{ id: 'empty', type: 'tab', label: 'empty' }]);
		expect(addresses()).toEqual([address()]);
	} finally {
		await copy.stop();
	}
});

it('ends its webhook when it is deleted, though a restart lies between', async () => {
	await red.stop();
	expect(addresses()).toEqual([address()]);
	red = await started();

	await red.deploy([{ id: 'empty', type: 'tab', label: 'empty' }]);

	expect(addresses()).toEqual([]);
	expect((await fetch(address(), { method: 'POST' })).status).toBe(404);
});
