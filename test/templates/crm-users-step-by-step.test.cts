import { example, TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('crm-users-step-by-step.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

it('imports the example and tells of its seven bad rows', async () => {
	const run = await rig.imported(example('crm-contacts.csv'));

	expect(run.error).toBeUndefined();
	expect(run.json('Advocate Job Status')[0]).toMatchObject({
		status: 'COMPLETED',
		stats: { recordsProcessed: 1000, errors: 7 },
		rowErrorsTotal: 7,
	});
});
