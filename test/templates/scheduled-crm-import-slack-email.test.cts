import { TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('scheduled-crm-import-slack-email.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const texts = (messages: typeof rig.sent) =>
	messages.map(({ nodeName, parameters }) => [nodeName, parameters.text as string]);

it('tells Slack in one sentence when every row was imported, and mails nobody', async () => {
	await rig.imported('accountId,id\nacme,ann\n');

	expect(texts(rig.slack)).toEqual([
		[
			'Slack: Imported',
			expect.stringMatching(
				/^:white_check_mark: 1 of 1 users imported into test_acme \(test\), 0 rejected before sending, 0 failed\. Job [0-9a-f]+, /,
			),
		],
	]);
	expect(rig.mails).toEqual([]);
});

it('asks again, with a wait between, until the job has ended', async () => {
	rig.sandbox.jobs.hold(true);
	let asked = 0;

	const run = await rig.imported('accountId,id\nacme,ann\n', {
		onNodeEnd: (name) => {
			if (name === 'Wait' && ++asked === 3) rig.sandbox.jobs.hold(false);
			if (name === 'Wait') rig.now += 65_000;
		},
	});

	expect(run.error).toBeUndefined();
	expect(asked).toBeGreaterThanOrEqual(3);
	expect(rig.slack).toHaveLength(1);
});

it('mails the rows that are not right in one email, and imports the others', async () => {
	await rig.imported('accountId,id\nacme,ann\nacme,\n,bob\n');

	expect(texts(rig.mails)).toEqual([
		[
			'Email: Rejected Rows',
			expect.stringContaining('Row 2: id is required\nRow 3: accountId is required\n'),
		],
	]);
	expect(texts(rig.slack)[0]?.[1]).toContain('1 of 3 users imported');
	expect(texts(rig.slack)[0]?.[1]).toContain('2 rejected before sending');
});

it('mails the errors file when rows failed in Advocate', async () => {
	// The sandbox, like the schema, has no dashes in the names of custom fields.
	const run = await rig.imported('accountId,id,customFields.plan-type\nacme,ann,\nacme,bob,yes\n');

	expect(run.error).toBeUndefined();
	expect(rig.mails).toHaveLength(1);
	expect(rig.mails[0]?.parameters).toMatchObject({
		subject: 'CRM import: 1 rows failed',
		options: { fileAttachments: 'errors' },
	});
	expect(texts(rig.slack)[0]?.[1]).toMatch(
		/^:warning: 1 of 2 users imported .* 1 failed: customFields\.plan-type is not a valid/,
	);
});

it('says in Slack that there was nothing to send', async () => {
	await rig.imported('accountId,id\nacme,\n');

	expect(texts(rig.slack)).toEqual([
		[
			'Slack: Nothing to Send',
			expect.stringMatching(/^:grey_question: 0 of 1 users .*Nothing was sent/),
		],
	]);
	expect(rig.sandbox.uploads.list()).toEqual([]);
});

it('says in Slack that there was no file', async () => {
	// The path in the template is not there.
	await rig.runFrom('Every Night');

	expect(texts(rig.slack)).toEqual([
		['Slack: Nothing to Send', expect.stringMatching(/^:grey_question: No rows came in/)],
	]);
});

it.each([
	['can not be read', 'accountId\nacme\n'],
	['is empty', ''],
])('mails what to do when the file %s', async (_what, content) => {
	const run = await rig.imported(content);

	expect(run.error).toBeUndefined();
	expect(rig.mails.map(({ nodeName }) => nodeName)).toEqual(['Email: Not Imported']);
	expect(texts(rig.mails)[0]?.[1]).toContain('It is safe to run it again.');
	expect(rig.slack).toEqual([]);
});

it('tells Slack when the job was aborted', async () => {
	rig.sandbox.jobs.failNext('ABORTED');

	await rig.imported('accountId,id\nacme,ann\n');

	expect(texts(rig.slack)).toEqual([
		['Slack: Aborted', expect.stringContaining('Advocate aborted the CRM import')],
	]);
});

it('mails when the job has not ended after about four hours', async () => {
	rig.sandbox.jobs.hold(true);

	const run = await rig.imported('accountId,id\nacme,ann\n');

	expect(run.error).toBeUndefined();
	expect(run.runs('Wait')).toHaveLength(220);
	expect(rig.mails.map(({ nodeName }) => nodeName)).toEqual(['Email: Still Running']);
	expect(rig.slack).toEqual([]);
});
