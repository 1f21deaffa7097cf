import { headProblems } from '../../../advocate/file-check/head-check.ts';
import { hostTexts } from '../support/host-texts.cts';
import type { ImportFormat } from '../../../advocate/files/file-name.ts';
import type { ImportJobType } from '../../../advocate/api/job-types.ts';
import { HEAD_BYTES } from '../../../advocate/file-check/head.ts';
import { zipStart } from '../../support/zip-file.cts';
import { growth } from '../../support/growth.cts';

const USER = 'MUTATION/USER';
const DELETE = 'MUTATION/DELETE_USER';
const EVENT = 'MUTATION/USER_EVENT';
const REWARD = 'MUTATION/REDEEMABLE_REWARD_BALANCE';

/** What is wrong with a whole file of that content. */
function problems(
	content: string | Uint8Array,
	type: ImportJobType = USER,
	format: ImportFormat = 'csv',
): string[] {
	return headProblems({ bytes: Buffer.from(content), whole: true, format, type }, hostTexts);
}

/** What is wrong with a CSV file of that header and one row. */
function headerProblems(header: string, type: ImportJobType = USER): string[] {
	return problems(`${header}\n1,2\n`, type);
}

function rowProblems(row: unknown, type: ImportJobType = USER): string[] {
	return problems(`${JSON.stringify(row)}\n`, type, 'jsonl');
}

describe('CSV headers that may be sent', () => {
	test.each<[ImportJobType, string]>([
		[USER, 'accountId,id'],
		[USER, 'id,accountId,firstName,lastName,email,referable,locale,countryCode,dateCreated'],
		[USER, 'accountId,id,imageUrl,dateUsTaxFormSubmitted,referredBy.code'],
		[USER, 'accountId,id,customFields.plan,referralCodes.my-program,shareLinks.my-program'],
		[USER, 'accountId,id,sharelinks.my-program'],
		[USER, 'accountId,id,paymentProviderId,referralCode,referredBy.isConverted'],
		[DELETE, 'accountId,id'],
		[DELETE, 'accountId,id,preserveEmptyAccount,doNotTrack'],
		[EVENT, 'accountId,userId,event.key'],
		[EVENT, 'accountId,userId,event.key,event.dateTriggered,event.fields.revenue,idempotencyKey'],
		[REWARD, 'userId,accountId,unit,valueToRedeem'],
		[
			REWARD,
			'firstName,lastName,email,dateBlocked,unitName,currency,availableValue,valueToRedeem,totalRedeemedValue,userId,accountId,unit,segments',
		],
		[REWARD, 'userId,accountId,unit,Available Balance,valueToRedeem'],
	])('%s: %s', (type, header) => {
		expect(headerProblems(header, type)).toEqual([]);
	});

	test.each([
		['columns of your own, where the type allows them', 'accountId,id,Phone,crm_owner,score'],
		['`uid` beside `id`: one letter away, but not a slip', 'accountId,id,uid'],
		['`locales` beside `locale`', 'accountId,id,locale,locales'],
		['a quoted name with a comma', 'accountId,id,"Last, first"'],
		['a quoted name with a line break', 'accountId,id,"Home\naddress"'],
		['a quoted name with quotes', 'accountId,id,"The ""plan"""'],
		['every name quoted', '"accountId","id"'],
		['names in other alphabets', 'accountId,id,Straße,氏名'],
		['a tenant field in any spelling', 'accountId,id,customFields.Plan Name,customFields.a.b'],
	])('%s', (_, header) => {
		expect(headerProblems(header)).toEqual([]);
	});

	test.each([
		['LF', 'accountId,id\na,1\n'],
		['CRLF', 'accountId,id\r\na,1\r\n'],
		['CR alone, as old Macs wrote', 'accountId,id\ra,1\r'],
		['no line end after the last row', 'accountId,id\na,1'],
		['a UTF-8 byte order mark', '\uFEFFaccountId,id\na,1\n'],
		['letters of every width', 'accountId,id,firstName\na,1,Zoë 氏名 🦔\n'],
	])('with %s', (_, content) => {
		expect(problems(content)).toEqual([]);
	});
});

