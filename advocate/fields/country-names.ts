/**
 * Regions that CLDR has names for and ISO 3166-1 has no country for: exceptional reservations, Kosovo's private
 * code, groups, and codes for tests.
 */
const NO_COUNTRIES = new Set([
	...['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'XK', 'ZZ'],
]);

let codes: Map<string, string> | undefined;

/**
 * The ISO 3166-1 code of a country by its English name, as Unicode's CLDR has it (`Intl`), long or short: `Germany`,
 * `Hong Kong` and `Hong Kong SAR China`. Capitals, accents and punctuation do not matter.
 *
 * @returns undefined for a name of none, and for one of several
 */
export function countryNamed(name: string): string | undefined {
	codes ??= codesByName();
	const code = codes.get(plain(name));
	return code === '' ? undefined : code;
}

function codesByName(): Map<string, string> {
	const byName = new Map<string, string>();
	const styles = (['long', 'short'] as const).map(
		(style) => new Intl.DisplayNames('en', { type: 'region', style, fallback: 'none' }),
	);
	for (const code of countryCodes()) {
		for (const names of styles) {
			const name = plain(names.of(code) ?? '');
			// "US" and "UK" are short names, and codes to Advocate's rules.
			if (name.length <= 3) continue;
			const other = byName.get(name);
			byName.set(name, other === undefined || other === code ? code : '');
		}
	}
	return byName;
}

/** The codes that are in use: that of a country of former times stands for today's, and is passed over. */
function* countryCodes(): Generator<string> {
	for (const first of LETTERS) {
		for (const second of LETTERS) {
			const code = first + second;
			if (NO_COUNTRIES.has(code)) continue;
			if (new Intl.Locale(`und-${code}`).region === code) yield code;
		}
	}
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function plain(name: string): string {
	return name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll('&', 'and')
		.replace(/^st\b/, 'saint')
		.replace(/[^\p{L}]/gu, '');
}
