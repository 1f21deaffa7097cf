import { TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('who-is-missing.json');

beforeEach(async () => {
	await rig.start();
	rig.sandbox.records.put('test_acme', 'QUERY/USER', [
		{ id: '42', accountId: 'acme', firstName: 'Ann', email: 'ann@example.com' },
		{ id: 'gone', accountId: 'acme', firstName: 'Bob', email: 'bob@example.com' },
	]);
	rig.sheetRows = [
		{ accountId: 'acme', id: 42, firstName: 'Ann', email: 'ann@example.com' },
		{ accountId: 'acme', id: 'new', firstName: 'Cat', email: 'cat@example.com' },
		{ accountId: 'acme', id: '', firstName: 'Nobody', email: 'no@example.com' },
	];
});
afterEach(async () => await rig.stop());

const start = 'Every Monday at 6:00';
const subjects = () => rig.mails.map(({ parameters }) => parameters.subject).sort();

it('imports who is missing, and reports who is gone without deleting anybody', async () => {
	const run = await rig.runFrom(start, [{}]);

	expect(run.error).toBeUndefined();
	expect(rig.sentLines()).toMatchObject([{ accountId: 'acme', id: 'new', firstName: 'Cat' }]);
	expect(rig.sandbox.jobs.list().map(({ type }) => type)).toEqual(['QUERY/USER', 'MUTATION/USER']);
	expect(subjects()).toEqual([
		'Advocate: 1 contacts were not imported',
		'Advocate: 1 users are gone from the CRM',
		'Advocate: 1 users were missing and are imported',
	]);
	const gone = rig.mails.find(({ nodeName }) => nodeName === 'Email: Gone From the CRM');
	expect(gone?.parameters.text).toContain('acme, gone, bob@example.com');
});

it('compares nothing when there is no export', async () => {
	rig.sandbox.jobs.failNext('ABORTED');

	const run = await rig.runFrom(start, [{}]);

	expect(run.runs('Compare Datasets')).toEqual([]);
	expect(rig.sandbox.jobs.list()).toHaveLength(1);
	expect(subjects()).toEqual(['Advocate: the export of users was aborted']);
});
