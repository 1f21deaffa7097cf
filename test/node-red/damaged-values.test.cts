import { readFile } from 'node:fs/promises';
import { RedRig } from './support/red-rig.cts';

const rig = new RedRig();
const USERS = { jobType: 'MUTATION/USER', jobTypeType: 'jobType' };
const DELETIONS = { jobType: 'MUTATION/DELETE_USER', jobTypeType: 'jobType' };

beforeAll(async () => await rig.start());
afterAll(async () => await rig.stop());

/** What the sandbox received as the file behind a fileRef. */
async function received(fileRef: unknown): Promise<unknown[]> {
	const file = rig.sandbox.uploads.get(String(fileRef));
	const content = await readFile(file?.path ?? '', 'utf8');
	return content
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as unknown);
}

describe('IDs that are numbers', () => {
	const payload = [{ accountId: 'acme', id: 100000 }];
	// As the csv node has made them, by default, of "1E5".
	const parsed = { payload, columns: 'accountId,id' };

	it('are rejected in a deletion where the csv node may have made them', async () => {
		const run = await rig.runNode('advocate-upload', DELETIONS, parsed);

		expect(run.outputs[0]).toEqual([]);
		expect(run.outputs[1]?.[0]?.payload).toEqual([
			expect.objectContaining({
				reasons: [
					expect.stringMatching(
						/^id is a number \(100000\), .* In the csv node, untick "parse numerical values"$/,
					),
				],
			}),
		]);
	});

	it('are sent as users, with a warning', async () => {
		const run = await rig.runNode('advocate-upload', USERS, parsed);

		expect(run.outputs[0]?.[0]?.payload).toMatchObject({
			rows: 1,
			warnings: [expect.stringMatching(/^id came as a number \(100000\) in row 1, .*csv node/)],
		});
	});

	it('are deleted where they come from elsewhere, such as a database', async () => {
		const run = await rig.runNode('advocate-upload', DELETIONS, { payload });

		expect(await received(run.outputs[0]?.[0]?.advocate?.fileRef)).toEqual([
			{ accountId: 'acme', id: '100000' },
		]);
	});
});

it('damaged IDs and dates are rejected, and words for nothing left out, as in n8n', async () => {
	const ann = { accountId: 'acme ', id: '="00123"', firstName: 'NULL', dateCreated: 0 };
	const bob = { accountId: 'acme', id: '1.23457E+11' };
	const cat = { accountId: 'acme', id: 'cat', dateCreated: '2026-03-01T09:00:00Z' };

	const run = await rig.runNode('advocate-upload', USERS, { payload: [ann, bob, cat] });

	const [message] = run.outputs[0] ?? [];
	expect(await received(message?.advocate?.fileRef)).toEqual([{ accountId: 'acme', id: '00123' }]);
	expect((message?.payload as { warnings: string[] }).warnings).toHaveLength(4);
	expect(run.outputs[1]?.[0]?.payload).toEqual([
		{ ...bob, rowNumber: 2, reasons: [expect.stringContaining('digits of the ID are lost')] },
		{ ...cat, rowNumber: 3, reasons: [expect.stringContaining('which is still to come')] },
	]);
});

it('words for nothing are kept where that is set', async () => {
	const settings = { ...USERS, nullWords: 'keep' };
	const ann = { accountId: 'acme', id: 'ann', lastName: 'None' };

	const run = await rig.runNode('advocate-upload', settings, { payload: [ann] });

	expect(await received(run.outputs[0]?.[0]?.advocate?.fileRef)).toEqual([ann]);
});

it('an amount whose point may be for thousands stops the redemption of all', async () => {
	const row = { accountId: 'acme', userId: 'ann', unit: 'POINT' };
	const payload = ['2,50', '1.234'].map((valueToRedeem) => ({ ...row, valueToRedeem }));
	const redemptions = {
		jobType: 'MUTATION/REDEEMABLE_REWARD_BALANCE',
		jobTypeType: 'jobType',
	};

	const run = await rig.runNode('advocate-upload', redemptions, { payload });

	expect(run.outputs.flat()).toEqual([]);
	expect(run.caught[0]?.error).toMatchObject({
		code: 'FILE_REFUSED',
		message: expect.stringContaining('"1.234" in row 2 may be 1234') as string,
	});
});

it('a header among the objects stops a deletion', async () => {
	const payload = [
		{ accountId: 'acme', id: 'ann' },
		{ accountId: 'AccountID', id: '\ufeffID' },
	];

	const run = await rig.runNode('advocate-upload', DELETIONS, { payload });

	expect(run.outputs.flat()).toEqual([]);
	expect(run.caught[0]?.error).toMatchObject({
		code: 'FILE_REFUSED',
		message: expect.stringContaining('row 2 repeats the column names') as string,
	});
});
