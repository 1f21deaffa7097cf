/** What was thrown as an error, whatever it was. */
export function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(messageOf(thrown));
}

/** What something thrown says, whether or not it is an `Error` of this realm. */
export function messageOf(thrown: unknown): string {
	const isObject = typeof thrown === 'object' && thrown !== null && 'message' in thrown;
	return String(isObject ? thrown.message : thrown);
}
