import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readRowErrors } from '../../../advocate/jobs/row-errors.ts';
import { zipStart } from '../../support/zip-file.cts';
import { errorOf } from '../support/tenant-under-test.cts';

/** Reads an errors file that comes in these chunks. */
async function read(chunks: Array<string | Uint8Array>, most = 100, type = 'MUTATION/USER') {
	return await readRowErrors(streamOf(chunks), type, most);
}

async function* streamOf(chunks: Iterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
	for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
}

/** Bytes on the heap that are held on to. */
function heapInUse(): number {
	setFlagsFromString('--expose-gc');
	(runInNewContext('gc') as () => void)();
	return process.memoryUsage().heapUsed;
}

const HEADER = 'recordNumber,message,apiErrorCode,statusCode\n';

describe('An errors file in CSV', () => {
	test('as the guide shows it', async () => {
		const file = `${HEADER}2,This request requires a valid non-empty id,BAD_REQUEST,400\n`;
		expect(await read([file])).toEqual({
			rowErrors: [
				{
					recordNumber: 2,
					message: 'This request requires a valid non-empty id',
					apiErrorCode: 'BAD_REQUEST',
					statusCode: 400,
				},
			],
			total: 1,
			alreadyKnown: 0,
		});
	});

	test('messages may hold commas, quotes and line breaks', async () => {
		const file = `${HEADER}7,"Field ""locale"", not\nvalid",BAD_REQUEST,400\r\n`;
		expect((await read([file])).rowErrors[0]?.message).toBe('Field "locale", not\nvalid');
	});

	test('columns may stand in another order, with others between them, or be missing', async () => {
		const file = 'statusCode,extra,message,recordNumber\n400,x,Bad,row-7\n500\n';
		expect((await read([file])).rowErrors).toEqual([
			{ recordNumber: 'row-7', message: 'Bad', apiErrorCode: '', statusCode: 400 },
			{ recordNumber: '', message: '', apiErrorCode: '', statusCode: 500 },
		]);
	});

	test('blank lines are skipped', async () => {
		expect((await read([`\n${HEADER}\n1,Bad,X,400\n\n , \n`])).total).toBe(1);
	});

	test.each([
		['nothing', []],
		['no bytes', ['']],
		['a byte order mark', ['\uFEFF']],
		['blank space', [' \r\n']],
		['a header', [HEADER]],
	])('with %s it has no rows', async (_, chunks) => {
		expect(await read(chunks)).toEqual({ rowErrors: [], total: 0, alreadyKnown: 0 });
	});
});

describe('An errors file in JSON Lines', () => {
	test('has the same names', async () => {
		const file =
			'{"recordNumber":2,"message":"Bad","apiErrorCode":"X","statusCode":400}\r\n{"recordNumber":"3"}\n\nnonsense\n[1]\n';
		expect(await read([file])).toEqual({
			rowErrors: [
				{ recordNumber: 2, message: 'Bad', apiErrorCode: 'X', statusCode: 400 },
				{ recordNumber: 3, message: '', apiErrorCode: '', statusCode: '' },
			],
			total: 2,
			alreadyKnown: 0,
		});
	});

	test('may end without a line end', async () => {
		expect((await read(['{"recordNumber":2}\n{"recordNumber":3}'])).total).toBe(2);
	});
});

test.each([
	['CSV', HEADER],
	['JSON Lines', ''],
	['JSON Lines, after a row', '{"recordNumber":2}\n'],
])('a row without an end is not read for ever (%s)', async (format, start) => {
	const piece = format === 'CSV' ? 'x'.repeat(100_000) : `{"padding":"${'x'.repeat(100_000)}`;
	const endless = [start, ...Array.from({ length: 200 }, () => piece), '\n'];

	const error = await errorOf(async () => await read(endless));

	expect(error.message).toBe('The errors file has a row that never ends');
});

describe('Chunks', () => {
	const message = 'Zoë 氏名 🦔, "quoted"';
	const csv = Buffer.from(`\uFEFF${HEADER}1,"Zoë 氏名 🦔, ""quoted""",X,400\n`);
	const jsonl = Buffer.from(`\uFEFF${JSON.stringify({ recordNumber: 1, message })}\n`);

	test.each([
		['CSV', csv],
		['JSON Lines', jsonl],
	])('%s may be cut anywhere, inside a character or the byte order mark too', async (_, file) => {
		for (let cut = 0; cut <= file.length; cut++) {
			const { rowErrors, total } = await read([file.subarray(0, cut), file.subarray(cut)]);
			expect(total).toBe(1);
			expect(rowErrors[0]).toMatchObject({ recordNumber: 1, message });
		}
		const bytes = [...file].map((byte) => Uint8Array.of(byte));
		expect((await read(bytes)).rowErrors[0]).toMatchObject({ recordNumber: 1, message });
	});

	test('one chunk may hold more rows than a function takes arguments', async () => {
		const rows = 'x,Bad,X,400\n'.repeat(200_000);
		const { rowErrors, total } = await read([HEADER + rows], Infinity);
		expect([rowErrors.length, total]).toEqual([200_000, 200_000]);
	});
});

