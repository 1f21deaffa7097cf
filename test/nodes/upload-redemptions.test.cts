import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { root } from '../../harness/project.cts';
import { failure } from '../support/failure.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';
import { sourceRows } from '../support/source-rows.cts';

/* The report "available reward balances by user", as the portal makes it and as somebody fills it in. */

const rig = new Rig();

beforeAll(async () => await rig.start());
beforeEach(() => rig.sandbox.clearRequests());
afterAll(async () => await rig.stop());

const [UPLOADED, REJECTED] = [0, 1];
const type = 'MUTATION/REDEEMABLE_REWARD_BALANCE';
const COLUMNS =
	'firstName,lastName,email,dateBlocked,unitName,currency,availableValue,valueToRedeem,totalRedeemedValue,userId,accountId,unit,segments';

const upload = (parameters: INodeParameters) =>
	chain({ name: 'Upload', type: 'advocateUpload', parameters: { type, ...parameters } });

const sent = () => readFileSync(rig.sandbox.uploads.list().at(-1)?.path ?? '', 'utf8');

/** What the output pane of the node shows beside its items. */
const hintsOf = (run: Awaited<ReturnType<Rig['run']>>) =>
	run.runs('Upload').flatMap(({ hints = [] }) => hints.map(({ message }) => message));

describe('a report', () => {
	const line = (valueToRedeem: string, userId: string) =>
		`Ann,Lee,a@b.co,,Cash,USD,25,${valueToRedeem},0,${userId},acme,CASH/USD,"vip,beta"`;
	const report = (...lines: string[]) => `${[COLUMNS, ...lines].join('\n')}\n`;

	it('is sent as it is where its rows are not checked, zeros and all', async () => {
		const content = report(line('0', 'ann'), line('5', 'bob'));

		await rig.run(upload({ fileMode: 'asIs' }), [fileItem('report.csv', content)]);

		expect(sent()).toBe(content);
	});

	it('loses the rows in which nothing is to be redeemed, and these are counted', async () => {
		const content = report(
			line('0', 'ann'),
			line('5.00', 'bob'),
			line('', 'cat'),
			line('-1', 'dan'),
		);

		const run = await rig.run(upload({}), [fileItem('report.csv', content)]);

		expect(run.error).toBeUndefined();
		expect(sent()).toBe(report(line('5', 'bob')));
		expect(run.json('Upload', UPLOADED)).toEqual([
			expect.objectContaining({
				rows: 1,
				rowsRejected: 1,
				rowsSkipped: 2,
				sourceRows: sourceRows('2', 4),
			}),
		]);
		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({
				userId: 'dan',
				rowNumber: 4,
				reasons: ['valueToRedeem must be a number of 0 or more, not "-1"'],
			}),
		]);
	});

	it('in which nothing is to be redeemed is no error: a hint says so, and nothing is uploaded', async () => {
		const content = report(line('0', 'ann'), line('0', 'bob'), line('', 'cat'));

		const run = await rig.run(upload({}), [fileItem('report.csv', content)]);

		expect(run.error).toBeUndefined();
		expect(run.outputs('Upload').flat()).toEqual([]);
		expect(rig.sandbox.requests).toEqual([]);
		expect(hintsOf(run)).toEqual([
			'Nothing is to be redeemed, so nothing was uploaded: valueToRedeem is 0 or empty in 3 rows.',
		]);
	});

	it('without its columns is refused', async () => {
		const run = await rig.run(upload({}), [fileItem('report.csv', 'valueToRedeem\n5\n')]);

		expect(failure(run).message).toContain(
			'The required columns "userId", "accountId" and "unit" are missing.',
		);
	});

	it.each(['checked', 'asIs'])('in JSON Lines is refused (%s)', async (fileMode) => {
		const content = '{"userId":"ann","accountId":"acme","unit":"CENTS","valueToRedeem":5}\n';

		const run = await rig.run(upload({ fileMode }), [fileItem('report.jsonl', content)]);

		expect(failure(run).message).toContain('Advocate accepts reward redemptions as CSV only');
	});

	it('of the examples is imported, from upload to the end of the job', async () => {
		const content = readFileSync(join(root, 'examples/reward-redemptions.csv'), 'utf8');
		expect(content.split('\n')[0]).toBe(COLUMNS);
		const workflow = chain(
			{
				name: 'Upload',
				type: 'advocateUpload',
				parameters: { type },
			},
			{ name: 'Validate', type: 'advocateValidate' },
			{ name: 'Create', type: 'advocateCreateJob' },
			{ name: 'Status', type: 'advocateJobStatus', parameters: { wait: true } },
		);

		const run = await rig.run(workflow, [fileItem('report.csv', content)]);

		expect(run.error).toBeUndefined();
		expect(run.json('Upload')[0]).toMatchObject({ rows: 5, rowsRejected: 0, rowsSkipped: 5 });
		expect(run.json('Status')[0]).toMatchObject({ stats: { recordsProcessed: 5, errors: 0 } });
	});
});

