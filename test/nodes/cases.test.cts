import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import { uploadedLines } from '../support/uploaded-lines.cts';
import { Rig } from '../support/rig.cts';
import { chain, type NodeSketch } from '../support/workflow.cts';

/* Workflows of builders in which a run was green and something was wrong, each with what is right. */

const rig = new Rig();

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const UPLOADED = 0;
const REJECTED = 1;

/** Uploads items as the rows of one import. */
async function upload(
	parameters: INodeParameters,
	items: IDataObject[],
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

function mapped(value: INodeParameters): INodeParameters {
	return { columns: { mappingMode: 'defineBelow', value } };
}

describe('an expression that throws for one row', () => {
	const MAPPED = {
		accountId: '={{ $json.account }}',
		id: '={{ $json.user }}',
		dateCreated: '={{ $json.signup.toDateTime() }}',
	};
	const ITEMS = [
		{ account: 'acme', user: 'ann', signup: '2024-05-01' },
		{ account: 'acme', user: 'bob', signup: 'n/a' },
		{ account: 'acme', user: 'cat', signup: '2024-05-03' },
	];
	const REASON = 'dateCreated could not be evaluated: cannot convert to Luxon DateTime';

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'rejects that row, and the others are uploaded, with On Error: %s',
		async (onError) => {
			const run = await upload(mapped(MAPPED), ITEMS, { onError });

			expect(run.error).toBeUndefined();
			expect(run.json('Upload', UPLOADED)).toEqual([
				expect.objectContaining({ rows: 2, rowsRejected: 1, sourceRows: '1,3' }),
			]);
			expect(run.json('Upload', REJECTED)).toEqual([
				{ ...ITEMS[1], rowNumber: 2, reasons: [REASON] },
			]);
			expect(uploadedLines(rig).map(({ id }) => id)).toEqual(['ann', 'cat']);
		},
	);

	it('rejects that row where it is the value of an additional column', async () => {
		const column = [
			{ field: 'customFields.since', value: '={{ $json.signup.toDateTime().year }}' },
		];

		const run = await upload(
			{ additionalColumns: { column } },
			ITEMS.map(({ account: accountId, user: id, signup }) => ({ accountId, id, signup })),
		);

		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({
				id: 'bob',
				rowNumber: 2,
				reasons: ['customFields.since could not be evaluated: cannot convert to Luxon DateTime'],
			}),
		]);
		expect(uploadedLines(rig).map(({ customFields }) => customFields)).toEqual([
			{ since: 2024 },
			{ since: 2024 },
		]);
	});

	it('rejects that row where it gives a date that is invalid', async () => {
		const dateCreated = '={{ DateTime.fromISO($json.signup) }}';

		const run = await upload(mapped({ ...MAPPED, dateCreated }), ITEMS);

		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({
				user: 'bob',
				rowNumber: 2,
				reasons: [expect.stringContaining('dateCreated must be a date') as string],
			}),
		]);
		expect(uploadedLines(rig)).toHaveLength(2);
	});

	it('tells every such value of the row', async () => {
		const lastName = '={{ $json.signup.toDateTime().toISO() }}';

		const run = await upload(mapped({ ...MAPPED, lastName }), ITEMS);

		expect(run.json('Upload', REJECTED)[0]?.reasons).toEqual([
			REASON,
			'lastName could not be evaluated: cannot convert to Luxon DateTime',
		]);
	});

	it('stops everything if rejected rows do', async () => {
		const run = await upload({ ...mapped(MAPPED), options: { onRejectedRows: 'error' } }, ITEMS);

		expect(run.error?.message).toContain(`Row 2: ${REASON}`);
		expect(rig.sandbox.uploads.list()).toEqual([]);
	});
});

