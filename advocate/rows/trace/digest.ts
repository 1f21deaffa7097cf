import { createHash } from 'crypto';

/** Digests a sequence of texts: the same only for the same texts in the same order. Keeps none of them. */
export class Digest {
	private readonly hash = createHash('sha256');
	private text = '';

	add(text: string): void {
		this.text += `${text}${END}`;
		// Many at a time: a call for each costs more than the digest itself.
		if (this.text.length >= CHARACTERS_AT_ONCE) this.flush();
	}

	/** Ends the sequence. */
	written(): string {
		this.flush();
		return this.hash.digest('hex').slice(0, DIGITS);
	}

	private flush(): void {
		this.hash.update(this.text);
		this.text = '';
	}
}

const END = '\u001e';
const CHARACTERS_AT_ONCE = 1 << 16;

/** Hexadecimal digits: enough that no two lists of a tenant are taken for the same by chance. */
const DIGITS = 16;
