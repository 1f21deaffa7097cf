import type { ImportJobType } from '../../api/job-types';

/** How many users a part has room for, and with how many it is full enough to be split. */
const SIZE = 1_024;
const FULLEST = 900;

/** Whether Advocate takes one row per user: a user may have many events and redemptions. */
export function isOnePerUser(type: ImportJobType): boolean {
	return type === 'MUTATION/USER' || type === 'MUTATION/DELETE_USER';
}

/**
 * Remembers the last row of each user in 16 to 32 bytes a user: where there are millions of them, no list of their IDs
 * is to fill memory, nor are tables that were outgrown. A user is known by 80 bits that are made of both IDs: that two of
 * a hundred million users have the same is less likely than a bit of memory that flips.
 *
 * The users are in parts of one size, by the last bits of their numbers; a part that is full is split in two by one bit
 * more (extendible hashing).
 */
export class UserRows {
	/** By as many last bits as any part goes by: a part that goes by fewer is there several times. */
	private parts = [new Part(0)];
	/** Lends its arrays to a part that is split, so that none is ever left behind. */
	private readonly spare = new Part(0);
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
		this.part = this.parts[hash.b & (this.parts.length - 1)] ?? this.part;
		this.place = this.part.placeOf(hash.a, hash.b, hash.c >>> 16);
		return this.part.rowAt(this.place);
	}

	/** Sets the row of the user who was looked for last. @param row counted from 1 */
	set(row: number): void {
		const { hash, part, place } = this;
		part.set(place, hash.a, hash.b, hash.c >>> 16, row);
		if (part.isFull) this.split(part);
	}

	private split(part: Part): void {
		const bit = 1 << part.bits;
		if (bit === this.parts.length) this.parts = [...this.parts, ...this.parts];
		const other = part.split(this.spare);
		for (let at = 0; at < this.parts.length; at++) {
			if (this.parts[at] === part && (at & bit) !== 0) this.parts[at] = other;
		}
	}
}

/** A hash table with open addressing. */
class Part {
	private first = new Int32Array(SIZE);
	private second = new Int32Array(SIZE);
	private third = new Uint16Array(SIZE);
	/** Row numbers; 0 where there is no user. */
	private rows = new Uint32Array(SIZE);
	private users = 0;

	/** @param bits how many last bits of their second numbers its users have in common */
	constructor(public bits: number) {}

	get isFull(): boolean {
		return this.users >= FULLEST;
	}

	/** Where a user is, or may be put. */
	placeOf(a: number, b: number, c: number): number {
		const { first, second, third, rows } = this;
		let at = a & (SIZE - 1);
		while (rows[at] !== 0 && (first[at] !== a || second[at] !== b || third[at] !== c)) {
			at = (at + 1) & (SIZE - 1);
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

	/** Moves the users with one more bit to a new part. @param spare whose arrays it takes, for its own */
	split(spare: Part): Part {
		const bit = 1 << this.bits++;
		const other = new Part(this.bits);
		const { first, second, third, rows } = this;
		this.first = spare.first;
		this.second = spare.second;
		this.third = spare.third;
		this.rows = spare.rows.fill(0);
		this.users = 0;
		for (let at = 0; at < SIZE; at++) {
			const row = rows[at] ?? 0;
			if (row === 0) continue;
			const [a, b, c] = [first[at] ?? 0, second[at] ?? 0, third[at] ?? 0];
			const part = (b & bit) === 0 ? this : other;
			part.set(part.placeOf(a, b, c), a, b, c, row);
		}
		spare.first = first;
		spare.second = second;
		spare.third = third;
		spare.rows = rows;
		return other;
	}
}

/** Makes three numbers of 32 bits of texts, as MurmurHash3 does of one, each with multipliers of its own. */
class UserHash {
	a = 0;
	b = 0;
	c = 0;

	/** Different each time, so that nobody can choose IDs that crowd into one part, however often it is split. */
	private readonly seed = Math.floor(Math.random() * 2 ** 31);

	begin(): void {
		this.a = this.seed ^ 0x2f1b3c5d;
		this.b = this.seed ^ 0x71c9a4e3;
		this.c = this.seed ^ 0x1d8e4e27;
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

/** The last of the rows to which each row leads. @param next by row, in the order in which they came */
export function lastOfEach(next: ReadonlyMap<number, number>): Map<number, number> {
	const last = new Map<number, number>();
	// From the end, so that what comes after a row is known already.
	for (const [row, later] of [...next].reverse()) last.set(row, last.get(later) ?? later);
	return last;
}
