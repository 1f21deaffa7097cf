import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import { uploadedLines } from '../support/uploaded-lines.cts';
import { Rig } from '../support/rig.cts';
import { chain, type NodeSketch } from '../support/workflow.cts';
import { sourceRows } from '../support/source-rows.cts';

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

/** What a node says of its run beside its items. */
function hints(run: FinishedRun, node: string): string[] {
	return run.runs(node).flatMap((one) => (one.hints ?? []).map(({ message }) => message));
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
				expect.objectContaining({ rows: 2, rowsRejected: 1, sourceRows: sourceRows('1,3', 3) }),
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
			expect.objectContaining({
				type: 'MUTATION/USER',
				rows: 2,
				sourceRows: sourceRows('1,3', 4),
				firstRow: 1,
			}),
			expect.objectContaining({
				type: 'MUTATION/USER_EVENT',
				rows: 1,
				sourceRows: sourceRows('2', 4),
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

		expect(run.json('Upload').map((file) => [file.fileName, file.sourceRows])).toEqual([
			['users_eu.jsonl', sourceRows('1,3', 3)],
			['users_us.jsonl', sourceRows('2', 3)],
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

describe('a column set by hand that gives nothing in any row', () => {
	const ANN = { accountId: 'acme', id: 'ann', 'Plan.Type': 'pro', phone: null };
	const BOB = { accountId: 'acme', id: 'bob', 'Plan.Type': 'free', phone: null };
	const saying = (field: string, from: string) =>
		`${field} is set from "${from}", which gives nothing in any row, and was not sent. The rows have: accountId, id, Plan.Type, phone.`;

	it.each([
		['a property that no item has', '={{ $json.plan }}', '{{ $json.plan }}'],
		['a dot in a name', '={{ $json.Plan.Type }}', '{{ $json.Plan.Type }}'],
		['a blank before the expression', '= {{ $json.plan }}', '{{ $json.plan }}'],
		['an expression', "={{ $json.plan || '' }}", "{{ $json.plan || '' }}"],
	])('is warned of, under Additional Columns: %s', async (_what, value, shown) => {
		const column = [{ field: 'customFields.plan', value }];

		const run = await upload({ additionalColumns: { column } }, [ANN, BOB]);

		const warning = saying('customFields.plan', shown);
		expect(run.json('Upload', UPLOADED)).toEqual([
			expect.objectContaining({ rows: 2, warnings: [warning] }),
		]);
		expect(hints(run, 'Upload')).toEqual([warning]);
	});

	it('is warned of, in the mapper, even where every row is rejected for it', async () => {
		const columns = mapped({ accountId: '={{ $json.account }}', id: '={{ $json.id }}' });

		const run = await upload(columns, [ANN, BOB]);

		expect(run.json('Upload', REJECTED)).toHaveLength(2);
		expect(hints(run, 'Upload')).toContain(saying('accountId', '{{ $json.account }}'));
	});

	it('is warned of, where one expression gives the mapper', async () => {
		const value = "={{ { accountId: 'acme', id: $json.id, 'customFields.plan': $json.plan } }}";

		const run = await upload({ columns: { mappingMode: 'defineBelow', value } }, [ANN, BOB]);

		expect(hints(run, 'Upload')).toEqual([
			expect.stringMatching(
				/^customFields\.plan is set from .* gives nothing in any row/,
			) as string,
		]);
	});

	it.each([
		['is empty in all of them', '={{ $json.phone }}'],
		['is typed in', 'pro'],
		['has a name in brackets', '={{ $json["Plan.Type"] }}'],
		['is in one row only', "={{ $json.id === 'bob' ? 'pro' : undefined }}"],
		['throws', '={{ $json.id.toDateTime() }}'],
	])('is not warned of where it %s', async (_what, value) => {
		const column = [{ field: 'customFields.plan', value }];

		const run = await upload({ additionalColumns: { column } }, [ANN, BOB]);

		expect(hints(run, 'Upload').join()).not.toContain('gives nothing');
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

describe('one empty item, as "Always Output Data" gives it', () => {
	const HINT = expect.stringContaining('There was nothing to do') as string;
	const nothing = (run: FinishedRun, outputs: number) => {
		expect(run.error).toBeUndefined();
		expect(run.outputs('Node').slice(0, outputs)).toEqual(Array(outputs).fill([]));
		expect(hints(run, 'Node')).toEqual([HINT]);
		expect(rig.sandbox.requests).toEqual([]);
	};

	it.each<[string, INodeParameters, number]>([
		['advocateUpload', { source: 'items' }, 2],
		['advocateUpload', { source: 'items', rowMode: 'asIs' }, 2],
		['advocateUpload', { source: 'items', options: { onRejectedRows: 'error' } }, 2],
		['advocateUpload', { source: 'items', type: '={{ $json.kind }}' }, 2],
		[
			'advocateUpload',
			{ source: 'items', ...mapped({ accountId: 'acme', id: '={{ $json.user.id }}' }) },
			2,
		],
		['advocateUpload', {}, 2],
		['advocateValidate', {}, 2],
		['advocateCreateJob', {}, 1],
		['advocateJobStatus', {}, 3],
	])('is nothing to do for %s %j, which a hint says', async (type, parameters, outputs) => {
		for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
			const run = await rig.run(chain({ name: 'Node', type, parameters, onError }), [{ json: {} }]);

			nothing(run, outputs);
		}
	});

	it('comes from a node that has nothing to output, in a workflow that then ends well', async () => {
		const workflow = chain(
			{ name: 'Upload', type: 'advocateUpload', parameters: { source: 'items' } },
			{ name: 'Node', type: 'advocateValidate' },
		);
		Object.assign(workflow.nodes[1] ?? {}, { alwaysOutputData: true });

		const run = await rig.run(workflow, [{ json: { accountId: 'acme' } }]);

		expect(run.json('Upload', REJECTED)).toHaveLength(1);
		nothing(run, 2);
	});

	it('makes a row where every value is set by hand', async () => {
		const run = await upload(mapped({ accountId: 'acme', id: 'ann' }), [{}]);

		expect(run.json('Upload', UPLOADED)).toEqual([expect.objectContaining({ rows: 1 })]);
	});

	it('lists jobs, which takes nothing', async () => {
		rig.sandbox.jobs.add('test_acme', { type: 'MUTATION/USER' });
		const parameters = { operation: 'getMany', returnAll: true };

		const run = await rig.run(chain({ name: 'Node', type: 'advocateJobStatus', parameters }));

		expect(run.outputs('Node').flat()).toHaveLength(1);
	});

	it('is a rejected row among others', async () => {
		const run = await upload({}, [{ accountId: 'acme', id: 'ann' }, {}]);

		expect(run.json('Upload', REJECTED)).toEqual([
			{ rowNumber: 2, reasons: ['accountId is required', 'id is required'] },
		]);
	});
});

describe('{"success": true}, as database nodes give it for a query without rows', () => {
	const NO_ROWS = { success: true };

	it.each<[IDataObject[]]>([[[NO_ROWS]], [[NO_ROWS, NO_ROWS]], [[NO_ROWS, {}]]])(
		'is nothing to do for %j, which a hint says',
		async (items) => {
			const run = await upload({}, items);

			expect([UPLOADED, REJECTED].map((output) => run.json('Upload', output))).toEqual([[], []]);
			expect(hints(run, 'Upload')).toEqual([
				expect.stringContaining('nothing to do, because the input is {"success": true}') as string,
			]);
			expect(rig.sandbox.requests).toEqual([]);
		},
	);

	it('is a rejected row among rows', async () => {
		const run = await upload({}, [{ accountId: 'acme', id: 'ann' }, NO_ROWS]);

		expect(run.json('Upload', REJECTED)).toEqual([expect.objectContaining({ rowNumber: 2 })]);
	});

	it('is no job for a node that works on one', async () => {
		const node = { name: 'Node', type: 'advocateValidate', onError: 'stopWorkflow' } as const;

		expect((await rig.run(chain(node), [{ json: NO_ROWS }])).error).toBeDefined();
	});
});

describe('an item that holds the rows as a list', () => {
	const ROWS = [
		{ account: 'acme', 'User ID': 'ann' },
		{ account: 'acme', 'User ID': 'bob' },
	];
	const reason = (list: string) =>
		`The item is not a row, but holds rows in its list "${list}": use the Split Out node on "${list}" first`;

	it.each<[string, IDataObject, string]>([
		['of an HTTP answer', { data: ROWS, total: 2, errors: [] }, 'data'],
		['with rows in names that are known nowhere', { data: [{ a: 1 }, { a: 2 }] }, 'data'],
		['one level down', { result: { items: ROWS } }, 'result.items'],
		['beside values that rows have too', { accountId: 'acme', data: ROWS }, 'data'],
		['the longest of several', { meta: [{ page: 1 }], data: ROWS }, 'data'],
	])('is told to go through Split Out: %s', async (_what, item, list) => {
		const run = await upload({}, [item]);
		const stopped = await upload({ options: { onRejectedRows: 'error' } }, [item]);

		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({ ...item, rowNumber: 1, reasons: [reason(list)] }),
		]);
		expect(stopped.error?.message).toContain(`Row 1: ${reason(list)}`);
	});

	it('is told so with columns mapped one by one, and as it is', async () => {
		const byHand = mapped({ accountId: '={{ $json.account }}', id: '={{ $json["User ID"] }}' });

		for (const parameters of [byHand, { rowMode: 'asIs' }]) {
			const run = await upload(parameters, [{ data: ROWS }]);
			expect(run.json('Upload', REJECTED)[0]?.reasons).toEqual([reason('data')]);
		}
	});

	it('is right once it has gone through Split Out', async () => {
		const run = await rig.run(
			chain(
				{ name: 'Split', type: 'n8n-nodes-base.splitOut', parameters: { fieldToSplitOut: 'data' } },
				{ name: 'Upload', type: 'advocateUpload', parameters: { source: 'items' } },
			),
			[{ json: { data: ROWS } }],
		);

		expect(run.json('Upload', UPLOADED)).toEqual([expect.objectContaining({ rows: 2 })]);
	});

	it.each<[string, IDataObject]>([
		[
			'a contact with its deals',
			{ accountId: 'acme', email: 'ann@example.com', deals: [{ amount: 7 }] },
		],
		[
			'a contact whose deals have what it lacks',
			{ accountId: 'acme', email: 'ann@example.com', deals: [{ id: 7, amount: 9 }] },
		],
		['a row with a list of texts', { accountId: 'acme', tags: ['a', 'b'] }],
	])('is not what is told of %s', async (_what, item) => {
		const run = await upload({}, [item]);

		expect(run.json('Upload', REJECTED)[0]?.reasons).toEqual(['id is required']);
	});
});

describe('a batch of Loop Over Items that is wholly rejected', () => {
	const ITEMS = [{ accountId: 'acme' }, { accountId: 'acme', id: 'ann' }];
	const HINT = expect.stringContaining(
		'Nothing left on Uploaded this time. If no other output leads back to Loop Over Items, the loop ends here: connect Rejected back as well.',
	) as string;

	/** A loop around Upload, with these of its outputs connected back. */
	function loop(...back: number[]) {
		const workflow = chain(
			{ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', typeVersion: 3 },
			{ name: 'Upload', type: 'advocateUpload', parameters: { source: 'items' } },
		);
		const toLoop = [{ node: 'Loop', type: 'main' as const, index: 0 }];
		const toUpload = [{ node: 'Upload', type: 'main' as const, index: 0 }];
		workflow.connections.Loop = { main: [[], toUpload] };
		workflow.connections.Upload = {
			main: [0, 1].map((output) => (back.includes(output) ? toLoop : [])),
		};
		return workflow;
	}

	it('ends the loop if only Uploaded leads back, which a hint says', async () => {
		const run = await rig.run(
			loop(UPLOADED),
			ITEMS.map((json) => ({ json })),
		);

		expect(run.runs('Upload')).toHaveLength(1);
		expect(hints(run, 'Upload')).toContainEqual(HINT);
	});

	it('does not if both lead back', async () => {
		const run = await rig.run(
			loop(UPLOADED, REJECTED),
			ITEMS.map((json) => ({ json })),
		);

		expect(run.runs('Upload')).toHaveLength(2);
		expect(run.json('Upload', UPLOADED)).toHaveLength(1);
		expect(run.json('Loop', 0)).toHaveLength(2);
	});

	it('is told of as such in no loop', async () => {
		const run = await upload({}, [{ accountId: 'acme' }]);

		expect(hints(run, 'Upload')).toEqual([
			'The only row was rejected, so nothing was uploaded: id is required (1).',
		]);
	});
});

describe('a failed row of a batch in a loop', () => {
	/** The sandbox, like the schema, has no dashes in the names of custom fields. */
	const ROWS = Array.from({ length: 10 }, (_, index) => ({
		Account: 'acme',
		'User ID': `u${index + 1}`,
		...(index === 6 && { 'customFields.plan-type': 'pro' }),
	}));
	const UPLOAD_ROWS = "={{ $('Upload').item.json.sourceRows }}";

	/** CRM Rows (10) -> Loop Over Items (5) -> Upload -> Create Job -> Job Status -> back to the loop. */
	async function statuses(options: INodeParameters): Promise<IDataObject[]> {
		const noOp = 'n8n-nodes-base.noOp';
		const workflow = chain(
			{ name: 'CRM Rows', type: noOp },
			{
				name: 'Loop Over Items',
				type: 'n8n-nodes-base.splitInBatches',
				typeVersion: 3,
				parameters: { batchSize: 5 },
			},
			{ name: 'Upload', type: 'advocateUpload', parameters: { source: 'items' } },
			{ name: 'Create Job', type: 'advocateCreateJob' },
			{
				name: 'Job Status',
				type: 'advocateJobStatus',
				parameters: { wait: true, options: { includeRowErrors: true, ...options } },
			},
		);
		const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
		workflow.connections['Loop Over Items'] = { main: [[], to('Upload')] };
		workflow.connections['Job Status'] = { main: [to('Loop Over Items')] };
		const run = await rig.run(
			workflow,
			ROWS.map((json) => ({ json })),
		);
		expect(run.error).toBeUndefined();
		expect(run.json('Upload').map((file) => file.sourceRows)).toEqual([
			sourceRows('1-5', 5),
			sourceRows('1-5', 5),
		]);
		return run.json('Job Status');
	}

	it('is traced to no row of a list that holds more than the batch', async () => {
		const [, second] = await statuses({
			sourceRows: UPLOAD_ROWS,
			sourceItems: "={{ $('CRM Rows').all() }}",
		});

		expect(second).toMatchObject({
			status: 'COMPLETED',
			rowErrorsTotal: 1,
			filesError: expect.stringMatching(
				/^The source items are not the list that was uploaded \(it had 5 rows, and these are 10\), so failed rows were not traced\. Set "Source Items" to .*\$\('Loop Over Items'\)\.all\(\)/,
			) as string,
		});
		const [error] = second?.rowErrors as IDataObject[];
		expect(error).toMatchObject({ recordNumber: 2 });
		for (const name of ['source', 'sourceRow', 'accountId', 'id']) {
			expect(error).not.toHaveProperty(name);
		}
	});

	it('is traced to its own row of the batch', async () => {
		const [first, second] = await statuses({
			sourceRows: UPLOAD_ROWS,
			sourceItems: "={{ $('Loop Over Items').all() }}",
		});

		expect(first).toMatchObject({ rowErrors: [] });
		expect(second).not.toHaveProperty('filesError');
		expect(second?.rowErrors).toEqual([
			expect.objectContaining({ sourceRow: 2, accountId: 'acme', id: 'u7', source: ROWS[6] }),
		]);
	});

	it('is not traced by the source rows of another batch', async () => {
		const [, second] = await statuses({
			sourceRows: "={{ $('Upload').first(0, 0).json.sourceRows }}",
			sourceItems: "={{ $('Loop Over Items').all(1, 0) }}",
		});

		expect(second?.filesError).toContain(
			'The source rows are those of another upload than the job',
		);
		expect(second?.rowErrors).toEqual([expect.not.objectContaining({ id: 'u2' })]);
	});
});
