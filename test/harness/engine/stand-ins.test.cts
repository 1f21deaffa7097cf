import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { createNodeTypes } from '../../../harness/engine/node-types.cts';
import { runWorkflow } from '../../../harness/engine/run-workflow.cts';
import type { SentMessage } from '../../../harness/engine/stand-ins.cts';
import { createStandIns, DataTables, standIns } from '../../../harness/engine/stand-ins.cts';
import type { NodeSketch } from './tiny-workflow.cts';
import { inARow, ofN8n } from './tiny-workflow.cts';

const nodeTypes = createNodeTypes(standIns);

async function run(node: NodeSketch, startData?: INodeExecutionData[]) {
	const workflow = inARow(ofN8n('Start', 'manualTrigger'), { ...node, name: 'Node' });
	return await runWorkflow({ workflow, nodeTypes, startData });
}

test('Schedule Trigger fires at once when run by hand', async () => {
	const workflow = inARow(ofN8n('Schedule', 'scheduleTrigger'));
	const { json } = (await runWorkflow({ workflow, nodeTypes })).items('Schedule')[0] ?? {};
	expect(Date.parse(json?.timestamp as string)).toBeGreaterThan(0);
});

test('sticky notes are no hindrance', async () => {
	const workflow = inARow(ofN8n('Start', 'manualTrigger'));
	const note = inARow(ofN8n('Note', 'stickyNote', { content: '## Read me' })).nodes;
	workflow.nodes.push(...note);
	expect((await runWorkflow({ workflow, nodeTypes })).status).toBe('success');
});

describe('Read/Write Files from Disk', () => {
	const folder = mkdtempSync(join(tmpdir(), 'engine-read-'));
	writeFileSync(join(folder, 'a.csv'), 'id\n1');
	writeFileSync(join(folder, 'b.csv'), 'id\n2');
	writeFileSync(join(folder, 'c.json'), '{}');
	afterAll(() => rmSync(folder, { recursive: true }));

	const read = (selector: string, extra: Partial<NodeSketch> = {}, options: INodeParameters = {}) =>
		run({
			...ofN8n('Node', 'readWriteFile', { fileSelector: join(folder, selector), options }),
			typeVersion: 1.1,
			...extra,
		});

	test('gives each file that matches', async () => {
		const result = await read('*.csv');
		expect(result.json('Node')).toEqual([
			expect.objectContaining({ fileName: 'a.csv', mimeType: 'text/csv', fileExtension: 'csv' }),
			expect.objectContaining({ fileName: 'b.csv' }),
		]);
		expect(result.items('Node')[0]?.binary?.data).toMatchObject({
			fileName: 'a.csv',
			mimeType: 'text/csv',
			data: Buffer.from('id\n1').toString('base64'),
		});
	});

	test('takes another property and file name', async () => {
		const result = await read('c.json', {}, { dataPropertyName: 'file', fileName: 'd.json' });
		expect(result.items('Node')[0]?.binary?.file?.fileName).toBe('d.json');
	});

	test('fails when there is none, except in its first version', async () => {
		expect((await read('none.csv', { typeVersion: 1 })).json('Node')).toEqual([]);
		expect((await read('none.csv')).error?.message).toBe('No file(s) found');
		const continued = await read('none.csv', { onError: 'continueRegularOutput' });
		expect(continued.json('Node')).toEqual([{ error: 'No file(s) found' }]);
	});
});

describe('Edit Fields', () => {
	const input = [
		{ json: { first: 'Ada', age: '36' }, binary: { data: { data: '', mimeType: '' } } },
	];
	const edit = async (parameters: INodeParameters) =>
		(await run({ ...ofN8n('Node', 'set', parameters), typeVersion: 3.4 }, input)).items('Node');
	const assign = (name: string, value: string, type: string) => ({ id: name, name, value, type });

	test('sets fields of a type, with dots for nesting', async () => {
		const assignments = [
			assign('user.name', '={{ $json.first }} L.', 'string'),
			assign('user.age', '={{ $json.age }}', 'number'),
			assign('tags', '["a","b"]', 'array'),
		];
		const [item] = await edit({ assignments: { assignments } });
		expect(item?.json).toEqual({ user: { name: 'Ada L.', age: 36 }, tags: ['a', 'b'] });
		expect(item?.binary).toBeUndefined();
	});

	test('keeps the rest of the item when told to', async () => {
		const assignments = [assign('age', '1', 'number')];
		const [item] = await edit({ assignments: { assignments }, includeOtherFields: true });
		expect(item?.json).toEqual({ first: 'Ada', age: 1 });
		expect(item?.binary).toBeDefined();
	});

	test('takes JSON', async () => {
		const jsonOutput = '={ "hello": "{{ $json.first }}" }';
		const [item] = await edit({ mode: 'raw', jsonOutput });
		expect(item?.json).toEqual({ hello: 'Ada' });
	});

	test('fails on a value that is not of the type', async () => {
		const parameters = { assignments: { assignments: [assign('age', 'old', 'number')] } };
		const result = await run({ ...ofN8n('Node', 'set', parameters), typeVersion: 3.4 });
		expect(result.error?.message).toMatch("'age' expects a number");
	});
});

