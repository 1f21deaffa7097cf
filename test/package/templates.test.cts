import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import { createNodeTypes, nodesOfPackage } from '../../harness/engine/node-types.cts';
import type { RunOptions, WorkflowJson } from '../../harness/engine/run-workflow.cts';
import { createStandIns, DataTables, type SentMessage } from '../../harness/engine/stand-ins.cts';
import { root } from '../../harness/project.cts';
import { nodeClasses } from '../support/advocate-nodes.cts';
import { Rig } from '../support/rig.cts';

/*
 * Every template runs as it is; in place of Slack, e-mail, Google Sheets, Postgres, SFTP and n8n's data
 * tables are stand-ins that note what they would have sent.
 */

const rig = new Rig();
const folder = mkdtempSync(join(tmpdir(), 'advocate-templates-'));
let sent: SentMessage[] = [];
/** What Google Sheets reads. */
let sheetRows: IDataObject[] = [];
let dataTables = new DataTables();
/** What the database answers, and what it was last asked. */
let databaseRows: IDataObject[] = [];
let asked: { query: string; parameters: unknown[] } | undefined;
/** What the person clicks who is asked for approval. */
let approval: boolean | undefined;
/** What was sent over SFTP, by its path; or why the server takes nothing. */
let sftpFiles: Record<string, string> = {};
let sftpRefusal: string | undefined;
let nodeTypes = pretendedN8n();

function pretendedN8n() {
	return createNodeTypes(
		nodesOfPackage('n8n-nodes-impact-advocate', nodeClasses),
		createStandIns(
			(message) => sent.push(message),
			() => sheetRows,
			{
				dataTables,
				approval: () => approval,
				answerQuery: (query, parameters) => {
					asked = { query, parameters };
					return databaseRows;
				},
				sendFile: (path, content) => {
					if (sftpRefusal !== undefined) throw new Error(sftpRefusal);
					sftpFiles[path] = content.toString();
				},
			},
		),
	);
}

