import { allCountryCodes } from '../../../advocate/fields/countries.ts';
import { countryOfThreeLetters } from '../../../advocate/fields/country-codes.ts';
import { countryNamed } from '../../../advocate/fields/country-names.ts';

test.each([
	['Germany', 'DE'],
	[' united states ', 'US'],
	['United Kingdom', 'GB'],
	['Côte d’Ivoire', 'CI'],
	["Cote d'Ivoire", 'CI'],
	['Hong Kong', 'HK'],
	['Hong Kong SAR China', 'HK'],
	['Bosnia and Herzegovina', 'BA'],
	['Saint Lucia', 'LC'],
	['Georgia', 'GE'],
	['Namibia', 'NA'],
	['Palestine', 'PS'],
	['France', 'FR'],
	['Russia', 'RU'],
	['Serbia', 'RS'],
	['Kosovo', 'XK'],
	['United States of America', 'US'],
	['Great Britain', 'GB'],
	['Turkey', 'TR'],
	['Russian Federation', 'RU'],
	['Iran, Islamic Republic of', 'IR'],
	// In its own language, wherever the file comes from.
	['Deutschland', 'DE'],
	['ÖSTERREICH', 'AT'],
	['osterreich', 'AT'],
	['Schweiz', 'CH'],
	['España', 'ES'],
	['Italia', 'IT'],
	['Nederland', 'NL'],
	['Polska', 'PL'],
	['Türkiye', 'TR'],
	['Россия', 'RU'],
	['Ελλάδα', 'GR'],
	['日本', 'JP'],
	['中国', 'CN'],
	['भारत', 'IN'],
	// In the languages of exports.
	['Frankreich', 'FR'],
	['Vereinigte Staaten', 'US'],
	['Allemagne', 'DE'],
	['Suisse', 'CH'],
	['Reino Unido', 'GB'],
	['Kongo-Kinshasa', 'CD'],
	// ISO 3166-1 alpha-3.
	['CAN', 'CA'],
	[' deu ', 'DE'],
	['USA', 'US'],
	['NAM', 'NA'],
])('%j is %s', (name, code) => expect(countryNamed(name)).toBe(code));

test.each([
	...['', 'DE', 'US', 'UK', 'EU', 'Europe', 'European Union', 'Europa', 'Congo', 'Guyane', 'Korea'],
	// Codes of sports and of cars, of groups, and for tests.
	...['GER', 'SUI', 'UAE', 'EUR', 'XXX', 'ZZZ', 'x'.repeat(1_000)],
])('%j is no name of one country', (name) => expect(countryNamed(name)).toBeUndefined());

test('every code of three letters is that of one country, and every country has one', () => {
	const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
	const codes = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)));
	const countries = codes.flatMap((code) => countryOfThreeLetters(code) ?? []);
	// Kosovo is not in ISO 3166-1.
	expect(new Set([...countries, 'XK'])).toEqual(new Set(allCountryCodes()));
	expect(countries).toHaveLength(249);
});

test('every country of ISO 3166-1 has a name by which it is found', () => {
	const names = new Intl.DisplayNames('en', { type: 'region' });
	const found = ['AF', 'AX', 'BQ', 'CD', 'CG', 'GG', 'MM', 'TL', 'ZW'].map((code) =>
		countryNamed(names.of(code) ?? ''),
	);
	expect(found).toEqual(['AF', 'AX', 'BQ', 'CD', 'CG', 'GG', 'MM', 'TL', 'ZW']);
});
