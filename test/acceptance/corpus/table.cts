import type { CorpusEntry } from './corpus-entry.cts';
import { inWords } from './given-answer.cts';
import type { MeasuredEntry } from './measured-runs.cts';

const WIDTHS = [30, 52, 72, 92, 13, 11];

/** The first two lines of the table. */
export function tableHead(): string {
	const titles = [
		'file',
		'what is wrong',
		'as it comes',
		'with every row checked',
		'seconds',
		'MB',
	];
	return [line(titles), line(WIDTHS.map((width) => '-'.repeat(width)))].join('\n');
}

/** An entry's line: its answers, then seconds and MB of either run. */
export function tableRow(
	{ file, wrong }: CorpusEntry,
	measured: MeasuredEntry | undefined,
): string {
	if (measured === undefined) return line([file, wrong, '?', '?', '', '']);
	const { asItComes, checked } = measured;
	const first = answer(asItComes);
	const second = answer(checked);
	const runs = [asItComes, checked];
	return line([
		file,
		wrong,
		first,
		second === first ? 'the same' : second,
		runs.map(({ milliseconds }) => (milliseconds / 1e3).toFixed(2)).join(' / '),
		runs.map(({ addedBytes }) => (addedBytes / 1e6).toFixed(0)).join(' / '),
	]);
}

/** Errors without what they all begin and end with. */
function answer(given: Parameters<typeof inWords>[0]): string {
	return inWords(given)
		.replace(/^The file ".*?" was not uploaded: /, 'refused: ')
		.replace(/ Correct the file and upload it again\.$/, '');
}

function line(cells: string[]): string {
	return cells.map((cell, index) => fitted(cell, WIDTHS[index] ?? 0)).join(' | ');
}

function fitted(text: string, width: number): string {
	const letters = [...text.replace(/\p{Cc}/gu, ' ')];
	if (letters.length <= width) return letters.join('') + ' '.repeat(width - letters.length);
	return `${letters.slice(0, width - 1).join('')}…`;
}
