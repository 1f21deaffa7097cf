import { example, TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('failed-rows-to-sheet-and-back.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const writes = (node: string) =>
	rig.sent.filter(({ nodeName }) => nodeName === node).map(({ parameters }) => parameters.row);

it('puts the rows that Upload rejects and those that fail in Advocate into the sheet', async () => {
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
	const run = await rig.imported(example('crm-contacts.csv'));

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

	expect(run.error?.message).toMatch(/^Advocate aborted the job [0-9a-f]+\. Rows of it may/);
	expect(writes('Mark as Sent')).toEqual([]);
});