describe('a type that differs between items', () => {
	const parameters = { type: '={{ $json.kind }}' };
	const OLD = { kind: 'MUTATION/DELETE_USER', accountId: 'acme', id: 'old' };
	const ANN = { kind: 'MUTATION/USER', accountId: 'acme', id: 'ann' };
	const BOB = { kind: 'MUTATION/USER', accountId: 'acme', id: 'bob' };
	const BUY = { kind: 'MUTATION/USER_EVENT', accountId: 'acme', userId: 'ann', 'event.key': 'buy' };

	it.each([[[OLD, ANN]], [[BUY, ANN, OLD]]])(
		'stops everything where one is a deletion: %j',
		async (items) => {
			const run = await upload(parameters, items);
			const continued = await upload(parameters, items, { onError: 'continueRegularOutput' });

			expect(run.error).toMatchObject({
				message: expect.stringMatching(
					/^The type differs between the items: item \d is for users to delete/,
				) as string,
				description: expect.stringContaining('deletions are never mixed') as string,
			});
			expect(continued.json('Upload', UPLOADED)).toEqual([]);
			expect(continued.json('Upload', REJECTED)).toHaveLength(items.length);
			expect(rig.sandbox.uploads.list()).toEqual([]);
		},
	);

	it('makes a file for each of the other types', async () => {
		const run = await upload(parameters, [ANN, BUY, BOB, { ...BUY, userId: '' }]);

		expect(run.json('Upload', UPLOADED)).toEqual([
			expect.objectContaining({ type: 'MUTATION/USER', rows: 2, sourceRows: '1,3', firstRow: 1 }),
			expect.objectContaining({
				type: 'MUTATION/USER_EVENT',
				rows: 1,
				sourceRows: '2',
				rowsRejected: 1,
			}),
		]);
		expect(run.items('Upload', UPLOADED).map(({ pairedItem }) => pairedItem)).toEqual([
			[{ item: 0 }, { item: 2 }],
			[{ item: 1 }],
		]);
		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({ rowNumber: 4, reasons: ['userId is required'] }),
		]);
	});

	it('names the item that has none', async () => {
		const run = await upload(parameters, [ANN, { accountId: 'acme', id: 'bob' }]);

		expect(run.error).toMatchObject({
			message: '"undefined" is not a type of import',
			context: { itemIndex: 1 },
		});
	});
});

describe('an option that differs between items', () => {
	const ANN = { accountId: 'acme', id: 'ann', region: 'eu' };
	const BOB = { accountId: 'acme', id: 'bob', region: 'us' };
	const CAT = { accountId: 'acme', id: 'cat', region: 'eu' };

	it('makes a file for each value', async () => {
		const options = { fileName: '=users_{{ $json.region }}' };

		const run = await upload({ options }, [ANN, BOB, CAT]);

		expect(run.json('Upload').map(({ fileName, sourceRows }) => [fileName, sourceRows])).toEqual([
			['users_eu.jsonl', '1,3'],
			['users_us.jsonl', '2'],
		]);
	});

	it('is read once where an expression is about something else than the item', async () => {
		const options = { fileName: '=users_{{ $now.toMillis() }}_{{ $execution.id }}' };

		const run = await upload({ options }, [ANN, BOB, CAT]);

		expect(run.json('Upload')).toEqual([expect.objectContaining({ rows: 3 })]);
	});

	it('is not read in a way that would upload each row by itself', async () => {
		const rows = Array.from({ length: 101 }, (_, id) => ({ accountId: 'acme', id }));

		const run = await upload({ options: { fileName: '={{ $json.id }}' } }, rows);

		expect(run.error?.message).toContain('more than 100 files');
		expect(rig.sandbox.uploads.list()).toEqual([]);
	});
});

