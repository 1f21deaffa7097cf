import { readFileSync } from 'node:fs';
import {
	germanExcel,
	germanExcelInUtf8,
	SENT_OF_GERMAN_EXCEL,
	TOLD_OF_GERMAN_EXCEL,
} from '../support/german-excel.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';

/* The file that a German Excel writes, with nothing set but, for a time that is the same everywhere, the time zone. */

const rig = new Rig();

beforeAll(async () => await rig.start());
afterAll(async () => await rig.stop());

const sent = () => readFileSync(rig.sandbox.uploads.list().at(-1)?.path ?? '', 'utf8');

const FILES: Array<[string, () => Buffer, string]> = [
	['Windows-1252', germanExcel, 'windows-1252'],
	['UTF-8 with a byte order mark', germanExcelInUtf8, 'utf-8'],
];

it.each(FILES)('is uploaded as Advocate takes it, from %s', async (_, content, encoding) => {
	const upload = { name: 'Upload', type: 'advocateUpload' };
	const workflow = { ...chain(upload), settings: { timezone: 'UTC' } };
	const run = await rig.run(workflow, [fileItem('kunden.csv', content())]);

	expect(run.error).toBeUndefined();
	expect(run.json('Upload', 1)).toEqual([]);
	expect(sent()).toBe(SENT_OF_GERMAN_EXCEL);
	expect(run.json('Upload', 0)[0]).toMatchObject({
		...{ rows: 8, rowsRejected: 0, ignoredColumns: ['Notiz'] },
		dialect: { format: 'csv', separator: ';', encoding },
		warnings: TOLD_OF_GERMAN_EXCEL,
	});
});

it('is imported by the four nodes as they come', async () => {
	const workflow = chain(
		{ name: 'Upload', type: 'advocateUpload' },
		{ name: 'Validate', type: 'advocateValidate' },
		{ name: 'Create Job', type: 'advocateCreateJob' },
		{ name: 'Job Status', type: 'advocateJobStatus', parameters: { wait: true } },
	);
	const run = await rig.run(workflow, [fileItem('kunden.csv', germanExcel())]);

	expect(run.error).toBeUndefined();
	expect(run.json('Job Status')).toMatchObject([
		{ status: 'COMPLETED', stats: { recordsProcessed: 8, errors: 0 } },
	]);
});

it('is imported by Advocate Import with nothing set', async () => {
	const workflow = {
		...chain({ name: 'Import', type: 'advocateImport' }),
		settings: { timezone: 'UTC' },
	};
	const run = await rig.run(workflow, [fileItem('kunden.csv', germanExcel())]);

	expect(run.error).toBeUndefined();
	expect(run.json('Import', 1)).toEqual([]);
	expect(run.json('Import', 0)).toMatchObject([{ rows: 8, rowsImported: 8, rowsFailed: 0 }]);
	expect(sent()).toBe(SENT_OF_GERMAN_EXCEL);
});
