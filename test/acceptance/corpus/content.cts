import { open, type FileHandle } from 'node:fs/promises';

/** Writes a file's content, from the start of an empty file, in pieces. */
export type Content = (file: FileHandle) => Promise<void>;

/** Texts in UTF-8, and bytes as they are. */
export function holding(...pieces: Array<string | Uint8Array>): Content {
	return async (file) => {
		for (const piece of pieces) await file.write(Buffer.from(piece as string));
	};
}

/** A text in another encoding. */
export function encoded(text: string, encoding: 'latin1' | 'utf16le' | 'utf16be'): Content {
	if (encoding !== 'utf16be') return holding(Buffer.from(text, encoding));
	return holding(Buffer.from(text, 'utf16le').swap16());
}

interface Repetition {
	before?: string;
	/** The text of each time, counted from 0. */
	piece: (index: number) => string;
	times: number;
	after?: string | Uint8Array;
}

/** A text again and again, made as it is written. */
export function repeating({ before = '', piece, times, after = '' }: Repetition): Content {
	return async (file) => {
		await file.write(before);
		for (let index = 0; index < times; ) {
			let block = '';
			for (; index < times && block.length < BLOCK; index++) block += piece(index);
			await file.write(block);
		}
		await file.write(Buffer.from(after as string));
	};
}

/** Characters written at once. */
const BLOCK = 1 << 20;

/** One letter, a number of times. */
export function filledWith(letter: string, length: number, before = '', after = ''): Content {
	const block = letter.repeat(BLOCK);
	return async (file) => {
		await file.write(before);
		for (let left = length; left > 0; left -= BLOCK) {
			await file.write(left < BLOCK ? block.slice(0, left) : block);
		}
		await file.write(after);
	};
}

/** A number of NUL bytes, which take no room on the disk. */
export function gap(length: number, before = '', after = ''): Content {
	return async (file) => {
		await file.write(before);
		const end = Buffer.byteLength(before) + length;
		await file.truncate(end);
		if (after !== '') await file.write(Buffer.from(after), 0, undefined, end);
	};
}

/** Makes the file; @returns how many bytes it has. */
export async function makeFile(path: string, content: Content): Promise<number> {
	const file = await open(path, 'w');
	try {
		await content(file);
		return (await file.stat()).size;
	} finally {
		await file.close();
	}
}
