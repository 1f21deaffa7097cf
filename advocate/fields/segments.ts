/** Takes a user out of all segments. It must come before all others (guide). */
export const CLEAR_SEGMENTS = '~*';

/**
 * Operations on segments (`SegmentOperation`, schema), each once and in the order in which they work: `key`
 * adds a user to a segment, `~key` takes one out.
 */
export function orderedSegments(operations: Iterable<string>): string[] {
	const once = new Set(operations);
	return once.delete(CLEAR_SEGMENTS) ? [CLEAR_SEGMENTS, ...once] : [...once];
}
