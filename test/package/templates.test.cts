import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { FinishedRun } from '../../engine/finished-run.cts';
import { createNodeTypes, nodesOfPackage } from '../../engine/node-types.cts';
import type { RunOptions, WorkflowJson } from '../../engine/run-workflow.cts';
import { createStandIns, type SentMessage } from '../../engine/stand-ins.cts';
import { root } from '../../scripts/packed-tarball.cts';
import { nodeClasses } from '../support/advocate-nodes.cts';
import { Rig } from '../support/rig.cts';

/* Every template runs as it is; its Slack, e-mail and Google Sheets nodes only note what they would have sent. */

const rig = new Rig();
const folder = mkdtempSync(join(tmpdir(), 'advocate-templates-'));
let sent: SentMessage[] = [];
/** What Google Sheets reads. */
let sheetRows: IDataObject[] = [];
const nodeTypes = createNodeTypes(
	nodesOfPackage('n8n-nodes-impact-advocate', nodeClasses),
	createStandIns(
		(message) => sent.push(message),
		() => sheetRows,
	),
);

beforeEach(async () => {
	sent = [];
	sheetRows = [];
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

/** What a template sent to the sandbox last, line by line. */
function sentLines(): Array<Record<string, unknown>> {
	const path = rig.sandbox.uploads.list().at(-1)?.path ?? '';
	const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
	return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** How many rows went in, were imported and were rejected, and why. */
function counts(run: FinishedRun, rows: string) {
	const [job] = run.json('Advocate Job Status');
	const rejected = run.json('Advocate Upload', 1);
	return {
		rowsIn: run.items(rows).length,
		stats: job?.stats,
		reasons: rejected.map(({ rowNumber, reasons }) => [rowNumber, ...(reasons as string[])]),
	};
}

const example = (name: string) => readFileSync(join(root, 'examples', name), 'utf8');
const text = expect.any(String) as string;

describe('hubspot-contacts-import.json', () => {
	const name = 'hubspot-contacts-import.json';
	const contacts = 'hubspot-contacts.json';

	it('imports 46 of the 50 contacts and says why the others are not right', async () => {
		const run = await imported(name, example(contacts), {}, contacts);

		expect(run.error).toBeUndefined();
		expect(counts(run, 'Contacts')).toEqual({
			rowsIn: 50,
			stats: { recordsProcessed: 46, errors: 0 },
			reasons: [
				[9, 'accountId is required'],
				[20, expect.stringContaining('comes again in row 44')],
				[23, 'accountId is required'],
				[31, expect.stringContaining('countryCode must be a two-letter country code')],
			],
		});
	});

	it('sends users with their names, countries, locales and own fields', async () => {
		await imported(name, example(contacts), {}, contacts);

		const [first] = sentLines();
		expect(first).toEqual({
			id: '51000001375',
			accountId: '9477841823',
			firstName: 'Marcus',
			lastName: "O'Neill",
			email: 'marcus.1@example.com',
			locale: 'en_US',
			countryCode: 'US',
			dateCreated: Date.parse('2023-03-11T12:52:45.733Z'),
			customFields: { lifecycleStage: 'opportunity' },
		});
		// Every seventh contact has a language without a country, which is no locale.
		expect(sentLines().filter(({ locale }) => locale === undefined)).toHaveLength(7);
	});
});

describe('salesforce-contacts-import.json', () => {
	const name = 'salesforce-contacts-import.json';
	const contacts = 'salesforce-contacts.csv';

	it('imports 46 of the 50 contacts and says why the others are not right', async () => {
		const run = await imported(name, example(contacts), {}, contacts);

		expect(run.error).toBeUndefined();
		expect(counts(run, 'Contacts')).toEqual({
			rowsIn: 50,
			stats: { recordsProcessed: 46, errors: 0 },
			reasons: [
				[7, 'accountId is required'],
				[18, expect.stringContaining('locale must be a language and a country')],
				[36, expect.stringContaining('dateCreated must be a date: "3/14/2024"')],
				[50, 'id is required'],
			],
		});
	});

	it('sends users with their 18-character IDs and the fields of the org', async () => {
		await imported(name, example(contacts), {}, contacts);

		expect(sentLines()[0]).toEqual({
			id: '003Qy00000sghjRIAQ',
			accountId: '001Qy00000qZRiXIAW',
			firstName: '結衣',
			lastName: '高橋',
			email: 'contact.1@example.com',
			countryCode: 'JP',
			locale: 'ja_JP',
			dateCreated: Date.parse('2023-08-22T18:20:52.985Z'),
			customFields: { plan: 'starter' },
		});
	});
});

describe('stripe-events-import.json', () => {
	const name = 'stripe-events-import.json';
	const events = 'stripe-events.json';

	it('imports 46 of the 50 events and says why the others are not right', async () => {
		const run = await imported(name, example(events), {}, events);

		expect(run.error).toBeUndefined();
		expect(counts(run, 'Events')).toEqual({
			rowsIn: 50,
			stats: { recordsProcessed: 46, errors: 0 },
			reasons: [
				[6, 'accountId is required'],
				[15, 'userId is required'],
				[27, 'event.key is required'],
				[41, 'accountId is required', 'userId is required'],
			],
		});
	});

	it('sends user events with their amount in the currency, not in cents', async () => {
		await imported(name, example(events), {}, events);

		expect(sentLines()[0]).toEqual({
			accountId: 'ACC-10437',
			userId: 'cus_SpkI3z2VI5Uk3y',
			event: {
				key: 'purchase',
				dateTriggered: 1751266829000,
				fields: { revenue: 250, currency: 'EUR', stripeId: text },
			},
			idempotencyKey: 'evt_16O4cyYZ6RIGJzrH2w5vFptX',
		});
		const started = sentLines().map(({ event }) => event as { key: string; fields: object });
		const [subscription] = started.filter(({ key }) => key === 'subscription_started');
		expect(subscription?.fields).not.toHaveProperty('revenue');
	});
});

describe('failed-rows-to-sheet-and-back.json', () => {
	const name = 'failed-rows-to-sheet-and-back.json';
	const writes = (node: string) =>
		sent.filter(({ nodeName }) => nodeName === node).map(({ parameters }) => parameters.row);

	it('puts the rows that Upload rejects and those that fail in Advocate into the sheet', async () => {
		// The sandbox takes referredBy.isConverted as a boolean only, and the schema has it as text.
		const run = await imported(
			name,
			[
				'accountId,id,referredBy.isConverted,customFields.plan',
				'acme,ann,,pro',
				'acme,,,free',
				'acme,bob,yes,free',
				'',
			].join('\n'),
		);

		expect(run.error).toBeUndefined();
		expect(run.json('Advocate Job Status')[0]?.stats).toEqual({ recordsProcessed: 2, errors: 1 });
		expect(writes('Failed Rows to Sheet')).toEqual([
			{
				accountId: 'acme',
				id: 'bob',
				'referredBy.isConverted': 'yes',
				'customFields.plan': 'free',
				reason: 'referredBy.isConverted must be true or false',
				corrected: '',
			},
			{ accountId: 'acme', 'customFields.plan': 'free', reason: 'id is required', corrected: '' },
		]);
		expect(writes('Mark as Sent')).toEqual([]);
	});

	it('writes all bad rows of the example, and loses none', async () => {
		const run = await imported(name, example('crm-contacts.csv'));

		expect(run.json('Advocate Job Status')[0]?.stats).toEqual({
			recordsProcessed: 995,
			errors: 0,
		});
		expect(writes('Failed Rows to Sheet')).toHaveLength(5);
	});

	const corrected = [
		{ accountId: 'acme', id: 'eve', reason: 'id is required', corrected: 'yes' },
		{ accountId: 'acme', id: '', reason: 'id is required', corrected: 'yes' },
		{ accountId: 'acme', id: 'bob', reason: 'not yet looked at', corrected: '' },
	];

	it('imports the corrected rows of the sheet and marks them', async () => {
		sheetRows = corrected;

		const run = await rig.run(template(name), undefined, { nodeTypes, startNode: 'Every Hour' });

		expect(run.error).toBeUndefined();
		expect(sentLines()).toEqual([{ accountId: 'acme', id: 'eve' }]);
		expect(writes('Mark as Sent')).toEqual([
			{ row_number: 2, corrected: 'sent' },
			{ row_number: 3, corrected: 'sent' },
		]);
	});

	it('brings a row that is still wrong back as a new row', async () => {
		sheetRows = corrected;

		await rig.run(template(name), undefined, { nodeTypes, startNode: 'Every Hour' });

		expect(writes('Failed Rows to Sheet')).toEqual([
			{ accountId: 'acme', id: '', reason: 'id is required', corrected: '' },
		]);
	});

	it('marks nothing when the job was aborted', async () => {
		sheetRows = corrected;
		rig.sandbox.jobs.failNext('ABORTED');

		const run = await rig.run(template(name), undefined, { nodeTypes, startNode: 'Every Hour' });

		expect(run.error?.message).toMatch(/^Advocate aborted the job [0-9a-f]+\. Rows of it may/);
		expect(writes('Mark as Sent')).toEqual([]);
	});
});
