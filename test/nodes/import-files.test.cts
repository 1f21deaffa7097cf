import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
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

const dialectOf = (content: string | Buffer, name: string, parameters: INodeParameters = {}) =>
	importFile(fileItem(name, content), parameters).then((run) => {
		const [told] = run.json('Import', IMPORTED);
		return { dialect: told?.dialect, fileName: told?.fileName, sent: sent() };
	});

describe('reads a file as programs write it, and says what it found:', () => {
	const users = 'accountId,id,dateCreated\nacme,jörg,1714554000000\n';

	it.each<[string, string, string | Buffer, object]>([
		[
			'semicolons in Windows-1252, as a German Excel has them',
			'kontakte.csv',
			Buffer.from(
				'Company ID;Contact ID;Create Date\r\nacme;jörg;2024-05-01T09:00:00Z\r\n',
				'latin1',
			),
			{ format: 'csv', encoding: 'windows-1252', separator: ';', quotes: 'doubled' },
		],
		[
			'tabs in UTF-16',
			'contacts.txt',
			Buffer.from(
				'\ufeffCompany ID\tContact ID\tCreate Date\nacme\tjörg\t2024-05-01T09:00:00Z\n',
				'utf16le',
			),
			{ format: 'csv', encoding: 'utf-16le', separator: '\t', quotes: 'doubled' },
		],
		[
			'gzip',
			'contacts.csv.gz',
			gzipSync('Company ID,Contact ID,Create Date\nacme,jörg,2024-05-01T09:00:00Z\n'),
			{ format: 'csv', encoding: 'utf-8', packing: 'gzip', separator: ',', quotes: 'doubled' },
		],
	])('%s', async (_which, name, content, dialect) => {
		const read = await dialectOf(content, name, { source: 'binary' });

		expect(read).toMatchObject({ dialect, fileName: expect.stringMatching(/\.csv$/) as string });
		expect(read.sent.replaceAll('\r', '')).toBe(users);
	});

	it('one JSON array', async () => {
		const content = '[{"org_id":"acme","user_id":"ann"},\n {"org_id":"acme","user_id":"bob"}]';

		expect(await dialectOf(content, 'contacts.json')).toEqual({
			dialect: { format: 'json', encoding: 'utf-8' },
			fileName: 'contacts.jsonl',
			sent: '{"accountId":"acme","id":"ann"}\n{"accountId":"acme","id":"bob"}\n',
		});
	});
});

it('leads rows that Advocate refused back to a file with semicolons', async () => {
	const content = 'accountId;id;customFields.my-plan\nacme;;pro\nacme;ann;\n"acme";bob;pro\n';

	const run = await importFile(fileItem('contacts.csv', content));

	expect(run.json('Import', REJECTED)).toEqual([
		expect.objectContaining({ stage: 'checked', rowNumber: 1 }),
		expect.objectContaining({ stage: 'imported', rowNumber: 3, accountId: 'acme', id: 'bob' }),
	]);
});