test('If sends items to true or false by its conditions', async () => {
	const conditions = {
		combinator: 'and' as const,
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict' as const, version: 2 },
		conditions: [
			{
				id: '1',
				leftValue: '={{ $json.failed }}',
				rightValue: 0,
				operator: { type: 'number' as const, operation: 'gt' as const },
			},
		],
	};
	const node = { ...ofN8n('Node', 'if', { conditions } as INodeParameters), typeVersion: 2.2 };
	const result = await run(node, [{ json: { failed: 2 } }, { json: { failed: 0 } }]);
	expect(result.json('Node', 0)).toEqual([{ failed: 2 }]);
	expect(result.json('Node', 1)).toEqual([{ failed: 0 }]);
});

describe('Extract from File', () => {
	const file = (content: string): INodeExecutionData[] => [
		{
			json: { kept: false },
			binary: { data: { data: Buffer.from(content).toString('base64'), mimeType: '' } },
		},
	];
	const extract = async (content: string, parameters: INodeParameters) =>
		await run(ofN8n('Node', 'extractFromFile', parameters), file(content));

	test('gives the rows of CSV, without their empty cells', async () => {
		const result = await extract('id,note\n007,"a, ""b"""\n8,\n\n', { operation: 'csv' });
		expect(result.json('Node')).toEqual([{ id: '007', note: 'a, "b"' }, { id: '8' }]);
		expect(result.items('Node')[1]?.pairedItem).toEqual({ item: 0 });
	});

	test('keeps empty cells when told to', async () => {
		const options = { includeEmptyCells: true };
		const result = await extract('id,note\n8,\n', { operation: 'csv', options });
		expect(result.json('Node')).toEqual([{ id: '8', note: '' }]);
	});

	test('puts JSON under a name', async () => {
		const parameters = { operation: 'fromJson', destinationKey: 'page' };
		const result = await extract('{"results":[1]}', parameters);
		expect(result.json('Node')).toEqual([{ page: { results: [1] } }]);
	});

	test('fails on anything but JSON, and on other formats', async () => {
		expect((await extract('<html>', { operation: 'fromJson' })).error).toBeDefined();
		expect((await extract('', { operation: 'pdf' })).error?.message).toContain('only extracts');
		const node = { ...ofN8n('Node', 'extractFromFile', { operation: 'fromJson' }) };
		const result = await run({ ...node, onError: 'continueRegularOutput' }, file('<html>'));
		expect(result.json('Node')).toEqual([{ error: expect.any(String) as string }]);
	});
});

describe('Split Out', () => {
	const splitOut = async (field: string, include = 'noOtherFields') =>
		await run(ofN8n('Node', 'splitOut', { fieldToSplitOut: field, include }), [
			{
				json: { page: { rows: [{ id: 1 }, { id: 2 }] }, tags: ['a'], one: 5, by: { x: { id: 3 } } },
			},
		]);

	test.each([
		['page.rows', [{ id: 1 }, { id: 2 }]],
		['tags', [{ tags: 'a' }]],
		['one', [{ one: 5 }]],
		['by', [{ id: 3 }]],
		['missing', []],
	])('makes items of %s', async (field, items) => {
		expect((await splitOut(field)).json('Node')).toEqual(items);
	});

	test('knows no other fields', async () => {
		expect((await splitOut('tags', 'allOtherFields')).error?.message).toContain('one field');
	});
});

