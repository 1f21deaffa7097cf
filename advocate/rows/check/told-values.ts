import { shownName, shownValue } from '../../shown';
import { LOST_CHARACTER } from './ids';

/** What was decided about a value, or noticed about it, that its row is not rejected for. */
export type Told =
	| 'trimmed'
	| 'unwrapped'
	| 'invisible'
	| 'lostCharacter'
	| 'number'
	| 'nothing'
	| 'unfit'
	| 'epoch'
	| 'namibia'
	| 'timeZone'
	| 'dotted'
	| 'dottedUtc'
	| 'decimalComma'
	| 'language';

/** What a sentence about values is made of. */
interface About {
	/** The field. */
	name: string;
	/** The first such value, as it came; for one that does not fit, why. */
	value: unknown;
	/** Where: `in 3 rows (the first is row 2)`. */
	where: string;
	timeZone: string;
	/** The host's advice about numbers that may have been IDs; a sentence. */
	numberAdvice: string;
}

const SENTENCES: Record<Told, (about: About) => string> = {
	trimmed: ({ name, where }) =>
		`${name} had blanks or invisible characters around it ${where}. It was sent without them.`,
	unwrapped: ({ name, value, where }) =>
		`${name} was written the way spreadsheets mark a text, ${shownValue(value)}, ${where}. It was sent without the marks.`,
	invisible: ({ name, where }) =>
		`${name} has invisible characters within it ${where}. They were sent, and make it another ID than the same without them.`,
	lostCharacter: ({ name, where }) => `${name} ${LOST_CHARACTER}. It was sent ${where}.`,
	number: ({ name, value, where, numberAdvice }) =>
		`${name} came as a number (${String(value)}) ${where}, and was sent as text. ${numberAdvice}`,
	nothing: ({ name, value, where }) =>
		`${name} was not sent where it is a word for nothing, ${shownValue(value)}, ${where}.`,
	unfit: ({ name, value, where }) =>
		`${name} was not sent where its value is not valid, ${where}: it ${String(value)}.`,
	epoch: ({ name, value, where }) =>
		`${name} was not sent where it is exactly 0, the beginning of 1970 (${shownValue(value)}), ${where}. Tools write that where there is no date.`,
	namibia: ({ name, where }) =>
		`${name} is NA ${where}, and was sent as Namibia, because no other column has NA for nothing.`,
	timeZone: ({ name, value, where, timeZone }) =>
		`${name} has no time zone, as in ${shownValue(value)}, ${where}. It was read in ${timeZone}.`,
	dotted: ({ name, value, where, timeZone }) =>
		`${name} is written with dots and has no time zone, as in ${shownValue(value)}, ${where}. It was read as day, month and year, in ${timeZone}.`,
	dottedUtc: ({ name, value, where }) =>
		`${name} is written with dots, as in ${shownValue(value)}, ${where}. It was read as day, month and year.`,
	decimalComma: ({ name, value, where }) =>
		`${name} has a decimal comma, as in ${shownValue(value)}, ${where}. It was sent as the text that it is, since the field may hold any text.`,
	language: ({ name, value, where }) =>
		`${name} is only a language, as in ${shownValue(value)}, ${where}. It was sent with the country of the row.`,
};

/** How many sentences there may be: nobody reads more. */
const MOST_SENTENCES = 50;

interface Counted {
	told: Told;
	name: string;
	/** The first value's row, from 1. */
	first: number;
	value: unknown;
	rows: number;
}

/** Counts what is told about values, for the rows that are sent: one sentence for each kind and field. */
export class ToldValues {
	private readonly counted = new Map<string, Counted>();
	private pending: Array<Pick<Counted, 'told' | 'name' | 'value'>> = [];
	private hasMore = false;

	constructor(private readonly context: Pick<About, 'timeZone' | 'numberAdvice'>) {}

	/** Notes something about a value of the row that is being checked. */
	note(told: Told, name: string, value: unknown): void {
		this.pending.push({ told, name, value });
	}

	/** Ends a row. @param rowNumber from 1 */
	endRow(isSent: boolean, rowNumber: number): void {
		if (this.pending.length === 0) return;
		if (isSent) for (const one of this.pending) this.count(one, rowNumber);
		this.pending = [];
	}

	/** Forgets what was counted, for another reading of the same rows. */
	startOver(): void {
		this.counted.clear();
		this.hasMore = false;
	}

	sentences(): string[] {
		const sentences = [...this.counted.values()].map(({ told, name, value, rows, first }) =>
			SENTENCES[told]({ ...this.context, name: shownName(name), value, where: where(rows, first) }),
		);
		if (!this.hasMore) return sentences;
		return [...sentences, 'Values of more fields were left out, or read in ways such as these.'];
	}

	private count(one: Pick<Counted, 'told' | 'name' | 'value'>, rowNumber: number): void {
		const key = `${one.told} ${one.name}`;
		const counted = this.counted.get(key);
		if (counted !== undefined) counted.rows++;
		else if (this.counted.size >= MOST_SENTENCES) this.hasMore = true;
		else this.counted.set(key, { ...one, rows: 1, first: rowNumber });
	}
}

function where(rows: number, first: number): string {
	if (rows === 1) return `in row ${first}`;
	return `in ${rows.toLocaleString('en-US')} rows (the first is row ${first})`;
}
