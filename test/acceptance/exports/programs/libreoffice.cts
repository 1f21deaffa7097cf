import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../../harness/processes/command.cts';
import { COLUMNS, PEOPLE, sentPeople, valuesOf } from '../people.cts';
import { DECIMAL_COMMA, NO_ID, ZONE_ASSUMED, type Export, type Program } from '../program.cts';

/** A country's ways to write, as a spreadsheet set up there has them. */
interface Form {
	language: string;
	country: string;
	/** Between cells, as a character code. */
	separator: number;
	/** LibreOffice's number of an encoding: 1 Windows-1252, 76 UTF-8. */
	encoding: number;
	/** Day, month and year of a date as ODF has them, with what is between. */
	date: string;
}

const part = (name: string) => `<number:${name} number:style="long"/>`;
const between = (text: string) => `<number:text>${text}</number:text>`;
const dotted = [part('day'), between('.'), part('month'), between('.'), part('year')].join('');
const slashed = [part('month'), between('/'), part('day'), between('/'), part('year')].join('');
const dashed = [part('year'), between('-'), part('month'), between('-'), part('day')].join('');

const GERMAN: Form = {
	...{ language: 'de', country: 'DE', separator: 59, encoding: 1, date: dotted },
};
const AMERICAN: Form = {
	...{ language: 'en', country: 'US', separator: 44, encoding: 76, date: slashed },
};
const ISO: Form = { language: 'fr', country: 'FR', separator: 59, encoding: 76, date: dashed };

/** A sheet with cells of their own kinds, as a person makes it, in LibreOffice's flat XML. */
function sheet({ language, country, date }: Form): string {
	const locale = `number:language="${language}" number:country="${country}"`;
	const time = `${part('hours')}${between(':')}${part('minutes')}`;
	const number = 'number:decimal-places="2" number:min-decimal-places="2"';
	const styles = [
		`<number:date-style style:name="N1" ${locale}>${date}${between(' ')}${time}</number:date-style>`,
		`<number:boolean-style style:name="N2" ${locale}><number:boolean/></number:boolean-style>`,
		`<number:number-style style:name="N3" ${locale}><number:number ${number} number:min-integer-digits="1"/></number:number-style>`,
		...['date', 'boolean', 'number'].map(
			(name, index) =>
				`<style:style style:name="${name}" style:family="table-cell" style:data-style-name="N${index + 1}"/>`,
		),
	];
	const rows = [COLUMNS, ...PEOPLE.map(valuesOf)].map(
		(row, at) =>
			`<table:table-row>${row.map((value, index) => cell(value, at > 0 ? index : 0)).join('')}</table:table-row>`,
	);
	return [
		`<?xml version="1.0" encoding="UTF-8"?><office:document ${NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">`,
		`<office:automatic-styles>${styles.join('')}</office:automatic-styles>`,
		`<office:body><office:spreadsheet><table:table table:name="People">${rows.join('')}`,
		'</table:table></office:spreadsheet></office:body></office:document>',
	].join('');
}

const NAMESPACES = [
	...['office', 'style', 'text', 'table'].map(
		(name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
	),
	'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"',
].join(' ');

function cell(value: string | number | boolean | null, column: number): string {
	if (value === null || value === '') return '<table:table-cell/>';
	if (typeof value === 'boolean') {
		return `<table:table-cell table:style-name="boolean" office:value-type="boolean" office:boolean-value="${value}"/>`;
	}
	if (typeof value === 'number') {
		return `<table:table-cell table:style-name="number" office:value-type="float" office:value="${value}"/>`;
	}
	if (COLUMNS[column] === 'created_at') {
		return `<table:table-cell table:style-name="date" office:value-type="date" office:date-value="${value.replace('Z', '')}"/>`;
	}
	const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
	const lines = escaped.split('\n').map((line) => `<text:p>${line.replaceAll('\t', ' ')}</text:p>`);
	return `<table:table-cell office:value-type="string">${lines.join('')}</table:table-cell>`;
}

async function exports(folder: string): Promise<Export[]> {
	const saved = async (name: string, form: Form): Promise<string> => {
		const source = join(folder, `${name}.fods`);
		writeFileSync(source, sheet(form));
		const { separator, encoding } = form;
		await office(folder, `csv:Text - txt - csv (StarCalc):${separator},34,${encoding},1`, source);
		return join(folder, `${name}.csv`);
	};
	const scored = (score: (text: string) => string) =>
		sentPeople((row) => {
			const { 'customFields.score': text = '', 'customFields.note': note = '' } = row;
			return {
				...row,
				'customFields.score': text === '' ? '' : score(Number(text).toFixed(2)),
				// A cell of a sheet holds no tab.
				'customFields.note': note.replace('\t', ' '),
			};
		});
	const withComma = scored((text) => text.replace('.', ','));
	const german = await saved('german', GERMAN);
	const american = await saved('american', AMERICAN);
	const iso = await saved('iso', ISO);
	const workbook = join(folder, 'german.xlsx');
	await office(folder, 'xlsx', join(folder, 'german.fods'));
	const ods = join(folder, 'german.ods');
	await office(folder, 'ods', join(folder, 'german.fods'));
	const renamed = join(folder, 'renamed.csv');
	renameSync(workbook, renamed);
	const date = 'is not an unambiguous date';
	return [
		{
			how: 'a German sheet as CSV: semicolons, Windows-1252, `01.05.2024 09:00`, `WAHR`, `12,50`',
			path: german,
			expected: {
				...{ rows: withComma, rejected: NO_ID },
				told: ['dateCreated is written with dots and has no time zone', DECIMAL_COMMA],
			},
		},
		{
			how: 'a French sheet with dates by ISO 8601 as CSV: semicolons, UTF-8, `VRAI`',
			path: iso,
			expected: { rows: withComma, rejected: NO_ID, told: [ZONE_ASSUMED, DECIMAL_COMMA] },
		},
		{
			how: 'an American sheet as CSV: `05/01/2024 09:00`',
			path: american,
			expected: {
				rows: scored((text) => text).filter(({ id }) => id === 'u-4'),
				rejected: { 1: date, 2: date, 3: date, 5: date, 6: date, 7: 'id is required' },
			},
		},
		{
			how: 'the sheet as XLSX, renamed to `.csv`',
			path: renamed,
			expected: { rows: [], refused: ['It is an Excel workbook (XLSX)'] },
		},
		{
			how: 'the sheet as ODS',
			path: ods,
			expected: { rows: [], refused: ['It is an OpenDocument spreadsheet (ODS)'] },
		},
	];
}

async function office(folder: string, to: string, source: string): Promise<void> {
	await run('soffice', [
		`-env:UserInstallation=file://${join(folder, 'profile')}`,
		...['--headless', '--convert-to', to, '--outdir', folder, source],
	]);
}

export const libreOffice: Program = {
	name: 'LibreOffice',
	packages: ['libreoffice-calc-nogui'],
	isLarge: true,
	version: async () => (/[\d.]+/.exec(await run('soffice', ['--version'])) ?? [''])[0],
	exports,
};
