/** How many numbers are in one array. */
const LENGTH = 1 << 16;

/** Numbers of one kind, as many as come. What is there is never copied to make room. */
export class NumberList<Numbers extends Uint32Array | Float64Array> {
	private readonly full: Numbers[] = [];
	private last: Numbers;
	private count = 0;

	/** @param make an array of so many numbers */
	constructor(private readonly make: (length: number) => Numbers) {
		this.last = make(LENGTH);
	}

	add(number: number): void {
		if (this.count === LENGTH) {
			this.full.push(this.last);
			this.last = this.make(LENGTH);
			this.count = 0;
		}
		this.last[this.count++] = number;
	}

	/** @param index of a number that was added, from 0 */
	at(index: number): number {
		const list = this.full[Math.floor(index / LENGTH)] ?? this.last;
		return list[index % LENGTH] ?? 0;
	}
}
