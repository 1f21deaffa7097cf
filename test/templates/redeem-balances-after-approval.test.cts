import { TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('redeem-balances-after-approval.json');

beforeEach(async () => {
	await rig.start();
	rig.sandbox.records.put('test_acme', 'QUERY/REDEEMABLE_REWARD_BALANCE', [
		{ userId: 'ann', accountId: 'acme', unit: 'POINT', availableValue: 200 },
		{ userId: '007', accountId: 'acme', unit: 'CREDIT/CAD', currency: 'CAD', availableValue: 50.5 },
		{ userId: 'bob', accountId: 'acme', unit: 'POINT', availableValue: 50 },
		{ userId: 'cat', accountId: 'acme', unit: 'POINT', availableValue: 90, dateBlocked: 1 },
	]);
});
afterEach(async () => await rig.stop());

const start = 'When clicking ‘Execute workflow’';
const subjects = () => rig.mails.map(({ parameters }) => parameters.subject);
const redemptions = () =>
	rig.sandbox.jobs.list().filter(({ type }) => type === 'MUTATION/REDEEMABLE_REWARD_BALANCE');

it('shows a person what would be redeemed: all that is over 50, and of nobody who is blocked', async () => {
	await rig.runFrom(start);

	expect(rig.sent[0]?.parameters).toMatchObject({
		operation: 'sendAndWait',
		subject: 'Redeem 2 rewards in Advocate?',
		message: expect.stringMatching(
			/POINT: 200\nCREDIT\/CAD: 50.5\n\n.*\n\nacme, ann: 200 POINT\nacme, 007: 50.5 CREDIT\/CAD$/,
		) as string,
	});
});

it('redeems them once the person has approved: the balances are gone, and the others stay', async () => {
	rig.approval = true;

	const run = await rig.runFrom(start);

	expect(run.error).toBeUndefined();
	expect(redemptions()).toMatchObject([
		{ status: 'COMPLETED', stats: { recordsProcessed: 2, errors: 0 } },
	]);
	expect(subjects()).toEqual(['Advocate: 2 rewards redeemed, 0 failed']);
	const again = await rig.runFrom(start);
	const left = again.json('Export Balances');
	expect(left.map(({ userId, availableValue }) => [userId, availableValue])).toEqual([
		['ann', 0],
		['007', 0],
		['bob', 50],
		['cat', 90],
	]);
	expect(again.runs('Ask for Approval')).toEqual([]);
});

it.each([
	['declined', false],
	['not answered in time', undefined],
])('redeems nothing when it was %s', async (_what, answer) => {
	rig.approval = answer;

	const run = await rig.runFrom(start);

	expect(run.error).toBeUndefined();
	expect(redemptions()).toEqual([]);
	expect(subjects()).toContain('Advocate: nothing was redeemed');
});

it('asks nobody when the export is aborted', async () => {
	rig.sandbox.jobs.failNext('ABORTED');

	await rig.runFrom(start);

	expect(subjects()).toEqual(['Advocate: the export of balances was aborted']);
});
