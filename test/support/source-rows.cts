/** Matches the `sourceRows` of an upload: these ranges, of a list with so many rows. */
export function sourceRows(ranges: string, rows: number): string {
	const form = `^${ranges} of ${rows}; list [0-9a-f]{16}; file [0-9a-f.]{33}(; upload [0-9a-f]{16})?$`;
	return expect.stringMatching(new RegExp(form)) as string;
}
