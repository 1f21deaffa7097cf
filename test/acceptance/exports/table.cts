import type { Imported } from './imported.cts';
import type { Expected } from './program.cts';

/** The heading of the table in the docs. */
export const TABLE_HEAD = [
	'| Program | Its file | Found | Sent | Rejected, and why | Told |',
	'|---|---|---|---|---|---|',
];

const SEPARATORS: Record<string, string> = {
	',': 'commas',
	';': 'semicolons',
	'\t': 'tabs',
	'|': 'vertical bars',
};

/** A line of the table, in Markdown. */
export function tableLine(
	program: string,
	how: string,
	expected: Expected,
	given: Imported,
): string {
	if (given.error !== undefined) {
		const error = given.error.replace(/^.*? was not uploaded: /, '');
		return line([program, how, '', 'refused', `\`${firstSentence(error)}\``, '']);
	}
	const rejected = Object.entries(byReason(given.rejected)).map(
		([reason, rows]) => `${rows.join(', ')}: \`${firstSentence(reason)}\``,
	);
	const { item, rows } = given;
	const warnings = ((item['warnings'] as string[] | undefined) ?? []).map(gist);
	const told = [...new Set(warnings), ...(expected.note === undefined ? [] : [expected.note])];
	return line([
		program,
		how,
		found(item['dialect']),
		`${rows.length}`,
		rejected.join(' · '),
		told.join(' · '),
	]);
}

function byReason(rejected: Record<number, string[]>): Record<string, number[]> {
	const rows: Record<string, number[]> = {};
	for (const [row, reasons] of Object.entries(rejected)) {
		for (const reason of reasons) (rows[withoutValue(reason)] ??= []).push(Number(row));
	}
	return rows;
}

/** A reason as it is for any value of its kind. */
function withoutValue(reason: string): string {
	return reason.replace(/^(dateCreated must be a date: )"[^"]*"/, '$1"…"');
}

/** What is told, without names and numbers of rows. */
function gist(warning: string): string {
	if (warning.includes('word for nothing')) return 'words for nothing left out';
	if (warning.includes('is written with dots')) return 'day before month, and the time zone';
	if (warning.includes('has a decimal comma')) return 'a decimal comma in a text';
	if (warning.includes('has no time zone')) return 'the time zone';
	if (warning.includes('spreadsheets mark a text')) return 'the marks taken off';
	return warning;
}

function found(dialect: unknown): string {
	const { format, encoding, packing, separator, quotes } = dialect as Record<string, string>;
	const parts = [
		format === 'csv'
			? SEPARATORS[separator ?? '']
			: format === 'json'
				? 'a JSON array'
				: 'JSON Lines',
		quotes === 'backslash' ? 'backslashes are escapes' : undefined,
		encoding === 'utf-8' ? undefined : encoding,
		packing,
	];
	return parts.filter((part) => part !== undefined).join(', ');
}

function firstSentence(text: string): string {
	return text.split(/\. (?=[A-Z])/)[0] ?? text;
}

function line(cells: string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
		.replaceAll('|  |', '| |')
		.replaceAll('|  |', '| |');
}