describe('A cap', () => {
	const file = HEADER + '1,Bad,X,400\n'.repeat(7);

	test.each([
		[100, 7],
		[7, 7],
		[3, 3],
		[0, 0],
		[-1, 0],
	])('of %i rows keeps %i of 7, and tells the total', async (most, kept) => {
		const { rowErrors, total } = await read([file], most);
		expect(rowErrors).toHaveLength(kept);
		expect(total).toBe(7);
	});

	test('keeps memory from growing: 100,000 rows pass through', async () => {
		const before = heapInUse();
		let most = before;
		function* chunks() {
			yield HEADER;
			for (let chunk = 0; chunk < 100; chunk++) {
				yield `${chunk},"Something is ""wrong"" with this row",BAD_REQUEST,400\n`.repeat(1_000);
				if (chunk % 25 === 24) most = Math.max(most, heapInUse());
			}
		}
		const { rowErrors, total } = await readRowErrors(streamOf(chunks()), 'MUTATION/USER', 100);
		expect([rowErrors.length, total]).toEqual([100, 100_000]);
		// The rows alone are 6 MB as text, and several times that as objects.
		expect(most - before).toBeLessThan(4 * 1024 * 1024);
	});
});

test.each([
	['MUTATION/USER_EVENT', 3],
	['MUTATION/USER', 0],
	['MUTATION/DELETE_USER', 0],
])(
	'Rows that failed with 409, as the event is there already, are counted: %s',
	async (type, count) => {
		const file = `${HEADER}1,Known,CONFLICT,409\n2,Bad,X,400\n${'3,Known,CONFLICT,409\n'.repeat(2)}`;
		const { rowErrors, total, alreadyKnown } = await read([file], 1, type);
		expect([rowErrors.length, total, alreadyKnown]).toEqual([1, 4, count]);
	},
);

describe('A file that is not an errors file', () => {
	test.each([
		['whole', [zipStart('xl/workbook.xml')]],
		['in single bytes', [...zipStart('xl/workbook.xml')].map((byte) => Uint8Array.of(byte))],
	])('a workbook, %s', async (_, chunks) => {
		expect(await errorOf(async () => await read(chunks))).toMatchObject({
			code: 'UNEXPECTED_ANSWER',
			message: 'The errors file is a workbook (XLSX), not text',
			hint: 'Choose CSV as the output format when creating the job, or attach the errors file instead of reading its rows.',
		});
	});

	test.each([
		['whole', [zipStart('errors.xlsx')]],
		['in single bytes', [...zipStart('errors.xlsx')].map((byte) => Uint8Array.of(byte))],
		['cut off', ['PK', '\u0003\u0004\u0014\u0000']],
	])('a workbook in a ZIP file, %s', async (_, chunks) => {
		expect(await errorOf(async () => await read(chunks))).toMatchObject({
			code: 'UNEXPECTED_ANSWER',
			message:
				'The errors file is a ZIP file, the form in which Advocate sends workbooks (XLSX), not text',
			hint: 'Choose CSV as the output format when creating the job, or attach the errors file instead of reading its rows, and decompress it.',
		});
	});

	test.each([
		'<html><body>Link expired</body></html>\n<p>x',
		'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
		'[{"recordNumber":1}]',
		'PKG,x\n1,2\n',
	])('%j is not taken for rows', async (text) => {
		expect(await errorOf(async () => await read([text]))).toMatchObject({
			code: 'UNEXPECTED_ANSWER',
			message: 'The errors file has none of the expected columns',
		});
	});

	test('is let go of', async () => {
		let closed = false;
		async function* endless(): AsyncGenerator<Uint8Array> {
			try {
				for (;;) yield await Promise.resolve(Buffer.from('<html>\n'));
			} finally {
				closed = true;
			}
		}
		await errorOf(async () => await readRowErrors(endless(), 'MUTATION/USER', 10));
		expect(closed).toBe(true);
	});

	test('the error of a failing stream is passed on', async () => {
		async function* broken(): AsyncGenerator<Uint8Array> {
			yield await Promise.resolve(Buffer.from(HEADER));
			throw new Error('connection lost');
		}
		await expect(readRowErrors(broken(), 'MUTATION/USER', 10)).rejects.toThrow('connection lost');
	});
});
