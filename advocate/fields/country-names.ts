import { allCountryCodes } from './countries';

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
	for (const code of allCountryCodes()) {
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

function plain(name: string): string {
	return name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll('&', 'and')
		.replace(/^st\b/, 'saint')
		.replace(/[^\p{L}]/gu, '');
}
