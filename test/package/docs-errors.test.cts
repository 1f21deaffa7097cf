import { codeIn } from './support/markdown.cts';
import { pageAt, pages } from './support/docs-pages.cts';
import { unionOf } from './support/parsed-code.cts';
import { QuotedTexts } from './support/quoted-texts.cts';
import { sourceTexts, tellsWhatHappened } from './support/source-texts.cts';
import { HOLE } from './support/text-readings.cts';

/*
 * People look for the words they see. In these columns of a table each code span is a text of the nodes, word for word;
 * quoted-texts.cts says how the two are compared.
 */
const QUOTING = /^(You see|Reasons? on \*Rejected\*)$/;

const FOLDERS = ['advocate', 'nodes', 'node-red', 'credentials'];

/** Where n8n has the one text of its own that is quoted. */
const OF_N8N = 'node_modules/n8n-core/dist/execution-engine/node-execution-context/utils';

interface Quote {
	text: string;
	page: string;
	isOfN8n: boolean;
}

function quotesIn(column: RegExp): Quote[] {
	return pages.flatMap((page) =>
		pageAt(page)
			.tables()
			.flatMap(({ head, rows }) => {
				const at = head.findIndex((name) => column.test(name));
				return at < 0 ? [] : rows.map((row) => row[at] ?? '');
			})
			.flatMap((cell) =>
				codeIn(cell).map((text) => ({ text, page, isOfN8n: cell.includes("(n8n's own)") })),
			),
	);
}

const quotes = quotesIn(QUOTING);
const ownQuotes = quotes.filter(({ isOfN8n }) => !isOfN8n);

const texts = sourceTexts(FOLDERS);
const code = new QuotedTexts(texts.map(({ text }) => text));

describe('a quote and a text of the code', () => {
	const compared = new QuotedTexts([
		'create the job',
		`Could not ${HOLE}: this API key is not allowed to do that`,
		`There is no job "${HOLE}" in the tenant "${HOLE}"`,
		'It is empty. Look at the export.',
		`must be a date: ${HOLE}`,
		`${HOLE} is not an unambiguous date`,
	]);

	it.each([
		['Could not …: this API key is not allowed to do that'],
		['Could not create the job: this API key is not allowed to do that'],
		['There is no job "…" in the tenant "…"'],
		['There is no job "…" …'],
		['It is empty.'],
		['… must be a date: …'],
		['… must be a date: "3/14" is not an unambiguous date'],
	])('belong together: %s', (quote) => {
		expect(compared.matching(quote)).toHaveLength(1);
	});

	it.each([
		['a word is another', 'There is no import "…" in the tenant "…"'],
		['a word is left out', 'There is no job "…" in tenant "…"'],
		['a word is added', 'Could not …: this API key is not allowed to do that now'],
		['the end is missing, and nothing says so', 'There is no job "…" in the'],
		['the beginning is missing', 'this API key may do that'],
		[
			'a value is one that the code never has',
			'Could not bake a cake: this API key is not allowed to do that',
		],
		['a value stands where the code has words', 'It is ….'],
		['it says next to nothing', '…'],
		['it says next to nothing', 'Could …'],
	])('do not when %s: %s', (_why, quote) => {
		expect(compared.matching(quote)).toEqual([]);
	});
});

const hidden = (part: string) => ' '.repeat(part.length);

it('many texts are quoted', () => {
	expect(ownQuotes.length).toBeGreaterThan(150);
});

it('each quoted text is in the code, word for word', () => {
	const unknown = ownQuotes.filter(({ text }) => code.matching(text).length === 0);
	expect(unknown.map(({ page, text }) => `${page}: ${text}`)).toEqual([]);
});

it('no quoted text would be in the code with any of its words changed', () => {
	const lax = ownQuotes.flatMap(({ text }) =>
		// What comes in quotes behind other words is an example of a value.
		[...text.replace(/(?<= )"[^"]*"/g, hidden).matchAll(/\p{L}{3,}/gu)].flatMap(
			({ 0: word, index }) => {
				const changed = `${text.slice(0, index)}${word}q${text.slice(index + word.length)}`;
				return code.matching(changed).length > 0 ? [changed] : [];
			},
		),
	);
	expect(lax).toEqual([]);
});

it("n8n's own texts are in n8n's code", () => {
	const ofN8n = new QuotedTexts(sourceTexts([OF_N8N]).map(({ text }) => text));
	const own = quotes.filter(({ isOfN8n }) => isOfN8n);
	expect(own).toHaveLength(1);
	for (const { text } of own) expect(ofN8n.matching(text)).not.toEqual([]);
});

/** Texts that nobody has to look up. */
const NEEDS_NO_ADVICE = [
	// The credential works.
	`Connected to the tenant "${HOLE}"`,
	// No code comes there.
	'A credential test sends no files',
];

it('each text that says what went wrong has its place in the docs', () => {
	const told = texts.filter(tellsWhatHappened);
	const said = new Set(ownQuotes.flatMap((quote) => code.matching(quote.text)));
	const quoted = new Set(told.filter(({ text }) => said.has(text)).map(({ node }) => node));
	const missing = told
		.filter(
			({ node, text }) => !quoted.has(node) && !NEEDS_NO_ADVICE.some((one) => text.startsWith(one)),
		)
		.map(({ path, text }) => `${path}: ${text.replaceAll(HOLE, '…')}`);
	expect(told.length).toBeGreaterThan(150);
	expect(missing).toEqual([]);
});

it('each error code has its place in the docs, and no other has one', () => {
	const [table] = pageAt('docs/troubleshooting.md').section('Error codes').tables();
	const documented = table?.rows.flatMap(([cell = '']) => codeIn(cell)) ?? [];
	expect([...documented].sort()).toEqual(unionOf('AdvocateErrorCode', 'advocate').sort());
});