describe('CSV headers that lack a required column', () => {
	test.each<[ImportJobType, string, string]>([
		[USER, 'id,email', 'The required column "accountId" is missing.'],
		[USER, 'accountId,email', 'The required column "id" is missing.'],
		[USER, 'email,phone', 'The required columns "accountId" and "id" are missing.'],
		[DELETE, 'accountId', 'The required column "id" is missing.'],
		[DELETE, 'id', 'The required column "accountId" is missing.'],
		[EVENT, 'userId,event.key', 'The required column "accountId" is missing.'],
		[EVENT, 'accountId,event.key', 'The required column "userId" is missing.'],
		[EVENT, 'accountId,userId', 'The required column "event.key" is missing.'],
		[REWARD, 'userId,accountId,unit', 'The required column "valueToRedeem" is missing.'],
		[REWARD, 'valueToRedeem', 'The required columns "userId", "accountId" and "unit" are missing.'],
	])('%s: %s', (type, header, problem) => {
		expect(headerProblems(header, type)).toEqual([problem]);
	});
});

describe('CSV headers with a slip', () => {
	test.each<[ImportJobType, string, string, string]>([
		[USER, 'accountid,id', 'accountid', 'accountId'],
		[USER, 'ACCOUNTID,id', 'ACCOUNTID', 'accountId'],
		[USER, 'accountId,ID', 'ID', 'id'],
		[USER, 'acountId,id', 'acountId', 'accountId'],
		[USER, 'accounntId,id', 'accounntId', 'accountId'],
		[USER, 'accuontId,id', 'accuontId', 'accountId'],
		[USER, 'account_id,id', 'account_id', 'accountId'],
		[USER, 'accountId,id,referrable', 'referrable', 'referable'],
		[USER, 'accountId,id,E-mail', 'E-mail', 'email'],
		[USER, 'accountId,id,firstname', 'firstname', 'firstName'],
		[USER, 'accountId,id,customfields.plan', 'customfields.plan', 'customFields.plan'],
		[USER, 'accountId,id,customField.plan', 'customField.plan', 'customFields.plan'],
		[USER, 'accountId,id,referralcodes.p', 'referralcodes.p', 'referralCodes.p'],
		[USER, 'accountId,id,Sharelinks.p', 'Sharelinks.p', 'shareLinks.p'],
		[USER, 'accountId,id,referredby.code', 'referredby.code', 'referredBy.code'],
		[USER, 'accountId, id', ' id', 'id'],
		[USER, 'accountId,  id  ', '  id  ', 'id'],
		[USER, 'accountId,uid', 'uid', 'id'],
		[DELETE, 'accountId,id,preserveEmptyAccounts', 'preserveEmptyAccounts', 'preserveEmptyAccount'],
		[EVENT, 'accountId,userid,event.key', 'userid', 'userId'],
		[EVENT, 'accountId,userId,event.Key', 'event.Key', 'event.key'],
		[EVENT, 'accountId,userId,events.key', 'events.key', 'event.key'],
		[EVENT, 'accountId,userId,event.key,event.field.sku', 'event.field.sku', 'event.fields.sku'],
		[REWARD, 'userId,accountId,unit,valuetoRedeem', 'valuetoRedeem', 'valueToRedeem'],
		[REWARD, 'userId,accountId,Unit,valueToRedeem', 'Unit', 'unit'],
	])('%s: %s', (type, header, name, meant) => {
		expect(headerProblems(header, type)).toEqual([`"${name}": did you mean "${meant}"?`]);
	});

	test('`email` and `Email` both: the second would be ignored', () => {
		expect(headerProblems('accountId,id,email,Email')).toEqual(['"Email": did you mean "email"?']);
	});

	test('invisible characters are shown by their code point', () => {
		expect(headerProblems('accountId,id\u00a0')).toEqual(['"id[U+00A0]": did you mean "id"?']);
		expect(headerProblems('accountId\u200b,id')).toEqual([
			'"accountId[U+200B]": did you mean "accountId"?',
		]);
		// The upload leaves out one byte order mark; a second one stays in the first column's name.
		expect(problems('\uFEFF\uFEFFaccountId,id\na,1\n')).toEqual([
			'"[U+FEFF]accountId": did you mean "accountId"?',
		]);
	});

	test('several problems are reported at once', () => {
		expect(headerProblems('accountid,email,email,,Firstname')).toEqual([
			'Column 4 has no name.',
			'The column "email" appears more than once.',
			'The required column "id" is missing.',
			'"accountid": did you mean "accountId"?',
			'"Firstname": did you mean "firstName"?',
		]);
	});
});

