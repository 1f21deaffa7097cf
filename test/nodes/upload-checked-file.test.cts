import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { failure } from '../support/failure.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';
import { sourceRows } from '../support/source-rows.cts';

/* "Check Every Row": the checks of input items for a file, which is read in pieces. */

const rig = new Rig();

beforeAll(async () => await rig.start());
beforeEach(() => rig.sandbox.clearRequests());
afterAll(async () => await rig.stop());

const [UPLOADED, REJECTED] = [0, 1];

type Keeping = 'in memory' | 'on disk';

async function upload(
	keeping: Keeping,
	fileName: string,
	content: string,
	options: INodeParameters = {},
) {
	const node = {
		name: 'Upload',
		type: 'advocateUpload',
		parameters: { options },
	};
	if (keeping === 'in memory') return await rig.run(chain(node), [fileItem(fileName, content)]);
	const file = join(rig.folder, fileName);
	writeFileSync(file, content);
	const fileSelector = file;
	const read = { name: 'Read', type: 'n8n-nodes-base.readWriteFile', parameters: { fileSelector } };
	return await rig.run(chain(read, node));
}

const sent = () => readFileSync(rig.sandbox.uploads.list().at(-1)?.path ?? '', 'utf8');

describe.each<Keeping>(['in memory', 'on disk'])('a file kept %s', (keeping) => {
	it('goes out with its good rows, and the bad ones go to Rejected (CSV)', async () => {
		const run = await upload(
			keeping,
			'contacts.csv',
			[
				'accountId,id,firstName,locale,plan',
				'acme,007,"Ann ""A"", B",en-US,x',
				'acme,,Bob,en_US,x',
				'acme,cat,Cat,French,x',
				'acme,dan,Dan,,x',
				'acme,eve',
			].join('\r\n'),
		);

		expect(run.error).toBeUndefined();
		expect(sent()).toBe(
			'accountId,id,firstName,locale\r\nacme,007,"Ann ""A"", B",en_US\r\nacme,dan,Dan,\r\n',
		);
		expect(run.json('Upload', UPLOADED)[0]).toMatchObject({
			rows: 2,
			rowsRejected: 3,
			sourceRows: sourceRows('1,4', 5),
			sizeBytes: sent().length,
			ignoredColumns: ['plan'],
		});
		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({ rowNumber: 2, firstName: 'Bob', reasons: ['id is required'] }),
			expect.objectContaining({
				rowNumber: 3,
				reasons: ['locale must be a language and a country, such as en_US, not "French"'],
			}),
			expect.objectContaining({
				rowNumber: 5,
				reasons: [
					'The row has 2 cells, but the header has 5. Give it one for each column, and put a cell that contains a comma in quotes',
				],
			}),
		]);
		expect(run.items('Upload', REJECTED)[0]?.pairedItem).toEqual({ item: 0 });
	});

	it('goes out with its good rows (JSON Lines)', async () => {
		const run = await upload(
			keeping,
			'contacts.jsonl',
			'{"accountId":"acme","id":7,"customFields":{"plan":"pro"}}\nnot json\n\n{"accountId":"acme"}\n',
		);

		expect(sent()).toBe('{"accountId":"acme","id":"7","customFields":{"plan":"pro"}}\n');
		expect(run.json('Upload', REJECTED)).toEqual([
			{
				line: 'not json',
				rowNumber: 2,
				reasons: ['The line is not a JSON object. Write one complete object on each line'],
			},
			{ accountId: 'acme', rowNumber: 3, reasons: ['id is required'] },
		]);
	});

	it.each([
		['contacts.csv', 'accountId,id,segments\nacme,ann,"vip, ~*"\n', 'acme,ann,"~*,vip"\n'],
		[
			'contacts.jsonl',
			'{"accountId":"acme","id":"ann","segments":"vip"}\n',
			'"segments":["vip"]}\n',
		],
	])("sends a row's segments as the format has them (%s)", async (name, content, end) => {
		await upload(keeping, name, content);

		expect(sent().endsWith(end)).toBe(true);
	});

	it('sends share links under the name of the schema', async () => {
		const content = 'accountId,id,sharelinks.p\nacme,ann,https://a.b/x\n';

		await upload(keeping, 'contacts.csv', content);

		expect(sent()).toBe('accountId,id,shareLinks.p\nacme,ann,https://a.b/x\n');
	});

	it('clears custom fields by null, in JSON Lines', async () => {
		const run = await upload(
			keeping,
			'contacts.jsonl',
			'{"accountId":"acme","id":"ann","customFields":{"plan":null,"tier":""}}\n',
			{ emptyText: 'send' },
		);

		expect(run.error).toBeUndefined();
		expect(sent()).toBe(
			'{"accountId":"acme","id":"ann","customFields":{"plan":null,"tier":null}}\n',
		);
	});

	it('clears no custom fields in CSV, and warns of that', async () => {
		const content = 'accountId,id,customFields.plan\nacme,ann,\n';

		const run = await upload(keeping, 'contacts.csv', content, { emptyText: 'send' });

		expect(sent()).toBe(content);
		expect(run.json('Upload')[0]?.warnings).toEqual([
			expect.stringMatching(/^customFields\.plan was not cleared where it is empty/) as string,
		]);
	});

	it('goes out without events whose idempotency key is none', async () => {
		const header = 'accountId,userId,event.key,idempotencyKey';
		const content = `${header}\nacme,ann,purchase,evt-1\nacme,ann,purchase,evt-0001\n`;
		const node = {
			name: 'Upload',
			type: 'advocateUpload',
			parameters: { type: 'MUTATION/USER_EVENT' },
		};

		const run = await rig.run(chain(node), [fileItem('events.csv', content)]);

		expect(sent()).toBe(`${header}\nacme,ann,purchase,evt-0001\n`);
		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({
				rowNumber: 1,
				reasons: [expect.stringMatching(/^idempotencyKey must be 8 to 64 letters/) as string],
			}),
		]);
	});

	it.each([
		['lastWins', 'acme,bob,\nacme,ann,2\n', 1],
		['reject', 'acme,ann,1\nacme,bob,\n', 3],
	])('has one row for each user (%s)', async (duplicates, rows, leftOut) => {
		const content = 'accountId,id,firstName\nacme,ann,1\nacme,bob,\nacme,ann,2\n';

		const run = await upload(keeping, 'contacts.csv', content, { duplicates });

		expect(sent()).toBe(`accountId,id,firstName\n${rows}`);
		expect(run.json('Upload', REJECTED)).toEqual([expect.objectContaining({ rowNumber: leftOut })]);
	});

	it('is not uploaded when every row is bad', async () => {
		const run = await upload(keeping, 'contacts.csv', 'accountId,id\nacme,\n');

		expect(run.json('Upload', UPLOADED)).toEqual([]);
		expect(run.json('Upload', REJECTED)).toHaveLength(1);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('is not uploaded for one bad row where that is wanted', async () => {
		const run = await upload(keeping, 'contacts.csv', 'accountId,id\nacme,ann\nacme,\n', {
			onRejectedRows: 'error',
		});

		expect(failure(run).message).toBe(
			'Nothing was uploaded, because 1 row was rejected. Row 2: id is required',
		);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it.each([
		['CSV', 'contacts.csv', 'accountId,id\n,\n\n', 'It has no rows.'],
		['JSON', 'contacts.json', '[ ]\n', 'It has no rows.'],
		['JSON Lines', 'contacts.jsonl', '\n \n', 'It is empty.'],
	])('is refused where it has no rows (%s)', async (_, name, content, why) => {
		const run = await upload(keeping, name, content);

		expect(failure(run).message).toBe(`The file "${name}" was not uploaded: ${why}`);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('has its header where its first line is blank', async () => {
		const content = '\n\naccountId,id\nacme,ann\n';

		const run = await upload(keeping, 'contacts.csv', content);

		expect(run.error).toBeUndefined();
		expect(sent()).toBe('accountId,id\nacme,ann\n');
	});

	it('keeps every column of a report of redemptions', async () => {
		const parameters = { type: 'MUTATION/REDEEMABLE_REWARD_BALANCE' };
		const content =
			'userId,accountId,unit,Approx. value,valueToRedeem\nann,acme,CENTS,5,2.50\nbob,acme,CENTS,5,-1\n';
		const node = { name: 'Upload', type: 'advocateUpload', parameters };

		const run = await rig.run(chain(node), [fileItem('redeem.csv', content)]);

		expect(run.error).toBeUndefined();
		expect(sent()).toBe(
			'userId,accountId,unit,Approx. value,valueToRedeem\nann,acme,CENTS,5,2.5\n',
		);
		expect(run.json('Upload', REJECTED)[0]).toMatchObject({ rowNumber: 2, userId: 'bob' });
	});

	it('sends the row of a user that can be sent, where a later one can not', async () => {
		const content = 'accountId,id,referable\nacme,ann,true\nacme,ann,perhaps\n';

		const run = await upload(keeping, 'contacts.csv', content);

		expect(sent()).toBe('accountId,id,referable\nacme,ann,true\n');
		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({
				rowNumber: 2,
				reasons: [expect.stringContaining('referable must be true or false')],
			}),
		]);
	});

	it('is refused where a column is there twice', async () => {
		const content = 'accountId,id,id\nacme,ann,bob\n';

		const run = await upload(keeping, 'contacts.csv', content);

		expect(failure(run).message).toBe(
			'The file "contacts.csv" was not uploaded: The column "id" appears more than once.',
		);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('says where a quote is never closed', async () => {
		const run = await upload(
			keeping,
			'contacts.csv',
			'accountId,id\nacme,ann\nacme,"bob\nacme,cat\n',
		);

		expect(run.json('Upload', UPLOADED)[0]).toMatchObject({ rows: 1 });
		expect(run.json('Upload', REJECTED)[0]).toMatchObject({
			rowNumber: 2,
			reasons: [expect.stringMatching(/^A quote \("\) is opened in this row and never closed, so/)],
		});
	});
});

it('goes to Rejected as a file where it can not be cleaned, and refused files go there', async () => {
	const content = 'accountId,id,id\nacme,ann,bob\n';
	const options = { checkFile: false, onRefused: 'rejected' };

	const run = await upload('on disk', 'contacts.csv', content, options);

	expect(run.json('Upload', UPLOADED)).toEqual([]);
	expect(run.json('Upload', REJECTED)).toEqual([
		expect.objectContaining({
			fileName: 'contacts.csv',
			reasons: ['The column "id" appears more than once.'],
		}),
	]);
	expect(rig.sandbox.requests).toEqual([]);
});

it('is read in pieces: rows and counts add up over many of them', async () => {
	// A file on disk comes in pieces of 64 KiB.
	const rows = Array.from({ length: 10_000 }, (_, i) =>
		i % 100 === 0 ? 'acme,,Zoë' : `acme,u${i},"Zoë, ${i}"`,
	);

	const run = await upload('on disk', 'big.csv', `accountId,id,firstName\n${rows.join('\n')}\n`);

	expect(run.json('Upload')[0]).toMatchObject({ rows: 9_900, rowsRejected: 100 });
	expect(run.json('Upload', REJECTED)).toHaveLength(100);
	expect(sent().split('\n')).toHaveLength(9_902);
});

it.each([
	['={{ $json["First Name"] }}', 'which gives nothing in any row'],
	['First Name', 'which is the name of a column'],
	['{{ $json.name }}', 'as it is not an expression'],
])('is not uploaded with %j for a field in all rows', async (value, message) => {
	const fileColumns = { column: [{ field: 'firstName', value }] };
	const node = { name: 'Upload', type: 'advocateUpload', parameters: { fileColumns } };
	const file = fileItem('contacts.csv', 'accountId,id,First Name\nacme,ann,Ann\n');

	const run = await rig.run(chain(node), [file]);

	expect(failure(run).message).toContain(message);
	expect(rig.sandbox.requests).toEqual([]);
});
