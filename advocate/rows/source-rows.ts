/**
 * Which source row each row of a file came from, written short: ranges of source rows, counted from 1, in
 * the order of the file. `"1-41,43-100"` says that row 42 of the file is source row 43.
 */
export type SourceRows = string;

/** @param sources indexes of source rows, from 0, in the order of the file */
export function sourceRowsFrom(sources: readonly number[]): SourceRows {
	const ranges: string[] = [];
	for (let start = 0; start < sources.length; ) {
		let end = start;
		while (end + 1 < sources.length && sources[end + 1] === (sources[end] ?? 0) + 1) end++;
		const [first, last] = [(sources[start] ?? 0) + 1, (sources[end] ?? 0) + 1];
		ranges.push(first === last ? `${first}` : `${first}-${last}`);
		start = end + 1;
	}
	return ranges.join(',');
}

/**
 * The source row of a row of the file.
 *
 * @param fileRow counted from 1
 * @returns counted from 1; undefined for a row that the file does not have, or text that is no ranges
 */
export function sourceRowOf(sourceRows: SourceRows, fileRow: number): number | undefined {
	if (!Number.isInteger(fileRow)) return undefined;
	let before = 0;
	for (const range of sourceRows.split(',')) {
		const [, first = '', last = first] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
		const length = Number(last) - Number(first) + 1;
		if (first === '' || length < 1) return undefined;
		if (fileRow > before && fileRow <= before + length) return Number(first) + fileRow - before - 1;
		before += length;
	}
	return undefined;
}
