import type { IDataObject } from 'n8n-workflow';
import { example, TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('hubspot-contacts-nightly.json');

beforeEach(async () => {
	await rig.start();
	const { results } = JSON.parse(example('hubspot-contacts.json')) as { results: IDataObject[] };
	rig.crmRows = results.slice(0, 10);
});
afterEach(async () => await rig.stop());

const told = () => rig.slack.map(({ nodeName, parameters }) => [nodeName, parameters.text]);

it('tells Slack how many contacts were imported, and why the others were not', async () => {
	const run = await rig.runFrom('Every Night');

	expect(run.error).toBeUndefined();
	expect(told()).toEqual([
		[
			'Slack: Imported',
			expect.stringMatching(
				/^:warning: 9 of 10 users imported into test_acme \(test\), 1 rejected before sending: accountId is required \(1\)/,
			),
		],
	]);
	expect(run.json('Contacts to Correct')).toHaveLength(1);
	expect(rig.mails).toEqual([]);
});

it.each([
	['was aborted', () => rig.sandbox.jobs.failNext('ABORTED'), /aborted the job/],
	[
		'has not ended',
		() => rig.sandbox.jobs.hold(true),
		/had not ended.*don't import the rows again/,
	],
	[
		'could not be sent',
		() => rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 401 }),
		/failed: /,
	],
])('tells Slack that the import %s, and the run ends green', async (_what, prepare, text) => {
	prepare();

	const run = await rig.runFrom('Every Night');

	expect(run.error).toBeUndefined();
	expect(told()).toEqual([['Slack: Failed', expect.stringMatching(text)]]);
});

it('tells Slack that nothing has changed', async () => {
	rig.crmRows = [];

	await rig.runFrom('Every Night');

	expect(told()).toEqual([['Slack: Imported', expect.stringContaining('No rows came in')]]);
	expect(rig.sandbox.uploads.list()).toEqual([]);
});
