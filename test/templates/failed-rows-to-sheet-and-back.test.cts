import { example, TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('failed-rows-to-sheet-and-back.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const writes = (node: string) =>
	rig.sent.filter(({ nodeName }) => nodeName === node).map(({ parameters }) => parameters.row);

it('puts the rows that were not sent and those that failed in Advocate into the sheet', async () => {
	// The sandbox, like the schema, has no dashes in the names of custom fields.
	const run = await rig.imported(
		[
			'accountId,id,customFields.plan-type,customFields.plan',
			'acme,ann,,pro',
			'acme,,,free',
			'acme,bob,yes,free',
			'',
		].join('\n'),
	);

	expect(run.error).toBeUndefined();
	expect(run.json('Advocate Import')).toMatchObject([
		{ rows: 3, rowsImported: 1, rowsRejected: 1, rowsFailed: 1 },
	]);
	const plan = 'customFields.plan';
	const planType = 'customFields.plan-type';
	expect(writes('Failed Rows to Sheet')).toEqual([
		{
			...{ accountId: 'acme', id: '', [planType]: '', [plan]: 'free' },
			...{ reason: 'id is required', corrected: '' },
		},
		{
			...{ accountId: 'acme', id: 'bob', [planType]: 'yes', [plan]: 'free' },
			...{ reason: 'customFields.plan-type is not a valid field name', corrected: '' },
		},
	]);
	expect(writes('Mark as Sent')).toEqual([]);
});

it('writes all bad rows of the example, and loses none', async () => {
	const run = await rig.imported(example('crm-contacts.csv'));

	const [{ rows, rowsImported } = {}] = run.json('Advocate Import');
	expect([rows, rowsImported]).toEqual([1000, 998]);
	expect(writes('Failed Rows to Sheet')).toHaveLength(2);
});

const corrected = [
	{ accountId: 'acme', id: 'eve', reason: 'id is required', corrected: 'yes' },
	{ accountId: 'acme', id: '', reason: 'id is required', corrected: 'yes' },
	{ accountId: 'acme', id: 'bob', reason: 'not yet looked at', corrected: '' },
];

it('imports the corrected rows of the sheet and marks them', async () => {
	rig.sheetRows = corrected;

	const run = await rig.runFrom('Every Hour');

	expect(run.error).toBeUndefined();
	expect(rig.sentLines()).toEqual([{ accountId: 'acme', id: 'eve' }]);
	expect(writes('Mark as Sent')).toEqual([
		{ row_number: 2, corrected: 'sent' },
		{ row_number: 3, corrected: 'sent' },
	]);
});

it('brings a row that is still wrong back as a new row', async () => {
	rig.sheetRows = corrected;

	await rig.runFrom('Every Hour');

	expect(writes('Failed Rows to Sheet')).toEqual([
		{ accountId: 'acme', id: '', reason: 'id is required', corrected: '' },
	]);
});

it('marks nothing when the job was aborted', async () => {
	rig.sheetRows = corrected;
	rig.sandbox.jobs.failNext('ABORTED');

	const run = await rig.runFrom('Every Hour');

	expect(run.error?.message).toMatch(/^Advocate aborted the job [0-9a-f]+/);
	expect(writes('Mark as Sent')).toEqual([]);
});