describe('Other CSV headers that are refused', () => {
	test.each([
		['accountId,id,email,email', 'The column "email" appears more than once.'],
		['accountId,id,phone,phone,phone', 'The column "phone" appears more than once.'],
		['accountId,id,', 'Column 3 has no name.'],
		['accountId,,id, ', 'Columns 2, 4 have no name.'],
		[
			'accountId;id;email',
			'Its columns are separated by semicolons, but Advocate reads commas. Export it again as comma-separated values.',
		],
		[
			'accountId\tid',
			'Its columns are separated by tabs, but Advocate reads commas. Export it again as comma-separated values.',
		],
		[
			'accountId|id',
			'Its columns are separated by vertical bars, but Advocate reads commas. Export it again as comma-separated values.',
		],
	])('%s', (header, problem) => {
		expect(headerProblems(header)).toEqual([problem]);
	});

	test('a user event takes no columns of your own', () => {
		expect(headerProblems('accountId,userId,event.key,revenue,note', EVENT)).toEqual([
			'For this type, Advocate accepts only its own columns, not "revenue", "note". Put your own values under "event.fields.…".',
		]);
		expect(headerProblems('accountId,userId,userIds,event.key,event.fields.', EVENT)).toEqual([
			'For this type, Advocate accepts only its own columns, not "userIds", "event.fields.". Put your own values under "event.fields.…".',
		]);
	});

	test('a row where the header should be', () => {
		expect(headerProblems('acme,ada@example.com')).toContain(
			'Its first line seems to be a row, not the column names. Add a header line.',
		);
	});

	test.each([
		[
			'sep=,\naccountId,id\na,1\n',
			'Its first line ("sep=…") is only for Excel. Remove it, so that the column names come first.',
		],
		[
			'\naccountId,id\na,1\n',
			'Its first line is empty. Remove it, so that the column names come first.',
		],
	])('a line above the column names: %j', (content, problem) => {
		expect(problems(content)).toEqual([problem]);
	});

	describe('of which more is wrong than a person would read', () => {
		const many = (name: (index: number) => string) =>
			Array.from({ length: 1_000 }, (_, index) => name(index)).join(',');

		test('columns that the type does not take', () => {
			const header = `accountId,userId,event.key,${many((index) => `own${index}`)}`;
			expect(headerProblems(header, EVENT)).toEqual([
				'For this type, Advocate accepts only its own columns, not "own0", "own1", "own2", "own3", "own4", "own5", "own6", "own7", "own8", "own9" and 990 more. Put your own values under "event.fields.…".',
			]);
		});

		test('columns without a name', () => {
			expect(headerProblems(`accountId,id,${many(() => '')}`)).toEqual([
				'Columns 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 990 more have no name.',
			]);
		});

		test.each([
			['twice', many((index) => `own${index % 500}`), 490],
			['misspelled', many((index) => `customfields.f${index}`), 990],
		])('columns that are %s', (_, columns, more) => {
			const told = headerProblems(`accountId,id,${columns}`);
			expect(told).toHaveLength(11);
			expect(told.at(-1)).toBe(`And ${more} more like these.`);
		});

		test('keys with dots', () => {
			const keys = Array.from({ length: 1_000 }, (_, index) => [`customFields.f${index}`, 1]);
			const row = { accountId: 'a', id: '1', ...(Object.fromEntries(keys) as object) };
			const told = rowProblems(row);
			expect(told).toHaveLength(11);
			expect(told.at(-1)).toBe('And 990 more like these.');
		});
	});

	test('a quote that is never closed', () => {
		expect(problems('accountId,"id\na,1\n')).toEqual([
			'A quoted column name in its first line is never closed: a " is missing.',
		]);
	});

	test('a long column name is cut, and kept on one line', () => {
		const [problem] = headerProblems(`accountId,userId,event.key,"a\n${'b'.repeat(500)}"`, EVENT);
		expect(problem).toContain(`"a ${'b'.repeat(98)}…"`);
	});
});

