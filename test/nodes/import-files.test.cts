import { readFileSync } from 'node:fs';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { failure } from '../support/failure.cts';
import {
	FAILED,
	IMPORTED,
	importWorkflow,
	REJECTED,
	unheardWorkflow,
	startForImports,
} from '../support/import-workflow.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';

/* Files in: every row is checked, and the names are matched as those of items are. */

const rig = new Rig();

beforeEach(async () => await startForImports(rig));
afterEach(async () => await rig.stop());

const CRM = [
	'Company ID,Contact ID,First Name,Email,note',
	'acme,ann,Ann,ann@example.com,a',
	'acme,,Bob,bob@example.com,b',
	'acme,cat,Cat,cat@example.com,c',
	'',
].join('\n');

const importFile = async (item: INodeExecutionData, parameters: INodeParameters = {}) =>
	await rig.run(importWorkflow(parameters), [item]);

const sent = () => readFileSync(rig.sandbox.uploads.list().at(-1)?.path ?? '', 'utf8');

it('imports a file of a CRM with nothing set', async () => {
	const run = await importFile(fileItem('contacts.csv', CRM));

	expect(run.error).toBeUndefined();
	expect(sent()).toBe(
		'accountId,id,firstName,email\nacme,ann,Ann,ann@example.com\nacme,cat,Cat,cat@example.com\n',
	);
	expect(run.items('Import', IMPORTED)).toEqual([
		{
			json: expect.objectContaining({
				fileName: 'contacts.csv',
				...{ rows: 3, rowsImported: 2, rowsRejected: 1, rowsFailed: 0 },
				mapping: expect.objectContaining({ 'Company ID': 'accountId', Email: 'email' }) as object,
			}) as object,
			pairedItem: [{ item: 0 }],
		},
	]);
	expect(run.json('Import', REJECTED)).toEqual([
		expect.objectContaining({
			...{ reasons: ['id is required'], stage: 'checked', rowNumber: 2 },
			...{ 'Company ID': 'acme', 'First Name': 'Bob', note: 'b' },
		}),
	]);
});

it('leads a row that Advocate refused back to the row of the file', async () => {
	const content = [
		'accountId,id,customFields.my-plan',
		'acme,,pro',
		'acme,ann,',
		'acme,bob,pro',
		'',
	].join('\n');

	const run = await importFile(fileItem('contacts.csv', content));

	expect(run.json('Import', REJECTED)).toEqual([
		expect.objectContaining({ stage: 'checked', rowNumber: 1 }),
		expect.objectContaining({
			...{ stage: 'imported', rowNumber: 3 },
			...{ accountId: 'acme', id: 'bob', 'customFields.my-plan': 'pro' },
		}),
	]);
	expect(run.json('Import', IMPORTED)[0]).toMatchObject({
		...{ rows: 3, rowsImported: 1, rowsRejected: 1, rowsFailed: 1 },
		summary: expect.stringContaining('First: bob') as string,
	});
});

it('reads JSON Lines by the names in it', async () => {
	const content = '{"user_id":"ann","org_id":"acme"}\n{"user_id":"bob","org_id":"acme"}\n';

	const run = await importFile(fileItem('contacts.jsonl', content));

	expect(sent()).toBe('{"id":"ann","accountId":"acme"}\n{"id":"bob","accountId":"acme"}\n');
	expect(run.json('Import', IMPORTED)[0]).toMatchObject({ rowsImported: 2 });
});

it('takes the account from a setting, and fields that are set for all rows', async () => {
	const content = 'Contact ID,Email\nann,ann@example.com\n';
	const set = { field: 'customFields.source', value: '={{ $json.from }}' };
	const item = fileItem('contacts.csv', content, 'text/csv', { from: 'sheet' });

	const asUser = await importFile(item, {
		...{ accountId: 'userId', otherColumns: 'matchAndSet' },
		additionalColumns: { column: [set] },
	});

	expect(asUser.error).toBeUndefined();
	expect(sent()).toBe('id,email,accountId,customFields.source\nann,ann@example.com,ann,sheet\n');
	await importFile(item, { accountId: 'value', accountIdValue: 'acme' });
	expect(sent()).toBe('id,email,accountId\nann,ann@example.com,acme\n');
	await importFile(item, { accountId: 'column', accountIdColumn: 'Email' });
	expect(sent()).toBe('id,email,accountId\nann,ann@example.com,ann@example.com\n');
});

