/** Node 20 has the method, but the language level we compile for does not know it yet. */
interface WellFormed {
	isWellFormed(): boolean;
}

/** Whether a text has only whole characters: no file can hold half of a surrogate pair. */
export function isWellFormed(text: string): boolean {
	return (text as unknown as WellFormed).isWellFormed();
}