describe('Files without rows', () => {
	test.each([
		['', 'It is empty.'],
		['\uFEFF', 'It is empty.'],
		[' \r\n\r\n\t', 'It is empty.'],
		['accountId,id', 'It has a header line but no rows.'],
		['accountId,id\n', 'It has a header line but no rows.'],
		['accountId,id\r\n\r\n , \r\n', 'It has a header line but no rows.'],
	])('%j', (content, problem) => {
		expect(problems(content)).toEqual([problem]);
	});

	test('nothing but blank space, as far as seen', () => {
		const bytes = Buffer.alloc(HEAD_BYTES, ' ');
		expect(headProblems({ bytes, whole: false, format: 'csv', type: USER }, hostTexts)).toEqual([
			'It begins with nothing but blank space.',
		]);
	});
});

describe('Files that are not UTF-8 text', () => {
	const text = 'accountId,id,firstName\na,1,Zoë\n';
	const utf16le = Buffer.from(text, 'utf16le');
	const utf16be = Buffer.from(utf16le).swap16();

	test.each([
		['UTF-16 with its mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
		['UTF-16 with its mark, high byte first', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
		['UTF-16 without a mark', utf16le],
		['UTF-16 without a mark, high byte first', utf16be],
	])('%s', (_, bytes) => {
		for (const format of ['csv', 'jsonl'] as const) {
			expect(problems(bytes, USER, format)).toEqual([
				expect.stringMatching(
					/^It is UTF-16 text, but Advocate reads UTF-8\. In Excel, save it as/,
				),
			]);
		}
	});

	test('Latin-1', () => {
		expect(problems(Buffer.from(text, 'latin1'))).toEqual([
			'It is not UTF-8 text: its accented letters are in another encoding. Export it again as UTF-8 (in Excel: "CSV UTF-8").',
		]);
	});

	test('a workbook under .csv', () => {
		expect(problems(zipStart('[Content_Types].xml'))).toEqual([
			'It is an Excel workbook (XLSX). Read its rows by something else, or save it as "CSV UTF-8".',
		]);
	});

	test.each([
		['NUL bytes in the middle', 'accountId,id\na,\u0000\n'],
		['nothing but NUL bytes', '\u0000'.repeat(64)],
	])('%s', (_, content) => {
		expect(problems(content)).toEqual([
			'It contains NUL bytes, so it is not a text file. Export it again as CSV or JSON Lines.',
		]);
	});
});

describe('Files of another format', () => {
	test.each([
		['gzip', Buffer.from('1f8b0800', 'hex'), 'It is compressed (gzip). Decompress it,'],
		['PDF', '%PDF-1.7\n', 'It is a PDF document'],
		['PNG', Buffer.from('89504e470d0a1a0a', 'hex'), 'It is an image'],
		['JPEG', Buffer.from('ffd8ffe0', 'hex'), 'It is an image'],
		['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'It is an old Excel workbook'],
		[
			"a spreadsheet of LibreOffice's",
			zipStart('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'),
			'It is an OpenDocument spreadsheet (ODS)',
		],
		['a zip file', zipStart('users.csv'), 'It is a zip file. Decompress it,'],
		['an empty zip file', Buffer.from('504b0506', 'hex'), 'It is a zip file. Decompress it,'],
		['a web page', '\uFEFF\n<!doctype html><title>Sign in</title>', 'It is a web page'],
		['XML', '<?xml version="1.0"?>', 'It is XML.'],
	])('%s', (_, content, start) => {
		for (const format of ['csv', 'jsonl'] as const) {
			const [problem, ...others] = problems(content, USER, format);
			expect(problem?.startsWith(start)).toBe(true);
			expect(others).toEqual([]);
		}
	});

	test('a column whose name begins like a tag does not make a web page', () => {
		expect(problems('<id>,accountId,id\n1,a,b\n')).toEqual([]);
	});
});

describe('The head of a longer file', () => {
	const head = (bytes: Buffer, format: ImportFormat = 'csv') =>
		headProblems({ bytes, whole: false, format, type: USER }, hostTexts);

	test('may end inside a character, at any of its bytes', () => {
		const bytes = Buffer.from('accountId,id,firstName\na,1,🦔');
		for (let cut = 0; cut < 4; cut++)
			expect(head(bytes.subarray(0, bytes.length - cut))).toEqual([]);
		// The same bytes as a whole file are broken.
		expect(problems(bytes.subarray(0, -1))).toEqual([expect.stringMatching(/^It is not UTF-8/)]);
	});

	test('may end inside a row or a quoted field', () => {
		expect(head(Buffer.from('accountId,id,note\na,1,"so far'))).toEqual([]);
	});

	test('may end right after the header: rows may follow', () => {
		expect(head(Buffer.from('accountId,id\n'))).toEqual([]);
	});

	test.each(['csv', 'jsonl'] as const)('must hold the whole first line (%s)', (format) => {
		const start = format === 'csv' ? 'accountId,id,' : '{"accountId":"';
		expect(head(Buffer.from(start.padEnd(HEAD_BYTES, 'x')), format)).toEqual([
			"Its first line is longer than 256 KiB, so it can't be checked. Make sure that each row ends with a line break.",
		]);
	});

	test('is checked in a time that grows with it, even when it is one line of commas', () => {
		const check = (bytes: number) =>
			head(Buffer.from(`accountId,id${',x'.repeat(bytes / 2 - 20)}\n`));
		expect(growth(check, HEAD_BYTES / 4)).toBeLessThan(9);
	});
});

describe('A JSON file under the wrong name', () => {
	test.each(['{"accountId":"a","id":"1"}\n', ' [\n{"accountId":"a"}]'])('%j as .csv', (content) => {
		expect(problems(content)).toEqual([
			'It is named .csv, but its content is JSON. Name it .jsonl and put one object on each line.',
		]);
	});

	test('a JSON array as .jsonl', () => {
		expect(problems('[{"accountId":"a","id":"1"}]', USER, 'jsonl')).toEqual([
			'It is one JSON array, not JSON Lines. Write one object on each line, without the brackets and the commas between them.',
		]);
	});

	test('CSV as .jsonl', () => {
		expect(problems('accountId,id\na,1\n', USER, 'jsonl')).toEqual([
			'It is named .jsonl, but its first line is not JSON. Write one object on each line, or name it .csv if it is CSV.',
		]);
	});
});

describe('The first line of a JSON Lines file', () => {
	test.each<[ImportJobType, unknown]>([
		[USER, { accountId: 'a', id: '1' }],
		[USER, { accountId: 'a', id: '1', email: null, customFields: { plan: 'x', 'a.b': 1 } }],
		[USER, { accountId: 'a', id: '1', customFields: {}, referralCodes: null, shareLinks: [] }],
		[USER, { accountId: 'a', id: '1', referredBy: { code: 'X' }, referredByCodes: ['X', 'Y'] }],
		[USER, { accountId: 'a', id: '1', crm: { owner: 'x' }, 'my.own': 1 }],
		[DELETE, { accountId: 'a', id: '1', doNotTrack: true }],
		[EVENT, { accountId: 'a', userId: '1', event: { key: 'k', dateTriggered: 1 } }],
		[EVENT, { accountId: 'a', userId: '1', event: { key: 'k', fields: { a: { b: [1] } } } }],
	])('%s: %j may be sent', (type, row) => {
		expect(rowProblems(row, type)).toEqual([]);
	});

	test.each<[ImportJobType, unknown, string]>([
		[USER, {}, 'The required fields "accountId" and "id" are missing.'],
		[DELETE, { accountId: 'a' }, 'The required field "id" is missing.'],
		[EVENT, { accountId: 'a', userId: '1' }, 'The required field "event.key" is missing.'],
		[
			EVENT,
			{ accountId: 'a', userId: '1', event: null },
			'The required field "event.key" is missing.',
		],
		[USER, { accountid: 'a', id: '1' }, '"accountid": did you mean "accountId"?'],
		[
			USER,
			{ accountId: 'a', id: '1', customField: { plan: 'x' } },
			'"customField.plan": did you mean "customFields.plan"?',
		],
		[
			USER,
			{ accountId: 'a', id: '1', CustomFields: { plan: 'x' } },
			'"CustomFields.plan": did you mean "customFields.plan"?',
		],
		[
			USER,
			{ accountId: 'a', id: '1', referedBy: { code: 'X' } },
			'"referedBy.code": did you mean "referredBy.code"?',
		],
		[
			EVENT,
			{ accountId: 'a', userId: '1', events: { key: 'k' } },
			'"events.key": did you mean "event.key"?',
		],
		[
			EVENT,
			{ accountId: 'a', userId: '1', event: { key: 'k', Fields: { sku: 1 } } },
			'"event.Fields.sku": did you mean "event.fields.sku"?',
		],
		[
			EVENT,
			{ accountId: 'a', userId: '1', event: { key: 'k', sku: 1 } },
			'For this type, Advocate accepts only its own fields, not "event.sku". Put your own values under "event.fields.…".',
		],
	])('%s: %j is refused', (type, row, problem) => {
		expect(rowProblems(row, type)).toEqual([problem]);
	});

	test.each<[ImportJobType, unknown, string, string]>([
		[
			EVENT,
			{ accountId: 'a', userId: '1', 'event.key': 'k' },
			'event.key',
			'{"event": {"key": …}}',
		],
		[
			USER,
			{ accountId: 'a', id: '1', 'customFields.plan': 'x' },
			'customFields.plan',
			'{"customFields": {"plan": …}}',
		],
		[
			EVENT,
			{ accountId: 'a', userId: '1', event: { key: 'k', 'fields.sku': 1 } },
			'fields.sku',
			'{"fields": {"sku": …}}',
		],
		[
			EVENT,
			{ accountId: 'a', userId: '1', event: { key: 'k' }, 'event.fields': { sku: 1 } },
			'event.fields',
			'{"event": {"fields": …}}',
		],
	])('%s: %j has a dotted name as its key', (type, row, key, nested) => {
		expect(rowProblems(row, type)).toEqual([
			`The key "${key}" is how CSV names a column. In JSON Lines write ${nested}.`,
		]);
	});

	test.each([
		['{"accountId":"a","id":"1"', 'a broken object'],
		['{\n  "accountId": "a"\n}', 'an object over several lines'],
	])('%j is %s', (content) => {
		expect(problems(content, USER, 'jsonl')).toEqual([
			'Its first line is not a complete JSON object. Write one object on each line.',
		]);
	});

	test.each([
		[
			'42\n',
			'Its first line is JSON, but not an object with fields. Write one object on each line.',
		],
		[
			'{"accountId":"a","id":"1"},\n{"accountId":"a","id":"2"}\n',
			'Its first line ends with a comma. Write one object on each line, and nothing between them.',
		],
		[
			'["a","1"]\n["a","2"]\n',
			"Its lines are lists, so Advocate can't tell which value is which. Write one object on each line, with field names.",
		],
		[
			'{"accountId":"a","id":"1"}\r{"accountId":"a","id":"2"}\r',
			'Its lines end with a carriage return alone, as on old Macs, which JSON Lines does not allow. Save it with Unix (LF) or Windows (CRLF) line endings.',
		],
		[
			'{"next":"x","data":[{"accountId":"a","id":"1"}]}',
			'It is one JSON document with the rows in its list "data", not JSON Lines. Write each object of that list on a line of its own, or hand them on.',
		],
	])('%j is no row', (content, problem) => {
		expect(problems(content, USER, 'jsonl')).toEqual([problem]);
	});

	test('that contains a list of objects may still be a row', () => {
		const row = { accountId: 'acme', id: 'ann', details: [{ unit: 'USD' }] };
		expect(rowProblems(row)).toEqual([]);
	});

	test('are not the format of redemptions', () => {
		const row = { userId: 'ann', accountId: 'acme', unit: 'CENTS', valueToRedeem: 5 };
		expect(rowProblems(row, REWARD)).toEqual([
			'It is JSON Lines, and Advocate accepts reward redemptions as CSV only. Use the report as CSV, as the Advocate portal exports it.',
		]);
	});

	test.each(['\uFEFF', '\n\n', '  '])('may come after %j', (start) => {
		expect(problems(`${start}{"accountId":"a","id":"1"}\r\n`, USER, 'jsonl')).toEqual([]);
	});

	test('is all that is checked: broken lines after it are for the API to find', () => {
		expect(problems('{"accountId":"a","id":"1"}\n{oops\n', USER, 'jsonl')).toEqual([]);
	});
});