it('says it also of a file without a single good row, and sends nothing', async () => {
	const run = await importFile(fileItem('contacts.csv', 'accountId,id\nacme,\n'));

	expect(run.json('Import', IMPORTED)).toEqual([
		expect.objectContaining({ job: null, rows: 1, rowsImported: 0, rowsRejected: 1 }),
	]);
	expect(rig.sandbox.requests).toEqual([]);
});

it('leaves a refused file on Failed', async () => {
	const run = await importFile(fileItem('contacts.csv', 'accountId,id\n'));

	expect(run.json('Import', FAILED)).toEqual([
		expect.objectContaining({
			message: 'The file "contacts.csv" was not uploaded: It has no rows.',
			safeToRunAgain: true,
		}),
	]);
	expect(rig.sandbox.requests).toEqual([]);
});

it('imports each file by itself, and says what went in before one that failed', async () => {
	const good = fileItem('good.csv', 'accountId,id\nacme,ann\n');
	const bad = fileItem('bad.csv', 'accountId,id\n');

	const heard = await rig.run(importWorkflow({}), [good, bad, good]);
	const unheard = await rig.run(unheardWorkflow({}), [good, bad, good]);

	expect(heard.items('Import', IMPORTED).map(({ pairedItem }) => pairedItem)).toEqual([
		[{ item: 0 }],
		[{ item: 2 }],
	]);
	expect(heard.items('Import', FAILED)[0]?.pairedItem).toEqual([{ item: 1 }]);
	expect(failure(unheard).description).toContain('Before it, this run has imported files: 1.');
});

describe('where it is not said what the rows come from', () => {
	const user = { accountId: 'acme', id: 'ann', email: 'ann@example.com' };

	it('a file is seen by its item', async () => {
		const told = { id: 'f1', name: 'users.csv', mimeType: 'text/csv', createdTime: '2026-01-01' };
		const run = await importFile(
			fileItem('users.csv', 'accountId,id\nacme,bob\n', 'text/csv', told),
		);

		expect(run.json('Import', IMPORTED)[0]).toMatchObject({ fileName: 'users.csv' });
	});

	it('rows are seen, with a photo beside them', async () => {
		const run = await importFile(fileItem('ann.png', 'png', 'image/png', user));

		expect(run.json('Import', IMPORTED)[0]).toMatchObject({ rows: 1, rowsImported: 1 });
	});

	it('both at once are in doubt, until it is said', async () => {
		const item = fileItem('users.csv', 'accountId,id\nacme,bob\nacme,cat\n', 'text/csv', user);

		expect(failure(await importFile(item))).toEqual({
			message: 'The input items hold files and rows, so it is not certain which of them to import',
			description: 'Nothing was sent. Set "Rows From" to "Input Items" or to "A File".',
		});
		expect(rig.sandbox.requests).toEqual([]);
		const asItems = await importFile(item, { source: 'items' });
		const asFile = await importFile(item, { source: 'binary' });
		expect(asItems.json('Import', IMPORTED)[0]).toMatchObject({ rows: 1 });
		expect(asFile.json('Import', IMPORTED)[0]).toMatchObject({ rows: 2 });
	});
});

it.each([
	['advocateImport', 'Rows From'],
	['advocateUpload', 'Source'],
])('tells rows where a file was expected: %s', async (type, label) => {
	const parameters = { source: 'binary' };

	const run = await rig.run(chain({ name: 'Node', type, parameters }), [
		{ json: { accountId: 'acme', id: 'ann' } },
	]);

	expect(failure(run)).toEqual({
		message: 'You sent rows, where a file was expected',
		description: expect.stringContaining(`Set "${label}" to "Input Items".`) as string,
	});
});
