import { isKnown, nearMiss } from '../fields/near-miss';
import { nameProblems } from './field-names';
import type { FileTexts } from '../host-texts';
import { parentNames, type ImportFields } from '../fields/import-fields';
import { atMost, quoted, shownName } from '../shown';
import { isRecord, parsedJson } from '../json';
import { firstLineTooLong } from './head';

/**
 * What is wrong with a JSON Lines file, as far as its first line shows.
 *
 * @param whole whether the text is all of the file
 */
export function jsonlProblems(
	text: string,
	whole: boolean,
	fields: ImportFields,
	{ handOnRows }: FileTexts,
): string[] {
	const first = firstRow(text, whole);
	if ('problem' in first) return [first.problem];
	const { row } = first;
	if (!text.includes('\n') && /\r\s*\S/.test(text)) {
		return [
			'Its lines end with a carriage return alone, as on old Macs, which JSON Lines does not allow. Save it with Unix (LF) or Windows (CRLF) line endings.',
		];
	}
	const paths = fieldPaths(row, fields);
	const names = paths.map((path) => path.join('.'));
	const problems = [...dottedKeyProblems(paths, fields), ...nameProblems(names, 'field', fields)];
	const document = problems.length > 0 ? documentProblem(row, handOnRows) : undefined;
	return document === undefined ? problems : [document];
}

/** The row in the first line of JSON Lines, or what is wrong with that line. */
export function firstRow(
	text: string,
	whole: boolean,
): { row: Record<string, unknown> } | { problem: string } {
	const line = /^\s*([^\r\n]+)(\r\n?|\n|$)/.exec(text);
	const first = line?.[1] ?? '';
	if (first.trimStart().startsWith('[')) return { problem: listInPlaceOfRows(first, text) };
	const lineEnded = whole || line?.[2] !== '';
	if (!lineEnded) return { problem: firstLineTooLong() };
	const row = parsedJson(first);
	return isRecord(row) ? { row } : { problem: whyFirstLineIsNotARow(first, row) };
}

/** What is wrong with a document that has its rows in a list; undefined if it may be a row itself. */
export function documentProblem(
	row: Record<string, unknown>,
	handOnRows: string,
): string | undefined {
	const list = listOfRows(row);
	if (list === undefined) return undefined;
	return `It is one JSON document with the rows in its list ${quoted(list)}, not JSON Lines. ${handOnRows}`;
}

function listInPlaceOfRows(first: string, text: string): string {
	const rows = text.match(/^[ \t]*\[/gm) ?? [];
	if (rows.length > 1 && Array.isArray(parsedJson(first))) {
		return "Its lines are lists, so Advocate can't tell which value is which. Write one object on each line, with field names.";
	}
	return 'It is one JSON array, not JSON Lines. Write one object on each line, without the brackets and the commas between them.';
}

/** @param value the line's value; undefined if it is not JSON */
function whyFirstLineIsNotARow(line: string, value: unknown): string {
	const advice = 'Write one object on each line';
	if (value !== undefined)
		return `Its first line is JSON, but not an object with fields. ${advice}.`;
	if (!line.trimStart().startsWith('{')) {
		return `It is named .jsonl, but its first line is not JSON. ${advice}, or name it .csv if it is CSV.`;
	}
	if (isRecord(parsedJson(line.replace(/,\s*$/, '')))) {
		return `Its first line ends with a comma. ${advice}, and nothing between them.`;
	}
	return `Its first line is not a complete JSON object. ${advice}.`;
}

/** The name under which a document such as an API's answer holds its rows. */
function listOfRows(document: Record<string, unknown>): string | undefined {
	const lists = Object.entries(document).filter(
		([, value]) => Array.isArray(value) && value.length > 0 && value.every(isRecord),
	);
	return lists.length === 1 ? lists[0]?.[0] : undefined;
}

/** Dotted names of columns used as keys: in JSON Lines these are objects within objects (doc). */
function dottedKeyProblems(paths: string[][], fields: ImportFields): string[] {
	const dottedKeys = paths.flatMap((path) => {
		const name = path.join('.');
		if (!isKnown(name, fields) && nearMiss(name, fields) === undefined) return [];
		const isTenants = (depth: number) =>
			fields.families.includes(`${path.slice(0, depth).join('.')}.`);
		return path.filter((key, depth) => key.includes('.') && !isTenants(depth));
	});
	const problems = [...new Set(dottedKeys)].map((key) => {
		const nested = key.split('.').reduceRight((inner, part) => `{"${part}": ${inner}}`, '…');
		return `The key ${quoted(key)} is how CSV names a column. In JSON Lines write ${shownName(nested)}.`;
	});
	return atMost(problems);
}

/** The keys that lead to each field of a JSONL row; objects are opened as deep as known names reach. */
function fieldPaths(
	row: Record<string, unknown>,
	fields: ImportFields,
	above: string[] = [],
): string[][] {
	const parents = parentFields(fields);
	return Object.entries(row).flatMap(([key, value]) => {
		const path = [...above, key];
		const name = path.join('.');
		const isParent = isKnown(name, parents);
		if (!isRecord(value)) return isParent ? [] : [path];
		const opens = isParent || nearMiss(name, parents) !== undefined;
		return opens ? fieldPaths(value, fields, path) : [path];
	});
}

/** The objects that hold fields, as if they were fields, so that typos in their names are noticed too. */
function parentFields(fields: ImportFields): ImportFields {
	return { required: [], optional: [...parentNames(fields)], families: [], open: true };
}
