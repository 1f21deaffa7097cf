import { EncodingSurvey, type FoundEncoding, type TextEncoding } from './encoding-survey';

export type { TextEncoding } from './encoding-survey';

/**
 * The encoding of a text by its beginning.
 *
 * @param whole whether that is all of it: if not, it may end inside a character
 * @returns undefined if only the rest can tell, as this is neither UTF-8 nor UTF-16
 */
export function encodingOfHead(head: Uint8Array, whole: boolean): FoundEncoding | undefined {
	const encoding = utf16Of(head);
	if (encoding !== undefined) return { encoding };
	if (head.includes(0)) {
		return {
			problem:
				'It contains NUL bytes, so it is not a text file. Export it again as CSV or JSON Lines.',
		};
	}
	return isUtf8(head, whole) ? { encoding: 'utf-8' } : undefined;
}

/** The encoding of a text that is not UTF-8, by all of its bytes. */
export async function encodingOfAll(
	content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<FoundEncoding> {
	const survey = new EncodingSurvey();
	for await (const chunk of content) survey.add(chunk);
	return survey.result();
}

/** UTF-16 with a mark, or ASCII in UTF-16 without one: every second byte of the beginning is zero. */
function utf16Of(head: Uint8Array): TextEncoding | undefined {
	const mark = (head[0] ?? 0) * 256 + (head[1] ?? 0);
	const isUtf32 = head[2] === 0 && head[3] === 0;
	if (mark === 0xfffe) return isUtf32 ? undefined : 'utf-16le';
	if (mark === 0xfeff) return 'utf-16be';
	if (head.length < 8) return undefined;
	const start = head.subarray(0, 8);
	const zeros = (parity: number) =>
		start.every((byte, i) => (i % 2 === parity ? byte === 0 : byte !== 0));
	if (zeros(1)) return 'utf-16le';
	return zeros(0) ? 'utf-16be' : undefined;
}

function isUtf8(bytes: Uint8Array, whole: boolean): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole });
		return true;
	} catch {
		return false;
	}
}
