import type { ImportJobType } from '../../../../advocate/api/job-types.ts';
import type { AdvocateError } from '../../../../advocate/errors.ts';
import { sourceListOf } from '../../../../advocate/rows/trace/list-fingerprint.ts';
import { provenOrigin } from '../../../../advocate/rows/trace/proven-origin.ts';
import { rangesOf, readRanges } from '../../../../advocate/rows/trace/row-ranges.ts';
import { uploadedAs, writtenSourceRows } from '../../../../advocate/rows/trace/source-rows.ts';
import { fileFingerprint, userMark } from '../../../../advocate/rows/trace/user-marks.ts';
import { attempted } from '../../../../advocate/settled.ts';
import { hostTexts } from '../../support/host-texts.cts';

type Row = Record<string, unknown>;

const FILE_REF = 'imports/test_acme/users_1.jsonl';
const JOB = { type: 'MUTATION/USER', fileRef: FILE_REF } as const;
const ROWS = ['ann', 'bob', 'cat', 'dan'].map((id) => ({
	account: 'acme',
	ref: id,
	id: `crm-${id}`,
}));

/** What an upload says of a list: these of its rows were sent, as this. */
function sourceRows(
	list: readonly Row[],
	rowIndexes: number[],
	sent: (row: Row) => Row,
	type: ImportJobType = 'MUTATION/USER',
): string {
	const marks = rowIndexes.map((rowIndex) => userMark(sent(list[rowIndex] ?? {}), type));
	const written = writtenSourceRows({
		ranges: rangesOf(rowIndexes),
		list: sourceListOf(list),
		file: fileFingerprint(marks),
	});
	return uploadedAs(written, FILE_REF).sourceRows ?? '';
}

const asMapped = ({ account, ref }: Row) => ({ accountId: account, id: ref });
const UPLOADED = sourceRows(ROWS, [0, 2, 3], asMapped);

const prove = (given: string, rows?: readonly Row[], job: Partial<typeof JOB> | object = {}) =>
	provenOrigin({ sourceRows: given, rows }, { ...JOB, ...job }, hostTexts.trace);

const refusal = (...args: Parameters<typeof prove>) => {
	const outcome = attempted(() => prove(...args));
	return 'thrown' in outcome ? (outcome.thrown as AdvocateError) : undefined;
};

test('The list that was uploaded is taken, with where its rows have what was sent', () => {
	expect(prove(UPLOADED, ROWS)).toEqual({
		ranges: readRanges('1,3-4'),
		rows: ROWS,
		user: { accountId: ['account'], id: ['ref'] },
	});
});

test('Rows that a host stored and read again are taken', () => {
	const stored = JSON.parse(JSON.stringify(ROWS)) as Row[];
	expect(prove(UPLOADED, stored)?.rows).toBe(stored);
});

test('Without a list, the numbers alone are taken', () => {
	expect(prove(UPLOADED)).toEqual({ ranges: readRanges('1,3-4'), user: {} });
	expect(prove('')).toBeUndefined();
});

describe('Another list is refused:', () => {
	test.each<[string, Row[]]>([
		['with rows before it, as around a batch', [...ROWS, ...ROWS]],
		['with rows after it', [...ROWS, { account: 'acme', ref: 'eve' }]],
		['behind a filter', ROWS.slice(0, 3)],
		['none', []],
	])('%s', (_which, rows) => {
		expect(refusal(UPLOADED, rows)).toMatchObject({
			code: 'SETTINGS_INVALID',
			message: `The source items are not the list that was uploaded (it had 4 rows, and these are ${rows.length}), so failed rows were not traced`,
			hint: 'Give the list that was uploaded.',
		});
	});

	test.each<[string, Row[]]>([
		['in another order', [...ROWS].reverse()],
		['of the same length, with other rows', ROWS.map((row) => ({ ...row, ref: `x-${row.ref}` }))],
		['with other values for the same users', ROWS.map((row) => ({ ...row, plan: 'pro' }))],
	])('%s', (_which, rows) => {
		expect(refusal(UPLOADED, rows)?.message).toBe(
			'The source items are not the list that was uploaded (these are other rows, or the same in another order), so failed rows were not traced',
		);
	});

	test('with two events of a user in each other’s place', () => {
		const events = [5, 7].map((amount) => ({ accountId: 'acme', userId: 'ann', amount }));
		const uploaded = sourceRows(events, [0, 1], (row) => row, 'MUTATION/USER_EVENT');

		expect(refusal(uploaded, [...events].reverse())).toBeDefined();
		expect(refusal(uploaded, events)).toBeUndefined();
	});
});

