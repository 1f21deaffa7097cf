import { CsvReader } from '../csv';
import { isRecord } from '../answer';
import type { ImportJobType } from '../job-types';
import { isKnown, isSameButForCase, nearMiss } from './column-names';
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
	const twice = header.filter(
		(name, index) => name.trim() !== '' && header.indexOf(name) !== index,
	);
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
	const paths = fieldPaths(row, fields);
	const names = paths.map((path) => path.join('.'));
	return [...dottedKeyProblems(paths, fields), ...nameProblems(names, 'field', fields)];
}

/** Columns' dotted names used as keys: in JSON Lines these are objects within objects (doc). */
function dottedKeyProblems(paths: string[][], fields: ImportFields): string[] {
	const dottedKeys = paths.flatMap((path) => {
		const name = path.join('.');
		if (!isKnown(name, fields) && nearMiss(name, fields) === undefined) return [];
		const isTenants = (depth: number) =>
			fields.families.includes(`${path.slice(0, depth).join('.')}.`);
		return path.filter((key, depth) => key.includes('.') && !isTenants(depth));
	});
	return [...new Set(dottedKeys)].map((key) => {
		const nested = key.split('.').reduceRight((inner, part) => `{"${part}": ${inner}}`, '…');
		return `The key ${quoted(key)} is how CSV names a column. In JSON Lines write ${shown(nested)}.`;
	});
}

function parsedRow(line: string): Record<string, unknown> | undefined {
	try {
		const row: unknown = JSON.parse(line);
		return isRecord(row) ? row : undefined;
	} catch {
		return undefined;
	}
}

/** The keys that lead to each field of a JSONL row; objects are opened as deep as known names go. */
function fieldPaths(
	row: Record<string, unknown>,
	fields: ImportFields,
	above: string[] = [],
): string[][] {
	const parents = parentsOf(fields);
	return Object.entries(row).flatMap(([key, value]) => {
		const path = [...above, key];
		const name = path.join('.');
		const isParent = isKnown(name, parents);
		if (!isRecord(value)) return isParent ? [] : [path];
		const opens = isParent || nearMiss(name, parents) !== undefined;
		return opens ? fieldPaths(value, fields, path) : [path];
	});
}

/** The objects that fields with a dot are in, as fields, so that slips in their names are seen too. */
function parentsOf({ required, optional, families }: ImportFields): ImportFields {
	const parents = [...required, ...optional, ...families].flatMap((name) =>
		name
			.split('.')
			.slice(0, -1)
			.map((_, depth, parts) => parts.slice(0, depth + 1).join('.')),
	);
	return { required: [], optional: parents, families: [], open: true };
}

function nameProblems(names: string[], word: 'column' | 'field', fields: ImportFields): string[] {
	const misses = names.flatMap((name) => {
		const meant = nearMiss(name, fields);
		if (meant === undefined) return [];
		// With `id` there, `uid` is a column of its own; `ID` stays a slip.
		const isItsOwn = names.includes(meant) && !isSameButForCase(name, meant);
		return isItsOwn ? [] : [{ name, meant }];
	});
	const meantNames = misses.map(({ meant }) => meant);
	const lacking = fields.required.filter(
		(field) => !names.includes(field) && !meantNames.includes(field),
	);
	return [
		...lackingProblem(lacking, word),
		...misses.map(({ name, meant }) => `${quoted(name)}: did you mean ${quoted(meant)}?`),
		...foreignProblem(
			names.filter((name) => !misses.some((miss) => miss.name === name)),
			word,
			fields,
		),
	];
}

function lackingProblem(lacking: readonly string[], word: string): string[] {
	if (lacking.length === 0) return [];
	return lacking.length === 1
		? [`The required ${word} ${lacking.map(quoted).join('')} is missing.`]
		: [`The required ${word}s ${lacking.map(quoted).join(' and ')} are missing.`];
}

/** For a type that takes no other fields, those that are not known. */
function foreignProblem(names: string[], word: string, fields: ImportFields): string[] {
	if (fields.open) return [];
	const foreign = names.filter((name) => name.trim() !== '' && !isKnown(name, fields));
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
	return `"${shown(name)}"`;
}

/** A name on one line, with letters told that can't be seen, such as a no-break space. */
function shown(name: string): string {
	const printable = name.replace(/\p{Cc}/gu, ' ').replace(/[\p{Cf}\u00a0]/gu, (character) => {
		const code = character.codePointAt(0) ?? 0;
		return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
	});
	return printable.length > 60 ? `${printable.slice(0, 60)}…` : printable;
}
