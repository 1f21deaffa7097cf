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

let codes: ReadonlySet<string> | undefined;

/** Whether two capital letters are the code of a country today (ISO 3166-1). */
export function isCountryCode(code: string): boolean {
	return allCountryCodes().has(code);
}

/** The codes of all countries of today (ISO 3166-1). */
export function allCountryCodes(): ReadonlySet<string> {
	codes ??= countryCodes();
	return codes;
}

/** What may be meant by two capital letters that are no country's code, as a sentence; undefined if nobody knows. */
export function meantCountry(code: string): string | undefined {
	return Object.hasOwn(MISTAKEN, code) ? MISTAKEN[code] : undefined;
}

/** By `Intl`, whose list comes with Node.js. It still knows former codes, but writes them as today's. */
function countryCodes(): ReadonlySet<string> {
	const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
	const all = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
	const isOfToday = (code: string) => new Intl.Locale(`und-${code}`).region === code;
	return new Set(
		all.filter(
			(code) => names.of(code) !== undefined && isOfToday(code) && !NO_COUNTRIES.has(code),
		),
	);
}
