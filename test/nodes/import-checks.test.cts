import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { failure } from '../support/failure.cts';
import {
	FAILED,
	hintsOf,
	IMPORTED,
	importRows,
	importWorkflow,
	REJECTED,
	startForImports,
} from '../support/import-workflow.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { runAsTool, toolAnswer } from '../support/tool-answer.cts';
import { uploadedLines } from '../support/uploaded-lines.cts';

/* What keeps an import from going wrong: dry runs, limits, and columns that are certain. */

const rig = new Rig();

beforeEach(async () => await startForImports(rig));
afterEach(async () => await rig.stop());

const users = (count: number, from = 0) =>
	Array.from({ length: count }, (_, index) => ({ accountId: 'acme', id: `user${from + index}` }));

const failing = (count: number) =>
	users(count, 1_000).map((row) => ({ ...row, 'customFields.my-plan': 'pro' }));

describe('a dry run', () => {
	const rows = [
		{ account: 'acme', Id: 'ann', 'First Name': 'Ann' },
		{ account: 'acme', Id: 'bob', locale: 'French' },
		{ account: 'acme', Id: '' },
		{ account: 'acme', Id: '' },
		{ account: 'acme', Id: 'cat' },
		{ account: 'acme', Id: 'dan' },
	];

	it('shows what would be sent, and sends nothing', async () => {
		const run = await importRows(rig, rows, { dryRun: true, unfitValues: 'reject' });

		expect(rig.sandbox.requests).toEqual([]);
		expect(run.json('Import', IMPORTED)).toEqual([
			{
				summary: expect.stringMatching(
					/^Dry run: 3 of 6 users would be sent to test_acme \(test\), 3 rejected: id is required \(2\), locale must be a language and a country \(1\)\. This was a dry run: nothing was sent, and nothing was imported\. /,
				) as string,
				dryRun: true,
				...{ type: 'MUTATION/USER', tenantAlias: 'test_acme', isLive: false, job: null },
				...{ rowsImported: 0, rowsFailed: 0, alreadyKnown: 0 },
				...{ rows: 6, rowsToSend: 3, rowsRejected: 3 },
				reasons: [
					{ reason: 'id is required', rows: 2 },
					{
						reason: 'locale must be a language and a country, such as en_US, not "French"',
						rows: 1,
					},
				],
				files: [
					{
						...{ fileName: 'users.jsonl', format: 'jsonl', rows: 3 },
						sizeBytes: expect.any(Number) as number,
					},
				],
				firstLines: [
					'{"accountId":"acme","id":"ann","firstName":"Ann"}',
					'{"accountId":"acme","id":"cat"}',
					'{"accountId":"acme","id":"dan"}',
				],
				mapping: { account: 'accountId', Id: 'id', 'First Name': 'firstName', locale: 'locale' },
				timeZone: expect.any(String) as string,
			},
		]);
		expect(run.json('Import', REJECTED)).toHaveLength(3);
		expect(hintsOf(run)[0]).toContain('nothing was imported');
	});

	it('of a file does the same', async () => {
		const content =
			'Id,account,note\nann,acme,"two\nlines"\nbob,acme,\n,acme,\ncat,acme,\ndan,acme,\n';

		const run = await rig.run(importWorkflow({ dryRun: true }), [fileItem('users.csv', content)]);

		expect(rig.sandbox.requests).toEqual([]);
		expect(run.json('Import', IMPORTED)[0]).toMatchObject({
			...{ dryRun: true, rows: 5, rowsToSend: 4, rowsRejected: 1, rowsImported: 0 },
			firstLines: ['id,accountId', 'ann,acme', 'bob,acme', 'cat,acme'],
		});
	});

	it('of a deletion needs no confirmation', async () => {
		const run = await importRows(rig, users(2), { type: 'MUTATION/DELETE_USER', dryRun: true });

		expect(rig.sandbox.requests).toEqual([]);
		expect(run.json('Import', IMPORTED)[0]).toMatchObject({ rowsToSend: 2, rowsImported: 0 });
	});
});

