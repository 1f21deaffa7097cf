import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleFlow } from '../../harness/node-red/example-flow.cts';
import { installInto, NodeRedProcess } from '../../harness/node-red/node-red-process.cts';
import { packNodeRed } from '../../harness/packages/packed-node-red.cts';
import { freePort } from '../../harness/processes/free-port.cts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.cts';

/* Each example of the import menu does in a whole Node-RED what it says. */

const folder = mkdtempSync(join(tmpdir(), 'advocate-examples-'));
let sandbox: Sandbox;
let red: NodeRedProcess;
let slack: Server;
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
	const userDir = join(folder, 'user');
	installInto(userDir, packNodeRed(folder));
	sandbox = await startSandbox({ jobDurationMs: 0 });
	const port = await freePort();
	red = await NodeRedProcess.start({
		...{ userDir, port, settings: { fileWorkingDirectory: folder } },
		env: {
			PUBLIC_URL: `http://127.0.0.1:${port}`,
			SLACK_WEBHOOK_URL: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/services/T0`,
		},
	});
}, 600_000);

afterAll(async () => {
	await red?.stop();
	await sandbox?.close();
	slack?.close();
	rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

function tenant() {
	const [first] = sandbox.tenants;
	if (first === undefined) throw new Error('The sandbox has no tenant');
	return first;
}

/** Deploys an example, and gives what presses the buttons in it by their names. */
async function deployed(name: string): Promise<(button: string) => Promise<void>> {
	const flow = exampleFlow(name, sandbox.baseUrl, tenant());
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

	const path = sandbox.uploads.list().at(-1)?.path ?? '';
	const rows = readFileSync(path, 'utf8').trim().split('\n');
	expect(rows.map((row) => JSON.parse(row) as object)).toEqual([
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
