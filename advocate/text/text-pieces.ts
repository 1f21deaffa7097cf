import type { TextEncoding } from './encoding';
import { textOfBytes } from './single-byte';

/** A piece of a file's text. */
export interface TextPiece {
	text: string;
	/** Whether it has only ASCII characters, as far as that is known without looking at each. */
	isAscii: boolean;
	/** Whether bytes in it are not text in the file's encoding: U+FFFD takes their place. */
	isBroken: boolean;
}

const MARK = '\ufeff';
const LF = 0x0a;

/**
 * The text of bytes, piece by piece, without byte order marks: neither at its beginning nor where a line begins,
 * as happens when files are joined. A piece ends with a line end if it can.
 *
 * @param content the whole content, from its start
 */
export async function* textPieces(
	content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	encoding: TextEncoding,
): AsyncGenerator<TextPiece> {
	const decode = decoders[encoding];
	const wholeBytes = isUtf16(encoding) ? wholeUnits : wholeCharacters;
	let rest: Uint8Array = new Uint8Array();
	let isAtLineStart = true;
	for await (const chunk of content) {
		const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		const end = isUtf16(encoding) ? wholeBytes(bytes) : lineEnd(bytes, wholeBytes);
		// Copied, as the bytes of a chunk may be used again.
		rest = Uint8Array.prototype.slice.call(bytes, end);
		if (end === 0) continue;
		const piece = withoutMarks(decode(bytes.subarray(0, end)), isAtLineStart);
		isAtLineStart = /[\r\n]$/.test(piece.text) || (isAtLineStart && piece.text === '');
		yield piece;
	}
	if (rest.length > 0) yield withoutMarks(decode(rest), isAtLineStart);
}

function isUtf16(encoding: TextEncoding): boolean {
	return encoding === 'utf-16le' || encoding === 'utf-16be';
}

/** How many bytes there are up to the end of the last line or, in a long line, of the last character. */
function lineEnd(bytes: Uint8Array, wholeBytes: (bytes: Uint8Array) => number): number {
	const last = bytes.lastIndexOf(LF);
	return last === -1 ? wholeBytes(bytes) : last + 1;
}

/** How many bytes of UTF-8 there are without a character at the end that is cut. */
function wholeCharacters(bytes: Uint8Array): number {
	for (let back = 1; back <= 3 && back <= bytes.length; back++) {
		const byte = bytes[bytes.length - back] ?? 0;
		if (byte < 0x80) break;
		if (byte < 0xc0) continue;
		const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
		return length > back ? bytes.length - back : bytes.length;
	}
	return bytes.length;
}

/** How many bytes of UTF-16 there are in pairs of bytes; a pair of surrogates that is cut is put together again. */
function wholeUnits(bytes: Uint8Array): number {
	return bytes.length - (bytes.length % 2);
}

type Decode = (bytes: Uint8Array) => TextPiece;

const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

function decodedUtf8(bytes: Uint8Array): TextPiece {
	const text = attempt(() => strict.decode(bytes));
	if (text !== undefined) return { text, isAscii: text.length === bytes.length, isBroken: false };
	return { text: buffer(bytes).toString('utf8'), isAscii: false, isBroken: true };
}

function decodedUtf16(bytes: Uint8Array): TextPiece {
	const isOdd = bytes.length % 2 === 1;
	const text = buffer(bytes).toString('utf16le');
	return { text: isOdd ? `${text}\ufffd` : text, isAscii: false, isBroken: isOdd };
}

function decodedUtf16Be(bytes: Uint8Array): TextPiece {
	const even = bytes.length - (bytes.length % 2);
	const swapped = Buffer.from(bytes.subarray(0, even)).swap16();
	return decodedUtf16(even === bytes.length ? swapped : Buffer.concat([swapped, Buffer.alloc(1)]));
}

function decodedBytes(encoding: 'windows-1252' | 'macintosh'): Decode {
	return (bytes) => {
		const text = textOfBytes(buffer(bytes).toString('latin1'), encoding);
		return { text, isAscii: false, isBroken: text.includes('\ufffd') };
	};
}

const decoders: Record<TextEncoding, Decode> = {
	'utf-8': decodedUtf8,
	'utf-16le': decodedUtf16,
	'utf-16be': decodedUtf16Be,
	'windows-1252': decodedBytes('windows-1252'),
	macintosh: decodedBytes('macintosh'),
};

function attempt(decode: () => string): string | undefined {
	try {
		return decode();
	} catch {
		return undefined;
	}
}

function buffer(bytes: Uint8Array): Buffer {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function withoutMarks(piece: TextPiece, isAtLineStart: boolean): TextPiece {
	if (piece.isAscii || !piece.text.includes(MARK)) return piece;
	const text = piece.text.replace(/(^|[\r\n])\ufeff+/g, (marks, before: string, at: number) =>
		at > 0 || before !== '' || isAtLineStart ? before : marks,
	);
	return { ...piece, text };
}
