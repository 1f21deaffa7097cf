import { declaredFormat, extensionOf, safeFileName } from '../../../advocate/files/file-name.ts';

describe('The name a file is uploaded under', () => {
	test.each([
		['contacts.csv', 'contacts.csv'],
		['Contacts May 2026.CSV', 'Contacts_May_2026.csv'],
		['/etc/passwd/contacts.csv', 'contacts.csv'],
		['../../contacts.csv', 'contacts.csv'],
		['C:\\Users\\ada\\contacts.csv', 'contacts.csv'],
		['con"tacts\'.csv', 'contacts.csv'],
		['con\r\nX-Header: evil\r\ntacts.csv', 'conX-Header_eviltacts.csv'],
		['con\u0000ta\u007fcts\t.csv', 'contacts.csv'],
		['contacts.csv\r\n', 'contacts.csv'],
		['Zoë Müller.csv', 'Zoe_Muller.csv'],
		['氏名🦔.csv', 'import.csv'],
		['a\u2100b\uff0fc\uff02.csv', 'aacbc.csv'],
		['data;name=x.csv', 'datanamex.csv'],
		['', 'import.csv'],
		['.csv', 'import.csv'],
		['...', 'import.csv'],
		['.hidden.csv', 'hidden.csv'],
		['contacts', 'contacts.csv'],
		['contacts.jsonl', 'contacts.csv'],
		['contacts.csv.csv', 'contacts.csv.csv'],
		['2026-05-01.contacts.csv', '2026-05-01.contacts.csv'],
	])('%j → %s', (name, safe) => {
		expect(safeFileName(name, 'csv')).toBe(safe);
	});

	test('a very long name is cut before its extension', () => {
		expect(safeFileName(`${'x'.repeat(5_000)}.jsonl`, 'jsonl')).toBe(`${'x'.repeat(100)}.jsonl`);
	});

	test('whatever the name, only safe characters are left', () => {
		const everything = String.fromCharCode(...Array.from({ length: 0x3000 }, (_, code) => code));
		expect(safeFileName(everything, 'csv')).toMatch(/^[A-Za-z0-9._-]+\.csv$/);
	});
});

describe('The format a file says it has', () => {
	test.each([
		['contacts.csv', '', 'csv'],
		['contacts.CSV', 'application/json', 'csv'],
		['contacts.jsonl ', '', 'jsonl'],
		['contacts.Jsonl', 'text/csv', 'jsonl'],
		['contacts', 'text/csv', 'csv'],
		['contacts', 'Text/CSV; charset=utf-8', 'csv'],
		['contacts', 'application/x-ndjson', 'jsonl'],
		['contacts', 'application/jsonl', 'jsonl'],
		['contacts.', 'text/csv', 'csv'],
		['', 'text/csv', 'csv'],
		['some.folder/contacts', 'text/csv', 'csv'],
		['contacts', 'application/octet-stream', undefined],
		['contacts', '', undefined],
		['contacts.2024-05-01', 'text/csv', 'csv'],
		['contacts.2024-05-01', 'application/x-ndjson', 'jsonl'],
		['contacts.2024-05-01', 'application/octet-stream', undefined],
		['export.php', 'text/csv', 'csv'],
		['contacts.ndjson', 'application/x-ndjson', 'jsonl'],
		['contacts.xlsx', 'text/csv', undefined],
		['contacts.csv.gz', 'text/csv', undefined],
		['contacts.json', 'application/jsonl', undefined],
		['contacts.txt', 'text/csv', undefined],
		['constructor', 'constructor', undefined],
	])('%j, %j → %s', (name, mimeType, format) => {
		expect(declaredFormat(name, mimeType)).toBe(format);
	});

	test.each([
		['a.csv', 'csv'],
		['a.b.CSV', 'csv'],
		['a', ''],
		['a.', ''],
		['a.b/c', ''],
		['.csv', 'csv'],
		['', ''],
	])('extension of %j is %j', (name, extension) => {
		expect(extensionOf(name)).toBe(extension);
	});
});
