import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import type { ImportJobType } from '../../advocate/api/job-types.ts';
import { IMPORT_FIELDS } from '../../advocate/fields/import-fields.ts';
import { AdvocateApi } from '../../credentials/AdvocateApi.credentials.ts';
import { root } from '../../harness/project.cts';
import { nodeClasses } from '../support/advocate-nodes.cts';
import { pageAt, pages } from './support/docs-pages.cts';
import { boldIn, codeIn, italicIn, type Table } from './support/markdown.cts';

/*
 * What the docs call a setting is what the editor calls it. In a table of settings the first column has labels in
 * bold, the second their defaults, and choices are in italics; in text, bold is a label, or ends with a full stop.
 */

/** Labels of n8n's own that the docs name, and of its own nodes. */
const OF_N8N = [
	...['On Error', 'Poll Times', 'Retry On Fail', 'Mapping Column Mode', 'File(s) Selector'],
	...['Execute workflow', 'Publish', 'Unpublish', 'Install', 'Settings → Community nodes'],
	...['⋯ → Import from file', 'Read CRM Export'],
];
const CHOICES_OF_N8N = [
	...['Map Automatically', 'Map Each Column Manually'],
	...['Continue', 'Continue (using error output)', 'Error'],
];

/** More choices than this are not listed one by one. */
const MOST_LISTED = 6;

interface Setting {
	label: string;
	property: INodeProperties;
}

const descriptions = nodeClasses.map((Node) => new Node().description as INodeTypeDescription);

/** What a builder can set: parameters, options within collections, and fields within these. */
function settingsOf(properties: readonly INodeProperties[]): Setting[] {
	return properties
		.filter(({ type }) => type !== 'notice')
		.flatMap((property) => {
			const { displayName: label, type, options = [] } = property;
			if (type === 'collection') return settingsOf(options as INodeProperties[]);
			const within = type === 'fixedCollection' ? options : [];
			const fields = within.flatMap((group) => ('values' in group ? group.values : []));
			return [{ label, property }, ...settingsOf(fields)];
		});
}

function choicesOf({ type, options = [] }: INodeProperties): INodePropertyOptions[] {
	return /^(options|multiOptions)$/.test(type) ? (options as INodePropertyOptions[]) : [];
}

function isTableOfSettings({ head }: Table): boolean {
	return /^(Parameter|Option|Filter)$/.test(head[0] ?? '');
}

