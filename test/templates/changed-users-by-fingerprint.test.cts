import { createHash } from 'node:crypto';
import { TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('changed-users-by-fingerprint.json');

const ann = { accountId: 'acme', id: 'ann', 'customFields.plan': 'pro' };
const bob = { accountId: 'acme', id: 'bob', 'customFields.plan': 'free' };

beforeEach(async () => {
	await rig.start();
	await rig.runFrom('When clicking ‘Execute workflow’');
	rig.crmRows = [ann, bob];
});
afterEach(async () => await rig.stop());

const everyNight = async () => {
	const uploads = rig.sandbox.uploads.list().length;
	const run = await rig.runFrom('Every Night');
	const hasSent = rig.sandbox.uploads.list().length > uploads;
	return { run, sent: hasSent ? rig.sentLines().map(({ id }) => id) : [] };
};
const remembered = () =>
	rig.dataTables.rows('advocate-fingerprints').map(({ user }) => user as string);
const lock = () => rig.dataTables.rows('advocate-locks');

it('sends all users at first, and then only those that are new or different', async () => {
	expect((await everyNight()).sent).toEqual(['ann', 'bob']);

	rig.crmRows = [ann, { ...bob, 'customFields.plan': 'pro' }, { ...ann, id: 'cid' }];
	expect((await everyNight()).sent).toEqual(['bob', 'cid']);
	expect(remembered()).toEqual(['["acme","ann"]', '["acme","bob"]', '["acme","cid"]']);

	// A change that is taken back is a change.
	rig.crmRows = [ann, bob];
	expect((await everyNight()).sent).toEqual(['bob']);
	expect(rig.slack).toEqual([]);
});

it('keeps the SHA-256 hash of the columns, whatever their order', async () => {
	rig.crmRows = [{ ...ann, firstName: 'Jürgen 😀'.repeat(20) }];
	await everyNight();

	const { fingerprint } = rig.dataTables.rows('advocate-fingerprints')[0] ?? {};
	const columns = Object.entries(rig.crmRows[0] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
	const text = Buffer.from(JSON.stringify(columns), 'utf16le').swap16();
	expect(fingerprint).toBe(createHash('sha256').update(text).digest('hex'));

	rig.crmRows = rig.crmRows.map((row) => Object.fromEntries(Object.entries(row).reverse()));
	expect((await everyNight()).sent).toEqual([]);
});

it.each([
	['nobody has changed', () => undefined],
	['the CRM has nobody', () => (rig.crmRows = [])],
])('ends green and silent, with nothing sent, when %s', async (_what, prepare) => {
	await everyNight();
	prepare();
	rig.sandbox.clearRequests();

	const { run } = await everyNight();

	expect(run.error).toBeUndefined();
	expect(rig.sandbox.requests).toEqual([]);
	expect(rig.slack).toEqual([]);
	expect(lock()).toMatchObject([{ holder: '', locked_until: 0 }]);
});

it('sends a row that was rejected or that failed again the next night, and tells Slack', async () => {
	// The sandbox, like the schema, has no dashes in the names of custom fields.
	const failing = { ...bob, 'customFields.plan-type': 'x' };
	rig.crmRows = [ann, failing, { accountId: 'acme', id: '', email: 'cid@example.com' }];

	await everyNight();

	expect(remembered()).toEqual(['["acme","ann"]']);
	expect(rig.slack.map(({ parameters }) => parameters.text)).toEqual([
		expect.stringMatching(
			/^:warning: 1 of 3 users imported .* 1 rejected before sending, 1 failed/,
		),
	]);
	expect((await everyNight()).sent).toEqual(['bob']);
});

it('counts the last of several rows about one user', async () => {
	rig.crmRows = [{ ...ann, 'customFields.plan': 'old' }, ann];

	await everyNight();

	expect(rig.sentLines()).toEqual([
		{ accountId: 'acme', id: 'ann', customFields: { plan: 'pro' } },
	]);
	expect((await everyNight()).sent).toEqual([]);
});

it.each([
	['was aborted', () => rig.sandbox.jobs.failNext('ABORTED')],
	['has not ended', () => rig.sandbox.jobs.hold(true)],
])('remembers nobody when the job %s, tells Slack, and frees the lock', async (_what, prepare) => {
	prepare();

	const { run } = await everyNight();

	expect(run.error).toBeUndefined();
	expect(remembered()).toEqual([]);
	expect(rig.slack.map(({ nodeName }) => nodeName)).toEqual(['Slack: Failed']);
	expect(lock()).toMatchObject([{ holder: '', locked_until: 0 }]);
});

it('remembers nobody when it is not known which rows failed', async () => {
	const failing = { ...bob, 'customFields.plan-type': 'x' };
	rig.crmRows = [ann, failing];
	rig.sandbox.faults.add({ on: 'download', kind: 'status', status: 404, times: 20 });

	await everyNight();

	expect(remembered()).toEqual([]);
	expect(rig.slack).toHaveLength(1);
});

it('sends nothing while another run holds the lock, and stops with an error', async () => {
	Object.assign(lock()[0] ?? {}, { holder: 'another', locked_until: Date.now() + 60_000 });

	const { run, sent } = await everyNight();

	expect(run.error?.message).toMatch(/^Another run holds the lock/);
	expect(sent).toEqual([]);
	expect(lock()).toMatchObject([{ holder: 'another' }]);
});

it('takes over the lock of a run that died three hours ago', async () => {
	Object.assign(lock()[0] ?? {}, { holder: 'another', locked_until: Date.now() - 60_000 });

	expect((await everyNight()).sent).toEqual(['ann', 'bob']);
});

it('stops with an error when the lock was never laid out', async () => {
	rig.dataTables.remove('advocate-locks', () => true);

	expect((await everyNight()).run.error?.message).toMatch(/^Another run holds the lock/);
});
