import { HOLE } from './text-readings.cts';

/*
 * A text quoted in the docs stands for one of the code if it says the same, letter by letter, from the beginning of a
 * sentence to the end of one. `…` in the quote is a value of the code, and as its last letter whatever follows. Where the
 * code has a value, the quote may have `…`, a text in quotes, a number, or a text that the code has elsewhere: a whole one
 * such as `create the job`, or a reason to the quote's end.
 */

/** Fewer words than this in common prove nothing. */
const FEWEST_WORDS = 2;

interface ComparedText {
	text: string;
	/** Where its sentences begin. */
	starts: number[];
}

interface Pair {
	quote: string;
	text: string;
	/** Whether the quote is the end of another, where that one's text has a value. */
	isWithin: boolean;
}

export class QuotedTexts {
	private readonly compared: ComparedText[];
	private readonly whole: ReadonlySet<string>;

	/** @param texts those of the code, with a HOLE for each value */
	constructor(texts: readonly string[]) {
		this.compared = [...new Set(texts)].map((text) => ({ text, starts: sentenceStarts(text) }));
		this.whole = new Set(texts.filter((text) => !text.includes(HOLE) && /\p{L}/u.test(text)));
	}

	/** The texts of the code that a quote stands for. */
	matching(quote: string): string[] {
		return this.compared.filter((each) => this.matches(quote, each)).map(({ text }) => text);
	}

	private matches(quote: string, { text, starts }: ComparedText): boolean {
		const field = /^(\S+) /.exec(quote)?.[1];
		const isReason = field !== undefined && (field === '…' || this.whole.has(field));
		return starts.some(
			(start) =>
				this.reaches({ quote, text, isWithin: false }, 0, start, '') ||
				// The name of the field stands before a reason, which the code knows without it.
				(isReason && this.reaches({ quote, text, isWithin: false }, field.length + 1, start, '')),
		);
	}

	/**
	 * Whether a quote and a text go on alike to their ends.
	 *
	 * @param common what both had in common so far
	 */
	private reaches(pair: Pair, at: number, from: number, common: string): boolean {
		const { quote, text } = pair;
		if (at === quote.length) return isSentenceEnd(text, from) && provesSomething(common);
		const isCut = quote[at] === '…' && at === quote.length - 1;
		if (isCut && provesSomething(common)) return true;
		const next = text[from];
		if (next === HOLE) {
			const after = from + 1;
			const isClear = pair.isWithin || provesSomething(common);
			const ends = this.valuesAt(quote, at, isClear);
			if (ends.some((end) => this.reaches(pair, end, after, `${common} `))) return true;
			return isClear && !pair.isWithin && this.isReason(quote.slice(at));
		}
		if (next === undefined || next !== quote[at]) return false;
		return this.reaches(pair, at + 1, from + 1, common + next);
	}

	/**
	 * Where a value of the code that begins here in the quote may end.
	 *
	 * @param isClear whether enough has been said before to take any text in quotes for the value
	 */
	private valuesAt(quote: string, at: number, isClear: boolean): number[] {
		const value = isClear ? /^(…|"[^"]*"|\d+([.,]\d+)*)/ : /^(…|"…"|\d+([.,]\d+)*)/;
		const shown = value.exec(quote.slice(at))?.[0];
		const ends = shown === undefined ? [] : [at + shown.length];
		for (let end = at + 1; end <= quote.length; end++) {
			if (this.whole.has(quote.slice(at, end))) ends.push(end);
		}
		return ends;
	}

	/** Whether the rest of a quote is another text of the code, from its beginning. */
	private isReason(rest: string): boolean {
		return this.compared.some(({ text }) =>
			this.reaches({ quote: rest, text, isWithin: true }, 0, 0, ''),
		);
	}
}

function sentenceStarts(text: string): number[] {
	return [0, ...[...text.matchAll(/[.:?] /g)].map(({ index }) => index + 2)];
}

function isSentenceEnd(text: string, at: number): boolean {
	const rest = text.slice(at);
	if (rest === '' || /^[.:?](\s|$)/.test(rest)) return true;
	return /[.:?]$/.test(text.slice(0, at)) && /^\s/.test(rest);
}

function provesSomething(common: string): boolean {
	return (common.match(/\p{L}{2,}/gu) ?? []).length >= FEWEST_WORDS;
}
