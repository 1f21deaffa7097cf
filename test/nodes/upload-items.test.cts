import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { failure } from '../support/failure.cts';
import { binaryText } from '../support/binary-text.cts';
import { Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';
import { sourceRows } from '../support/source-rows.cts';

const rig = new Rig();

beforeAll(async () => await rig.start());
beforeEach(() => rig.sandbox.clearRequests());
afterAll(async () => await rig.stop());

const [UPLOADED, REJECTED] = [0, 1];

/** Runs Upload on rows given as items. */
async function upload(
	rows: IDataObject[],
	parameters: INodeParameters = {},
	onError?: 'continueRegularOutput',
) {
	const workflow = chain({
		name: 'Upload',
		type: 'advocateUpload',
		parameters: { source: 'items', ...parameters },
		...(onError && { onError }),
	});
	return await rig.run(
		workflow,
		rows.map((json) => ({ json })),
	);
}

/** The lines of the file that the sandbox got last. */
function lines(): string[] {
	const path = rig.sandbox.uploads.list().at(-1)?.path ?? '';
	return readFileSync(path, 'utf8').trimEnd().split('\n');
}

const sent = () => lines().map((line) => JSON.parse(line) as unknown);
const asIs = (options: INodeParameters = {}, type = 'MUTATION/USER') => ({
	type,
	rowMode: 'asIs',
	options,
});

describe('items as they are', () => {
	it('become lines of JSON, dotted names and nested ones alike', async () => {
		const run = await upload(
			[
				{ accountId: 'acme', id: '007', 'customFields.plan': 'pro', referable: 'yes' },
				{ accountId: 'acme', id: 8, customFields: { plan: 'free', seats: 3 }, locale: 'fr-CA' },
			],
			asIs(),
		);

		expect(run.error).toBeUndefined();
		expect(sent()).toEqual([
			{ accountId: 'acme', id: '007', customFields: { plan: 'pro' }, referable: true },
			{ accountId: 'acme', id: '8', customFields: { plan: 'free', seats: 3 }, locale: 'fr_CA' },
		]);
		expect(run.json('Upload', UPLOADED)).toEqual([
			expect.objectContaining({
				fileRef: expect.stringMatching(/^imports\/test_acme\/users_[0-9a-f]+\.jsonl$/) as string,
				type: 'MUTATION/USER',
				format: 'jsonl',
				rows: 2,
				part: 1,
				parts: 1,
				firstRow: 1,
				lastRow: 2,
				rowsRejected: 0,
				sourceRows: sourceRows('1-2', 2),
			}),
		]);
		expect(run.items('Upload')[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('go out on Rejected with every reason, paired to where they came from', async () => {
		const run = await upload(
			[
				{ accountId: 'acme', id: 'ann' },
				{ accountId: 'acme', locale: 'French', countryCode: 'Atlantis', crm: 'kept' },
				{ accountId: 'acme', id: 'bob', customFields: { tags: ['a'] } },
			],
			asIs(),
		);

		expect(run.items('Upload', REJECTED)).toEqual([
			{
				json: {
					accountId: 'acme',
					locale: 'French',
					countryCode: 'Atlantis',
					crm: 'kept',
					rowNumber: 2,
					reasons: [
						'locale must be a language and a country, such as en_US, not "French"',
						`countryCode must be a two-letter country code, such as CA, or a country's name, not "Atlantis"`,
						'id is required',
					],
				},
				pairedItem: { item: 1 },
			},
			{
				json: {
					accountId: 'acme',
					id: 'bob',
					customFields: { tags: ['a'] },
					rowNumber: 3,
					reasons: ['customFields.tags must be text, a number or true/false, not a list'],
				},
				pairedItem: { item: 2 },
			},
		]);
		expect(run.json('Upload', UPLOADED)[0]).toMatchObject({
			rows: 1,
			rowsRejected: 2,
			sourceRows: sourceRows('1', 3),
		});
	});

	it('are not uploaded when all are bad', async () => {
		const run = await upload([{ id: 'ann' }], asIs());

		expect(run.json('Upload', UPLOADED)).toEqual([]);
		expect(run.json('Upload', REJECTED)).toHaveLength(1);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('stop everything at the first bad row where that is wanted', async () => {
		const run = await upload(
			[{ accountId: 'acme', id: 'ann' }, { accountId: 'acme' }],
			asIs({ onRejectedRows: 'error' }),
		);

		expect(failure(run).message).toBe(
			'Nothing was uploaded, because 1 row was rejected. Row 2: id is required',
		);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('stop the upload if set so, and leave on Rejected if the workflow goes on', async () => {
		const rows = [
			{ accountId: 'acme', id: 'ann' },
			{ accountId: 'acme', id: '' },
		];

		const run = await upload(rows, asIs({ onRejectedRows: 'error' }), 'continueRegularOutput');

		expect(run.error).toBeUndefined();
		expect(rig.sandbox.requests).toEqual([]);
		expect(run.json('Upload', UPLOADED)).toEqual([]);
		const error = expect.stringContaining('Nothing was uploaded') as string;
		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({ ...rows[0], error }),
			expect.objectContaining({ ...rows[1], error }),
		]);
	});

	it("lose only the value that doesn't fit where that is wanted, and the output warns", async () => {
		const run = await upload(
			[{ accountId: 'acme', id: 'ann', countryCode: 'Atlantis' }],
			asIs({ unfitValues: 'leaveOut' }),
		);

		expect(sent()).toEqual([{ accountId: 'acme', id: 'ann' }]);
		expect(run.json('Upload', REJECTED)).toEqual([]);
		expect(run.json('Upload')[0]?.warnings).toEqual([
			`countryCode was not sent where its value is not valid, in row 1: it must be a two-letter country code, such as CA, or a country's name, not "Atlantis".`,
		]);
	});

	it('warn of names that are like a field, and leave them out', async () => {
		const run = await upload([{ accountId: 'acme', id: 'ann', firstname: 'Ann' }], asIs());

		expect(run.json('Upload')[0]?.warnings).toEqual([
			'"firstname" is not an Advocate field and was not sent. Did you mean "firstName"?',
		]);
	});
});

describe('what Advocate would not take', () => {
	const event = { accountId: 'acme', userId: 'ann', 'event.key': 'purchase' };
	const user = { accountId: 'acme', id: 'ann' };

	it.each<[string, string, IDataObject, string]>([
		[
			'a short email',
			'MUTATION/USER',
			{ ...user, email: 'a@b.co' },
			'email must be an email address of at least 7 characters, not "a@b.co"',
		],
		[
			'event.fields that are no object',
			'MUTATION/USER_EVENT',
			{ ...event, 'event.fields': 'revenue=5' },
			'event.fields must be an object with fields in it',
		],
		[
			'a long text of an event',
			'MUTATION/USER_EVENT',
			{ ...event, 'event.fields.note': 'é'.repeat(751) },
			'event.fields.note contains a text of more than the 1,500 bytes (UTF-8) that Advocate accepts',
		],
		[
			'a list in a list of an event',
			'MUTATION/USER_EVENT',
			{ ...event, 'event.fields.cart': [['sku-1', 2]] },
			'event.fields.cart contains a list directly in a list, which Advocate does not accept',
		],
		[
			'a long time zone',
			'MUTATION/USER',
			{ ...user, 'customFields.timeZone': 'x'.repeat(1_025) },
			'customFields.timeZone has more than the 1,024 characters that a custom field can hold',
		],
	])('%s is rejected with the reason, mapped or as it is', async (_what, type, row, reason) => {
		for (const rowMode of ['matched', 'asIs']) {
			const run = await upload([row], { type, rowMode });

			expect(run.json('Upload', UPLOADED)).toEqual([]);
			expect(run.json('Upload', REJECTED)).toEqual([
				expect.objectContaining({ reasons: [reason] }),
			]);
		}
	});

	it('is imported up to the last character, through to the end of the job', async () => {
		const row = {
			...{ ...user, email: 'a@b.com', sharelinks: { 'refer-a-friend': 'https://a.b/x' } },
			...{ 'customFields.bio': '😀'.repeat(1_024), 'customFields.timeZone': '😀'.repeat(1_024) },
		};
		const workflow = chain(
			{ name: 'Upload', type: 'advocateUpload', parameters: { source: 'items', ...asIs() } },
			{ name: 'Create', type: 'advocateCreateJob' },
			{ name: 'Status', type: 'advocateJobStatus', parameters: { wait: true } },
		);

		const run = await rig.run(workflow, [{ json: row }]);

		expect(run.json('Status')[0]).toMatchObject({ stats: { recordsProcessed: 1, errors: 0 } });
		expect(sent()).toEqual([
			expect.objectContaining({ shareLinks: { 'refer-a-friend': 'https://a.b/x' } }),
		]);
	});

	it('is sent with a warning where a guide has it and the schema has not', async () => {
		const run = await upload([{ ...user, 'customFields.plan-type': 'pro' }], asIs());

		expect(sent()).toEqual([{ ...user, customFields: { 'plan-type': 'pro' } }]);
		expect(run.json('Upload')[0]?.warnings).toEqual([
			expect.stringContaining('customFields.plan-type has a dash in its name') as string,
		]);
	});
});

describe('custom fields to clear', () => {
	const options = { emptyText: 'send' };
	const rows = [
		{ accountId: 'acme', id: 'ann', firstName: '', 'customFields.plan': '' },
		{ accountId: 'acme', id: 'bob', customFields: { plan: null, seats: 3 } },
	];

	it('are sent as null, for an empty text and for null alike', async () => {
		await upload(rows, asIs(options));

		expect(sent()).toEqual([
			{ accountId: 'acme', id: 'ann', firstName: '', customFields: { plan: null } },
			{ accountId: 'acme', id: 'bob', customFields: { plan: null, seats: 3 } },
		]);
	});

	it('are sent as null by names that are matched, too', async () => {
		await upload([{ ID: 'ann', 'Account ID': 'acme', 'customFields.plan': '' }], { options });

		expect(sent()).toEqual([{ accountId: 'acme', id: 'ann', customFields: { plan: null } }]);
	});

	it("can't be cleared by CSV: the output warns", async () => {
		const run = await upload(rows, asIs({ ...options, format: 'csv' }));

		expect(lines()).toEqual([
			'accountId,id,firstName,customFields.seats',
			'acme,ann,"",',
			'acme,bob,,3',
		]);
		expect(run.json('Upload')[0]?.warnings).toEqual([
			'customFields.plan was not cleared where it is empty, because CSV has no null to remove a custom field with. Use JSON Lines.',
		]);
	});
});

describe('segments of a row', () => {
	const rows = [
		{ accountId: 'acme', id: 'ann', Segments: 'vip, ~trial' },
		{ accountId: 'acme', id: 'bob', Segments: ['new', '~*'] },
		{ accountId: 'acme', id: 'cat', Segments: '' },
	];

	it('are a list in JSON Lines, with what clears all of them first', async () => {
		await upload(rows);

		expect(sent()).toEqual([
			{ accountId: 'acme', id: 'ann', segments: ['vip', '~trial'] },
			{ accountId: 'acme', id: 'bob', segments: ['~*', 'new'] },
			{ accountId: 'acme', id: 'cat' },
		]);
	});

	it('are a text with commas in CSV', async () => {
		await upload(rows, { options: { format: 'csv' } });

		expect(lines()).toEqual([
			'accountId,id,segments',
			'acme,ann,"vip,~trial"',
			'acme,bob,"~*,new"',
			'acme,cat,',
		]);
	});
});

describe('idempotency keys that Advocate would not take', () => {
	it('cost the event, with a reason that tells what is one', async () => {
		const event = { accountId: 'acme', userId: 'ann', 'event.key': 'purchase' };

		const run = await upload(
			[
				{ ...event, idempotencyKey: 'acme|ann|1' },
				{ ...event, idempotencyKey: 'order-1001' },
			],
			asIs({}, 'MUTATION/USER_EVENT'),
		);

		expect(sent()).toEqual([expect.objectContaining({ idempotencyKey: 'order-1001' })]);
		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({
				rowNumber: 1,
				reasons: [
					'idempotencyKey must be 8 to 64 letters, digits, "-", "_" and ".", not "acme|ann|1". The SHA-256 hash of any text is such a key',
				],
			}),
		]);
	});
});

describe('rows of the same user', () => {
	const rows = [
		{ accountId: 'acme', id: 'ann', firstName: 'Ann' },
		{ accountId: 'acme', id: 'bob' },
		{ accountId: 'acme', id: 'ann', firstName: 'Anna' },
	];

	it('the last one wins, and the others are reported', async () => {
		const run = await upload(rows, asIs());

		expect(sent()).toEqual([rows[1], rows[2]]);
		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({
				rowNumber: 1,
				reasons: ['The same user (accountId and id) appears again in row 3, which is sent instead'],
			}),
		]);
	});

	it('the later ones are rejected where that is wanted', async () => {
		const run = await upload(rows, asIs({ duplicates: 'reject' }));

		expect(sent()).toEqual([rows[0], rows[1]]);
		expect(run.json('Upload', REJECTED)[0]?.reasons).toEqual([
			'The same user (accountId and id) is already in row 1',
		]);
	});

	it('are no matter among events', async () => {
		const event = { accountId: 'acme', userId: 'ann', 'event.key': 'purchase' };
		await upload([event, event], asIs({}, 'MUTATION/USER_EVENT'));

		expect(sent()).toHaveLength(2);
	});
});

describe('columns', () => {
	it('are matched the way CRMs write them, and the output says how', async () => {
		const run = await upload([
			{
				'Account ID': 'acme',
				'Customer ID': 42,
				'First Name': 'Ann',
				'Email Address': 'ann@example.com',
				Stage: 'won',
			},
		]);

		expect(sent()).toEqual([
			{ accountId: 'acme', id: '42', firstName: 'Ann', email: 'ann@example.com' },
		]);
		expect(run.json('Upload')[0]?.mapping).toEqual({
			'Account ID': 'accountId',
			'Customer ID': 'id',
			'First Name': 'firstName',
			'Email Address': 'email',
		});
	});

	it('are found within an object such as the properties of HubSpot', async () => {
		await upload([
			{ id: '1', properties: { associatedcompanyid: '9', firstname: 'Ann', hs_object_id: '1' } },
		]);

		expect(sent()).toEqual([{ id: '1', accountId: '9', firstName: 'Ann' }]);
	});

	it('are mapped one by one, with expressions, and more by hand', async () => {
		const run = await upload([{ who: { id: 7 }, name: 'ann', amount: 12.5, at: 1714521600 }], {
			type: 'MUTATION/USER_EVENT',
			rowMode: 'mapped',
			columns: {
				mappingMode: 'defineBelow',
				value: {
					accountId: 'acme',
					userId: '={{ $json.who.id }}',
					'event.key': 'purchase',
					'event.dateTriggered': '={{ $json.at }}',
					idempotencyKey: "={{ ['evt', $json.name, $json.at].join('|').hash('sha256') }}",
				},
			},
			additionalColumns: {
				column: [{ field: 'event.fields.revenue', value: '={{ $json.amount }}' }],
			},
		});

		expect(run.error).toBeUndefined();
		expect(sent()).toEqual([
			{
				accountId: 'acme',
				userId: '7',
				event: { key: 'purchase', dateTriggered: 1714521600000, fields: { revenue: 12.5 } },
				idempotencyKey: createHash('sha256').update('evt|ann|1714521600').digest('hex'),
			},
		]);
	});

	it.each(['acme|ann|2026-01-14', '', 'Ünïcödé 😀', 'x'.repeat(10_000)])(
		'give a key that Advocate takes with the expression that the node shows (%#)',
		async (id) => {
			const run = await upload([{ accountId: 'acme', userId: id, date: id }], {
				type: 'MUTATION/USER_EVENT',
				rowMode: 'mapped',
				columns: {
					mappingMode: 'defineBelow',
					value: { accountId: 'acme', userId: 'ann', 'event.key': 'purchase' },
				},
				additionalColumns: {
					column: [
						{
							field: 'idempotencyKey',
							value: '={{ [$json.userId, $json.date].join("|").hash("sha256") }}',
						},
					],
				},
			});

			expect(run.json('Upload', REJECTED)).toEqual([]);
			expect(sent()).toEqual([
				expect.objectContaining({
					idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
				}),
			]);
		},
	);

	it.each<[string, INodeParameters | string]>([
		['values', { mappingMode: 'defineBelow', value: { accountId: 'acme', id: '={{ $json.a }}' } }],
		['an expression for all of it', "={{ { mappingMode: 'defineBelow', value: {} } }}"],
	])('are not passed over where names are to be matched: %s', async (_how, columns) => {
		const run = await upload([{ accountId: 'acme', id: 'ann', a: 1 }], { columns });

		expect(failure(run).message).toBe(
			'Columns are mapped one by one, but "Rows" is set to match them automatically',
		);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('that are empty, or of the matching that the mapper once had, do not count', async () => {
		for (const mappingMode of ['defineBelow', 'autoMapInputData']) {
			const columns = { mappingMode, value: { accountId: null, id: null } };
			const run = await upload([{ accountId: 'acme', id: 'ann' }], { columns });
			expect(run.error).toBeUndefined();
		}
	});

	it('by hand must be fields', async () => {
		const run = await upload([{ a: 1 }], {
			rowMode: 'mapped',
			columns: { mappingMode: 'defineBelow', value: {} },
			additionalColumns: { column: [{ field: 'plan', value: 'x' }] },
		});

		expect(failure(run).message).toBe(
			'The additional column "plan" is not a field of the chosen type',
		);
	});
});

describe('dates', () => {
	const dated = (dateCreated: unknown) =>
		[{ accountId: 'a', id: 'b', dateCreated }] as IDataObject[];

	it.each([
		['2024-05-01T09:00:00Z', 1714554000000],
		['2024-05-01T09:00:00+02:00', 1714546800000],
		['2024-05-01 09:00', 1714546800000],
		['2024-05-01', 1714514400000],
		[1714554000, 1714554000000],
		['1714554000000', 1714554000000],
	])('%p in Paris is %i', async (value, milliseconds) => {
		await upload(dated(value), asIs({ timeZone: 'Europe/Paris' }));

		expect(sent()).toEqual([{ accountId: 'a', id: 'b', dateCreated: milliseconds }]);
	});

	it.each(['01/02/2024', 'yesterday', '2024-02-30', 12345])(
		'%p is refused, not guessed',
		async (value) => {
			const run = await upload(dated(value), asIs());

			expect(String((run.json('Upload', REJECTED)[0]?.reasons as string[])[0])).toContain(
				'must be a date',
			);
		},
	);
});

describe('files', () => {
	const rows = Array.from({ length: 10 }, (_, i) => ({ accountId: 'acme', id: `u${i}` }));

	it('are split by rows, one item each', async () => {
		const run = await upload(rows, asIs({ maxRows: 4 }));

		expect(
			run
				.json('Upload')
				.map(({ fileName, part, parts, rows: count, firstRow, lastRow }) => [
					fileName,
					part,
					parts,
					count,
					firstRow,
					lastRow,
				]),
		).toEqual([
			['users-1.jsonl', 1, 3, 4, 1, 4],
			['users-2.jsonl', 2, 3, 4, 5, 8],
			['users-3.jsonl', 3, 3, 2, 9, 10],
		]);
		expect(run.items('Upload')[1]?.pairedItem).toEqual([4, 5, 6, 7].map((item) => ({ item })));
	});

	it('are split by size, and never larger than it', async () => {
		const run = await upload(rows, asIs({ maxSize: 0.0001 }));

		const sizes = run.json('Upload').map(({ sizeBytes }) => Number(sizeBytes));
		expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
		expect(run.json('Upload').reduce((sum, { rows: count }) => sum + Number(count), 0)).toBe(10);
	});

	it('are CSV by choice, with every character as it was', async () => {
		await upload(
			[
				{ accountId: 'acme', id: '1', firstName: 'Ann "A", \n B', email: '=SUM(A1)' },
				{ accountId: 'acme', id: '2', 'customFields.plan': ' pro ', referable: 0 },
			],
			asIs({ format: 'csv' }),
		);

		const path = rig.sandbox.uploads.list().at(-1)?.path ?? '';
		expect(readFileSync(path, 'utf8')).toBe(
			'accountId,id,firstName,email,referable,customFields.plan\n'.replace(
				'referable,customFields.plan',
				'customFields.plan,referable',
			) +
				'acme,1,"Ann ""A"", \n B",=SUM(A1),,\n' +
				'acme,2,,," pro ",false\n',
		);
	});

	it('go out as binary data when they are only prepared', async () => {
		const run = await upload(
			rows,
			asIs({ prepareOnly: true, prefix: 'users_', fileName: 'weekly' }),
		);

		const [item] = run.items('Upload');
		expect(rig.sandbox.requests).toEqual([]);
		expect(item?.json).toMatchObject({ fileName: 'users_weekly.jsonl', rows: 10 });
		expect(item?.json).not.toHaveProperty('fileRef');
		expect((await binaryText(item, 'data')).split('\n')).toHaveLength(11);
	});

	it('that cannot be uploaded leave their rows on Rejected if the workflow goes on', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 500, skip: 1 });

		const options = { maxRows: 5, attempts: 1 };
		const run = await upload(rows, asIs(options), 'continueRegularOutput');

		expect(run.json('Upload', UPLOADED)).toHaveLength(1);
		expect(run.json('Upload', REJECTED)).toHaveLength(5);
		expect(run.json('Upload', REJECTED)[0]).toMatchObject({
			id: 'u5',
			error: expect.stringContaining('server error (500)') as string,
		});
	});
});

it('runs the whole chain for each part', async () => {
	const workflow = chain(
		{
			name: 'Upload',
			type: 'advocateUpload',
			parameters: { source: 'items', ...asIs({ maxRows: 2 }) },
		},
		{ name: 'Validate', type: 'advocateValidate' },
		{ name: 'Create Job', type: 'advocateCreateJob' },
		{ name: 'Job Status', type: 'advocateJobStatus', parameters: { wait: true } },
	);
	const rows = ['a', 'b', 'c'].map((id) => ({ json: { accountId: 'acme', id } }));

	const run = await rig.run(workflow, rows);

	expect(run.error).toBeUndefined();
	expect(run.json('Job Status').map(({ stats }) => stats)).toEqual([
		{ recordsProcessed: 2, errors: 0 },
		{ recordsProcessed: 1, errors: 0 },
	]);
});

describe('a dry run', () => {
	it('shows what would be uploaded, with the reasons and their numbers, and sends nothing', async () => {
		const rows = [{ accountId: 'acme', id: 'ann' }, { accountId: 'acme' }, { accountId: 'acme' }];

		const run = await upload(rows, { ...asIs(), dryRun: true });

		expect(rig.sandbox.requests).toEqual([]);
		expect(run.json('Upload', UPLOADED)).toEqual([
			expect.objectContaining({
				...{ dryRun: true, type: 'MUTATION/USER', rows: 3, rowsToSend: 1, rowsRejected: 2 },
				reasons: [{ reason: 'id is required', rows: 2 }],
				firstLines: ['{"accountId":"acme","id":"ann"}'],
			}),
		]);
		expect(run.json('Upload', UPLOADED)[0]).not.toHaveProperty('fileRef');
		expect(run.json('Upload', REJECTED)).toHaveLength(2);
	});
});
