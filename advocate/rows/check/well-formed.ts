/** Node 20 has the method, the language level we compile for does not know it yet. */
interface WellFormed {
	isWellFormed(): boolean;
}

/** Whether a text is all characters, without halves of pairs that no file can hold. */
export function isWellFormed(text: string): boolean {
	return (text as unknown as WellFormed).isWellFormed();
}
