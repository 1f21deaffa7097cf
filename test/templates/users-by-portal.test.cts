import { TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('users-by-portal.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

it('mails the file to upload, and uploads nothing', async () => {
	const run = await rig.imported('accountId,id\nacme,ann\nacme,\n');

	expect(run.error).toBeUndefined();
	expect(rig.mails[0]?.parameters).toMatchObject({
		subject: 'File for Advocate: 1 users',
		options: { fileAttachments: 'data' },
	});
	expect(run.items('Advocate Upload')[0]?.binary?.data).toMatchObject({ fileExtension: 'csv' });
	expect(rig.mails).toHaveLength(2);
	expect(rig.sandbox.requests).toEqual([]);
});

it('hears of a job that was not started by n8n', async () => {
	rig.sandbox.jobs.add('test_acme', { status: 'COMPLETED', dateCompleted: rig.now });
	rig.dataTables.create('advocate-jobs');

	const run = await rig.runFrom('Advocate Wait for Completion Trigger');

	expect(run.error).toBeUndefined();
	expect(rig.slack).toHaveLength(1);
});
