import type { ImportFields } from '../../fields/import-fields';
import type { HostTexts } from '../../host-texts';
import { emptyColumns, repeatedColumns, valueInHeader } from '../../file-check/csv-head';
import { lackingProblem, nameProblems } from '../../file-check/field-names';
import { documentProblem, jsonlProblems } from '../../file-check/jsonl-head';
import type { FileNames, NamesUse } from '../read/file-names';
import type { RecognizedFile } from '../read/recognized-file';
import { valueAt } from '../../json';
import { rowsOfHead } from './clean-json';

/**
 * Takes in the names at the beginning of a file.
 *
 * @returns why no row of the file could be right, as sentences
 */
export function headNameProblems(
	file: RecognizedFile,
	names: FileNames,
	{ fields, use, texts }: { fields: ImportFields; use: NamesUse; texts: HostTexts },
): string[] {
	const given = file.csv === undefined ? undefined : file.csv.header;
	if (given === undefined) return jsonProblems(file, names, { fields, use, texts });
	const { rows = [] } = file.csv ?? {};
	const isUsed = (_: string, index: number) => rows.some((cells) => (cells[index] ?? '') !== '');
	names.add(given.filter(isUsed));
	names.add(given);
	const absent = names.missingColumns(given);
	if (absent.length > 0) return absent.map((name) => noSuchColumn(name));
	if (use === 'asIs') {
		const present = [...given, ...names.columns.map(({ field }) => field)];
		return [
			...emptyColumns(given),
			...repeatedColumns(given),
			...nameProblems(present, 'column', fields),
			...valueInHeader(given, fields),
		];
	}
	const sent = given.filter((name) => names.fields.has(names.fieldOf.get(name) ?? name));
	const repeated = repeatedColumns(sent);
	if (repeated.length > 0) return repeated;
	const lacking = fields.required.filter((field) => !names.fields.has(field));
	if (lacking.length === 0) return [];
	const noHeader = names.fieldOf.size === 0 ? valueInHeader(given, fields) : [];
	if (noHeader.length > 0) return noHeader;
	return [...lackingProblem(lacking, 'column'), texts.file.setColumn];
}

function jsonProblems(
	{ dialect, head, isWhole }: RecognizedFile,
	names: FileNames,
	{ fields, use, texts }: { fields: ImportFields; use: NamesUse; texts: HostTexts },
): string[] {
	const { handOnRows } = texts.file;
	if (use === 'asIs' && dialect.format === 'jsonl' && names.columns.length === 0) {
		return jsonlProblems(head, isWhole, fields, texts.file);
	}
	const rows = rowsOfHead(head, dialect.format === 'json' ? 'json' : 'jsonl', isWhole);
	for (const row of rows) names.addNamesOf(row);
	const [first] = rows;
	if (first === undefined || use === 'asIs') return [];
	const isIn = (row: unknown, field: string) => valueAt(row, field.split('.')) !== undefined;
	const lacking = fields.required.filter(
		(field) => !names.fields.has(field) && !rows.some((row) => isIn(row, field)),
	);
	if (lacking.length === 0) return [];
	const document = documentProblem(first, handOnRows);
	if (document !== undefined) return [document];
	return [...lackingProblem(lacking, 'field'), texts.file.setColumn];
}

function noSuchColumn(name: string): string {
	return `It has no column "${name}", which a field is set to.`;
}
