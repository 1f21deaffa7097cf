/** One line of a table: a label on the left and cells to the right of it, each in its own width. */
export function row(label: string, ...cells: string[]): string {
	return [label.padEnd(LABEL_WIDTH), ...cells.map((cell) => cell.padStart(CELL_WIDTH))].join('');
}

const LABEL_WIDTH = 34;
const CELL_WIDTH = 12;

/** Bytes as a number of MB (millions of bytes). */
export function mb(bytes: number): string {
	return (bytes / 1e6).toFixed(0);
}

/** Milliseconds as a number of seconds. */
export function seconds(milliseconds: number): string {
	return (milliseconds / 1000).toFixed(2);
}

/** A whole number with its thousands apart, as in 500,000. */
export function whole(value: number): string {
	return Math.round(value).toLocaleString('en-US');
}

/** The middle of some measurements; of an even number the mean of the two in the middle. */
export function median(values: number[]): number {
	if (values.length === 0) throw new Error('Nothing was measured');
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
	return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
