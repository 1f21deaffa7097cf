import { inChunks } from './chunks.cts';
import type { ZipEntry } from './zip.cts';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const schemas = 'http://schemas.openxmlformats.org';
const officeTypes = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const officeRelations = `${schemas}/officeDocument/2006/relationships`;
const sheetNamespace = `${schemas}/spreadsheetml/2006/main`;

/** The files within an XLSX workbook of one sheet. Source: ECMA-376, part 1. */
export function workbookFiles(rows: AsyncIterable<readonly unknown[]>): ZipEntry[] {
	return [
		{
			name: '[Content_Types].xml',
			content: [
				`${declaration}<Types xmlns="${schemas}/package/2006/content-types">` +
					'<Default Extension="rels" ' +
					'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
					`<Override PartName="/xl/workbook.xml" ContentType="${officeTypes}.sheet.main+xml"/>` +
					'<Override PartName="/xl/worksheets/sheet1.xml" ' +
					`ContentType="${officeTypes}.worksheet+xml"/></Types>`,
			],
		},
		{ name: '_rels/.rels', content: [relation('officeDocument', 'xl/workbook.xml')] },
		{
			name: 'xl/workbook.xml',
			content: [
				`${declaration}<workbook xmlns="${sheetNamespace}" xmlns:r="${officeRelations}">` +
					'<sheets><sheet name="Report" sheetId="1" r:id="rId1"/></sheets></workbook>',
			],
		},
		{
			name: 'xl/_rels/workbook.xml.rels',
			content: [relation('worksheet', 'worksheets/sheet1.xml')],
		},
		{ name: 'xl/worksheets/sheet1.xml', content: inChunks(sheet(rows)) },
	];
}

function relation(type: string, target: string): string {
	return (
		`${declaration}<Relationships xmlns="${schemas}/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="${officeRelations}/${type}" Target="${target}"/></Relationships>`
	);
}

async function* sheet(rows: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
	yield `${declaration}<worksheet xmlns="${sheetNamespace}"><sheetData>`;
	for await (const cells of rows) yield `<row>${cells.map(cell).join('')}</row>`;
	yield '</sheetData></worksheet>';
}

function cell(value: unknown): string {
	if (typeof value === 'number') return `<c><v>${value}</v></c>`;
	if (typeof value === 'boolean') return `<c t="b"><v>${Number(value)}</v></c>`;
	if (typeof value !== 'string' || value === '') return '<c/>';
	return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

function escaped(text: string): string {
	const writable = [...text].filter(isXmlCharacter).join('');
	return writable.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Whether XML 1.0 has a way to write a character. */
function isXmlCharacter(character: string): boolean {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x20) return code === 9 || code === 10 || code === 13;
	return code < 0xd800 || (code > 0xdfff && code !== 0xfffe && code !== 0xffff);
}