beforeEach(async () => {
	sent = [];
	sheetRows = [];
	databaseRows = [];
	asked = undefined;
	approval = undefined;
	sftpFiles = {};
	sftpRefusal = undefined;
	dataTables = new DataTables();
	nodeTypes = pretendedN8n();
	await rig.start();
});
afterEach(async () => await rig.stop());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

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

	it('says in a note of its own what to set, and covers no node with a note', () => {
		const notes = workflow.nodes.filter(({ type }) => type.endsWith('.stickyNote'));
		const others = workflow.nodes.filter((node) => !notes.includes(node));
		const [first] = notes.map(({ parameters }) => parameters.content as string);

		expect(first).toContain('1. Install **n8n-nodes-impact-advocate**');
		expect(first).toContain('*Advocate API*');
		for (const { position, parameters } of notes) {
			const [left, top] = position;
			const right = left + (parameters.width as number);
			const bottom = top + (parameters.height as number);
			for (const { name, position } of others) {
				const [x, y] = position;
				const covered = x + 96 > left && x < right && y + 96 > top && y < bottom;
				expect(covered ? name : undefined).toBeUndefined();
			}
		}
	});

	it('leaves no end of a job, no rejected row and no invalid file unanswered', () => {
		// The first import: four nodes and nothing else, whose outputs one looks at.
		if (name === 'crm-users-import.json') return;
		const connected = (node: string, output: number) =>
			(workflow.connections[node]?.main?.[output] ?? []).length > 0;
		for (const { name: node, type, parameters } of workflow.nodes) {
			const [, kind] = type.split('.');
			if (kind === 'advocateUpload') expect([node, connected(node, 1)]).toEqual([node, true]);
			if (kind === 'advocateValidate') expect([node, connected(node, 1)]).toEqual([node, true]);
			if (kind === 'advocateJobStatus') {
				expect([node, connected(node, 2)]).toEqual([node, true]);
				const notes = JSON.stringify(workflow.nodes);
				if (parameters.wait) {
					expect(connected(node, 1) || notes.includes('*Pending*')).toBe(true);
				}
			}
		}
	});

	it('has a section with a picture in docs/workflows.md, and a line in the README', () => {
		const docs = readFileSync(join(root, 'docs/workflows.md'), 'utf8');
		const picture = `images/workflows/${name.replace(/json$/, 'png')}`;

		expect(docs).toContain(`\n\`${name}\` · `);
		expect(docs).toContain(`](${picture})`);
		expect(existsSync(join(root, 'docs', picture))).toBe(true);
		expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`\`${name}\``);
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
		// Without data handed in, the trigger polls, as on a test run in the editor.
		const run = await runFrom(name, 'Advocate Wait for Completion Trigger');
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
				[20, expect.stringContaining('appears again in row 44')],
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
		// The sandbox, like the schema, has no dashes in the names of custom fields.
		const run = await imported(
			name,
			[
				'accountId,id,customFields.plan-type,customFields.plan',
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
				'customFields.plan-type': 'yes',
				'customFields.plan': 'free',
				reason: 'customFields.plan-type is not a valid field name',
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

/** Lets an import of a template run from one of its triggers. */
async function runFrom(
	name: string,
	startNode: string,
	startData?: IDataObject[],
): Promise<FinishedRun> {
	const items = startData?.map((json) => ({ json }));
	return await rig.run(template(name), undefined, { nodeTypes, startNode, startData: items });
}

describe('google-sheet-events.json', () => {
	const name = 'google-sheet-events.json';
	const written = () => sent.map(({ parameters }) => parameters.row);
	const event = {
		accountId: 'acme',
		userId: 'ann',
		'event.key': 'purchase',
		'event.dateTriggered': '2026-01-14T10:00:00Z',
		'event.fields.revenue': '9.50',
		status: 'new',
	};

	beforeEach(() => {
		sheetRows = [
			{ ...event, status: 'sent' },
			event,
			{ ...event, userId: '' },
			{ ...event, userId: 'bob', idempotencyKey: 'order-1007' },
		];
	});

	it('imports the new rows, each with a key by which it is known again', async () => {
		const run = await runFrom(name, 'Every Hour');

		expect(run.error).toBeUndefined();
		expect(sentLines()).toEqual([
			{
				accountId: 'acme',
				userId: 'ann',
				event: {
					key: 'purchase',
					dateTriggered: Date.parse('2026-01-14T10:00:00Z'),
					fields: { revenue: '9.50' },
				},
				idempotencyKey: sha256('acme|ann|purchase|2026-01-14T10:00:00Z'),
			},
			expect.objectContaining({ userId: 'bob', idempotencyKey: 'order-1007' }),
		]);
	});

	it('writes to each row what became of it', async () => {
		await runFrom(name, 'Every Hour');

		expect(written()).toEqual([
			{ row_number: 3, status: 'sent' },
			{ row_number: 5, status: 'sent' },
			{ row_number: 4, status: 'rejected: userId is required' },
		]);
	});

	it('writes to a row that failed in Advocate why', async () => {
		rig.sandbox.jobs.hold(true);
		rig.whileAsleep = () => endWithFailure(2, 'This user does not exist');

		await runFrom(name, 'Every Hour');

		expect(written()).toContainEqual({ row_number: 3, status: 'sent' });
		expect(written()).toContainEqual({
			row_number: 5,
			status: 'failed: This user does not exist',
		});
	});

	it.each([
		['was aborted', () => rig.sandbox.jobs.failNext('ABORTED'), /^Advocate aborted the job/],
		[
			'is still running',
			() => rig.sandbox.jobs.hold(true),
			/is still running\. The rows stay "new"/,
		],
	])('stops and marks no row as sent when the job %s', async (_what, prepare, message) => {
		prepare();

		const run = await runFrom(name, 'Every Hour');

		expect(run.error?.message).toMatch(message);
		expect(JSON.stringify(written())).not.toContain('"sent"');
	});

	it('stops and marks no row as sent when the list of failed rows is not to be had', async () => {
		rig.sandbox.faults.add({ on: 'download', kind: 'status', status: 500, times: Infinity });
		rig.sandbox.jobs.hold(true);
		rig.whileAsleep = () => endWithFailure(2, 'This user does not exist');

		const run = await runFrom(name, 'Every Hour');

		expect(run.error?.message).toMatch(/not all of its failed rows could be had/);
		expect(JSON.stringify(written())).not.toContain('"sent"');
	});
});

/** Ends the job that is running with one failed row, of the kind that only Advocate can find. */
function endWithFailure(recordNumber: number, message: string): void {
	const [job] = rig.sandbox.jobs.list();
	if (job === undefined || job.status !== 'PENDING') return;
	rig.sandbox.jobs.remove(job.id);
	rig.sandbox.jobs.add('test_acme', {
		...job,
		status: 'COMPLETED',
		dateCompleted: rig.now,
		stats: { recordsProcessed: 2, errors: 1 },
	});
	const body = `recordNumber,message,apiErrorCode,statusCode\n${recordNumber},${message},BAD_REQUEST,400\n`;
	rig.sandbox.faults.add({ on: 'download', kind: 'notJson', body });
}

describe('webhook-events-hourly.json', () => {
	const name = 'webhook-events-hourly.json';
	const table = 'advocate-events';
	const kept = () => dataTables.rows(table);
	const event = (id: string, more: IDataObject = {}) => ({
		body: {
			...{ id, accountId: 'acme', userId: 'ann', key: 'purchase' },
			dateTriggered: '2026-01-14T10:00:00Z',
			fields: { revenue: 9.5, lines: [1, 2] },
			...more,
		},
	});

	beforeEach(async () => {
		await runFrom(name, 'When clicking ‘Execute workflow’');
	});

	it('keeps each event that is posted, and one that is posted again only once', async () => {
		for (const one of [
			event('order-1001'),
			event('order-1002'),
			event('order-1001', { userId: 'eve' }),
		]) {
			expect((await runFrom(name, 'Event Arrives', [one])).error).toBeUndefined();
		}

		expect(kept()).toEqual([
			expect.objectContaining({ eventId: 'order-1001', userId: 'eve', eventKey: 'purchase' }),
			expect.objectContaining({ eventId: 'order-1002', fields: '{"revenue":9.5,"lines":[1,2]}' }),
		]);
	});

	it('tells the sender by an error that an event could not be kept', async () => {
		dataTables = new DataTables();
		nodeTypes = pretendedN8n();

		const run = await runFrom(name, 'Event Arrives', [event('order-1001')]);

		expect(run.error?.message).toBe('Data table with name "advocate-events" not found');
	});

	it('imports what was gathered in one file, and empties the table', async () => {
		for (const one of [event('order-1001'), event('order-1002')])
			await runFrom(name, 'Event Arrives', [one]);

		const run = await runFrom(name, 'Every Hour');

		expect(run.error).toBeUndefined();
		expect(sentLines()).toHaveLength(2);
		expect(sentLines()[0]).toEqual({
			accountId: 'acme',
			userId: 'ann',
			event: {
				key: 'purchase',
				dateTriggered: Date.parse('2026-01-14T10:00:00Z'),
				fields: { revenue: 9.5, lines: [1, 2] },
			},
			idempotencyKey: 'order-1001',
		});
		expect(kept()).toEqual([]);
	});

	it.each([
		['with marks that no key may have', 'order:1001|DE', sha256('order:1001|DE')],
		['that is a short number', 42, sha256('42')],
		['that is a long number', 1_234_567_890, '1234567890'],
	])('sends the hash of an id %s', async (_which, id, key) => {
		for (let i = 0; i < 2; i++) await runFrom(name, 'Event Arrives', [event('', { id })]);

		await runFrom(name, 'Every Hour');

		expect(sentLines()).toEqual([expect.objectContaining({ idempotencyKey: key })]);
		expect(kept()).toEqual([]);
	});

	it('makes a key for an event without an id, which stays the same from hour to hour', async () => {
		await runFrom(name, 'Event Arrives', [event('', { id: undefined })]);
		const [{ eventId } = {}] = kept();
		expect(eventId).toMatch(/^[0-9a-f]{64}$/);

		await runFrom(name, 'Every Hour');

		expect(sentLines()).toEqual([expect.objectContaining({ idempotencyKey: eventId })]);
	});

	it('does nothing in an hour without events', async () => {
		const run = await runFrom(name, 'Every Hour');

		expect(run.error).toBeUndefined();
		expect(rig.sandbox.uploads.list()).toEqual([]);
	});

	it('keeps an event that is not right with its reasons, and sends it no more', async () => {
		const both = [event('order-1001'), event('order-1002', { userId: '' })];
		for (const one of both) await runFrom(name, 'Event Arrives', [one]);
		await runFrom(name, 'Every Hour');
		expect(kept()).toEqual([
			expect.objectContaining({ eventId: 'order-1002', problem: 'userId is required' }),
		]);

		await runFrom(name, 'Every Hour');

		expect(rig.sandbox.uploads.list()).toHaveLength(1);
	});

	it('keeps an event that failed in Advocate with its reason', async () => {
		for (const one of [event('order-1001'), event('order-1002')])
			await runFrom(name, 'Event Arrives', [one]);
		rig.sandbox.jobs.hold(true);
		rig.whileAsleep = () => endWithFailure(1, 'This user does not exist');

		await runFrom(name, 'Every Hour');

		expect(kept()).toEqual([
			expect.objectContaining({ eventId: 'order-1001', problem: 'This user does not exist' }),
		]);
	});

	it('leaves an event that came during the import for the next hour', async () => {
		await runFrom(name, 'Event Arrives', [event('order-1001')]);
		rig.whileAsleep = () => {
			if (kept().length === 1) dataTables.insert(table, { eventId: 'late' });
		};

		await runFrom(name, 'Every Hour');

		expect(kept()).toEqual([expect.objectContaining({ eventId: 'late' })]);
	});

	it.each([
		['was aborted', () => rig.sandbox.jobs.failNext('ABORTED'), /^Advocate aborted the job/],
		['is still running', () => rig.sandbox.jobs.hold(true), /is still running/],
	])('stops and keeps all events when the job %s', async (_what, prepare, message) => {
		await runFrom(name, 'Event Arrives', [event('order-1001')]);
		prepare();

		const run = await runFrom(name, 'Every Hour');

		expect(run.error?.message).toMatch(message);
		expect(kept()).toHaveLength(1);
	});
});

describe('database-changed-users.json', () => {
	const name = 'database-changed-users.json';
	const remembered = () => dataTables.rows('advocate-last-run');
	const readUntil = '2026-01-15T03:00:00.000Z';
	const ann = { accountId: 'acme', id: 'ann', 'customFields.plan': 'pro', read_until: readUntil };

	beforeEach(async () => {
		await runFrom(name, 'When clicking ‘Execute workflow’');
		databaseRows = [ann];
	});

	it('imports all users at first, and then those since the last run', async () => {
		const run = await runFrom(name, 'Every Night');

		expect(run.error).toBeUndefined();
		expect(asked?.parameters).toEqual(['1970-01-01T00:00:00Z']);
		expect(sentLines()).toEqual([{ accountId: 'acme', id: 'ann', customFields: { plan: 'pro' } }]);

		await runFrom(name, 'Every Night');

		expect(asked?.parameters).toEqual([readUntil]);
		expect(asked?.query).toContain("WHERE updated_at > $1::timestamptz - interval '5 minutes'");
		expect(remembered()).toHaveLength(1);
		expect(sent).toEqual([]);
	});

	it('does nothing when nobody has changed', async () => {
		databaseRows = [];

		const run = await runFrom(name, 'Every Night');

		expect(run.error).toBeUndefined();
		expect(rig.sandbox.uploads.list()).toEqual([]);
	});

	it('mails all rejected rows in one email, and imports the others', async () => {
		databaseRows = [ann, { ...ann, id: null }, { ...ann, accountId: null }];

		await runFrom(name, 'Every Night');

		expect(mails()).toHaveLength(1);
		expect(mails()[0]?.parameters).toMatchObject({
			subject: 'Changed users: 2 rows were left out',
			text: expect.stringContaining('Row 2 (acme): id is required') as string,
		});
		expect(remembered()).toHaveLength(1);
	});

	it.each([
		['aborted', () => rig.sandbox.jobs.failNext('ABORTED')],
		['still running', () => rig.sandbox.jobs.hold(true)],
	])('mails that the job was %s, and takes the same users again', async (what, prepare) => {
		prepare();

		const run = await runFrom(name, 'Every Night');

		expect(run.error).toBeUndefined();
		expect(mails().map(({ parameters }) => parameters.subject)).toEqual([`Changed users: ${what}`]);
		expect(remembered()).toEqual([]);
	});
});

describe('delete-users-with-approval.json', () => {
	const name = 'delete-users-with-approval.json';
	const start = 'When clicking ‘Execute workflow’';
	const subjects = () => mails().map(({ parameters }) => parameters.subject);

	beforeEach(() => {
		sheetRows = [
			{ accountId: 'acme', id: 'ann', name: 'Ann' },
			{ accountId: 'acme', id: 'bob', name: 'Bob' },
			{ accountId: 'acme', id: '', name: 'Nobody' },
		];
	});

	it('shows a person whom the list names, and which rows are not right', async () => {
		await runFrom(name, start);

		expect(sent[0]?.parameters).toMatchObject({
			operation: 'sendAndWait',
			subject: 'Delete 2 users from Advocate?',
			message: expect.stringMatching(
				/acme, ann\nacme, bob\n\n1 rows .*\n\nRow 3: id is required$/,
			) as string,
		});
	});

	it('deletes the users once the person has approved', async () => {
		approval = true;

		const run = await runFrom(name, start);

		expect(run.error).toBeUndefined();
		expect(rig.sandbox.jobs.list().map(({ type }) => type)).toEqual(['MUTATION/DELETE_USER']);
		expect(sentLines()).toEqual([
			{ accountId: 'acme', id: 'ann' },
			{ accountId: 'acme', id: 'bob' },
		]);
		expect(subjects()).toContain('Advocate: 2 users deleted, 0 failed');
		expect(subjects()).toContain('Deletion: 1 rows were left out');
	});

	it.each([
		['declined', false],
		['not answered in time', undefined],
	])('deletes nobody when it was %s', async (_what, answer) => {
		approval = answer;

		const run = await runFrom(name, start);

		expect(run.error).toBeUndefined();
		expect(rig.sandbox.jobs.list()).toEqual([]);
		expect(subjects()).toContain('Advocate: nobody was deleted');
	});
});

describe('users-over-sftp.json', () => {
	const name = 'users-over-sftp.json';

	it('sends one file under the prefix and the time, with the rows that are right', async () => {
		const run = await imported(name, example('crm-contacts.csv'), { startNode: 'Every Night' });

		expect(run.error).toBeUndefined();
		const [[path, content] = ['', '']] = Object.entries(sftpFiles);
		expect(path).toMatch(/^users_users-\d{4}-\d\d-\d\d-\d{6}\.jsonl$/);
		expect(content.trimEnd().split('\n')).toHaveLength(995);
		expect(rig.sandbox.requests).toEqual([]);
		expect(mails().map(({ parameters }) => parameters.subject)).toEqual([
			'Users over SFTP: 5 rows were left out',
		]);
	});

	it('mails that the file could not be sent', async () => {
		sftpRefusal = 'All configured authentication methods failed';

		const run = await imported(name, 'accountId,id\nacme,ann\n', { startNode: 'Every Night' });

		expect(run.error).toBeUndefined();
		expect(mails()[0]?.parameters).toMatchObject({
			subject: 'Advocate: the file was not sent',
			text: expect.stringContaining('authentication methods failed') as string,
		});
	});
});

describe('users-by-portal.json', () => {
	it('mails the file to upload, and uploads nothing', async () => {
		const run = await imported('users-by-portal.json', 'accountId,id\nacme,ann\nacme,\n');

		expect(run.error).toBeUndefined();
		expect(mails()[0]?.parameters).toMatchObject({
			subject: 'File for Advocate: 1 users',
			options: { fileAttachments: 'data' },
		});
		expect(run.items('Advocate Upload')[0]?.binary?.data).toMatchObject({ fileExtension: 'csv' });
		expect(mails()).toHaveLength(2);
		expect(rig.sandbox.requests).toEqual([]);
	});
});

describe.each([
	'users-over-sftp.json',
	'users-by-portal.json',
	'job-ended-to-slack-and-email.json',
])('%s: the trigger', (name) => {
	it('hears of a job that was not started by n8n', async () => {
		rig.sandbox.jobs.add('test_acme', { status: 'COMPLETED', dateCompleted: rig.now });
		dataTables.create('advocate-jobs');

		const run = await runFrom(name, 'Advocate Wait for Completion Trigger');

		expect(run.error).toBeUndefined();
		expect(slack()).toHaveLength(1);
	});
});

describe('job-ended-to-slack-and-email.json: the log', () => {
	const name = 'job-ended-to-slack-and-email.json';
	const trigger = 'Advocate Wait for Completion Trigger';

	it('has one row for each job', async () => {
		await runFrom(name, 'When clicking ‘Execute workflow’');
		const { id } = rig.sandbox.jobs.add('test_acme', { status: 'ABORTED', dateCompleted: rig.now });

		await runFrom(name, trigger);
		await runFrom(name, trigger);

		expect(dataTables.rows('advocate-jobs')).toEqual([
			expect.objectContaining({ jobId: id, status: 'ABORTED', rows: '0', failedRows: '0' }),
		]);
	});

	it('keeps no message back when there is no table to write to', async () => {
		rig.sandbox.jobs.add('test_acme', { status: 'COMPLETED', dateCompleted: rig.now });

		const run = await runFrom(name, trigger);

		expect(run.error).toBeUndefined();
		expect(slack()).toHaveLength(1);
	});
});
