import { mb, row, seconds, whole } from './figures.cts';
import { NODES_BASE_VERSION } from '../harness/engine/n8n-nodes-base.cts';

/** The contenders of the bench of rows, by what they are called in its tables. */
export const CONTENDERS = {
	advocate: 'Advocate Upload',
	matched: 'Advocate Upload, CRM names',
	convert: 'Convert to File + HTTP Request',
	edit: 'Edit Fields + the same two',
	floor: 'Floor',
};
export type Contender = keyof typeof CONTENDERS;

/** What a number of rows costs a contender, in medians. */
export interface Cost {
	milliseconds: number;
	/** Of that, how long the process was computing, which tells more on a machine with other work. */
	computing: number;
	/** Peak of resident memory over that of a run with one row. */
	addedBytes: number;
}
export type Costs = Map<Contender, Cost>;

/** What is measured, and how. */
export function heading(runs: number): string {
	return [
		`From items to an uploaded file, 8 columns, medians of ${runs} runs, Node ${process.version}`,
		'',
		`${CONTENDERS.advocate}: checking on, JSON Lines, all else as it comes`,
		`${CONTENDERS.matched}: what a CRM exports, names matched; locale, date and boolean to convert`,
		`${CONTENDERS.convert}: n8n-nodes-base ${NODES_BASE_VERSION}, CSV, form data, the same engine`,
		`${CONTENDERS.edit}: what a CRM exports, renamed and converted by eight expressions`,
		`${CONTENDERS.floor}: a loop of JSON.stringify and fetch of one buffer, without n8n`,
		'Memory: the peak with these rows less the peak with one row, which is that of starting up,',
		'so of few rows it tells little; the items are part of it',
	].join('\n');
}

/** The table of one size, with the ratios below it. */
export function sizeTable(rows: number, costs: Costs): string {
	const lines = [...costs].map(([contender, { milliseconds, computing, addedBytes }]) =>
		row(
			CONTENDERS[contender],
			whole((rows / milliseconds) * 1000),
			seconds(milliseconds),
			seconds(computing),
			mb(addedBytes),
		),
	);
	const table = [
		row(`${whole(rows)} rows`, 'rows/s', 'seconds', 'computing', 'MB added'),
		...lines,
	];
	return ['', ...table, ...ratios(rows, costs)].join('\n');
}

/** The targets are those of the issue that this bench answers, and hold for one size. */
const TARGET_ROWS = 500_000;

function ratios(rows: number, costs: Costs): string[] {
	const target = (text: string) => (rows === TARGET_ROWS ? `  (target: ${text})` : '');
	const [advocate, matched, convert, edit, floor] = (
		['advocate', 'matched', 'convert', 'edit', 'floor'] as const
	).map((contender) => costs.get(contender));
	const lines = [
		...timeRatio('Theirs / Advocate Upload', convert, advocate, target('at least 8')),
		...timeRatio('Advocate Upload / floor', advocate, floor, target('at most 2.5')),
		...timeRatio('CRM names / as they are', matched, advocate, '  (target: at most 1.1)'),
		...timeRatio('Edit Fields … / CRM names', edit, matched, '  (target: at least 60)'),
		...ratio(
			'Memory, Advocate Upload / theirs',
			advocate?.addedBytes,
			convert?.addedBytes,
			target('at most 0.25'),
		),
	];
	return lines.length === 0 ? [] : [row('', '', 'time', 'computing'), ...lines];
}

function timeRatio(label: string, part?: Cost, whole?: Cost, remark = ''): string[] {
	if (part === undefined || whole === undefined) return [];
	const of = (key: 'milliseconds' | 'computing') => (part[key] / whole[key]).toFixed(2);
	return [row(label, '', of('milliseconds'), of('computing')) + remark];
}

function ratio(label: string, part?: number, whole?: number, remark = ''): string[] {
	if (part === undefined || whole === undefined) return [];
	return [row(label, '', '', '', (part / whole).toFixed(2)) + remark];
}

/** How much more the largest size costs than the one before it; nothing when there is one size. */
export function growthTable(bySize: Map<number, Costs>): string {
	const [before, largest] = [...bySize].slice(-2);
	if (before === undefined || largest === undefined) return '';
	const [[fewer, cheaper], [more, dearer]] = [before, largest];
	const lines = [...dearer].map(([contender, cost]) => {
		const base = cheaper.get(contender);
		if (base === undefined) return '';
		const times = (now: number, then: number) => `× ${(now / then).toFixed(2)}`;
		return row(
			CONTENDERS[contender],
			times(cost.milliseconds, base.milliseconds),
			times(cost.addedBytes, base.addedBytes),
		);
	});
	const title = `${whole(fewer)} to ${whole(more)} rows, × ${(more / fewer).toFixed(2)}`;
	return ['', row(title, 'time', 'memory'), ...lines.filter((line) => line !== '')].join('\n');
}
