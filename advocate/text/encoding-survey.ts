import { characterOf, textOfBytes, type SingleByteEncoding } from './single-byte';

/** The encodings of text that are read. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'macintosh';

/** An encoding, or a sentence that says why there is none for certain, and what to do. */
export type FoundEncoding = { encoding: TextEncoding } | { problem: string };

/** What is beside a byte from 0x80. */
const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const HIGH = 3;

/** What a file may be: an encoding, and the letters beyond ASCII that its language has; undefined for any. */
interface Hypothesis {
	encoding: SingleByteEncoding;
	letters?: string;
}

/** Letters that names in Central Europe have anyhow, as many are German or French. */
const GERMAN = 'äöüßé';

/**
 * What a file that is not UTF-8 may be. The first two can be read. The others share many bytes with them; a file
 * that has letters of one of those languages and German ones, and no others, may as well be in its encoding.
 */
const HYPOTHESES: Hypothesis[] = [
	{ encoding: 'windows-1252' },
	{ encoding: 'macintosh' },
	{ encoding: 'ibm850' },
	...[
		'ąćęłńóśźż', // Polish
		'áčďéěíňóřšťúůýž', // Czech
		'áäčďéíĺľňóôŕšťúýž', // Slovak
		'áéíóöőúüű', // Hungarian
		'ăâîşţ', // Romanian
		'čćđšž', // Croatian, Slovenian, Bosnian
		'çë', // Albanian
	].map((letters): Hypothesis => ({ encoding: 'windows-1250', letters: letters + GERMAN })),
	...[
		'āčēģīķļņšūž', // Latvian
		'ąčęėįšųūž', // Lithuanian
		'äõöüšž', // Estonian
	].map((letters): Hypothesis => ({ encoding: 'windows-1257', letters: letters + GERMAN })),
	{ encoding: 'windows-1254', letters: `çğıiöşüâîû${GERMAN}` },
];

/** As many bytes from 0x80 in a row are a word in another script: Greek, Cyrillic, Japanese … */
const LONGEST_RUN = 2;

/** Symbols that may be within a word, and at its edge. */
const WITHIN_WORDS = /^[’‘´·–—\u00a0\u00ad]$/;
const BESIDE_WORDS = /^[’‘´·–—\u00a0\u00ad“”„‚«»‹›…•€£©®™°ªº¡¿§]$/;

/** Letters whose case says nothing; ligatures are none that people type. */
const CAPITAL = /^\p{Lu}$/u;
const SMALL = /^(?![ﬁﬂƒ])\p{Ll}$/u;

/**
 * Finds out the encoding of a text that is not UTF-8, by all its bytes from 0x80 and what is beside them: an
 * encoding in which a capital would come after a small letter (`RenÈ`) or a symbol within a word (`M¸ller`) is not
 * the right one. Only if all others are ruled out, or would read every byte the same, is the answer certain.
 */
export class EncodingSurvey {
	/** Whether a byte was seen between two neighbours: 16 for each byte. */
	private readonly seen = new Uint8Array(128 * 16);
	private run = 0;
	private longestRun = 0;
	private before = OTHER;
	/** A byte from 0x80 whose right neighbour has not come yet. */
	private open = 0;
	private openBefore = OTHER;
	/** How many bytes a character in UTF-8 has, and how many of them are still to come. */
	private length = 0;
	private missing = 0;
	/** How many bytes from 0x80 there are, and how many of them are of characters in UTF-8. */
	private high = 0;
	private inUtf8 = 0;
	/** A word for each byte from 0x80, as bytes, to show. */
	private readonly words = new Map<number, string>();

