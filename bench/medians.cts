/** The middle of some measurements; of an even number the mean of the two in the middle. */
export function median(values: number[]): number {
	if (values.length === 0) throw new Error('Nothing was measured');
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
	return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