describe.each(descriptions)('docs/nodes/$name.md', ({ name, properties, outputNames }) => {
	const page = pageAt(`docs/nodes/${name}.md`);
	const settings = settingsOf(properties.filter((property) => !isOfTool(property)));
	const rows = page
		.tables()
		.filter(isTableOfSettings)
		.flatMap((table) => table.rows)
		.map(([label = '', byDefault = '', text = '']) => ({
			label: boldIn(label)[0],
			byDefault,
			text,
		}));

	it('lists every setting of the node, and no other', () => {
		const labels = new Set(settings.map(({ label }) => label));
		expect(new Set(rows.map(({ label }) => label))).toEqual(labels);
	});

	it.each(rows)('says of $label what is so by default', ({ label, byDefault }) => {
		const defaults = settings
			.filter((setting) => setting.label === label)
			.map(({ property }) => shownDefault(property))
			// Where the editor shows nothing, the docs may say what that stands for.
			.map((shown) => (shown === '' && !/[`\d]/.test(byDefault) ? byDefault : shown));
		expect(defaults).toContain(byDefault);
	});

	it('lists the choices of a setting, and the numbers it takes', () => {
		const missing = settings.flatMap(({ label, property }) => {
			const choices = choicesOf(property).map((choice) => choice.name);
			const { minValue, maxValue } = property.typeOptions ?? {};
			const range =
				minValue === undefined || maxValue === undefined
					? []
					: [`${minValue.toLocaleString('en-US')} to ${maxValue.toLocaleString('en-US')}`];
			const texts = rows.filter((row) => row.label === label).map(({ text }) => text);
			const listed = choices.length > MOST_LISTED ? [] : choices;
			return [
				...listed.filter((choice) => !texts.some((text) => italicIn(text).includes(choice))),
				...range.filter((each) => !texts.some((text) => text.includes(each))),
			].map((what) => `${label}: ${what}`);
		});
		expect(missing).toEqual([]);
	});

	it('names no choice that the node does not have', () => {
		const known = new Set([
			...settings.flatMap(({ property }) => choicesOf(property).map((choice) => choice.name)),
			...CHOICES_OF_N8N,
			// Its own outputs, and those that its items come from.
			...descriptions.flatMap((each) => each.outputNames ?? []),
		]);
		const named = rows.flatMap(({ byDefault, text }) => [
			...italicIn(byDefault),
			...italicIn(text),
		]);
		expect(named.filter((choice) => !known.has(choice))).toEqual([]);
	});

	it('describes each output', () => {
		for (const output of outputNames ?? []) {
			expect(page.text).toMatch(new RegExp(`(\\*${output}\\*|### ${output}\n)`));
		}
	});
});

function shownDefault(property: INodeProperties): string {
	const { type, default: value } = property;
	const names = choicesOf(property)
		.filter((choice) => choice.value === value || (Array.isArray(value) && includes(value, choice)))
		.map((choice) => choice.name);
	if (names.length > 0) return names.join(', ');
	if (type === 'resourceMapper') return 'Map Automatically';
	if (type === 'resourceLocator')
		return shownDefault({ ...property, type: 'string', default: locatedBy(value) });
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	if (typeof value === 'number') return value.toLocaleString('en-US');
	return typeof value === 'string' && value !== '' ? `\`${value.replace(/^=/, '')}\`` : '';
}

/** What a locator holds. */
function locatedBy(value: INodeProperties['default']): string {
	const located =
		typeof value === 'object' && value !== null && 'value' in value ? value.value : '';
	return typeof located === 'string' ? located : '';
}

/** Whether a setting is there in a tool of an AI agent only; docs/nodes/README.md tells of these. */
function isOfTool({ displayOptions }: INodeProperties): boolean {
	return displayOptions?.show?.['@tool']?.includes(true) ?? false;
}

function includes(values: readonly unknown[], { value }: INodePropertyOptions): boolean {
	return values.includes(value);
}

/** Every text in Node-RED's editor. */
function nodeRedLabels(): string[] {
	const folder = join(root, 'node-red/nodes/locales/en-US');
	const texts = (value: unknown): string[] => {
		if (typeof value === 'string') return [value];
		return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
	};
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.flatMap((file) => texts(JSON.parse(readFileSync(join(folder, file), 'utf8'))));
}

const labels = new Set([
	...descriptions.flatMap(({ displayName, properties }) => [
		displayName,
		...settingsOf(properties).map(({ label }) => label),
		...properties.map((property) => property.displayName),
	]),
	...new AdvocateApi().properties.map((property) => property.displayName),
	...nodeRedLabels(),
	...OF_N8N,
]);

it.each([
	'README.md',
	'docs/rows-and-files.md',
	'docs/troubleshooting.md',
	'docs/api-unknowns.md',
	'docs/try-it-out.md',
	...pages.filter((path) => path.startsWith('docs/nodes/')),
])('%s names labels that are there', (path) => {
	const named = pageAt(path).bold();
	expect(named.filter((phrase) => !phrase.endsWith('.') && !labels.has(phrase))).toEqual([]);
});

it('the README lists each node with its outputs', () => {
	const [table] = pageAt('README.md').section('Operations').tables();
	const listed = table?.rows.map(([node = '', , outputs = '']) => [
		/\[(.+)\]/.exec(node)?.[1],
		italicIn(outputs),
	]);
	expect(listed).toEqual(
		descriptions.map(({ displayName, outputNames }) => [displayName, outputNames ?? []]),
	);
});

const types = descriptions
	.flatMap(({ properties }) => properties)
	.filter(({ name, type }) => name === 'type' && type === 'options')
	.flatMap(choicesOf)
	.filter(({ value }) => Object.hasOwn(IMPORT_FIELDS, String(value)));
const labelOfType = new Map(
	types.map(({ name, value }) => [String(value), name.replace('Import: ', '')]),
);

it.each([...labelOfType])(
	'docs/rows-and-files.md lists every field of %s, and no other',
	(type, label) => {
		const { required, optional, families } = IMPORT_FIELDS[type as ImportJobType];
		const [table] = pageAt('docs/rows-and-files.md').section('Fields').section(label).tables();
		const fields = (isRequired: boolean) =>
			(table?.rows ?? [])
				.filter((row) => (row[1] === 'yes') === isRequired)
				.flatMap(([cell = '']) => codeIn(cell))
				.sort();
		expect(fields(true)).toEqual([...required].sort());
		expect(fields(false)).toEqual([...optional, ...families.map((start) => `${start}…`)].sort());
	},
);
