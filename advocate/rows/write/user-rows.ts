/** In how many parts the users are kept: each grows by itself, so that little is copied at a time. */
const PARTS = 64;

/** How full a part may get before it grows, and by how much. */
const FULLEST = 0.8;
const GROWTH = 1.25;
const SMALLEST = 64;

/**
 * Remembers the last row of each user of a file in 14 to 22 bytes a user: where a file has millions of them, no
 * list of their IDs is to fill memory. A user is known by 80 bits that are made of both IDs: that two of a hundred
 * million users have the same is less likely than a bit of memory that flips.
 */
export class UserRows {
	private readonly parts = Array.from({ length: PARTS }, () => new Part(SMALLEST));
	private readonly hash = new UserHash();

	/**
	 * Sets the row of a user.
	 *
	 * @param row counted from 1
	 * @param isReplacing whether the row takes the place of an earlier one
	 * @returns the row that was set before; 0 if there was none
	 */
	put(accountId: string, id: string, row: number, isReplacing: boolean): number {
		const { hash } = this;
		hash.begin();
		hash.add(accountId);
		hash.addEnd();
		hash.add(id);
		hash.end();
		const part = hash.c & (PARTS - 1);
		return this.parts[part]?.put(hash.a, hash.b, hash.c >>> 16, row, isReplacing) ?? 0;
	}
}

/** A hash table with open addressing. */
class Part {
	private first: Int32Array;
	private second: Int32Array;
	private third: Uint16Array;
	/** Row numbers; 0 where there is no user. */
	private rows: Uint32Array;
	private users = 0;

	constructor(size: number) {
		this.first = new Int32Array(size);
		this.second = new Int32Array(size);
		this.third = new Uint16Array(size);
		this.rows = new Uint32Array(size);
	}

	put(a: number, b: number, c: number, row: number, isReplacing: boolean): number {
		const size = this.rows.length;
		// As far into the table as the number is into all numbers.
		for (let at = Math.floor((a >>> 0) * (size / 2 ** 32)); ; at = at + 1 === size ? 0 : at + 1) {
			const earlier = this.rows[at] ?? 0;
			if (earlier === 0) {
				this.set(at, a, b, c, row);
				if (++this.users > size * FULLEST) this.grow();
				return 0;
			}
			if (this.first[at] !== a || this.second[at] !== b || this.third[at] !== c) continue;
			if (isReplacing) this.rows[at] = row;
			return earlier;
		}
	}

	private set(at: number, a: number, b: number, c: number, row: number): void {
		this.first[at] = a;
		this.second[at] = b;
		this.third[at] = c;
		this.rows[at] = row;
	}

	private grow(): void {
		const larger = new Part(Math.ceil(this.rows.length * GROWTH));
		for (let at = 0; at < this.rows.length; at++) {
			const row = this.rows[at] ?? 0;
			if (row === 0) continue;
			larger.put(this.first[at] ?? 0, this.second[at] ?? 0, this.third[at] ?? 0, row, false);
		}
		this.first = larger.first;
		this.second = larger.second;
		this.third = larger.third;
		this.rows = larger.rows;
	}
}

/** Makes three numbers of 32 bits of texts, as MurmurHash3 does of one, each with multipliers of its own. */
class UserHash {
	a = 0;
	b = 0;
	c = 0;

	begin(): void {
		this.a = 0x2f1b3c5d;
		this.b = 0x71c9a4e3;
		this.c = 0x1d8e4e27;
	}

	add(text: string): void {
		let { a, b, c } = this;
		for (let at = 0; at < text.length; at++) {
			const code = text.charCodeAt(at);
			a = stepped(a ^ Math.imul(code + 1, 0xcc9e2d51), 13);
			b = stepped(b ^ Math.imul(code + 1, 0x85ebca6b), 17);
			c = stepped(c ^ Math.imul(code + 1, 0x9e3779b1), 11);
		}
		this.a = a;
		this.b = b;
		this.c = c;
	}

	/** Between two texts: no character of a text does the same. */
	addEnd(): void {
		this.a = stepped(this.a ^ 0x3ade68b1, 15);
		this.b = stepped(this.b ^ 0x5bd1e995, 19);
		this.c = stepped(this.c ^ 0x27d4eb2f, 7);
	}

	end(): void {
		this.a = mixed(this.a);
		this.b = mixed(this.b ^ this.a);
		this.c = mixed(this.c ^ this.b);
	}
}

function stepped(value: number, bits: number): number {
	return (Math.imul((value << bits) | (value >>> (32 - bits)), 5) + 0x38495ab5) | 0;
}

function mixed(value: number): number {
	let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return hash ^ (hash >>> 16);
}
