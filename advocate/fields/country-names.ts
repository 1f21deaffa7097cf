import { allCountryCodes } from './countries';
import { countryOfThreeLetters } from './country-codes';

/** By names without what does not matter in them; '' for a name of several. */
type CodesByName = ReadonlyMap<string, string>;

let english: CodesByName | undefined;
let others: CodesByName | undefined;

/** What names have been found to mean: a file has few, again and again. */
const known = new Map<string, string | undefined>();
const MOST_KNOWN = 2_000;

/**
 * The ISO 3166-1 code of a country by its code of three letters, or by its name, long or short, as Unicode's CLDR has it
 * (`Intl`): in English, German, French or Spanish, or in its own language. `CAN`, `Germany`, `Deutschland`,
 * `Allemagne`, `Hong Kong`, `Hong Kong SAR China` and `日本`. Capitals, accents and punctuation do not matter.
 *
 * @returns undefined for a name of none, and for one of several, such as `Congo`
 */
export function countryNamed(name: string): string | undefined {
	if (known.has(name)) return known.get(name);
	const code = lookedUp(name);
	if (known.size >= MOST_KNOWN) known.clear();
	if (name.length <= LONGEST_NAME) known.set(name, code);
	return code;
}

/** Whether a name, in any of these languages, is that of several countries, or the first word of several. */
export function isNameOfSeveral(name: string): boolean {
	if (name.length > LONGEST_NAME) return false;
	const looked = plain(name);
	return namesInEnglish().get(looked) === '' || namesInOthers().get(looked) === '';
}

/** No name of a country is longer. */
const LONGEST_NAME = 100;

function lookedUp(name: string): string | undefined {
	if (name.length > LONGEST_NAME) return undefined;
	const letters = name.trim();
	if (/^[a-z]{3}$/i.test(letters)) return countryOfThreeLetters(letters.toUpperCase());
	const looked = plain(name);
	return namesInEnglish().get(looked) || namesInOthers().get(looked) || undefined;
}

function namesInEnglish(): CodesByName {
	english ??= englishNames();
	return english;
}

function namesInOthers(): CodesByName {
	others ??= otherNames(namesInEnglish());
	return others;
}

/**
 * Names that CLDR does not have: the short names of ISO 3166-1 where they are others, and what countries were called in
 * English until lately, of which no other country has one.
 */
const ALSO_CALLED: Readonly<Record<string, string>> = {
	'Bolivia (Plurinational State of)': 'BO',
	'Brunei Darussalam': 'BN',
	'Cabo Verde': 'CV',
	'Czech Republic': 'CZ',
	'Great Britain': 'GB',
	'Holy See': 'VA',
	'Iran (Islamic Republic of)': 'IR',
	'Lao People’s Democratic Republic': 'LA',
	'Moldova (the Republic of)': 'MD',
	'Netherlands (Kingdom of the)': 'NL',
	'North Macedonia (the Republic of)': 'MK',
	'Republic of Korea': 'KR',
	'Republic of Moldova': 'MD',
	'Russian Federation': 'RU',
	'Syrian Arab Republic': 'SY',
	'Taiwan (Province of China)': 'TW',
	'Tanzania, United Republic of': 'TZ',
	'The Netherlands': 'NL',
	Turkey: 'TR',
	Türkiye: 'TR',
	'United Kingdom of Great Britain and Northern Ireland': 'GB',
	'United States of America': 'US',
	'Venezuela (Bolivarian Republic of)': 'VE',
	'Viet Nam': 'VN',
};

/** Languages in which exports come from anywhere, so that each country has a name in them. */
const OF_EXPORTS = ['de', 'fr', 'es'];

function englishNames(): CodesByName {
	const byName = new Map<string, string>();
	const codes = allCountryCodes();
	for (const names of namesIn('en')) {
		for (const code of codes) addName(byName, names.of(code), code);
	}
	for (const [name, code] of Object.entries(ALSO_CALLED)) addName(byName, name, code);
	return byName;
}

/** Names in other languages; none that is the first word of several in English, such as `Congo - Kinshasa`. */
function otherNames(englishOnes: CodesByName): CodesByName {
	const byName = new Map<string, string>();
	const ofExports = OF_EXPORTS.flatMap(namesIn);
	for (const code of allCountryCodes()) {
		const { language, script = '' } = new Intl.Locale(`und-${code}`).maximize();
		const own = namesIn(`${language}-${script}`);
		for (const names of [...ofExports, ...own]) addName(byName, names.of(code), code);
	}
	const firstWords = [...englishOnes.keys()];
	for (const name of byName.keys()) {
		if (firstWords.filter((other) => other.startsWith(name)).length > 1) byName.set(name, '');
	}
	return byName;
}

function addName(byName: Map<string, string>, given: string | undefined, code: string): void {
	const name = plain(given ?? '');
	// "US" and "UK" are short names, and codes to Advocate's rules.
	if (/^[a-z]{0,3}$/.test(name)) return;
	const other = byName.get(name);
	byName.set(name, other === undefined || other === code ? code : '');
}

/** Long and short names; none in a language that this Node.js does not have, as it would give them in another. */
function namesIn(language: string): Intl.DisplayNames[] {
	const both = (['long', 'short'] as const).map(
		(style) => new Intl.DisplayNames(language, { type: 'region', style, fallback: 'none' }),
	);
	const own = new Intl.Locale(language).language;
	return both.filter((names) => new Intl.Locale(names.resolvedOptions().locale).language === own);
}

/** A name without capitals and punctuation, and without the accents of Latin letters: in other scripts marks are letters. */
function plain(name: string): string {
	return name
		.normalize('NFD')
		.replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
		.normalize('NFC')
		.toLowerCase()
		.replaceAll('&', 'and')
		.replace(/^st\b/, 'saint')
		.replace(/[^\p{L}\p{M}]/gu, '');
}
