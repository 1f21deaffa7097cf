import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FinishedRun } from '../../engine/finished-run.cts';
import { createNodeTypes, nodesOfPackage } from '../../engine/node-types.cts';
import type { RunOptions, WorkflowJson } from '../../engine/run-workflow.cts';
import { createStandIns, type SentMessage } from '../../engine/stand-ins.cts';
import { root } from '../../scripts/packed-tarball.cts';
import { nodeClasses } from '../support/advocate-nodes.cts';
import { Rig } from '../support/rig.cts';

/* Every template runs as it is; its Slack and e-mail nodes only note what they would have sent. */

const rig = new Rig();
const folder = mkdtempSync(join(tmpdir(), 'advocate-templates-'));
let sent: SentMessage[] = [];
const nodeTypes = createNodeTypes(
	nodesOfPackage('n8n-nodes-impact-advocate', nodeClasses),
	createStandIns((message) => sent.push(message)),
);

beforeEach(async () => {
	sent = [];
	await rig.start();
});
afterEach(async () => await rig.stop());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const templates = readdirSync(join(root, 'workflows')).filter((name) => name.endsWith('.json'));

function template(name: string): WorkflowJson & { active?: boolean } {
	return JSON.parse(readFileSync(join(root, 'workflows', name), 'utf8')) as WorkflowJson;
}

/** Runs a template on a file; templates read theirs from wherever the builder says. */
async function imported(
	name: string,
	content: string,
	options: Partial<RunOptions> = {},
	fileName = 'contacts.csv',
): Promise<FinishedRun> {
	const file = join(folder, fileName);
	writeFileSync(file, content);
	const workflow = template(name);
	for (const node of workflow.nodes) {
		if (node.type === 'n8n-nodes-base.readWriteFile') node.parameters.fileSelector = file;
	}
	return await rig.run(workflow, undefined, { nodeTypes, ...options });
}

const slack = () => sent.filter(({ nodeName }) => /slack/i.test(nodeName));
const mails = () => sent.filter(({ nodeName }) => /mail/i.test(nodeName));

describe.each(templates)('%s', (name) => {
	const workflow = template(name);

	it('is not active and holds no credentials', () => {
		expect(workflow.active ?? false).toBe(false);
		for (const node of workflow.nodes) expect(node.credentials).toBeUndefined();
	});

	it("uses n8n's own nodes and ours only, connected to nodes that are there", () => {
		const names = workflow.nodes.map((node) => node.name);
		for (const { type } of workflow.nodes) {
			expect(type).toMatch(/^n8n-nodes-(base|impact-advocate)\./);
		}
		for (const [from, { main }] of Object.entries(workflow.connections)) {
			expect(names).toContain(from);
			for (const to of (main ?? []).flatMap((output) => output ?? [])) {
				expect(names).toContain(to.node);
			}
		}
	});
});

describe('crm-users-import.json', () => {
	it('imports the example and tells of its seven bad rows', async () => {
		const example = readFileSync(join(root, 'examples/crm-contacts.csv'), 'utf8');

		const run = await imported('crm-users-import.json', example);

		expect(run.error).toBeUndefined();
		expect(run.json('Advocate Job Status')[0]).toMatchObject({
			status: 'COMPLETED',
			stats: { recordsProcessed: 1000, errors: 7 },
			rowErrorsTotal: 7,
		});
	});
});

describe('scheduled-crm-import-slack-email.json', () => {
	const name = 'scheduled-crm-import-slack-email.json';

	it('tells Slack when every row was imported, and mails nobody', async () => {
		await imported(name, 'accountId,id\nacme,ann\n');

		expect(slack()).toHaveLength(1);
		expect(mails()).toEqual([]);
		expect(JSON.stringify(slack())).toMatch(/1/);
	});

	it('mails the errors file when rows failed', async () => {
		const run = await imported(name, 'accountId,id\nacme,ann\nacme,\n');

		expect(run.error).toBeUndefined();
		expect(mails()).toHaveLength(1);
		expect(JSON.stringify(mails()[0]?.parameters)).toContain('errors');
	});

	it.each([
		['refused before the upload', 'accountId\nacme\n'],
		['empty', ''],
	])('mails when the file is %s', async (_what, content) => {
		const run = await imported(name, content);

		expect(run.error).toBeUndefined();
		expect(mails()).toHaveLength(1);
		expect(slack()).toEqual([]);
	});

	it('mails when the job was aborted', async () => {
		rig.sandbox.jobs.failNext('ABORTED');

		await imported(name, 'accountId,id\nacme,ann\n');

		expect(mails()).toHaveLength(1);
		expect(slack()).toEqual([]);
	});

	it('mails when the job has not ended in time', async () => {
		rig.sandbox.jobs.hold(true);

		await imported(name, 'accountId,id\nacme,ann\n');

		expect(mails()).toHaveLength(1);
		expect(slack()).toEqual([]);
	});
});

describe('job-ended-to-slack-and-email.json', () => {
	const name = 'job-ended-to-slack-and-email.json';

	async function ended(status: 'COMPLETED' | 'ABORTED', failedRows: number): Promise<void> {
		rig.sandbox.jobs.add('test_acme', {
			type: 'MUTATION/USER',
			status,
			dateCompleted: rig.now,
			failures: Array.from({ length: failedRows }, (_, i) => ({
				recordNumber: i + 1,
				message: 'This request requires a valid non-empty id',
				apiErrorCode: 'BAD_REQUEST',
				statusCode: 400,
			})),
		});
		// Without data of its own handed in, the trigger polls, as on a test run in the editor.
		const run = await rig.run(template(name), [], { nodeTypes, startData: undefined });
		expect(run.error).toBeUndefined();
	}

	it('tells Slack of a job without failed rows', async () => {
		await ended('COMPLETED', 0);

		expect(slack()).toHaveLength(1);
		expect(mails()).toEqual([]);
	});

	it('mails the errors file of a job with failed rows', async () => {
		await ended('COMPLETED', 2);

		expect(mails()).toHaveLength(1);
	});

	it('mails of an aborted job', async () => {
		await ended('ABORTED', 0);

		expect(mails()).toHaveLength(1);
	});
});
