const LONG = /\d{16}/;
const TEXTS = /"[^"\\]*(?:\\[^][^"\\]*)*"/g;
const NUMBERS = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const WHOLE = /^-?\d{16,}$/;

/**
 * The first whole number in a line of JSON that loses digits when it is read, as every number past 2^53 may:
 * `12345678901234567890` becomes `12345678901234567000`.
 *
 * @param line JSON that can be read
 */
export function numberLosingDigits(line: string): string | undefined {
	if (!LONG.test(line)) return undefined;
	const numbers = line.replace(TEXTS, '').match(NUMBERS) ?? [];
	return numbers.find((number) => WHOLE.test(number) && losesDigits(number));
}

/** How many digits a number can have: with more, it is read as infinite. */
const MOST_DIGITS = 308;

function losesDigits(whole: string): boolean {
	return whole.length > MOST_DIGITS || BigInt(whole) !== BigInt(Number(whole));
}