describe('a parameter that is an expression', () => {
	const ANN = { accountId: 'acme', id: 'ann', plan: 'pro', name: 'customFields.plan' };
	const BOB = { accountId: 'acme', id: 'bob', plan: 'free', name: 'customFields.plan' };

	it.each([
		['text and nothing else', "={{ 'customFields.' + 'plan' }}"],
		['a part of it', "=customFields.{{ 'plan' }}"],
		['a value of the item', '={{ $json.name }}'],
	])('is resolved: Field, from %s', async (_what, field) => {
		const column = [{ field, value: '={{ $json.plan }}' }];

		const run = await upload({ additionalColumns: { column } }, [ANN, BOB]);

		expect(run.error).toBeUndefined();
		expect(uploadedLines(rig)).toEqual([
			{ accountId: 'acme', id: 'ann', customFields: { plan: 'pro' } },
			{ accountId: 'acme', id: 'bob', customFields: { plan: 'free' } },
		]);
	});

	it.each<[string, INodeParameters | string]>([
		[
			'its values',
			{
				mappingMode: 'defineBelow',
				value:
					"={{ { accountId: $json.accountId, id: $json.id, 'customFields.plan': $json.plan } }}",
			},
		],
		[
			'as a whole',
			"={{ { mappingMode: 'defineBelow', value: { accountId: $json.accountId, id: $json.id, 'customFields.plan': $json.plan } } }}",
		],
	])('is resolved: the mapper, %s', async (_how, columns) => {
		const run = await upload({ columns }, [ANN, BOB]);

		expect(run.error).toBeUndefined();
		expect(uploadedLines(rig).map(({ customFields }) => customFields)).toEqual([
			{ plan: 'pro' },
			{ plan: 'free' },
		]);
	});

	it('rejects only the row for which it throws', async () => {
		const column = [{ field: "={{ 'customFields.' + $json.name.slice(13) }}", value: 'pro' }];

		const run = await upload({ additionalColumns: { column } }, [ANN, { ...BOB, name: 7 }]);

		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({
				id: 'bob',
				rowNumber: 2,
				reasons: [expect.stringContaining('customFields.plan could not be evaluated') as string],
			}),
		]);
		expect(uploadedLines(rig)).toEqual([
			{ accountId: 'acme', id: 'ann', customFields: { plan: 'pro' } },
		]);
	});

	it.each([
		[
			'={{ $json.name }}',
			'An additional column is "customFields.plan" for some items and "customFields.level" for others',
		],
		['={{ $json.nothing }}', 'The additional column "" is not a field of the chosen type'],
	])('stops what is not one field: Field %s', async (field, message) => {
		const column = [{ field, value: 'pro' }];

		const run = await upload({ additionalColumns: { column } }, [
			ANN,
			{ ...BOB, name: 'customFields.level' },
		]);

		expect(run.error?.message).toContain(message);
		expect(rig.sandbox.uploads.list()).toEqual([]);
	});
});

describe('a list in a field for a list', () => {
	const IDS = { accountId: '={{ $json.accountId }}', id: '={{ $json.id }}' };
	const ANN = { accountId: 'acme', id: 'ann', code: 'R2' };

	it.each<[string, INodeParameters[string]]>([
		['typed as text', '["R1","R2"]'],
		['typed in single quotes', "['R1', 'R2']"],
		['given as text by an expression', '={{ JSON.stringify(["R1", $json.code]) }}'],
		['given by an expression', '={{ ["R1", $json.code] }}'],
		['with an expression in it', ['R1', '={{ $json.code }}']],
	])('is sent as one, %s', async (_how, referredByCodes) => {
		const run = await upload(mapped({ ...IDS, referredByCodes }), [ANN]);

		expect(run.json('Upload', REJECTED)).toEqual([]);
		expect(uploadedLines(rig)).toEqual([
			{ accountId: 'acme', id: 'ann', referredByCodes: ['R1', 'R2'] },
		]);
	});

	it('is sent as one from an additional column as well', async () => {
		const column = [{ field: 'referredByCodes', value: '["R1","R2"]' }];

		await upload({ additionalColumns: { column } }, [ANN]);

		expect(uploadedLines(rig)[0]?.referredByCodes).toEqual(['R1', 'R2']);
	});

	it('is rejected if it is neither a list nor the text of one', async () => {
		const run = await upload(mapped({ ...IDS, referredByCodes: 'R1, R2' }), [ANN]);

		expect(run.json('Upload', REJECTED)[0]?.reasons).toEqual([
			expect.stringContaining('referredByCodes must be a list of texts') as string,
		]);
	});
});
