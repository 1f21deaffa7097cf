import type { Imported } from './imported.cts';
import type { Expected } from './program.cts';

/** What differs from what is stated; nothing where all is as it should be. */
export function differences(expected: Expected, given: Imported): string[] {
	const { refused, rows, rejected = {}, told = [] } = expected;
	if (refused !== undefined) {
		const missing = refused.filter((part) => given.error?.includes(part) !== true);
		return missing.map(
			(part) => `it was not refused with "${part}": ${given.error ?? 'it was sent'}`,
		);
	}
	if (given.error !== undefined) return [`it was refused: ${given.error}`];
	return [
		...differentRows(rows, given.rows),
		...(given.failed > 0 ? [`the sandbox refused ${given.failed} of its rows`] : []),
		...differentReasons(rejected, given.rejected),
		...differentWarnings(told, warningsOf(given)),
	];
}

function warningsOf({ item }: Imported): string[] {
	return (item['warnings'] as string[] | undefined) ?? [];
}

function differentRows(expected: Expected['rows'], given: Imported['rows']): string[] {
	const problems =
		expected.length === given.length
			? []
			: [`${given.length} rows were sent, not ${expected.length}`];
	const sorted = (rows: Expected['rows']) =>
		rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
	const sent = new Set(sorted(given));
	const wanted = new Set(sorted(expected));
	return [
		...problems,
		...[...wanted].filter((row) => !sent.has(row)).map((row) => `not sent: ${row}`),
		...[...sent].filter((row) => !wanted.has(row)).map((row) => `sent instead: ${row}`),
	];
}

function differentReasons(
	expected: Record<number, string>,
	given: Record<number, string[]>,
): string[] {
	const rows = new Set([...Object.keys(expected), ...Object.keys(given)].map(Number));
	return [...rows].flatMap((row) => {
		const part = expected[row];
		const reason = given[row]?.join('; ');
		if (part !== undefined && reason?.includes(part)) return [];
		return [
			`row ${row} was ${reason === undefined ? 'not rejected' : `rejected: ${reason}`}, not "${part ?? 'sent'}"`,
		];
	});
}

function differentWarnings(expected: string[], given: string[]): string[] {
	return [
		...expected
			.filter((part) => !given.some((warning) => warning.includes(part)))
			.map((part) => `it does not warn "${part}"`),
		...given
			.filter((warning) => !expected.some((part) => warning.includes(part)))
			.map((warning) => `it warns: ${warning}`),
	];
}
