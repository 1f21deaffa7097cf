import { CsvReader } from '../files/csv-reader';
import { isKnown } from '../fields/near-miss';
import { nameProblems } from './field-names';
import type { ImportFields } from '../fields/import-fields';
import { atMost, listed, quoted } from '../shown';
import { firstLineTooLong } from './head';

/**
 * What is wrong with a CSV file, as far as its beginning shows.
 *
 * @param whole whether the text is all of the file
 */
export function csvProblems(text: string, whole: boolean, fields: ImportFields): string[] {
	if (/^\s*[{[]/.test(text)) {
		return [
			'It is named .csv, but its content is JSON. Name it .jsonl and put one object on each line.',
		];
	}
	const { header, rowsFollow, insideQuotes } = csvHeader(text, whole);
	if (insideQuotes)
		return ['A quoted column name in its first line is never closed: a " is missing.'];
	if (header === undefined) return [firstLineTooLong()];
	const noHeader = wrongSeparator(header) ?? lineAboveHeader(header);
	if (noHeader !== undefined) return [noHeader];
	const problems = [
		...emptyColumns(header),
		...repeatedColumns(header),
		...nameProblems(header, 'column', fields),
		...valueInHeader(header, fields),
	];
	if (problems.length === 0 && !rowsFollow) {
		return ['It has a header line but no rows.'];
	}
	return problems;
}

interface CsvHeader {
	/** undefined if the first record does not end within the head. */
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
	return `Its columns are separated by ${found[1]}, but Advocate reads commas. Export it again as comma-separated values.`;
}

/** Lines that come before the column names in files made for people. */
function lineAboveHeader(header: string[]): string | undefined {
	if (header[0]?.startsWith('sep=')) {
		return 'Its first line ("sep=…") is only for Excel. Remove it, so that the column names come first.';
	}
	if (header.length > 1 || header[0]?.trim() !== '') return undefined;
	return 'Its first line is empty. Remove it, so that the column names come first.';
}

/** A sentence about columns without a name. */
export function emptyColumns(header: string[]): string[] {
	const positions = header.flatMap((name, index) => (name.trim() === '' ? [index + 1] : []));
	if (positions.length === 0) return [];
	return positions.length === 1
		? [`Column ${positions[0]} has no name.`]
		: [`Columns ${listed(positions.map(String))} have no name.`];
}

/** A sentence for each name that a header has more than once. */
export function repeatedColumns(header: string[]): string[] {
	const seen = new Set<string>();
	const twice = new Set<string>();
	for (const name of header.filter((each) => each.trim() !== '')) {
		if (seen.has(name)) twice.add(name);
		seen.add(name);
	}
	return atMost([...twice].map((name) => `The column ${quoted(name)} appears more than once.`));
}

/**
 * A first row of data where the header should be: no column is known, and one looks like an e-mail address.
 */
export function valueInHeader(header: string[], fields: ImportFields): string[] {
	const anyKnown = header.some((name) => isKnown(name.trim(), fields));
	if (anyKnown || !header.some((cell) => cell.includes('@'))) return [];
	return ['Its first line seems to be a row, not the column names. Add a header line.'];
}
