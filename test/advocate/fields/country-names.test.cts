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
])('%j is %s', (name, code) => expect(countryNamed(name)).toBe(code));

test.each(['', 'DE', 'US', 'UK', 'EU', 'Europe', 'Deutschland', 'European Union', '日本', 'Congo'])(
	'%j is no name of one country',
	(name) => expect(countryNamed(name)).toBeUndefined(),
);

test('every country of ISO 3166-1 has a name by which it is found', () => {
	const names = new Intl.DisplayNames('en', { type: 'region' });
	const found = ['AF', 'AX', 'BQ', 'CD', 'CG', 'GG', 'MM', 'TL', 'ZW'].map((code) =>
		countryNamed(names.of(code) ?? ''),
	);
	expect(found).toEqual(['AF', 'AX', 'BQ', 'CD', 'CG', 'GG', 'MM', 'TL', 'ZW']);
});
