import { CsvReader } from '../csv';
import { isRecord } from '../answer';
import type { ImportJobType } from '../job-types';
import { isKnown, nearMiss } from './column-names';
import { bomLength, decodeUtf8, whyNotUtf8 } from './encoding';
import type { ImportFormat } from './file-name';
import { IMPORT_FIELDS, type ImportFields } from './import-fields';

/** Bytes that are read of a file to check it: far more than any header line needs. */
export const HEAD_BYTES = 256 * 1024;

/** The beginning of a file, and what it is said to be. */
export interface FileHead {
	/** At most HEAD_BYTES. */
	bytes: Uint8Array;
	/** Whether that is all of the file. */
	whole: boolean;
	format: ImportFormat;
	type: ImportJobType;
}

/**
 * Checks what the beginning of a file can tell, so that a file whose every row would fail is not sent.
 * Field names and required fields: IMPORT_FIELDS.
 *
 * @returns a sentence for each thing wrong, ready to be read by a person; none when it may be sent
 */
export function headProblems({ bytes, whole, format, type }: FileHead): string[] {
	const notText = whyNotUtf8(bytes, whole);
	if (notText !== undefined) return [notText];
	const text = decodeUtf8(bytes.subarray(bomLength(bytes)), whole) ?? '';
	if (text.trim() === '') {
		return whole ? ['It is empty.'] : ['It begins with nothing but blank space.'];
	}
	const fields = IMPORT_FIELDS[type];
	return format === 'csv' ? csvProblems(text, whole, fields) : jsonlProblems(text, whole, fields);
}

