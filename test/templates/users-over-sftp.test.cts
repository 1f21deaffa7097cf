import { example, TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('users-over-sftp.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

it('sends one file under the prefix and the time, with the rows that are right', async () => {
	const run = await rig.imported(example('crm-contacts.csv'), { startNode: 'Every Night' });

	expect(run.error).toBeUndefined();
	const [[path, content] = ['', '']] = Object.entries(rig.sftpFiles);
	expect(path).toMatch(/^users_users-\d{4}-\d\d-\d\d-\d{6}\.jsonl$/);
	expect(content.trimEnd().split('\n')).toHaveLength(995);
	expect(rig.sandbox.requests).toEqual([]);
	expect(rig.mails.map(({ parameters }) => parameters.subject)).toEqual([
		'Users over SFTP: 5 rows were left out',
	]);
});

it('mails that the file could not be sent', async () => {
	rig.sftpRefusal = 'All configured authentication methods failed';

	const run = await rig.imported('accountId,id\nacme,ann\n', { startNode: 'Every Night' });

	expect(run.error).toBeUndefined();
	expect(rig.mails[0]?.parameters).toMatchObject({
		subject: 'Advocate: the file was not sent',
		text: expect.stringContaining('authentication methods failed') as string,
	});
});

it('hears of a job that was not started by n8n', async () => {
	rig.sandbox.jobs.add('test_acme', { status: 'COMPLETED', dateCompleted: rig.now });
	rig.dataTables.create('advocate-jobs');

	const run = await rig.runFrom('Advocate Wait for Completion Trigger');

	expect(run.error).toBeUndefined();
	expect(rig.slack).toHaveLength(1);
});