describe('a limit of rejected rows', () => {
	const rows = [...users(8), { accountId: 'acme' }, { accountId: 'acme' }];

	it.each(['1', '10%', '19.9 %'])('stops the import before anything is sent: %s', async (limit) => {
		const run = await importRows(rig, rows, { options: { maxRejected: limit } });

		expect(rig.sandbox.requests).toEqual([]);
		expect(run.json('Import', FAILED)).toEqual([
			expect.objectContaining({
				message: `2 of 10 users were rejected, more than the ${limit.replace(' ', '')} allowed: id is required (2)`,
				hint: expect.stringMatching(/^Nothing was sent\. /) as string,
				safeToRunAgain: true,
			}),
		]);
		expect(run.json('Import', REJECTED)).toHaveLength(2);
		expect(run.json('Import', IMPORTED)).toEqual([]);
	});

	it.each(['2', '20%', ''])('lets so many pass: %j', async (limit) => {
		const run = await importRows(rig, rows, { options: { maxRejected: limit } });

		expect(run.json('Import', IMPORTED)[0]).toMatchObject({ rowsImported: 8, rowsRejected: 2 });
	});
});

describe('a limit of failed rows', () => {
	const rows = [...users(8), ...failing(2)];

	it('lets an import fail that went badly, and gives its rows all the same', async () => {
		const run = await importRows(rig, rows, { options: { maxFailed: '10%' } });

		expect(run.json('Import', FAILED)).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(
					/^2 of 10 users failed in Advocate, more than the 10% allowed: customFields/,
				) as string,
				safeToRunAgain: true,
				job: expect.objectContaining({ status: 'COMPLETED' }) as object,
			}),
		]);
		expect(run.json('Import', REJECTED)).toHaveLength(2);
		expect(run.json('Import', IMPORTED)).toEqual([]);
	});

	it('lets so many pass', async () => {
		const run = await importRows(rig, rows, { options: { maxFailed: '20%' } });

		expect(run.json('Import', IMPORTED)[0]).toMatchObject({ rowsImported: 8, rowsFailed: 2 });
	});
});

