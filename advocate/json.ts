/** Levels of objects and lists that a row may have: readers of JSON stop at about a thousand. */
export const DEEPEST = 500;

/** Whether a value of JSON has more than so many levels; looks no deeper than that. */
export function isDeeperThan(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (levels === 0) return true;
	return Object.values(value).some((part) => isDeeperThan(part, levels - 1));
}
