import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../harness/project.cts';

/** What a German Excel saves as "CSV (Trennzeichen-getrennt)": the example file, in Windows-1252. */
export function germanExcel(): Buffer {
	return readFileSync(join(root, 'examples/german-excel.csv'));
}

/** The same as "CSV UTF-8": with a byte order mark. */
export function germanExcelInUtf8(): Buffer {
	// All of its characters are Latin-1, in which they have the same bytes.
	return Buffer.from(`\ufeff${germanExcel().toString('latin1')}`);
}

const at = (iso: string) => String(Date.parse(`${iso}Z`));

/** What is sent of it where the time zone is UTC. */
export const SENT_OF_GERMAN_EXCEL = [
	'accountId,id,firstName,lastName,email,countryCode,locale,referable,dateCreated,customFields.umsatz',
	`F-0017,00231,Jörg,Müller,joerg.mueller@example.com,DE,de_DE,true,${at('2023-05-02T09:15')},"1.234,50"`,
	`F-0017,00232,Änne,Österreicher,aenne@example.com,AT,de_AT,false,${at('2023-11-17T14:02')},"0,00"`,
	`F-0018,00233,Günther,Weiß,guenther.weiss@example.org,CH,de_CH,true,${at('2024-02-29T23:59')},"89,90"`,
	`F-0018,00234,Ümit,Schäfer,uemit@example.org,DE,de_DE,true,${at('2024-03-01T00:00')},"12,5"`,
	`F-0019,00235,Zoé,Lindström,zoe@example.com,SE,sv_SE,,${at('2023-12-31T18:30')},`,
	'F-0019,00236,Käthe,Böhm,kaethe@example.com,,,false,,7',
	`F-0020,00237,Claire,Dubois,claire@example.org,FR,fr_FR,true,${at('2024-07-14T08:00')},"1.000.000,00"`,
	`F-0020,00238,Jürgen,Grün,juergen@example.com,DE,de_DE,true,${at('2024-06-05T12:00')},"49,95"`,
	'',
].join('\r\n');

/** What is told of it. */
export const TOLD_OF_GERMAN_EXCEL = [
	'dateCreated is written with dots and has no time zone, as in "02.05.2023 09:15", in 7 rows (the first is row 1). It was read as day, month and year, in UTC.',
	'customFields.umsatz has a decimal comma, as in "1.234,50", in 6 rows (the first is row 1). It was sent as the text that it is, since the field may hold any text.',
];
