import type { ImportJobType } from '../../api/job-types';
import { columnNames } from '../../fields/crm-names';
import { IMPORT_FIELDS } from '../../fields/import-fields';
import type { HostTexts } from '../../host-texts';
import { emptyColumns, repeatedColumns, valueInHeader } from '../../file-check/csv-head';
import { lackingProblem, nameProblems } from '../../file-check/field-names';
import { documentProblem, jsonlProblems } from '../../file-check/jsonl-head';
import type { FileNames, NamesUse } from '../read/file-names';
import type { RecognizedFile } from '../read/recognized-file';
import { valueAt } from '../../json';
import { listed, quoted } from '../../shown';
import { rowsOfHead } from './clean-json';

/** By what the names in a file are judged. */
interface NamesRules {
	type: ImportJobType;
	use: NamesUse;
	texts: HostTexts;
}

/**
 * Looks at the names at the beginning of a file.
 *
 * @returns why no row of the file could be right, as sentences
 */
export function headNameProblems(
	file: RecognizedFile,
	names: FileNames,
	{ type, use, texts }: NamesRules,
): string[] {
	const fields = IMPORT_FIELDS[type];
	const given = file.csv === undefined ? undefined : file.csv.header;
	if (given === undefined) return jsonProblems(file, names, { type, use, texts });
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
	const sent = given.filter((name) => names.matched?.fieldOf(name));
	const repeated = repeatedColumns(sent);
	if (repeated.length > 0) return repeated;
	const found = names.fieldsOf(use === 'columns' ? [] : given);
	const lacking = fields.required.filter((field) => !found.has(field));
	if (lacking.length === 0) return [];
	const noHeader = sent.length === 0 ? valueInHeader(given, fields) : [];
	if (noHeader.length > 0) return noHeader;
	const unused = given.filter((name) => name.trim() !== '' && !sent.includes(name));
	return [...lackingProblem(lacking, 'column'), ...unusedNames(unused), texts.file.setColumn];
}

/** A sentence about the columns that may have been meant. */
function unusedNames(names: string[]): string[] {
	return names.length === 0 ? [] : [`No field was found for: ${listed(names.map(quoted))}.`];
}

function jsonProblems(
	{ dialect, head, isWhole }: RecognizedFile,
	names: FileNames,
	{ type, use, texts }: NamesRules,
): string[] {
	const { handOnRows } = texts.file;
	const fields = IMPORT_FIELDS[type];
	if (use === 'asIs' && dialect.format === 'jsonl' && names.columns.length === 0) {
		return jsonlProblems(head, isWhole, fields, texts.file);
	}
	const rows = rowsOfHead(head, dialect.format === 'json' ? 'json' : 'jsonl', isWhole);
	const [first] = rows;
	if (first === undefined || use === 'asIs') return [];
	const isIn = (row: unknown, field: string) => valueAt(row, field.split('.')) !== undefined;
	const found = names.fieldsOf(
		use === 'columns' ? [] : rows.flatMap((row) => [...columnNames(row, type)]),
	);
	const lacking = fields.required.filter(
		(field) => !found.has(field) && !rows.some((row) => isIn(row, field)),
	);
	if (lacking.length === 0) return [];
	const document = documentProblem(first, handOnRows);
	if (document !== undefined) return [document];
	return [...lackingProblem(lacking, 'field'), texts.file.setColumn];
}

function noSuchColumn(name: string): string {
	return `It has no column "${name}", which a field is set to.`;
}
