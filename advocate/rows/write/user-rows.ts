import type { ImportJobType } from '../../api/job-types';

/** In how many parts the users are kept: each grows by itself, so that little is copied at a time. */
const PARTS = 64;

/** How full a part may get before it grows, and by how much: while it is small, room matters less than time. */
const FULLEST = 0.8;
const GROWTH = 1.25;
const GROWTH_OF_SMALL = 2;
const SMALL = 4_096;
const SMALLEST = 64;

/** Whether Advocate takes one row per user: a user may have many events and redemptions. */
export function isOnePerUser(type: ImportJobType): boolean {
	return type === 'MUTATION/USER' || type === 'MUTATION/DELETE_USER';
}

/**
 * Remembers the last row of each user in 14 to 22 bytes a user, or 35 where there are few: where there are millions of them, no list
 * of their IDs is to fill memory. A user is known by 80 bits that are made of both IDs: that two of a hundred
 * million users have the same is less likely than a bit of memory that flips.
 */
export class UserRows {
	private readonly parts = Array.from({ length: PARTS }, () => new Part(SMALLEST));
	private readonly hash = new UserHash();
	/** Where the user is, or may be put, who was looked for last. */
	private part = new Part(0);
	private place = 0;

	/** The row of a user; 0 if none is set. */
	find(accountId: string, id: string): number {
		const { hash } = this;
		hash.begin();
		hash.add(accountId);
		hash.addEnd();
		hash.add(id);
		hash.end();
		this.part = this.parts[hash.c & (PARTS - 1)] ?? this.part;
		this.place = this.part.placeOf(hash.a, hash.b, hash.c >>> 16);
		return this.part.rowAt(this.place);
	}

	/** Sets the row of the user who was looked for last. @param row counted from 1 */
	set(row: number): void {
		const { hash, part, place } = this;
		part.set(place, hash.a, hash.b, hash.c >>> 16, row);
		part.makeRoom();
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

	/** Where a user is, or may be put. */
	placeOf(a: number, b: number, c: number): number {
		const { first, second, third, rows } = this;
		const size = rows.length;
		// As far into the table as the number is into all numbers.
		let at = Math.floor((a >>> 0) * (size / 2 ** 32));
		while (rows[at] !== 0 && (first[at] !== a || second[at] !== b || third[at] !== c)) {
			at = at + 1 === size ? 0 : at + 1;
		}
		return at;
	}

	rowAt(place: number): number {
		return this.rows[place] ?? 0;
	}

	set(place: number, a: number, b: number, c: number, row: number): void {
		if (this.rows[place] === 0) this.users++;
		this.first[place] = a;
		this.second[place] = b;
		this.third[place] = c;
		this.rows[place] = row;
	}

	/** Grows if it is full. */
	makeRoom(): void {
		const { first, second, third, rows } = this;
		if (this.users <= rows.length * FULLEST) return;
		const growth = rows.length < SMALL ? GROWTH_OF_SMALL : GROWTH;
		const larger = new Part(Math.ceil(rows.length * growth));
		for (let at = 0; at < rows.length; at++) {
			const row = rows[at] ?? 0;
			if (row === 0) continue;
			const [a, b, c] = [first[at] ?? 0, second[at] ?? 0, third[at] ?? 0];
			larger.set(larger.placeOf(a, b, c), a, b, c, row);
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

/** Why a row is rejected in favour of an earlier one. @param rowNumber the earlier row's, from 1 */
export function sameUser(rowNumber: number): string {
	return `The same user (accountId and id) is already in row ${rowNumber}`;
}

/** Why a row is rejected in favour of a later one. @param rowNumber the later row's, from 1 */
export function supersededBy(rowNumber: number): string {
	return `The same user (accountId and id) appears again in row ${rowNumber}, which is sent instead`;
}