describe('Google Sheets', () => {
	const ROWS = [
		{ id: 'ann', corrected: 'yes' },
		{ id: 'bob', corrected: '' },
	];
	const sent: SentMessage[] = [];
	const sheets = async (
		parameters: INodeParameters,
		input: INodeExecutionData[] = [{ json: {} }],
	) => {
		sent.length = 0;
		return await runWorkflow({
			workflow: inARow(ofN8n('Start', 'manualTrigger'), {
				...ofN8n('Sheet', 'googleSheets', parameters),
				typeVersion: 4.5,
			}),
			nodeTypes: createNodeTypes(
				createStandIns(
					(message) => sent.push(message),
					() => ROWS,
				),
			),
			startData: input,
		});
	};

	test('reads the rows it is told to have, with their number', async () => {
		const result = await sheets({ operation: 'read' });
		expect(result.json('Sheet')).toEqual([
			{ row_number: 2, ...ROWS[0] },
			{ row_number: 3, ...ROWS[1] },
		]);
	});

	test('reads those that fit a filter', async () => {
		const filtersUI = { values: [{ lookupColumn: 'corrected', lookupValue: 'yes' }] };
		const result = await sheets({ operation: 'read', filtersUI });
		expect(result.json('Sheet')).toEqual([{ row_number: 2, ...ROWS[0] }]);
	});

	test('tells what it would have appended', async () => {
		const columns = { mappingMode: 'autoMapInputData', value: {} };
		await sheets({ operation: 'append', columns }, [{ json: { row_number: 7, id: 'cat' } }]);
		expect(sent).toEqual([
			{
				nodeName: 'Sheet',
				itemIndex: 0,
				parameters: { operation: 'append', row: { id: 'cat' } },
			},
		]);
	});

	test('tells what it would have updated, by a column to match on', async () => {
		const value = { row_number: '={{ $json.row_number }}', corrected: 'sent' };
		const columns = { mappingMode: 'defineBelow', value, matchingColumns: ['row_number'] };
		await sheets({ operation: 'update', columns }, [{ json: { row_number: 7, id: 'cat' } }]);
		expect(sent[0]?.parameters).toEqual({
			operation: 'update',
			row: { row_number: 7, corrected: 'sent' },
		});
		const none = await sheets({
			operation: 'update',
			columns: { mappingMode: 'defineBelow', value },
		});
		expect(none.error?.message).toContain('matchingColumns');
	});

	test('does nothing else', async () => {
		expect((await sheets({ operation: 'clear' })).error?.message).toContain('only reads');
	});
});

test('Stop and Error stops with its message', async () => {
	const result = await run(ofN8n('Node', 'stopAndError', { errorMessage: '=Job {{ $json.id }}' }), [
		{ json: { id: 7 } },
	]);
	expect(result.error?.message).toBe('Job 7');
});

test('Code runs once for all items, and sees those of other nodes', async () => {
	const jsCode = "return [{ json: { n: $input.all().length, of: $('Start').first().json.of } }];";
	const result = await run({ ...ofN8n('Node', 'code', { jsCode }), typeVersion: 2 }, [
		{ json: { of: 'Ada' } },
		{ json: {} },
	]);
	expect(result.json('Node')).toEqual([{ n: 2, of: 'Ada' }]);
});

test.each(['hubspot', 'httpRequest'])('%s gives what the CRM returns', async (type) => {
	const workflow = inARow(ofN8n('Start', 'manualTrigger'), {
		...ofN8n('CRM', type),
		typeVersion: type === 'hubspot' ? 2.2 : 4.3,
	});
	const crmRows = () => [{ id: 'ann' }, { id: 'bob' }];
	const nodeTypes = createNodeTypes(createStandIns(() => {}, undefined, { crmRows }));
	expect((await runWorkflow({ workflow, nodeTypes })).json('CRM')).toEqual(crmRows());
});

test('Wait lets time pass, and passes the items on', async () => {
	const slept: number[] = [];
	const workflow = inARow(ofN8n('Start', 'manualTrigger'), {
		...ofN8n('Wait', 'wait', { amount: 65 }),
		typeVersion: 1.1,
	});
	const sleep = (milliseconds: number) => void slept.push(milliseconds);
	const nodeTypes = createNodeTypes(createStandIns(() => {}, undefined, { sleep }));
	const result = await runWorkflow({ workflow, nodeTypes, startData: [{ json: { id: 1 } }] });
	expect(result.json('Wait')).toEqual([{ id: 1 }]);
	expect(slept).toEqual([65_000]);
});