	add(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; at++) {
			const byte = bytes[at] ?? 0;
			const kind = kindOf(byte);
			if (this.open !== 0) {
				this.seen[(this.open - 0x80) * 16 + this.openBefore * 4 + kind] = 1;
				this.open = 0;
			}
			if (this.missing > 0 && byte >= 0x80 && byte < 0xc0) {
				this.missing--;
				if (this.missing === 0) this.inUtf8 += this.length;
			} else {
				this.length = byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
				this.missing = Math.max(0, this.length - 1);
			}
			if (kind === HIGH) {
				this.open = byte;
				this.openBefore = this.before;
				this.high++;
				if (!this.words.has(byte)) this.words.set(byte, wordAround(bytes, at));
				this.run++;
				if (this.run > this.longestRun) this.longestRun = this.run;
			} else {
				this.run = 0;
			}
			this.before = kind;
		}
	}

	result(): FoundEncoding {
		if (this.open !== 0) this.seen[(this.open - 0x80) * 16 + this.openBefore * 4 + OTHER] = 1;
		this.open = 0;
		// Some rows are in another encoding than the others: they are rejected one by one.
		if (this.inUtf8 * 2 >= this.high) return { encoding: 'utf-8' };
		if (this.longestRun > LONGEST_RUN) return { problem: notCertain('') };
		const fitting = HYPOTHESES.filter((hypothesis) => this.fits(hypothesis));
		const [first] = fitting;
		if (first === undefined) return { problem: notCertain('') };
		const { encoding } = first;
		const other = fitting.find((each) => this.readsOtherwise(each.encoding, encoding));
		if (other !== undefined || (encoding !== 'windows-1252' && encoding !== 'macintosh')) {
			return { problem: notCertain(this.example(encoding, other?.encoding)) };
		}
		return { encoding };
	}

	/** The first word that the two read otherwise, in both ways. */
	private example(encoding: SingleByteEncoding, other: SingleByteEncoding | undefined): string {
		if (other === undefined) return '';
		for (const word of this.words.values()) {
			const read = textOfBytes(word, encoding);
			const otherwise = textOfBytes(word, other);
			if (read !== otherwise) return `: "${read}" may be "${otherwise}"`;
		}
		return '';
	}

	/** Whether two encodings give another character for a byte that the file has. */
	private readsOtherwise(a: SingleByteEncoding, b: SingleByteEncoding): boolean {
		return this.bytes().some((byte) => characterOf(byte, a) !== characterOf(byte, b));
	}

	private bytes(): number[] {
		const bytes: number[] = [];
		for (let byte = 0x80; byte <= 0xff; byte++) {
			const at = (byte - 0x80) * 16;
			if (this.seen.subarray(at, at + 16).includes(1)) bytes.push(byte);
		}
		return bytes;
	}

	private fits({ encoding, letters }: Hypothesis): boolean {
		return this.seen.every((isSeen, at) => {
			if (isSeen === 0) return true;
			const character = characterOf(0x80 + (at >> 4), encoding);
			return fitsBetween((at >> 2) & 3, character, at & 3, letters);
		});
	}
}

/** How many bytes of a word are shown before and behind the one in question. */
const EXCERPT = 20;

/** The word that a byte is in, as far as the bytes have it. */
function wordAround(bytes: Uint8Array, at: number): string {
	let from = at;
	while (from > 0 && at - from < EXCERPT && kindOf(bytes[from - 1] ?? 0) !== OTHER) from--;
	let to = at + 1;
	while (to < bytes.length && to - at < EXCERPT && kindOf(bytes[to] ?? 0) !== OTHER) to++;
	return Buffer.from(bytes.subarray(from, to)).toString('latin1');
}

function kindOf(byte: number): number {
	if (byte >= 0x80) return HIGH;
	if (byte >= 0x61 && byte <= 0x7a) return LOWER;
	return byte >= 0x41 && byte <= 0x5a ? UPPER : OTHER;
}

/** Whether people write a character between two others. */
function fitsBetween(before: number, character: string, after: number, letters?: string): boolean {
	const isCapital = CAPITAL.test(character);
	if (isCapital || SMALL.test(character)) {
		if (letters !== undefined && !letters.includes(character.toLowerCase())) return false;
		if (isCapital) return before !== LOWER;
		return after !== UPPER || character === 'ß';
	}
	if (before === OTHER && after === OTHER) return !/^[\ufffd\p{C}]$/u.test(character);
	return (before === OTHER || after === OTHER ? BESIDE_WORDS : WITHIN_WORDS).test(character);
}

function notCertain(example: string): string {
	return `It is not UTF-8 text, and it is not certain in which other encoding its accented letters are${example}. Export it again as UTF-8 (in Excel: "CSV UTF-8").`;
}