describe('Source rows are refused', () => {
	test.each(['1-4', '1,3-4 of 4', 'undefined', '[object Object]'])(
		'that prove nothing: %j',
		(given) => {
			for (const rows of [undefined, ROWS]) {
				expect(refusal(given, rows)).toMatchObject({
					code: 'SETTINGS_INVALID',
					message:
						'The source rows do not say which list they are rows of, so failed rows were not traced',
					hint: 'Give the source rows of the upload.',
				});
			}
		},
	);

	test('that are those of another upload', () => {
		const job = { fileRef: 'imports/test_acme/users_2.jsonl' };
		for (const rows of [undefined, ROWS]) {
			expect(refusal(UPLOADED, rows, job)?.message).toBe(
				"The source rows are those of another upload than the job's, so failed rows were not traced",
			);
		}
	});

	test.each([null, 'users_1.jsonl', 'elsewhere/users_1.jsonl'])(
		'but not if the job names its file %j',
		(fileRef) => {
			expect(refusal(UPLOADED, ROWS, { fileRef })).toBeUndefined();
		},
	);
});

describe('Where the rows say which user they are about', () => {
	const user = (rows: Row[], sent: (row: Row) => Row, type: ImportJobType = 'MUTATION/USER') =>
		prove(sourceRows(rows, [...rows.keys()], sent, type), rows, { type })?.user;

	test.each<[string, Row, (row: Row) => Row]>([
		[
			'names as CRMs write them',
			{ Account: 'acme', 'User ID': 'ann' },
			(row) => ({ accountId: row.Account, id: row['User ID'] }),
		],
		[
			'a name with a dot',
			{ 'a.b': 'acme', 'c.d': 'ann' },
			(row) => ({ accountId: row['a.b'], id: row['c.d'] }),
		],
		['blanks around them', { a: ' acme ', b: 'ann ' }, () => ({ accountId: 'acme', id: 'ann' })],
		['a number', { a: 12, b: 7 }, () => ({ accountId: '12', id: '7' })],
	])('is found for %s', (_which, row, sent) => {
		const [account, id] = Object.keys(row);
		expect(user([row], sent)).toEqual({ accountId: [account], id: [id] });
	});

	test('is found in objects, however deep', () => {
		const row = {
			id: 'evt_1',
			data: { object: { customer: 'ann', metadata: { account: 'acme' } } },
		};
		expect(
			user([row], () => ({ accountId: 'acme', userId: 'ann' }), 'MUTATION/USER_EVENT'),
		).toEqual({
			accountId: ['data', 'object', 'metadata', 'account'],
			id: ['data', 'object', 'customer'],
		});
	});

	test('is not the value that only has the name of it', () => {
		expect(user(ROWS, ({ ref }) => ({ accountId: 'acme', id: ref }))).toEqual({
			accountId: ['account'],
			id: ['ref'],
		});
		expect(user(ROWS, ({ ref }) => ({ accountId: 'all', id: `x-${String(ref)}` }))).toEqual({});
	});

	test('is not a value that fits only some of the rows', () => {
		const rows = ROWS.map((row, index) => ({ ...row, first: index === 0 ? row.ref : 'x' }));
		expect(user(rows, asMapped)).toMatchObject({ id: ['ref'] });
	});
});