describe('a deletion', () => {
	const type = 'MUTATION/DELETE_USER';

	it('is made if it is confirmed', async () => {
		await importRows(rig, users(3));

		const run = await importRows(rig, users(3), { type, confirmDeletion: true });

		expect(run.json('Import', IMPORTED)[0]).toMatchObject({
			rowsImported: 3,
			summary: expect.stringMatching(/^3 of 3 users deleted from test_acme \(test\)\./) as string,
		});
	});

	it('is not made otherwise', async () => {
		const run = await importRows(rig, users(3), { type });

		expect(failure(run)).toEqual({
			message: 'The deletion was not started, because it was not confirmed',
			description: expect.stringContaining('turn on "Confirm Deletion" in this node') as string,
		});
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('of more than 100 users stops, unless more are allowed', async () => {
		const confirmed = { type, confirmDeletion: true };

		const run = await importRows(rig, users(101), confirmed);

		expect(run.json('Import', FAILED)).toEqual([
			expect.objectContaining({
				message: '101 users would be deleted, more than the 100 that one run may delete',
				safeToRunAgain: true,
			}),
		]);
		expect(rig.sandbox.requests).toEqual([]);
		const more = await importRows(rig, users(101), {
			...confirmed,
			options: { maxDeletions: 101 },
		});
		expect(more.json('Import', IMPORTED)).toHaveLength(1);
	});

	it('counts the users of all files of a run', async () => {
		const file = (from: number) =>
			fileItem(
				'users.csv',
				`accountId,id\n${users(60, from)
					.map(({ id }) => `acme,${id}\n`)
					.join('')}`,
			);

		const run = await rig.run(importWorkflow({ type, confirmDeletion: true }), [file(0), file(60)]);

		expect(run.json('Import', IMPORTED)).toHaveLength(1);
		expect(run.json('Import', FAILED)[0]?.message).toContain('120 users would be deleted');
		expect(rig.sandbox.jobs.list('test_acme')).toHaveLength(1);
	});
});

describe('the account and the user', () => {
	const imported = async (rows: IDataObject[], parameters: INodeParameters) => {
		const run = await importRows(rig, rows, parameters);
		return run.error === undefined ? uploadedLines(rig) : failure(run);
	};

	it('are the same where that is set', async () => {
		expect(await imported([{ contact_id: 'ann' }], { accountId: 'userId' })).toEqual([
			{ accountId: 'ann', id: 'ann' },
		]);
	});

	it('come from a column, by its name or dragged from the input', async () => {
		const rows = [{ crm: { firm: 'acme' }, person: 'ann', id: 7 }];
		const columns = { accountId: 'column', userId: 'column', userIdColumn: 'person' };

		expect(await imported(rows, { ...columns, accountIdColumn: 'crm.firm' })).toEqual([
			{ accountId: 'acme', id: 'ann' },
		]);
		expect(await imported(rows, { ...columns, accountIdColumn: '={{ $json.crm.firm }}' })).toEqual([
			{ accountId: 'acme', id: 'ann' },
		]);
	});

	it('are matched where the column is left empty', async () => {
		const columns = { accountId: 'column', accountIdColumn: '', userId: 'column' };

		expect(await imported([{ company_id: 'acme', contact_id: 'ann' }], columns)).toEqual([
			{ accountId: 'acme', id: 'ann' },
		]);
	});

	it('are not guessed from two columns that differ', async () => {
		const rows = [{ accountId: 'acme', id: 1, user_id: 'ann' }];

		expect(await imported(rows, {})).toEqual({
			message: 'It is not certain which user row 1 is for: "id" is "1", and "user_id" is "ann"',
			description: expect.stringContaining('Set "User ID" to "A Column"') as string,
		});
		expect(await imported(rows, { userId: 'column', userIdColumn: 'user_id' })).toEqual([
			{ accountId: 'acme', id: 'ann' },
		]);
	});

	it('are asked for where no column is recognized', async () => {
		expect(await imported([{ contact_id: 'ann', mail: 'ann@example.com' }], {})).toEqual({
			message: 'No column was recognized as the Account ID, which every row needs',
			description: expect.stringMatching(
				/set "Account ID" to "Same as User ID".+ The columns are "contact_id", "mail"\.$/,
			) as string,
		});
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('are not taken from a column that no row has, or whose name was meant as one', async () => {
		const rows = [{ 'Company ID': 'acme', id: 'ann' }];

		expect(await imported(rows, { accountId: 'column', accountIdColumn: 'Company' })).toMatchObject(
			{
				message: '"Account ID" is set to the column "Company", which no row has',
			},
		);
		expect(
			await imported(rows, { accountId: 'value', accountIdValue: 'Company ID' }),
		).toMatchObject({
			message:
				'"Account ID" is set to the same text for every row, "Company ID", but that is the name of a column',
		});
	});
});

it('imports only the columns that are chosen, where that is set', async () => {
	await importRows(rig, [{ accountId: 'acme', id: 'ann', firstName: 'Ann', Mail: 'a@b.example' }], {
		otherColumns: 'choose',
		columns: { mappingMode: 'defineBelow', value: { email: '={{ $json.Mail }}' } },
		additionalColumns: { column: [{ field: 'customFields.plan', value: 'pro' }] },
	});

	expect(uploadedLines(rig)).toEqual([
		{ email: 'a@b.example', accountId: 'acme', id: 'ann', customFields: { plan: 'pro' } },
	]);
});

it('does not guess whose a row is where only chosen columns are imported either', async () => {
	const chosen = { otherColumns: 'choose', accountId: 'userId' };

	const run = await importRows(rig, [{ id: 7, user_id: 'ann' }], chosen);
	await importRows(
		rig,
		[
			{ id: 'ann', user_id: 'ann' },
			{ user_id: 'bob', id: 'bob' },
		],
		chosen,
	);

	expect(failure(run).message).toBe(
		'It is not certain which user row 1 is for: "id" is "7", and "user_id" is "ann"',
	);
	expect(uploadedLines(rig)).toEqual([
		{ accountId: 'ann', id: 'ann' },
		{ accountId: 'bob', id: 'bob' },
	]);
});

describe('as a tool of an AI agent', () => {
	const rows = JSON.stringify([...users(2), { accountId: 'acme' }]);

	it('imports the rows that the model gives, and tells all of it on one output', async () => {
		const answer = await toolAnswer(rig, 'directly', 'advocateImport', { source: 'list', rows });

		expect(answer).toEqual([
			expect.objectContaining({ outcome: 'imported', rows: 3, rowsImported: 2 }),
			expect.objectContaining({ outcome: 'rejected', reasons: ['id is required'] }),
		]);
	});

	it('may rehearse', async () => {
		const parameters = { source: 'list', rows, dryRun: true };

		const answer = await toolAnswer(rig, 'directly', 'advocateImport', parameters);

		expect(answer[0]).toMatchObject({ outcome: 'imported', dryRun: true, rowsImported: 0 });
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('deletes nobody unless a human has turned the switch on', async () => {
		const deletion = { source: 'list', rows, type: 'MUTATION/DELETE_USER' };
		const byModel = {
			...deletion,
			confirmDeletion: "={{ $fromAI('confirm', '', 'boolean', true) }}",
		};

		const run = await runAsTool(rig, 'directly', 'advocateImport', byModel);
		const answer = await toolAnswer(rig, 'directly', 'advocateImport', {
			...deletion,
			confirmDeletion: true,
		});

		expect(JSON.stringify(run.json('Agent'))).toContain('it was not confirmed');
		expect(rig.sandbox.jobs.list('test_acme')).toHaveLength(1);
		expect(answer[0]).toMatchObject({ outcome: 'imported' });
	});
});

describe('a text that is typed in', () => {
	const rows = [{ accountId: 'acme', id: 'ann', Vorname: 'Ann', firm: 'acme' }];
	const added = (value: string): INodeParameters => ({
		otherColumns: 'matchAndSet',
		additionalColumns: { column: [{ field: 'firstName', value }] },
	});
	const chosen: INodeParameters = {
		otherColumns: 'choose',
		columns: { mappingMode: 'defineBelow', value: { firstName: 'Vorname' } },
	};
	const account = { accountId: 'value', accountIdValue: '{{ $json.firm }}' };

	it.each<[string, INodeParameters]>([
		['is the name of a column', added('Vorname')],
		['is the name of a column', chosen],
		['as it is not an expression', added('{{ $json.Vorname }}')],
		['as it is not an expression', account],
	])('and %s is asked about, before it is in every row', async (why, parameters) => {
		expect(failure(await importRows(rig, rows, parameters)).message).toContain(why);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('is meant where an expression gives it', async () => {
		const run = await importRows(rig, rows, added('={{ "Vorname" }}'));

		expect(run.error).toBeUndefined();
		expect(uploadedLines(rig)).toEqual([expect.objectContaining({ firstName: 'Vorname' })]);
	});
});

it('does not call a column ignored that the account is made of', async () => {
	const rows = [{ 'User ID': 'ann', Firma: 'acme', Newsletter: 'ja' }];

	for (const accountIdColumn of ['Firma', '={{ $json.Firma }}']) {
		const run = await importRows(rig, rows, { accountId: 'column', accountIdColumn });

		expect(run.json('Import', IMPORTED)[0]?.['ignoredColumns']).toEqual(['Newsletter']);
	}
});
