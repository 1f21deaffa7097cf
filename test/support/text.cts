/** A value off an item that is to be text; a test fails where it is not. */
export function text(value: unknown): string {
	if (typeof value === 'string') return value;
	throw new Error(`Not a text: ${JSON.stringify(value)}`);
}
