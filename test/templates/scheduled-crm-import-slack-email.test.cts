import { TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('scheduled-crm-import-slack-email.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

it('tells Slack when every row was imported, and mails nobody', async () => {
	await rig.imported('accountId,id\nacme,ann\n');

	expect(rig.slack).toHaveLength(1);
	expect(rig.mails).toEqual([]);
	expect(JSON.stringify(rig.slack)).toMatch(/1/);
});

it('mails the errors file when rows failed', async () => {
	const run = await rig.imported('accountId,id\nacme,ann\nacme,\n');

	expect(run.error).toBeUndefined();
	expect(rig.mails).toHaveLength(1);
	expect(JSON.stringify(rig.mails[0]?.parameters)).toContain('errors');
});

it.each([
	['refused before the upload', 'accountId\nacme\n'],
	['empty', ''],
])('mails when the file is %s', async (_what, content) => {
	const run = await rig.imported(content);

	expect(run.error).toBeUndefined();
	expect(rig.mails).toHaveLength(1);
	expect(rig.slack).toEqual([]);
});

it('mails when the job was aborted', async () => {
	rig.sandbox.jobs.failNext('ABORTED');

	await rig.imported('accountId,id\nacme,ann\n');

	expect(rig.mails).toHaveLength(1);
	expect(rig.slack).toEqual([]);
});

it('mails when the job has not ended in time', async () => {
	rig.sandbox.jobs.hold(true);

	await rig.imported('accountId,id\nacme,ann\n');

	expect(rig.mails).toHaveLength(1);
	expect(rig.slack).toEqual([]);
});