describe('the account that is the same as the user', () => {
	const same = { accountId: 'userId' };

	it('follows the user where that is a column, or the only one that is recognized', async () => {
		await importFile(fileItem('contacts.csv', 'Person,Email,id\nann,ann@example.com,7\n'), {
			...{ ...same, userId: 'column', userIdColumn: 'Person' },
		});
		expect(sent()).toBe('email,accountId,id\nann@example.com,ann,ann\n');
		await importFile(fileItem('contacts.csv', 'id,Email\n7,ann@example.com\n'), same);
		expect(sent()).toBe('id,email,accountId\n7,ann@example.com,7\n');
	});

	it('follows it row by row where two columns are recognized', async () => {
		const content = 'id,user_id\nann,ann\nbob,bob\n';

		await importFile(fileItem('contacts.csv', content), same);

		expect(sent()).toBe('id,accountId\nann,ann\nbob,bob\n');
	});

	it.each(['', '5'])('is nobody where the two differ: %j', async (other) => {
		const content = `id,user_id\n7,ann\n${other},bob\n`;

		const run = await importFile(fileItem('contacts.csv', content), same);

		expect(failure(run)).toEqual({
			message: expect.stringMatching(/^It is not certain which user row 1 is for/) as string,
			description: expect.stringContaining('Set "User ID" to "A Column"') as string,
		});
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('follows the record within an object, which is the user', async () => {
		const content = '{"id":"rec1","fields":{"id":"ann"}}\n';

		await importFile(fileItem('contacts.jsonl', content), same);

		expect(sent()).toBe('{"id":"ann","accountId":"ann"}\n');
	});
});

it('asks for the account of a file, and for a column that it does not have', async () => {
	const item = fileItem('contacts.csv', 'Contact ID,Email\nann,ann@example.com\n');

	expect(failure(await importFile(item))).toEqual({
		message: 'No column was recognized as the Account ID, which every row needs',
		description: expect.stringMatching(
			/"Same as User ID".+ The columns are "Contact ID", "Email"\.$/,
		) as string,
	});
	const typed = await importFile(item, { accountId: 'column', accountIdColumn: 'Company' });
	expect(failure(typed).message).toBe(
		'"Account ID" is set to the column "Company", which no row has',
	);
	const fixed = await importFile(item, { accountId: 'value', accountIdValue: 'Email' });
	expect(failure(fixed).message).toContain('but that is the name of a column');
	expect(rig.sandbox.requests).toEqual([]);
});

it('says of a file without a header that it lacks one', async () => {
	const run = await importFile(fileItem('contacts.csv', 'acme,ann,ann@example.com\n'));

	expect(run.json('Import', FAILED)[0]?.message).toContain('Add a header line.');
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

it('sends nothing of a file with a date that puts the order of the others in doubt', async () => {
	const content = 'accountId;id;dateCreated\nacme;ann;05.01.2024\nacme;bob;05.31.2024\n';

	const run = await importFile(fileItem('contacts.csv', content));

	expect(run.json('Import', FAILED)).toEqual([
		expect.objectContaining({
			message: expect.stringContaining('"05.31.2024" in row 2 can\'t have its day first') as string,
			safeToRunAgain: true,
		}),
	]);
	expect(rig.sandbox.requests).toEqual([]);
});

it('shows a rejected row as the file has it where nothing tells what a backslash is', async () => {
	const content = 'accountId,id,firstName\nacme,DOM\\ann,\\N\nacme,DOM\\bob,x\n';

	const run = await importFile(fileItem('contacts.csv', content));

	expect(run.json('Import', REJECTED).map(({ id }) => id)).toEqual(['DOM\\ann', 'DOM\\bob']);
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

describe('the second of two files, which can not be right,', () => {
	const good = fileItem('good.csv', 'accountId,id\nacme,ann\n');
	const unsure = fileItem('unsure.csv', 'accountId,id,user_id\nacme,1,user-9\n');
	const cut = fileItem(
		'cut.csv.gz',
		gzipSync('accountId,id\na,u\n'.repeat(300)).subarray(0, -9),
		'application/gzip',
	);
	const deletion = { type: 'MUTATION/DELETE_USER', confirmDeletion: true };

	it.each([unsure, cut])(
		'leaves on Failed with its name, and the others are imported',
		async (bad) => {
			const run = await rig.run(importWorkflow(deletion), [good, bad, good]);

			expect(run.error).toBeUndefined();
			expect(run.json('Import', IMPORTED)).toHaveLength(2);
			const name = bad.binary?.['data']?.fileName ?? '';
			const [failed, ...others] = run.json('Import', FAILED);
			expect(others).toEqual([]);
			expect(failed).toMatchObject({
				message: expect.stringContaining(`The file "${name}" was not uploaded: `) as string,
				safeToRunAgain: false,
			});
			expect(JSON.stringify(failed)).not.toContain('Nothing was');
		},
	);

	it('is named by the error where nothing is connected to Failed, with what went before it', async () => {
		const run = await rig.run(unheardWorkflow(deletion), [good, unsure]);

		expect(rig.sandbox.jobs.list()).toHaveLength(1);
		const { message, description } = failure(run);
		expect(message).toContain('"unsure.csv"');
		expect(description).toContain('Before it, this run has imported files: 1.');
		expect(description).not.toContain('Nothing was');
	});
});

it('is safe to run again only if no file of the run was sent, before or after', async () => {
	const good = fileItem('good.csv', 'accountId,id\nacme,ann\n');
	const empty = fileItem('empty.csv', 'accountId,id\n');
	const safe = async (...files: INodeExecutionData[]) => {
		const run = await rig.run(importWorkflow({}), files);
		return run.json('Import', FAILED).map((failed) => failed['safeToRunAgain']);
	};

	expect(await safe(empty, empty)).toEqual([true, true]);
	expect(await safe(good, empty)).toEqual([false]);
	expect(await safe(empty, good, empty)).toEqual([false, false]);
});

describe('a field set by hand for a file', () => {
	const item = fileItem('k.csv', 'accountId,id,First Name\nacme,ann,Ann\n');
	const set = (field: string, value: string): INodeParameters => ({
		otherColumns: 'matchAndSet',
		additionalColumns: { column: [{ field, value }] },
		options: { emptyText: 'send' },
	});

	it.each([
		['={{ $json["First Name"] }}', /^firstName is set from .+, which gives nothing in any row$/],
		['First Name', /^firstName would be the text "First Name" in every row, which is the name of/],
		['{{ $json.name }}', /^firstName would be the text .+, as it is not an expression$/],
	])('to %j clears nobody and calls nobody so, but is asked about', async (value, message) => {
		const run = await importFile(item, set('firstName', value));

		expect(failure(run).message).toMatch(message);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('to a column of the file is told how that is done', async () => {
		const run = await importFile(item, set('firstName', '={{ $json["First Name"] }}'));

		expect(failure(run).description).toContain('Extract From File');
	});

	it('may be the name of a column where that is an expression, or a word', async () => {
		await importFile(item, set('firstName', '={{ "First Name" }}'));
		expect(sent()).toContain('First Name\n');

		const run = await importFile(item, set('customFields.plan', 'First Name'));
		expect(run.json('Import', IMPORTED)[0]?.['warnings']).toEqual([
			expect.stringMatching(/^customFields\.plan is "First Name" in all rows, which is also/),
		]);
	});

	it('that an expression leaves blank is warned of', async () => {
		const run = await importFile(item, set('email', '={{ "" }}'));

		expect(run.json('Import', IMPORTED)[0]?.['warnings']).toEqual([
			expect.stringMatching(/^email is set from .+, which gives nothing in any row\.$/),
		]);
	});
});
