import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import { failure } from '../support/failure.cts';
import { Rig } from '../support/rig.cts';
import { uploadedLines } from '../support/uploaded-lines.cts';
import { chain, type NodeSketch } from '../support/workflow.cts';

/* What the names on input items are taken for, whose a row is, and what is said of it. */

const rig = new Rig();

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const UPLOADED = 0;
const REJECTED = 1;
const DELETE = { type: 'MUTATION/DELETE_USER' };

async function upload(
	items: IDataObject[],
	parameters: INodeParameters = {},
	node: Partial<NodeSketch> = {},
): Promise<FinishedRun> {
	const sketch: NodeSketch = {
		name: 'Upload',
		type: 'advocateUpload',
		parameters: { source: 'items', ...parameters },
		...node,
	};
	return await rig.run(
		chain(sketch),
		items.map((json) => ({ json })),
	);
}

const byHand = (...column: INodeParameters[]) => ({ additionalColumns: { column } });

it('rows of two shapes are matched each by its own names', async () => {
	const run = await upload([
		{ accountId: 'acme', id: 'ann', email: 'ann@example.com' },
		{ 'Account ID': 'acme', 'User ID': 'bob', 'Email Address': 'bob@example.com' },
	]);

	expect(uploadedLines(rig)).toEqual([
		{ accountId: 'acme', id: 'ann', email: 'ann@example.com' },
		{ accountId: 'acme', id: 'bob', email: 'bob@example.com' },
	]);
	expect(run.json('Upload')[0]?.mapping).toEqual({
		...{ accountId: 'accountId', id: 'id', email: 'email' },
		...{ 'Account ID': 'accountId', 'User ID': 'id', 'Email Address': 'email' },
	});
});

it('a second column that differs is told of, and columns that were not used are listed', async () => {
	const run = await upload([
		{ accountId: 'acme', id: 'ann', Email: 'ann@example.com', 'Work Email': 'a@acme.example' },
		{ accountId: 'acme', id: 'bob', Email: '', 'Work Email': 'b@acme.example', Stage: 'won' },
	]);

	expect(uploadedLines(rig).map(({ email }) => email)).toEqual([
		'ann@example.com',
		'b@acme.example',
	]);
	expect(run.json('Upload')[0]).toMatchObject({
		warnings: [
			'"Work Email" was not sent in 1 row: email was taken from "Email" there, and the two differ.',
		],
		ignoredColumns: ['Stage'],
	});
});

