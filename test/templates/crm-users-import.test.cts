import { example, TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('crm-users-import.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

it('imports the example and gives every row that was not imported, with its reasons', async () => {
	const run = await rig.imported(example('crm-contacts.csv'));

	expect(run.error).toBeUndefined();
	expect(run.json('Advocate Import')).toMatchObject([
		{ rows: 1000, rowsImported: 998, rowsRejected: 2, rowsFailed: 0 },
	]);
	expect(run.json('Advocate Import', 1)).toMatchObject([
		{ rowNumber: 42, reasons: ['id is required'], stage: 'checked' },
		{ rowNumber: 137, reasons: ['accountId is required'], stage: 'checked' },
	]);
});

it('stops with an error if the import fails as a whole', async () => {
	rig.sandbox.jobs.failNext('ABORTED');

	const run = await rig.imported('accountId,id\nacme,ann\n');

	expect(run.error?.message).toMatch(/^Advocate aborted the job/);
});
