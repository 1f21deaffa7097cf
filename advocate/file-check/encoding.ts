/** Bytes of a UTF-8 byte order mark at the start of a file: 3 or 0. */
export function bomLength(head: Uint8Array): number {
	return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
}

/**
 * Why bytes can't be the UTF-8 text that an import file must be (guide), judging by the bytes alone.
 *
 * @param head the beginning of the file
 * @param whole whether that is all of the file: if not, it may end inside a character
 * @returns a sentence with what to do, or undefined if it is UTF-8 as far as seen
 */
export function whyNotUtf8(head: Uint8Array, whole: boolean): string | undefined {
	if (isUtf16(head)) {
		return 'It is UTF-16 text, but Advocate reads UTF-8. In Excel, save it as "CSV UTF-8"; in an editor, choose the encoding UTF-8 (not "Unicode" or "UTF-16").';
	}
	if (head.includes(0)) {
		return 'It contains NUL bytes, so it is not a text file. Export it again as CSV or JSON Lines.';
	}
	if (decodeUtf8(head, whole) === undefined) {
		return 'It is not UTF-8 text: its accented letters are in another encoding. Export it again as UTF-8 (in Excel: "CSV UTF-8").';
	}
	return undefined;
}

/**
 * UTF-8 bytes as text, without a last character that is cut; undefined if they are not UTF-8. A byte order
 * mark is kept as a character: a second one stays in the file and spoils the first column's name.
 */
export function decodeUtf8(bytes: Uint8Array, whole: boolean): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, {
			stream: !whole,
		});
	} catch {
		return undefined;
	}
}

/** A UTF-16 mark, or ASCII in UTF-16 without one: every second byte of the beginning is zero. */
function isUtf16(head: Uint8Array): boolean {
	const mark = (head[0] ?? 0) * 256 + (head[1] ?? 0);
	if (mark === 0xfffe || mark === 0xfeff) return true;
	if (head.length < 8) return false;
	const start = head.subarray(0, 8);
	const zeros = (parity: number) => start.every((byte, i) => i % 2 !== parity || byte === 0);
	return zeros(0) !== zeros(1);
}
