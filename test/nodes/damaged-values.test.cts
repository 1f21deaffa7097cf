import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import { createNodeTypes, nodesOfPackage } from '../../harness/engine/node-types.cts';
import { createStandIns } from '../../harness/engine/stand-ins.cts';
import { nodeClasses } from '../support/advocate-nodes.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { uploadedLines } from '../support/uploaded-lines.cts';
import { chain, type NodeSketch } from '../support/workflow.cts';

/* Values that a tool has damaged on their way: read where that is certain, else rejected, and always told. */

const rig = new Rig();

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const [UPLOADED, REJECTED] = [0, 1];
const ANN = { accountId: 'acme', id: 'ann' };

function uploadNode(parameters: INodeParameters = {}): NodeSketch {
	return { name: 'Upload', type: 'advocateUpload', parameters: { source: 'items', ...parameters } };
}

async function upload(items: IDataObject[], parameters?: INodeParameters): Promise<FinishedRun> {
	return await rig.run(
		chain(uploadNode(parameters)),
		items.map((json) => ({ json })),
	);
}

const warningsOf = (run: FinishedRun) => run.json('Upload', UPLOADED)[0]?.warnings;
const reasonsOf = (run: FinishedRun) =>
	run.json('Upload', REJECTED).map(({ reasons }) => (reasons as string[]).join('; '));

it('blanks around IDs make no other user (case 15)', async () => {
	const run = await upload([
		{ accountId: 'acme ', id: ' ann' },
		{ accountId: 'acme', id: 'ann' },
		{ accountId: 'acme', id: 'ann\u200b' },
	]);

	expect(uploadedLines(rig)).toEqual([ANN]);
	expect(warningsOf(run)).toEqual([
		'accountId had blanks or invisible characters around it in row 1. It was sent without them.',
		'id had blanks or invisible characters around it in 2 rows (the first is row 1). It was sent without them.',
	]);
	expect(reasonsOf(run)).toHaveLength(2);
});

it('dates with the word UTC are read (case 13)', async () => {
	await upload([
		{ ...ANN, dateCreated: '2024-05-01 09:00:00 UTC' },
		{ ...ANN, id: 'bob', dateCreated: '2024-05-01 09:00:00.123456 UTC' },
	]);

	expect(uploadedLines(rig).map(({ dateCreated }) => dateCreated)).toEqual([
		1714554000000, 1714554000123,
	]);
});

it('a date that is still to come by the clock is rejected', async () => {
	const run = await upload([
		{ ...ANN, dateCreated: '2026-01-16T08:00:00Z' },
		{ ...ANN, id: 'bob', dateCreated: '2026-01-17T08:00:00Z' },
	]);

	expect(uploadedLines(rig)).toHaveLength(1);
	expect(reasonsOf(run)).toEqual([expect.stringContaining('2026-01-17, which is still to come')]);
});

describe('NA', () => {
	const NAMIBIA = { ...ANN, countryCode: 'NA' };

	it.each([
		['first', [NAMIBIA, { ...ANN, id: 'bob', Score: 'NA' }]],
		['last', [{ ...ANN, id: 'bob', Score: 'NA' }, NAMIBIA]],
	])('is no country where another column has it for nothing: country %s', async (_, items) => {
		await upload(items);

		expect(uploadedLines(rig).map(({ countryCode }) => countryCode)).toEqual([
			undefined,
			undefined,
		]);
	});

	it('is Namibia otherwise', async () => {
		const run = await upload([NAMIBIA]);

		expect(uploadedLines(rig)).toEqual([NAMIBIA]);
		expect(warningsOf(run)).toEqual([expect.stringContaining('was sent as Namibia')]);
	});

	it.each([
		['first', 'acme,ann,NA,x\nacme,bob,,NA\n'],
		['last', 'acme,bob,,NA\nacme,ann,NA,x\n'],
	])('is decided for a whole file: country %s', async (_, rows) => {
		const run = await rig.run(
			chain(uploadNode({ source: 'binary', options: { checkRows: true } })),
			[fileItem('users.csv', `accountId,id,countryCode,firstName\n${rows}`)],
		);

		expect(warningsOf(run)).toHaveLength(2);
		expect(warningsOf(run)).toContainEqual(
			expect.stringMatching(
				/^countryCode was not sent where it is a word for nothing, "NA", in row/,
			),
		);
	});
});

it('words for nothing are kept where that is chosen', async () => {
	await upload([{ ...ANN, lastName: 'None' }], { options: { nullWords: 'keep' } });

	expect(uploadedLines(rig)).toEqual([{ ...ANN, lastName: 'None' }]);
});

it('counts in a file are those of one reading', async () => {
	const run = await rig.run(chain(uploadNode({ source: 'binary', options: { checkRows: true } })), [
		fileItem('users.csv', 'accountId,id,firstName\nacme,ann,NULL\nacme,bob,NULL\n'),
	]);

	expect(warningsOf(run)).toEqual([
		'firstName was not sent where it is a word for nothing, "NULL", in 2 rows (the first is row 1).',
	]);
});

