const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/**
 * Two letters that `Intl` has a name for and that are no country's code in ISO 3166-1: groups of countries, parts of
 * one, and codes for tests. Kosovo's `XK` is not in ISO 3166-1 either, but everyone writes it so.
 */
const NO_COUNTRIES = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));

/** What people write instead of a code that they mean for certain, or nearly so. */
const MISTAKEN: Record<string, string> = {
	UK: 'The United Kingdom is GB, and Ukraine is UA',
	EN: 'EN is a language, English',
	EL: 'Greece is GR',
};

/** What was found out of two letters: all of them take longer than a small import. */
const known = new Map<string, boolean>();
let regionNames: Intl.DisplayNames | undefined;

/** Whether two capital letters are the code of a country today (ISO 3166-1). */
export function isCountryCode(code: string): boolean {
	let isOne = known.get(code);
	if (isOne === undefined && /^[A-Z]{2}$/.test(code)) {
		isOne = isOfToday(code);
		known.set(code, isOne);
	}
	return isOne ?? false;
}

/** The codes of all countries of today (ISO 3166-1). */
export function allCountryCodes(): ReadonlySet<string> {
	const all = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
	return new Set(all.filter(isCountryCode));
}

/** What may be meant by two capital letters that are no country's code, as a sentence; undefined if nobody knows. */
export function meantCountry(code: string): string | undefined {
	return Object.hasOwn(MISTAKEN, code) ? MISTAKEN[code] : undefined;
}

/** By `Intl`, whose list comes with Node.js. It still knows former codes, but writes them as today's. */
function isOfToday(code: string): boolean {
	regionNames ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
	if (NO_COUNTRIES.has(code) || regionNames.of(code) === undefined) return false;
	return new Intl.Locale(`und-${code}`).region === code;
}
