import { TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('delete-users-with-approval.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const start = 'When clicking ‘Execute workflow’';
const subjects = () => rig.mails.map(({ parameters }) => parameters.subject);

beforeEach(() => {
	rig.sheetRows = [
		{ accountId: 'acme', id: 'ann', name: 'Ann' },
		{ accountId: 'acme', id: 'bob', name: 'Bob' },
		{ accountId: 'acme', id: '', name: 'Nobody' },
	];
});

it('shows a person whom the list names, and which rows are not right', async () => {
	await rig.runFrom(start);

	expect(rig.sent[0]?.parameters).toMatchObject({
		operation: 'sendAndWait',
		subject: 'Delete 2 users from Advocate?',
		message: expect.stringMatching(
			/acme, ann\nacme, bob\n\n1 rows .*\n\nRow 3: id is required$/,
		) as string,
	});
});

it('deletes the users once the person has approved', async () => {
	rig.approval = true;

	const run = await rig.runFrom(start);

	expect(run.error).toBeUndefined();
	expect(rig.sandbox.jobs.list().map(({ type }) => type)).toEqual(['MUTATION/DELETE_USER']);
	expect(rig.sentLines()).toEqual([
		{ accountId: 'acme', id: 'ann' },
		{ accountId: 'acme', id: 'bob' },
	]);
	expect(subjects()).toContain('Advocate: 2 users deleted, 0 failed');
	expect(subjects()).toContain('Deletion: 1 rows were left out');
});

it.each([
	['declined', false],
	['not answered in time', undefined],
])('deletes nobody when it was %s', async (_what, answer) => {
	rig.approval = answer;

	const run = await rig.runFrom(start);

	expect(run.error).toBeUndefined();
	expect(rig.sandbox.jobs.list()).toEqual([]);
	expect(subjects()).toContain('Advocate: nobody was deleted');
});