describe('items of a report', () => {
	const item = (valueToRedeem: unknown, more: IDataObject = {}) => ({
		json: {
			userId: 'ann',
			accountId: 'acme',
			unit: 'CENTS',
			valueToRedeem,
			...more,
		} as IDataObject,
	});
	const asItems = (parameters: INodeParameters = {}) => upload({ source: 'items', ...parameters });

	it('become CSV, without those in which nothing is to be redeemed', async () => {
		const items = [0, '0.00', 5, '', null, '2.50'].map((value) => item(value));

		const run = await rig.run(asItems(), items);

		expect(run.error).toBeUndefined();
		expect(sent()).toBe(
			'userId,accountId,unit,valueToRedeem\nann,acme,CENTS,5\nann,acme,CENTS,2.5\n',
		);
		expect(run.json('Upload', REJECTED)).toEqual([]);
		expect(run.json('Upload')).toEqual([
			expect.objectContaining({
				...{ fileName: 'redemptions.csv', format: 'csv' },
				...{ rows: 2, rowsRejected: 0, rowsSkipped: 4, sourceRows: sourceRows('3,6', 6) },
			}),
		]);
		expect(run.json('Upload')[0]).not.toHaveProperty('warnings');
		expect(run.items('Upload')[0]?.pairedItem).toEqual([{ item: 2 }, { item: 5 }]);
	});

	it('become CSV though JSON Lines was asked for, with a word', async () => {
		const run = await rig.run(asItems({ options: { format: 'jsonl' } }), [item(5)]);

		expect(run.json('Upload')[0]).toMatchObject({
			format: 'csv',
			warnings: [
				'The file was made as CSV, because Advocate accepts reward redemptions in no other format.',
			],
		});
	});

	it('of which none is to be redeemed give no item, and a hint says so', async () => {
		const run = await rig.run(asItems(), [item(0), item('')]);

		expect(run.error).toBeUndefined();
		expect(run.outputs('Upload').flat()).toEqual([]);
		expect(rig.sandbox.requests).toEqual([]);
		expect(hintsOf(run)).toEqual([
			'Nothing is to be redeemed, so nothing was uploaded: valueToRedeem is 0 or empty in 2 rows.',
		]);
	});

	it('of which the others are rejected say both', async () => {
		const run = await rig.run(asItems(), [item(0), item(5, { unit: '' })]);

		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({ rowNumber: 2, reasons: ['unit is required'] }),
		]);
		expect(hintsOf(run)).toEqual([
			'Nothing is to be redeemed, so nothing was uploaded: valueToRedeem is 0 or empty in 1 row, and the others were rejected (1).',
		]);
	});

	it('are not sent where a point may be for thousands, as another has a decimal comma', async () => {
		const run = await rig.run(asItems(), [item('1.234'), item('2,50')]);

		expect(failure(run)).toEqual({
			message: `Nothing was uploaded, because valueToRedeem can't be read for certain: "1.234" in row 1 may be 1234, since "2,50" in row 2 has no decimal point.`,
			description:
				'Write all of its numbers with a decimal point and without a sign for thousands, such as 1234.5.',
		});
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('without a value at all are rejected: its column may have another name', async () => {
		const run = await rig.run(asItems(), [item(undefined, { Amount: 5 })]);

		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({ reasons: ['valueToRedeem is required'] }),
		]);
	});
});
