/** With the flag `u` a whole pair is one character, so only a half matches. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether a text is all characters, without halves of pairs that no file can hold. */
export function isWhole(text: string): boolean {
	return !LONE_SURROGATE.test(text);
}