describe('IDs that are numbers', () => {
	const DELETE = { type: 'MUTATION/DELETE_USER' };
	const rows = [{ accountId: 'acme', id: 123 }];
	const sheets: NodeSketch = {
		...{ name: 'Sheet', type: 'n8n-nodes-base.googleSheets', typeVersion: 4.7 },
		parameters: { operation: 'read' },
	};
	const postgres: NodeSketch = {
		...{ name: 'Postgres', type: 'n8n-nodes-base.postgres', typeVersion: 2.6 },
		parameters: { operation: 'executeQuery', query: 'select' },
	};
	const standIns = createStandIns(
		() => undefined,
		() => rows,
		{ answerQuery: () => rows },
	);
	const own = nodesOfPackage('n8n-nodes-impact-advocate', nodeClasses);
	const answers = { nodeTypes: createNodeTypes(own, standIns) };

	it('are deleted as they are where they come from a database', async () => {
		await rig.run(chain(postgres, uploadNode(DELETE)), undefined, answers);

		expect(uploadedLines(rig)).toEqual([{ accountId: 'acme', id: '123' }]);
	});

	it('are rejected where a spreadsheet may have made them', async () => {
		const run = await rig.run(chain(sheets, uploadNode(DELETE)), undefined, answers);

		expect(reasonsOf(run)).toEqual([
			expect.stringMatching(
				/^id is a number \(123\), which may not be the ID .*Format the column as plain text/,
			),
		]);
		expect(rig.sandbox.uploads.list()).toEqual([]);
	});

	it('are deleted where the builder makes them text', async () => {
		const value = { accountId: '={{ $json.accountId }}', id: '={{ String($json.id) }}' };
		const columns = { mappingMode: 'defineBelow', value };
		await rig.run(
			chain(sheets, uploadNode({ ...DELETE, rowMode: 'mapped', columns })),
			undefined,
			answers,
		);

		expect(uploadedLines(rig)).toEqual([{ accountId: 'acme', id: '123' }]);
	});

	it('are sent as users, with a warning', async () => {
		const run = await rig.run(chain(sheets, uploadNode()), undefined, answers);

		expect(warningsOf(run)).toEqual([
			expect.stringMatching(/^id came as a number \(123\) in row 1, and was sent as text\./),
		]);
	});
});

describe('a header among the rows', () => {
	const ROWS = [ANN, { accountId: 'ACCOUNTID', id: '\ufeffId' }, { ...ANN, id: 'bob' }];

	it('is rejected', async () => {
		const run = await upload(ROWS);

		expect(uploadedLines(rig)).toHaveLength(2);
		expect(reasonsOf(run)).toEqual([
			'The row repeats the column names, as happens when files are joined. No data is missing',
		]);
	});

	it('stops a deletion', async () => {
		const run = await upload(ROWS, { type: 'MUTATION/DELETE_USER' });

		expect(run.error).toMatchObject({
			message:
				"Nothing was uploaded, because row 2 repeats the column names, as happens when files are joined, and a deletion can't be undone.",
			description: expect.stringContaining('Remove that row') as string,
		});
		expect(rig.sandbox.uploads.list()).toEqual([]);
	});

	it.each([
		['a deletion', 'MUTATION/DELETE_USER', 'acme,ann\nAccountId,ID\nacme,bob\n'],
		[
			'any import whose columns change places',
			'MUTATION/USER',
			'acme,ann\nid,accountId\nbob,acme\n',
		],
	])('refuses a file of %s', async (_, type, rows) => {
		const run = await rig.run(
			chain(uploadNode({ source: 'binary', type, options: { checkRows: true } })),
			[fileItem('users.csv', `accountId,id\n${rows}`)],
		);

		expect(String(run.error?.message) + String(run.error?.description)).toContain(
			'row 2 repeats the column names',
		);
		expect(rig.sandbox.uploads.list()).toEqual([]);
	});
});

it('photos are not sent, nor looked into', async () => {
	const photo = Buffer.alloc(100_000);
	const items = Array.from({ length: 100 }, (_, i) => ({
		...{ ...ANN, id: `u${i}`, Photo: photo.toJSON() as unknown as IDataObject },
	}));

	const run = await upload(items);

	expect(uploadedLines(rig)).toHaveLength(100);
	expect(run.json('Upload', REJECTED)).toEqual([]);
});

it("HubSpot's objects with a value in them are values", async () => {
	await upload([
		{
			vid: 7,
			properties: {
				associatedcompanyid: { value: '42' },
				firstname: { value: 'Ann', versions: [] },
				lastname: { value: '' },
			},
		},
	]);

	expect(uploadedLines(rig)).toEqual([{ accountId: '42', id: '7', firstName: 'Ann' }]);
});