test('Slack and Send Email tell what they would have sent, and pass the items on', async () => {
	const sent: SentMessage[] = [];
	const workflow = inARow(
		ofN8n('Start', 'manualTrigger'),
		{
			...ofN8n('Slack', 'slack', {
				select: 'channel',
				channelId: { __rl: true, mode: 'name', value: '#imports' },
				text: '={{ $json.rows }} rows in',
			}),
			typeVersion: 2.3,
		},
		{ ...ofN8n('Mail', 'emailSend', { subject: '={{ $json.rows }} rows' }), typeVersion: 2.1 },
	);
	const result = await runWorkflow({
		workflow,
		nodeTypes: createNodeTypes(createStandIns((message) => sent.push(message))),
		startData: [{ json: { rows: 3 } }],
	});

	expect(sent).toEqual([
		{
			nodeName: 'Slack',
			itemIndex: 0,
			parameters: expect.objectContaining({ channelId: '#imports', text: '3 rows in' }) as unknown,
		},
		{
			nodeName: 'Mail',
			itemIndex: 0,
			parameters: expect.objectContaining({ subject: '3 rows' }) as unknown,
		},
	]);
	expect(result.json('Mail')).toEqual([{ rows: 3 }]);
});

describe('Data Table', () => {
	const table = { dataTableId: { __rl: true, mode: 'name', value: 'jobs' } };
	const where = (keyName: string, keyValue: string) => ({
		...{ matchType: 'allConditions', filters: { conditions: [{ keyName, keyValue }] } },
	});
	const withTables = async (dataTables: DataTables, parameters: INodeParameters) =>
		await runWorkflow({
			workflow: inARow(ofN8n('Start', 'manualTrigger'), {
				...ofN8n('Node', 'dataTable', parameters),
				typeVersion: 1.1,
			}),
			nodeTypes: createNodeTypes(createStandIns(() => {}, undefined, { dataTables })),
		});
	const upsert = (status: string) => ({
		...{ ...table, operation: 'upsert', ...where('jobId', '1') },
		columns: { mappingMode: 'defineBelow', value: { jobId: '1', status } },
	});

	test('makes a table, and of two upserts with the same key one row', async () => {
		const tables = new DataTables();
		await withTables(tables, { resource: 'table', operation: 'create', tableName: 'jobs' });
		await withTables(tables, upsert('PENDING'));
		await withTables(tables, upsert('COMPLETED'));
		expect(tables.rows('jobs')).toEqual([{ id: 1, jobId: '1', status: 'COMPLETED' }]);

		const got = await withTables(tables, { ...table, operation: 'get', ...where('jobId', '2') });
		expect(got.items('Node')).toEqual([]);
	});

	test('inserts rows, and without a condition gets them all', async () => {
		const tables = new DataTables();
		tables.create('jobs');
		const columns = { mappingMode: 'defineBelow', value: { jobId: '1' } };
		await withTables(tables, { ...table, operation: 'insert', columns });
		await withTables(tables, { ...table, operation: 'insert', columns });

		const got = await withTables(tables, { ...table, operation: 'get', filters: {} });
		expect(got.json('Node')).toEqual([
			{ id: 1, jobId: '1' },
			{ id: 2, jobId: '1' },
		]);
	});

	test('compares numbers', async () => {
		const tables = new DataTables();
		tables.create('jobs');
		for (const until of [1, 2, 3]) tables.insert('jobs', { until });
		const filters = { conditions: [{ keyName: 'until', condition: 'lte', keyValue: 2 }] };

		const got = await withTables(tables, { ...table, operation: 'get', filters });
		expect(got.json('Node').map(({ until }) => until)).toEqual([1, 2]);
	});

	test('says so when there is no such table', async () => {
		const { error } = await withTables(new DataTables(), upsert('PENDING'));
		expect(error?.message).toBe('Data table with name "jobs" not found');
	});
});

test.each([
	['ftp', { protocol: 'ftp', operation: 'upload' }, 'This stand-in only uploads over SFTP'],
	['postgres', { operation: 'insert' }, 'This stand-in only executes queries'],
	['code', { mode: 'runOnceForEachItem' }, 'This stand-in only runs once for all items'],
	['wait', { unit: 'hours' }, 'This stand-in only waits for seconds'],
])('%s does what a template needs, and says so of the rest', async (type, parameters, message) => {
	const typeVersion = type === 'postgres' ? 2.6 : 1;
	const { error } = await run({ ...ofN8n('Node', type, parameters), typeVersion });
	expect(error?.message).toBe(message);
});
