import { readFile } from 'node:fs/promises';
import {
	germanExcel,
	germanExcelInUtf8,
	SENT_OF_GERMAN_EXCEL,
	TOLD_OF_GERMAN_EXCEL,
} from '../support/german-excel.cts';
import { RedRig } from './support/red-rig.cts';

/* The file that a German Excel writes, with nothing set but the time zone, which would be the machine's. */

const rig = new RedRig();

beforeAll(async () => await rig.start());
afterAll(async () => await rig.stop());

it.each([
	['Windows-1252', germanExcel, 'windows-1252'],
	['UTF-8 with a byte order mark', germanExcelInUtf8, 'utf-8'],
])('is uploaded as Advocate takes it, from %s', async (_, content, encoding) => {
	const settings = { jobType: 'MUTATION/USER', jobTypeType: 'jobType', timeZone: 'UTC' };
	const run = await rig.runNode('advocate-upload', settings, { payload: content() });
	const [uploaded] = run.outputs[0] ?? [];

	expect(run.caught.map(({ error }) => error.message)).toEqual([]);
	expect(run.outputs[1] ?? []).toEqual([]);
	const file = rig.sandbox.uploads.get(String(uploaded?.advocate?.fileRef));
	expect(await readFile(file?.path ?? '', 'utf8')).toBe(SENT_OF_GERMAN_EXCEL);
	expect(uploaded?.payload).toMatchObject({
		...{ rows: 8, rowsRejected: 0 },
		dialect: { format: 'csv', separator: ';', encoding },
		warnings: TOLD_OF_GERMAN_EXCEL,
	});
});

it('is imported by advocate-import', async () => {
	const settings = {
		jobType: 'MUTATION/USER',
		jobTypeType: 'jobType',
		timeZone: 'UTC',
		wait: true,
	};
	const run = await rig.runNode('advocate-import', settings, { payload: germanExcel() });
	const [imported] = run.outputs[0] ?? [];

	expect(run.caught.map(({ error }) => error.message)).toEqual([]);
	expect(imported?.payload).toMatchObject({ rows: 8, rowsImported: 8, rowsFailed: 0 });
});
