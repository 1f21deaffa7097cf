/** A reason for which rows were not imported, with an example, and how many rows have it. A plain object type. */
export type CountedReason = {
	reason: string;
	rows: number;
};

/** How many kinds of reasons are told apart: more than a person would read. */
const MOST_KINDS = 50;

/** Counts reasons by kind: two that differ only in the value they quote are of one kind. */
class ReasonCounts {
	private readonly kinds = new Map<string, CountedReason>();

	/** Counts every reason of one row. */
	add(reasons: readonly string[]): void {
		for (const reason of reasons) {
			const kind = this.kinds.size < MOST_KINDS ? kindOf(reason) : this.knownKind(reason);
			const counted = this.kinds.get(kind) ?? { reason, rows: 0 };
			counted.rows++;
			if (kind !== OTHERS) counted.reason = trueOfBoth(counted.reason, reason);
			this.kinds.set(kind, counted);
		}
	}

	/** The most frequent first, each with its first example. */
	counted(): CountedReason[] {
		return [...this.kinds.values()].sort((a, b) => b.rows - a.rows);
	}

	private knownKind(reason: string): string {
		const kind = kindOf(reason);
		return this.kinds.has(kind) ? kind : OTHERS;
	}
}

/** The reasons for which rows were not imported, counted. */
export function countedReasons(
	rejected: Iterable<{ reasons: readonly string[] }>,
): CountedReason[] {
	const counts = new ReasonCounts();
	for (const { reasons } of rejected) counts.add(reasons);
	return counts.counted();
}

const OTHERS = 'others';

function kindOf(reason: string): string {
	return reason.replace(/"[^"]*"/g, '"…"').replace(/\d+/g, '…');
}

/** A text in quotes, which is an example, or a number, perhaps one that was left out before. */
const PARTICULARS = /"[^"]*"|\d+|…/g;

/** The first of two reasons of one kind, without the numbers in which they differ: "row …" of rows 3 and 4. */
function trueOfBoth(first: string, other: string): string {
	if (first === other) return first;
	const others = other.match(PARTICULARS) ?? [];
	let place = 0;
	return first.replace(PARTICULARS, (particular) => {
		const its = others[place++];
		return particular.startsWith('"') || particular === its ? particular : '…';
	});
}

/** The reason without its examples, as a summary has it: `locale must be a language and a country`. */
export function shortReason(reason: string): string {
	const [start = reason] = reason.split(/, such as |, not (?=")|: (?=")/);
	const short = start.trim().replace(/[.;]+$/, '');
	return short.length > LONGEST ? `${short.slice(0, LONGEST)}…` : short;
}

const LONGEST = 100;
