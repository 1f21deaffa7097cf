import { TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('database-changed-users.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const remembered = () => rig.dataTables.rows('advocate-last-run');
const readUntil = '2026-01-15T03:00:00.000Z';
const ann = { accountId: 'acme', id: 'ann', 'customFields.plan': 'pro', read_until: readUntil };

beforeEach(async () => {
	await rig.runFrom('When clicking ‘Execute workflow’');
	rig.databaseRows = [ann];
});

it('imports all users at first, and then those since the last run', async () => {
	const run = await rig.runFrom('Every Night');

	expect(run.error).toBeUndefined();
	expect(rig.asked?.parameters).toEqual(['1970-01-01T00:00:00Z']);
	expect(rig.sentLines()).toEqual([
		{ accountId: 'acme', id: 'ann', customFields: { plan: 'pro' } },
	]);

	await rig.runFrom('Every Night');

	expect(rig.asked?.parameters).toEqual([readUntil]);
	expect(rig.asked?.query).toContain("WHERE updated_at > $1::timestamptz - interval '5 minutes'");
	expect(remembered()).toHaveLength(1);
	expect(rig.sent).toEqual([]);
});

it('does nothing when nobody has changed', async () => {
	rig.databaseRows = [];

	const run = await rig.runFrom('Every Night');

	expect(run.error).toBeUndefined();
	expect(rig.sandbox.uploads.list()).toEqual([]);
});

it('mails all rejected rows in one email, and imports the others', async () => {
	rig.databaseRows = [ann, { ...ann, id: null }, { ...ann, accountId: null }];

	await rig.runFrom('Every Night');

	expect(rig.mails).toHaveLength(1);
	expect(rig.mails[0]?.parameters).toMatchObject({
		subject: 'Changed users: 2 rows were left out',
		text: expect.stringContaining('Row 2 (acme): id is required') as string,
	});
	expect(remembered()).toHaveLength(1);
});

it.each([
	['aborted', () => rig.sandbox.jobs.failNext('ABORTED')],
	['still running', () => rig.sandbox.jobs.hold(true)],
])('mails that the job was %s, and takes the same users again', async (what, prepare) => {
	prepare();

	const run = await rig.runFrom('Every Night');

	expect(run.error).toBeUndefined();
	expect(rig.mails.map(({ parameters }) => parameters.subject)).toEqual([`Changed users: ${what}`]);
	expect(remembered()).toEqual([]);
});
