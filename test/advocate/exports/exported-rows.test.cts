import { Readable } from 'node:stream';
import { exportedRows } from '../../../advocate/exports/exported-rows.ts';
import type { ExportedRow } from '../../../advocate/exports/row-shape.ts';
import { errorOf } from '../support/tenant-under-test.cts';
import { hostTexts } from '../support/host-texts.cts';

/** The rows of a result that comes in pieces of so many bytes. */
async function rowsOf(content: string | Buffer, size = 7): Promise<ExportedRow[]> {
	const bytes = Buffer.from(content);
	const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
		bytes.subarray(index * size, (index + 1) * size),
	);
	const rows: ExportedRow[] = [];
	for await (const batch of exportedRows(Readable.from(pieces), hostTexts.exports))
		rows.push(...batch);
	return rows;
}

describe('rows from CSV', () => {
	it('have objects for dotted columns, as JSON Lines has them', async () => {
		const csv = 'id,user.id,user.name.first,event.key,user.accountId\n1,ann,Ann,buy,acme\n';
		const json =
			'{"id":"1","user":{"id":"ann","name":{"first":"Ann"},"accountId":"acme"},"event":{"key":"buy"}}';
		expect(await rowsOf(csv)).toEqual(await rowsOf(json));
	});

	it.each([
		['valueToRedeem', '0', 0],
		['availableValue', '20.5', 20.5],
		['availableValue', '-3', -3],
		['dateCreated', '1767225600000', 1_767_225_600_000],
		['stats.revenue', '12', 12],
		['dateCreated', '', null],
		['dateCreated', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
		['availableValue', '007', '007'],
		['availableValue', '1e3', '1e3'],
		['availableValue', '12345678901234567890', '12345678901234567890'],
		['id', '007', '007'],
		['email', '', ''],
		['customFields.dateOfBirth', '19990101', '19990101'],
		['customFields.value', '5', '5'],
		['event.fields', '{"revenue":5}', { revenue: 5 }],
		['event.fields', '{"n":12345678901234567890}', '{"n":12345678901234567890}'],
		['event.fields', 'not JSON', 'not JSON'],
	])('read %s %j as %j', async (column, cell, value) => {
		const quoted = `"${cell.replaceAll('"', '""')}"`;
		const [row] = await rowsOf(`accountId,${column}\nacme,${quoted}\n`);
		const found = column
			.split('.')
			.reduce<unknown>((part, name) => (part as ExportedRow)[name], row);
		expect(found).toEqual(value);
	});

	it('keep a column whole whose name is also that of an object', async () => {
		expect(await rowsOf('user,user.id\nann,7\n')).toEqual([{ user: 'ann', 'user.id': '7' }]);
	});

	it('take any name, and hold quotes, commas, line ends and other scripts', async () => {
		const [row] = await rowsOf('__proto__,name\nx,"Ünal, ""the"" \r\n李"\n');
		expect(Object.entries(row ?? {})).toEqual([
			['__proto__', 'x'],
			['name', 'Ünal, "the" \r\n李'],
		]);
		expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
	});

	it('are none for a header alone, or for nothing', async () => {
		expect(await rowsOf('id,email\n')).toEqual([]);
		expect(await rowsOf('')).toEqual([]);
	});

	it('begin after a byte order mark, and end without a line end', async () => {
		expect(await rowsOf('\ufeffid,email\r\nann,a@example.com')).toEqual([
			{ id: 'ann', email: 'a@example.com' },
		]);
	});
});

it.each([
	['a row that is cut off', 'id,email\nann,a@example.com\nbo', "Row 2 of the result can't be read"],
	['a quote that is never closed', 'id,email\nann,"a@exa', "Row 1 of the result can't be read"],
	['a row that is too long', 'id,email\nann,b,c\n', "Row 1 of the result can't be read"],
	[
		'two columns of one name',
		'id,id\n1,2\n',
		'The result has several columns of the same name: id',
	],
	['a web page', '\n<!doctype html><p>Sorry', 'a web page, not a report'],
	['a line of JSON that is cut off', '{"id":"1"}\n{"id":', "Row 2 of the result can't be read"],
	[
		'a number that would lose digits',
		'{"id":12345678901234567890}\n',
		'too long to be read without loss',
	],
	['a zip file', Buffer.from('PK\x03\x04 and more'), 'The result is a workbook'],
])('%s is an error', async (_what, content, message) => {
	const error = await errorOf(async () => await rowsOf(content));
	expect(error.message).toContain(message);
	expect(error.hint).not.toBe('');
});
