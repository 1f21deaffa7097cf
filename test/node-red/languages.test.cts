import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { editorNodes, helpOf, textsOf, writtenHelp } from './support/editor-forms.cts';

/* Whoever reads only one language of the editor finds in it all that the English one says. */

const folder = resolve(__dirname, '../../node-red');
const LANGUAGES = readdirSync(join(folder, 'nodes/locales'));
const OTHERS = LANGUAGES.filter((language) => language !== 'en-US');

/** Names of nodes and of formats, and numbers. */
const SAME_EVERYWHERE = [
	'advocate create job',
	'advocate export',
	'advocate import',
	'advocate hook',
	'advocate job status',
	'advocate upload',
	'advocate validate',
	'advocate wait',
	'advocate watch',
	'CSV',
	'Excel (XLSX)',
	'JSON Lines',
	'0',
	'1',
];
/** Words that a language has in common with English. */
const SAME_IN: Record<string, string[]> = {
	de: ['Name', 'Status', 'Job'],
	fr: ['Tenant', 'Type', 'type', 'Source', 'segments'],
};

const TYPES = [...editorNodes().keys()];

function filesOf(within: string, language: string): string[] {
	return readdirSync(join(folder, within, language)).sort();
}

/** What fits a pattern, whatever the order of words in a language. */
function found(pattern: RegExp, text: string): string[] {
	return [...text.matchAll(pattern)].map(([match]) => match.replaceAll(/\s+/g, ' ')).sort();
}

it('is there in German, French and Japanese', () => {
	expect(OTHERS).toEqual(['de', 'fr', 'ja']);
});

describe.each(OTHERS)('in %s', (language) => {
	it.each(['nodes/locales', 'help'])('%s has the files that English has', (within) => {
		expect(filesOf(within, language)).toEqual(filesOf(within, 'en-US'));
	});

	it.each(TYPES)('%s has every text, in the order of the English ones', (type) => {
		const texts = textsOf(type, language);
		expect([...texts.keys()]).toEqual([...textsOf(type).keys()]);
		expect([...texts.values()].filter((text) => text.trim() === '')).toEqual([]);
	});

	it.each(TYPES)('%s fills the same values into its texts', (type) => {
		const filledIn = (texts: Map<string, string>) =>
			[...texts].map(([key, text]) => [key, found(/__\w+__/g, text)]);
		expect(filledIn(textsOf(type, language))).toEqual(filledIn(textsOf(type)));
	});

	it.each(TYPES)('%s says the same of code, and explains as much', (type) => {
		const parts = (help: string) => ({
			code: found(/<code>.*?<\/code>/gs, help),
			shape: found(/<(?:h3|h4|dt|dd|li|p|i|b)\b/g, help),
		});
		expect(parts(helpOf(type, language))).toEqual(parts(helpOf(type)));
	});

	it('shares the same help', () => {
		const includes = (help: Map<string, string>) =>
			[...help.values()].map((html) => found(/<!-- help: [\w-]+ -->/g, html));
		expect(includes(writtenHelp(language))).toEqual(includes(writtenHelp()));
	});

	it('is translated', () => {
		const alike = [...SAME_EVERYWHERE, ...(SAME_IN[language] ?? [])];
		const untranslated = TYPES.flatMap((type) => {
			const english = textsOf(type);
			return [...textsOf(type, language)].filter(([key, text]) => text === english.get(key));
		});
		expect(untranslated.filter(([, text]) => !alike.includes(text))).toEqual([]);
	});
});

/** What is set in italics: the editor shows it in these words. */
function namedIn(help: string): string[] {
	return [...help.matchAll(/<i>(.*?)<\/i>/gs)].map(([, name = '']) => name.replaceAll(/\s+/g, ' '));
}

it.each(LANGUAGES)('calls in the help of %s what is on the screen by its name', (language) => {
	const shared = [...textsOf('advocate-tenant', language).values()];
	const unknown = TYPES.flatMap((type) => {
		const texts = [...textsOf(type, language).values(), ...shared];
		return namedIn(helpOf(type, language)).filter((name) => !texts.includes(name));
	});
	expect(unknown).toEqual([]);
});
