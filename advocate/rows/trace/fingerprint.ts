/**
 * The fingerprint of a sequence of texts and numbers: the same for the same ones in the same order, and by chance
 * for no others. Keeps none of them. It proves what was mixed up, not what somebody forged, so speed comes first:
 * on each row of an upload, a cryptographic hash would take as long as writing the row.
 */
export class Fingerprint {
	// Two sums that mix in different ways: FNV-1a, and one that turns its bits.
	// Whole numbers of 32 bits with a sign, which an engine keeps without boxing them.
	private first = 0x811c9dc5 | 0;
	private second = 0x9e3779b9 | 0;

	/** @returns this */
	text(text: string): this {
		let { first, second } = this;
		for (let at = 0; at < text.length; at++) {
			const code = text.charCodeAt(at);
			first = Math.imul(first ^ code, FNV_PRIME);
			second = Math.imul(((second << 5) | (second >>> 27)) ^ code, SECOND_PRIME);
		}
		this.first = first;
		this.second = second;
		// Where one text ends and the next begins matters.
		return this.number(text.length);
	}

	/** @param number a whole number; only its last 32 bits count @returns this */
	number(number: number): this {
		this.first = Math.imul(this.first ^ number, FNV_PRIME);
		this.second = Math.imul(((this.second << 5) | (this.second >>> 27)) ^ number, SECOND_PRIME);
		return this;
	}

	/** 16 hexadecimal digits. */
	written(): string {
		return [this.first, this.second].map((sum) => hexOf(mixed(sum))).join('');
	}

	/** A whole number below 2^26. */
	short(): number {
		return mixed(this.first ^ this.second) % 2 ** 26;
	}
}

const FNV_PRIME = 0x01000193;
const SECOND_PRIME = 0x85ebca6b;

/** Makes each bit depend on all (the end of MurmurHash3). @returns from 0 to 2^32 - 1 */
function mixed(sum: number): number {
	let bits = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
	bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
	return (bits ^ (bits >>> 16)) >>> 0;
}

function hexOf(number: number): string {
	return number.toString(16).padStart(8, '0');
}
