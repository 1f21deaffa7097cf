import { gzipSync } from 'node:zlib';
import { zipStart } from '../../../support/zip-file.cts';
import { holding } from '../content.cts';
import { readable, refused, uploaded, type CorpusEntry } from '../corpus-entry.cts';

const USERS = 'accountId,id\nacme,ann\n';
const LINE = '{"accountId":"acme","id":"ann"}\n';
const WORKBOOK = refused(
	'It is an Excel workbook (XLSX). Turn it into items with the Extract from File node',
	'save it as "CSV UTF-8"',
);
const WEB_PAGE = refused('It is a web page, not a file of rows', 'check the sign-in');

/** Files of another kind under an import file's name, and import files under another name. */
export const otherFormats: CorpusEntry[] = [
	{
		file: 'workbook.csv',
		wrong: 'an Excel workbook named .csv',
		content: holding(zipStart('[Content_Types].xml')),
		...WORKBOOK,
	},
	{
		file: 'zip.csv',
		wrong: 'an empty zip file named .csv',
		content: holding(Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1')),
		...readable(
			{ refused: ['It is a zip file without a file in it.'] },
			'It is a zip file. Decompress',
		),
	},
	{
		file: 'workbook.jsonl',
		wrong: 'an Excel workbook named .jsonl',
		content: holding(zipStart('xl/workbook.xml')),
		...WORKBOOK,
	},
	{
		file: 'old-workbook.csv',
		wrong: 'an Excel workbook of the old kind named .csv',
		content: holding(Buffer.from('d0cf11e0a1b11ae1', 'hex')),
		...refused('It is an old Excel workbook (XLS)', 'the Extract from File node'),
	},
	{
		file: 'libreoffice.csv',
		wrong: 'a spreadsheet of LibreOffice named .csv',
		content: holding(zipStart('mimetype', 'application/vnd.oasis.opendocument.spreadsheet')),
		...refused('It is an OpenDocument spreadsheet (ODS)', 'the Extract from File node'),
	},
	{
		file: 'gzip.csv',
		wrong: 'compressed, but named .csv',
		content: holding(gzipSync(USERS)),
		...readable({ rows: 1 }, 'It is compressed (gzip). Decompress the file'),
	},
	{
		file: 'pdf.csv',
		wrong: 'a PDF named .csv',
		content: holding('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'),
		...refused('It is a PDF document'),
	},
	{
		file: 'image.csv',
		wrong: 'an image named .csv',
		content: holding(Buffer.from('89504e470d0a1a0a0000000d', 'hex')),
		...refused('It is an image'),
	},
	{
		file: 'sign-in-page.csv',
		wrong: 'a web page in place of the export',
		content: holding('<!DOCTYPE html>\n<html><body>Please sign in, then try again</body></html>'),
		...WEB_PAGE,
	},
	{
		file: 'sign-in-page.jsonl',
		wrong: 'a web page in place of the export',
		content: holding('\n <html lang="en"><head><title>Sign in</title></head></html>'),
		...WEB_PAGE,
	},
	{
		file: 'xml.csv',
		wrong: 'XML named .csv',
		content: holding('<?xml version="1.0"?><users><user id="ann"/></users>'),
		...refused('It is XML. Export the data as CSV'),
	},
	{
		file: 'json.csv',
		wrong: 'JSON Lines named .csv',
		content: holding(LINE),
		...readable({ rows: 1 }, 'It is named .csv, but its content is JSON. Name it .jsonl'),
	},
	{
		file: 'csv.jsonl',
		wrong: 'CSV named .jsonl',
		content: holding(USERS),
		...readable(
			{ rows: 1 },
			'It is named .jsonl, but its first line is not JSON.',
			'name it .csv if it is CSV',
		),
	},
	{
		file: 'contacts.xlsx',
		wrong: 'a workbook by its name',
		content: holding(zipStart('[Content_Types].xml')),
		...WORKBOOK,
	},
	{
		file: 'contacts.txt',
		wrong: 'CSV named .txt',
		content: holding(USERS),
		...readable({ rows: 1 }, 'this one ends in ".txt"', 'set "File Name" in the options'),
	},
	{
		file: 'contacts.csv.gz',
		wrong: 'compressed by its name',
		content: holding(gzipSync(USERS)),
		...readable({ rows: 1 }, 'It is compressed (gzip). Decompress'),
	},
	{
		file: 'contacts',
		wrong: 'CSV without an extension',
		content: holding(USERS),
		...uploaded({ rows: 1 }),
	},
	{
		file: 'lines',
		wrong: 'JSON Lines without an extension',
		content: holding(LINE),
		...uploaded({ rows: 1 }),
	},
	{
		file: 'contacts.2024-05-01',
		wrong: 'a date for an extension; its MIME type says CSV',
		content: holding(USERS),
		mimeType: 'text/csv',
		...uploaded({ rows: 1 }),
	},
	{
		file: 'contacts.2024-05-02',
		wrong: 'a date for an extension; its MIME type says nothing',
		content: holding(USERS),
		mimeType: 'application/octet-stream',
		...readable({ rows: 1 }, 'this one ends in ".2024-05-02"', 'set "File Name" in the options'),
	},
	{
		file: 'contacts.ndjson',
		wrong: 'another extension of JSON Lines; its MIME type says so',
		content: holding(LINE),
		mimeType: 'application/x-ndjson',
		...uploaded({ rows: 1 }),
	},
];