describe('a row with two IDs', () => {
	const ROWS = [
		{ id: 1, createdAt: '2024-05-01T09:00:00Z', accountId: 'acme', user_id: 'user-99' },
		{ id: 2, createdAt: '2024-05-01T09:00:00Z', accountId: 'acme', user_id: 'user-98' },
	];

	it.each([{}, DELETE])('stops everything, and says what to do: %j', async (parameters) => {
		const run = await upload(ROWS, parameters);
		const continued = await upload(ROWS, parameters, { onError: 'continueRegularOutput' });

		expect(failure(run)).toMatchObject({
			message: 'It is not certain which user row 1 is for: "id" is "1", and "user_id" is "user-99"',
			description: expect.stringContaining(
				'Set id under "Additional Columns", for example to {{ $json.user_id }}',
			) as string,
		});
		expect(continued.json('Upload', UPLOADED)).toEqual([]);
		expect(continued.json('Upload', REJECTED)).toHaveLength(2);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('is sent as the one that is set by hand', async () => {
		const run = await upload(ROWS, {
			...DELETE,
			...byHand({ field: 'id', value: '={{ $json.user_id }}' }),
		});

		expect(uploadedLines(rig)).toEqual([
			{ accountId: 'acme', id: 'user-99' },
			{ accountId: 'acme', id: 'user-98' },
		]);
		expect(run.json('Upload')[0]?.ignoredColumns).toEqual(['id', 'createdAt']);
	});
});

it('a list under a name that is matched unasked rejects no row', async () => {
	const run = await upload([
		{
			...{ id: 'rec1', 'Account ID': 'acme', Email: 'ann@example.com' },
			Photo: [{ url: 'https://example.com/a.png' }],
		},
	]);

	expect(uploadedLines(rig)).toEqual([{ accountId: 'acme', id: 'rec1', email: 'ann@example.com' }]);
	expect(run.json('Upload')[0]?.warnings).toEqual([
		'"Photo" was not sent as imageUrl in 1 row, because it is a list there.',
	]);
});

it('the primary address of a Pipedrive person is read', async () => {
	const run = await upload([
		{
			id: 7,
			org_id: { name: 'Acme', value: 5 },
			owner_id: { id: 3, email: 'sales@example.com' },
			email: [
				{ label: 'home', value: 'ann@home.example', primary: false },
				{ label: 'work', value: 'ann@acme.example', primary: true },
			],
			add_time: '2024-05-01 09:00:00',
		},
	]);

	expect(uploadedLines(rig)).toEqual([
		{ accountId: '5', id: '7', email: 'ann@acme.example', dateCreated: 1714554000000 },
	]);
	expect(run.json('Upload')[0]?.ignoredColumns).toEqual(['org_id.name', 'owner_id']);
});

it("HubSpot's own labels and a country's name are taken", async () => {
	await upload([
		{
			'Record ID': '51',
			'First Name': 'Ann',
			'Primary Associated Company ID': '9',
			'Country/Region': 'Germany',
			'Create Date': '2024-05-01T09:00:00Z',
		},
	]);

	expect(uploadedLines(rig)).toEqual([
		{ accountId: '9', id: '51', firstName: 'Ann', countryCode: 'DE', dateCreated: 1714554000000 },
	]);
});

describe('a name that was typed where its value was meant', () => {
	const ROWS = [{ 'Record ID': '51', 'Primary Associated Company ID': '9', plan: 'pro' }];
	const NAME = 'Primary Associated Company ID';

	it.each<[string, INodeParameters]>([
		['an additional column', byHand({ field: 'accountId', value: NAME })],
		[
			'the mapper',
			{
				rowMode: 'mapped',
				columns: {
					mappingMode: 'defineBelow',
					value: { accountId: NAME, id: '={{ $json["Record ID"] }}' },
				},
			},
		],
	])('is refused in %s, with the expression to use', async (_where, parameters) => {
		const run = await upload(ROWS, parameters);

		expect(failure(run)).toMatchObject({
			message: `accountId would be the text "${NAME}" in every row, which is the name of a column`,
			description: expect.stringContaining(`{{ $json["${NAME}"] }}`) as string,
		});
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('is refused if it is an expression that is not switched on', async () => {
		const run = await upload(ROWS, byHand({ field: 'accountId', value: '{{ $json.plan }}' }));

		expect(failure(run).message).toBe(
			'accountId would be the text "{{ $json.plan }}" in every row, as it is not an expression',
		);
	});

	it('is only told of where a word may be meant', async () => {
		const run = await upload(ROWS, byHand({ field: 'customFields.kind', value: 'plan' }));

		expect(uploadedLines(rig)[0]?.customFields).toEqual({ kind: 'plan' });
		expect(run.json('Upload')[0]?.warnings).toEqual([
			expect.stringContaining('which is also the name of a column') as string,
		]);
	});

	it('is taken as an expression, or where no column has it', async () => {
		const columns = byHand(
			{ field: 'accountId', value: 'acme' },
			{ field: 'firstName', value: "={{ 'plan' }}" },
		);

		const run = await upload(ROWS, columns);

		expect(run.error).toBeUndefined();
		expect(uploadedLines(rig)).toEqual([{ accountId: 'acme', id: '51', firstName: 'plan' }]);
	});
});

describe('what was read', () => {
	const ROWS = [
		{ 'Customer ID': '1', Stage: 'won' },
		{ 'Customer ID': '2', timeZone: 'their own' },
	];

	it('is said on Rejected if nothing was uploaded', async () => {
		const run = await upload(ROWS);

		const told = {
			...{ rows: 0, rowsRejected: 2, mapping: { 'Customer ID': 'id' } },
			...{ ignoredColumns: ['Stage', 'timeZone'], reasons: ['accountId is required'] },
		};
		expect(run.json('Upload', REJECTED)).toEqual([
			{ ...ROWS[0], ...told, timeZone: 'America/New_York', rowNumber: 1 },
			{ ...ROWS[1], ...told, rowNumber: 2 },
		]);
	});

	it('is said there on the first thousand only', async () => {
		const rows = Array.from({ length: 1_001 }, (_, id) => ({ id }));

		const run = await upload(rows);

		expect(run.json('Upload', REJECTED)[999]).toHaveProperty('mapping');
		expect(run.json('Upload', REJECTED)[1000]).toEqual({
			...{ id: 1000, rowNumber: 1001, reasons: ['accountId is required'] },
		});
	});

	it('is not if something was', async () => {
		const run = await upload([...ROWS, { 'Customer ID': '3', accountId: 'acme' }]);

		expect(run.json('Upload', REJECTED)[0]).toEqual({
			...{ ...ROWS[0], rowNumber: 1, reasons: ['accountId is required'] },
		});
	});
});

it('a column that is empty in every row is matched, and cleared with null if so set', async () => {
	const run = await upload(
		[{ accountId: 'acme', id: 'ann', first_name: null, plan: null, email: null }],
		{ options: { emptyText: 'send' } },
	);

	expect(uploadedLines(rig)).toEqual([{ accountId: 'acme', id: 'ann', firstName: '' }]);
	expect(run.json('Upload')[0]).toMatchObject({
		mapping: { first_name: 'firstName', email: 'email' },
		ignoredColumns: ['plan'],
	});
	expect(run.json('Upload')[0]).not.toHaveProperty('warnings');
});

it.each(['matched', 'asIs'])(
	'a byte order mark on the first name is nothing, %s',
	async (rowMode) => {
		const run = await upload([{ '\ufeffaccountId': 'acme', id: 'ann' }], { rowMode });

		expect(uploadedLines(rig)).toEqual([{ accountId: 'acme', id: 'ann' }]);
		expect(run.json('Upload')[0]).not.toHaveProperty('warnings');
	},
);

it("Advocate's own objects are taken as they are, though their names may stand for a field too", async () => {
	const event = { key: 'purchase', fields: { revenue: 5 } };
	const row = { accountId: 'acme', userId: 'ann', event };

	const run = await upload([row], { type: 'MUTATION/USER_EVENT' });

	expect(run.json('Upload', REJECTED)).toEqual([]);
	expect(uploadedLines(rig)).toEqual([row]);
});