function csvProblems(text: string, whole: boolean, fields: ImportFields): string[] {
	if (/^\s*[{[]/.test(text)) {
		return [
			'It is named .csv, but its content is JSON. Name it .jsonl and put one object on each line.',
		];
	}
	const { header, rowsFollow, insideQuotes } = csvHeader(text, whole);
	if (insideQuotes)
		return ['A quoted column name in its first line is never closed: a " is missing.'];
	if (header === undefined) return [firstLineTooLong()];
	const separator = wrongSeparator(header);
	if (separator !== undefined) return [separator];
	const problems = [
		...emptyColumns(header),
		...duplicateColumns(header),
		...nameProblems(header, 'column', fields),
		...valueInHeader(header, fields),
	];
	if (problems.length === 0 && !rowsFollow) {
		return ['It has a header line but no rows.'];
	}
	return problems;
}

interface CsvHeader {
	/** undefined when the first record did not end within the head. */
	header: string[] | undefined;
	/** Whether anything but blank space comes after the header, as far as seen. */
	rowsFollow: boolean;
	insideQuotes: boolean;
}

function csvHeader(text: string, whole: boolean): CsvHeader {
	const reader = new CsvReader();
	const records = reader.read(text);
	const last = reader.end();
	const [header, ...rows] = records;
	if (header !== undefined) {
		const seen = [...rows, ...last.records].some((row) => row.some((cell) => cell.trim() !== ''));
		return { header, rowsFollow: seen || !whole, insideQuotes: false };
	}
	if (!whole) return { header: undefined, rowsFollow: true, insideQuotes: false };
	return { header: last.records[0], rowsFollow: false, insideQuotes: last.insideQuotes };
}

function wrongSeparator(header: string[]): string | undefined {
	const [only] = header;
	if (header.length !== 1 || only === undefined) return undefined;
	const separators: Array<[string, string]> = [
		[';', 'semicolons'],
		['\t', 'tabs'],
		['|', 'vertical bars'],
	];
	const found = separators.find(([separator]) => only.includes(separator));
	if (found === undefined) return undefined;
	return `Its columns are separated by ${found[1]}, and Advocate reads commas. Export it again as comma-separated.`;
}

function emptyColumns(header: string[]): string[] {
	const positions = header.flatMap((name, index) => (name.trim() === '' ? [index + 1] : []));
	if (positions.length === 0) return [];
	const [first] = positions;
	return positions.length === 1
		? [`Column ${first} has no name.`]
		: [`Columns ${positions.join(', ')} have no name.`];
}

function duplicateColumns(header: string[]): string[] {
	const twice = header.filter((name, index) => name !== '' && header.indexOf(name) !== index);
	return [...new Set(twice)].map((name) => `The column ${quoted(name)} is there twice.`);
}

/** A first row of data where the header should be: no column is known, and one looks like an address. */
function valueInHeader(header: string[], fields: ImportFields): string[] {
	const anyKnown = header.some((name) => isKnown(name.trim(), fields));
	if (anyKnown || !header.some((cell) => cell.includes('@'))) return [];
	return ['Its first line seems to be a row, not the column names. Add a header line.'];
}

function jsonlProblems(text: string, whole: boolean, fields: ImportFields): string[] {
	const line = /^\s*([^\r\n]+)(\r\n?|\n|$)/.exec(text);
	const first = line?.[1] ?? '';
	if (first.trimStart().startsWith('[')) {
		return [
			'It is one JSON array, not JSON Lines. Write one object on each line, without the brackets and the commas between them.',
		];
	}
	const lineEnded = whole || line?.[2] !== '';
	if (!lineEnded) return [firstLineTooLong()];
	const row = parsedRow(first);
	if (row === undefined) {
		return [
			first.trimStart().startsWith('{')
				? 'Its first line is not a whole JSON object. Write one object on each line.'
				: 'It is named .jsonl, but its first line is not JSON. Write one object on each line, or name it .csv if it is CSV.',
		];
	}
	return nameProblems(dottedNames(row, fields), 'field', fields);
}

function parsedRow(line: string): Record<string, unknown> | undefined {
	try {
		const row: unknown = JSON.parse(line);
		return isRecord(row) ? row : undefined;
	} catch {
		return undefined;
	}
}

/** The fields of a JSONL row as CSV would name them; objects are opened as deep as known names go. */
function dottedNames(row: Record<string, unknown>, fields: ImportFields, prefix = ''): string[] {
	const parents = [...fields.required, ...fields.optional, ...fields.families].flatMap((name) =>
		name
			.split('.')
			.slice(0, -1)
			.map((_, depth, parts) => parts.slice(0, depth + 1).join('.')),
	);
	return Object.entries(row).flatMap(([key, value]) => {
		const name = prefix + key;
		const opens = parents.some((parent) => parent.toLowerCase() === name.toLowerCase());
		if (!opens) return [name];
		return isRecord(value) ? dottedNames(value, fields, `${name}.`) : [];
	});
}

function nameProblems(names: string[], word: 'column' | 'field', fields: ImportFields): string[] {
	const misses = names.flatMap((name) => {
		const meant = nearMiss(name, fields);
		return meant === undefined ? [] : [{ name, meant }];
	});
	const meantNames = misses.map(({ meant }) => meant);
	const lacking = fields.required.filter(
		(field) => !names.includes(field) && !meantNames.includes(field),
	);
	return [
		...lackingProblem(lacking, word),
		...misses.map(({ name, meant }) => `${quoted(name)}: did you mean ${quoted(meant)}?`),
		...foreignProblem(names, word, fields),
	];
}

function lackingProblem(lacking: readonly string[], word: string): string[] {
	if (lacking.length === 0) return [];
	return lacking.length === 1
		? [`The required ${word} ${lacking.map(quoted).join('')} is missing.`]
		: [`The required ${word}s ${lacking.map(quoted).join(' and ')} are missing.`];
}

/** For a type that takes no other fields, those that are neither known nor near to a known one. */
function foreignProblem(names: string[], word: string, fields: ImportFields): string[] {
	if (fields.open) return [];
	const foreign = names.filter(
		(name) => name.trim() !== '' && !isKnown(name, fields) && nearMiss(name, fields) === undefined,
	);
	if (foreign.length === 0) return [];
	const families = fields.families.map((family) => quoted(`${family}…`)).join(', ');
	return [
		`Advocate takes no ${word} ${[...new Set(foreign)].map(quoted).join(', ')} for this type. Put values of your own under ${families}.`,
	];
}

function firstLineTooLong(): string {
	return `Its first line is longer than ${HEAD_BYTES / 1024} KiB, so it can't be checked. Make sure that lines end where rows end.`;
}

function quoted(name: string): string {
	const printable = name.replace(/\p{Cc}/gu, ' ');
	const short = printable.length > 60 ? `${printable.slice(0, 60)}…` : printable;
	return `"${short}"`;
}
