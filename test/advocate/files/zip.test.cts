import { zipKind } from '../../../advocate/files/zip.ts';
import { zipStart } from '../../support/zip-file.cts';

describe('A ZIP file', () => {
	test.each([
		'[Content_Types].xml',
		'_rels/.rels',
		'docProps/app.xml',
		'xl/workbook.xml',
		'customXml/item1.xml',
	])('that begins with %s is a workbook', (name) => {
		expect(zipKind(zipStart(name))).toBe('workbook');
	});

	test.each(['results.xlsx', 'xl.csv', 'folder/xl/workbook.xml', 'a', '', '氏名.xlsx'])(
		'that begins with "%s" is an archive',
		(name) => {
			expect(zipKind(zipStart(name))).toBe('archive');
		},
	);

	test.each([
		['is empty', Buffer.from('PK\u0005\u0006')],
		['is cut off before the name', zipStart('xl/workbook.xml').subarray(0, 12)],
		['is cut off within the name', zipStart('xl/workbook.xml').subarray(0, 32)],
	])('that %s is an archive, as far as can be told', (_, start) => {
		expect(zipKind(start)).toBe('archive');
	});

	test('has more name than is looked at', () => {
		expect(zipKind(zipStart(`xl/${'a'.repeat(60_000)}`))).toBe('workbook');
	});
});

test.each([
	'',
	'P',
	'PK',
	'PKG,x\n',
	'{"recordNumber":1}',
	'recordNumber,message\n',
	' PK\u0003\u0004',
])('%j begins no ZIP file', (text) => {
	expect(zipKind(Buffer.from(text))).toBeUndefined();
});
