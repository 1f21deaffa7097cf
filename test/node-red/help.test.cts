import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { editorNodes, helpOf, textsOf, writtenHelp } from './support/editor-forms.cts';

/** The text of HTML, on one line. */
function textOf(html: string): string {
	return html
		.replaceAll(/<[^>]+>/g, '')
		.replaceAll(/\s+/g, ' ')
		.trim();
}

function definitions(html: string, tag: 'dt' | 'dd'): string[] {
	return [...html.matchAll(new RegExp(`<${tag}[ >].*?</${tag}>`, 'gs'))].map(([found]) =>
		textOf(found.replace(/<span class="property-type">.*?<\/span>/s, '')),
	);
}

const LANGUAGES = readdirSync(resolve(__dirname, '../../node-red/nodes/locales'));

describe.each(LANGUAGES)('in %s', (language) => {
	it('says nothing twice: what nodes share stands in a file of its own', () => {
		const said = [...writtenHelp(language).values()].flatMap((html) => definitions(html, 'dd'));
		expect(said.length).toBeGreaterThan(50);
		expect(said.filter((text, index) => said.indexOf(text) !== index)).toEqual([]);
	});

	it.each([...editorNodes()])('explains every setting of %s by its label', (type, { form }) => {
		const own = textsOf(type, language);
		const shared = textsOf('advocate-tenant', language);
		const labels = [...form.matchAll(/data-i18n="([^"]*?)(labels\.\w+)"/g)]
			.filter(([, , key]) => key !== 'labels.name')
			.map(([, from = '', key = '']) => (from === '' ? own : shared).get(key));
		const explained = definitions(helpOf(type, language), 'dt');
		expect(labels.length).toBeGreaterThan(0);
		expect(labels.filter((label) => !explained.includes(label ?? ''))).toEqual([]);
	});
});
