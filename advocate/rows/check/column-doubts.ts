import { shownName, shownValue } from '../../shown';
import { dottedOrder } from './timestamps';

/** Why the values of a column can't be read for certain. */
export interface ColumnDoubt {
	/** A clause that follows "because". */
	clause: string;
	/** What to do, as a sentence. */
	advice: string;
}

/** The first value of one kind in a column. */
interface Seen {
	text: string;
	/** From 1. */
	row: number;
}

/** A value that may be read in two ways and was read in one, and another that speaks for the other way. */
interface Readings {
	uncertain?: Seen;
	contrary?: Seen;
}

/** `1.234`, which is more than a thousand where points are for thousands. */
const MAY_BE_THOUSANDS = /^[1-9]\d{0,2}\.\d{3}$/;

/** `2,50`, `1.234,50` or `1.234.567`: a number whose points, if it has any, are for thousands. */
const WITHOUT_POINT = /^-?(?:(?:\d+|\d{1,3}(?:\.\d{3})+),\d+|\d{1,3}(?:\.\d{3}){2,})$/;

/** Whether a number's point may be for thousands, if another value of its column says so. */
export function mayBeThousands(text: string): boolean {
	return MAY_BE_THOUSANDS.test(text);
}

/**
 * Looks for what one value can't tell: that another of its column is written in another way than it was read. Nothing of
 * such a column is certain.
 */
export class ColumnDoubts {
	/** The first that was found; undefined if there is none. */
	first: ColumnDoubt | undefined;

	private readonly dates = new Map<string, Readings>();
	private readonly amounts = new Map<string, Readings>();

	/** Looks at a date with dots. @param isRead whether it was read, with its day first */
	lookAtDate(name: string, text: string, isRead: boolean, row: number): void {
		const pair = pairWith(readingsOf(this.dates, name), { text, row }, isRead, DATES);
		if (pair === undefined) return;
		const { uncertain, contrary } = pair;
		this.first ??= {
			clause: `${shownName(name)} can't be read for certain: ${place(contrary)} can't have its day first, as ${place(uncertain)} would be read`,
			advice: 'Write all of its dates with the year first, such as 2024-05-31.',
		};
	}

	/** Looks at the text of an amount. @param isRead whether it was read, with a decimal point */
	lookAtAmount(name: string, text: string, isRead: boolean, row: number): void {
		const pair = pairWith(readingsOf(this.amounts, name), { text, row }, isRead, AMOUNTS);
		if (pair === undefined) return;
		const { uncertain, contrary } = pair;
		const thousands = uncertain.text.replace('.', '');
		this.first ??= {
			clause: `${shownName(name)} can't be read for certain: ${place(uncertain)} may be ${thousands}, since ${place(contrary)} has no decimal point`,
			advice:
				'Write all of its numbers with a decimal point and without a sign for thousands, such as 1234.5.',
		};
	}
}

/** Which texts of one kind of value may be read in two ways, and which speak for the way that was not taken. */
interface Signs {
	isUncertain: (text: string) => boolean;
	isContrary: (text: string) => boolean;
}

const DATES: Signs = {
	isUncertain: (text) => dottedOrder(text) === 'any',
	isContrary: (text) => dottedOrder(text) === 'monthFirst',
};

const AMOUNTS: Signs = {
	isUncertain: mayBeThousands,
	isContrary: (text) => WITHOUT_POINT.test(text),
};

/** Keeps the first value of each kind. @returns both, with the value that completes them */
function pairWith(
	readings: Readings,
	seen: Seen,
	isRead: boolean,
	signs: Signs,
): Required<Readings> | undefined {
	const kind = isRead ? 'uncertain' : 'contrary';
	if (readings[kind] !== undefined) return undefined;
	const isSign = isRead ? signs.isUncertain : signs.isContrary;
	if (!isSign(seen.text)) return undefined;
	readings[kind] = seen;
	const { uncertain, contrary } = readings;
	return uncertain && contrary && { uncertain, contrary };
}

function readingsOf(columns: Map<string, Readings>, name: string): Readings {
	let readings = columns.get(name);
	if (readings === undefined) {
		readings = {};
		columns.set(name, readings);
	}
	return readings;
}

function place({ text, row }: Seen): string {
	return `${shownValue(text)} in row ${row}`;
}
