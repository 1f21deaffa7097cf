import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createContext, runInContext, type Context } from 'node:vm';

const folder = resolve(__dirname, '../../../node-red');

/** What of a node's definition the tests look at. */
export interface NodeDefinition {
	defaults: Record<
		string,
		{
			value: unknown;
			required?: boolean;
			/** Called on the node. */
			validate?: (this: object, value: unknown, options?: object) => boolean | string;
		}
	>;
	/** Called on the node. */
	outputLabels?: (this: object, index: number) => string;
	/** Called on the node when its form opens. */
	oneditprepare?: (this: object) => void;
}

/** A node as the editor knows it. */
export interface EditorNode extends NodeDefinition {
	/** The HTML of its form. */
	form: string;
	/** Fills the form, with a jQuery for it. */
	prepare(node: object, $: unknown): void;
}

/** The nodes as their HTML registers them with Node-RED's editor, by type. */
export function editorNodes(): Map<string, EditorNode> {
	const nodes = new Map<string, EditorNode>();
	const files = readdirSync(join(folder, 'nodes')).filter((file) => file.endsWith('.html'));
	for (const file of files) {
		const html = readFileSync(join(folder, 'nodes', file), 'utf8');
		const template = { textContent: '' };
		const window = {};
		// Nothing is open, so that no field is found.
		const nothing = () => ({ length: 0, append: () => undefined });
		const context: Context = createContext({
			window,
			RED: {
				_: (key: string) => key,
				validators: { typedInput: () => () => true },
				utils: { validateTypedProperty },
				events: { on: () => undefined },
				settings: { advocateTenantImportTypes: [], advocateTenantExportTypes: [] },
				nodes: {
					filterNodes: () => [],
					registerType: (
						type: string,
						{ defaults, oneditprepare, outputLabels }: NodeDefinition,
					) => {
						nodes.set(type, {
							...{ defaults, outputLabels, form: template.textContent },
							prepare(node, $) {
								context['$'] = $;
								oneditprepare?.call(node);
							},
						});
					},
				},
			},
			document: { querySelector: () => template },
			$: nothing,
		});
		runInContext(readFileSync(join(folder, 'resources/editor.js'), 'utf8'), context);
		runInContext(scriptOf(html), context);
	}
	return nodes;
}

/** As much of Node-RED's own as the tests ask for: a text says what is wrong. */
function validateTypedProperty(value: string, type: string): true | string {
	return type === 'num' && Number.isNaN(Number(value)) ? 'Invalid number' : true;
}

/** The kind of value that the form of advocate-upload shows for a column set by hand. */
export function kindShown(column: object): unknown {
	let kind: unknown;
	/** Any element, which takes every call: only what the test asks for is kept. */
	const element: unknown = new Proxy(() => undefined, {
		get: (_target, method) => (method === 'length' ? 0 : call(String(method))),
	});
	const call =
		(method: string) =>
		(...given: unknown[]) => {
			if (method === 'typedInput' && given[0] === 'type' && given.length > 1) kind = given[1];
			const [settings] = given as Array<{ addItem?: (...item: unknown[]) => void }>;
			if (method === 'editableList') settings?.addItem?.(element, 0, column);
			return method === 'toArray' ? [] : element;
		};
	const node = { _: (key: string) => key };
	editorNodes()
		.get('advocate-upload')
		?.prepare(node, () => element);
	return kind;
}

function scriptOf(html: string): string {
	return /<script type="text\/javascript">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
}

/** The texts of a node in a language, by their keys: `labels.name` and the like. */
export function textsOf(type: string, language = 'en-US'): Map<string, string> {
	const path = join(folder, 'nodes/locales', language, `${type}.json`);
	return new Map(flat(JSON.parse(readFileSync(path, 'utf8')) as Texts));
}

interface Texts {
	[key: string]: string | Texts;
}

function flat(texts: Texts, prefix = ''): Array<[string, string]> {
	return Object.entries(texts).flatMap(([key, value]) =>
		typeof value === 'string'
			? [[prefix + key, value] as [string, string]]
			: flat(value, `${prefix}${key}.`),
	);
}

/** The help of a node in a language, with what it shares with others filled in. */
export function helpOf(type: string, language = 'en-US'): string {
	const html = readFileSync(join(folder, 'nodes/locales', language, `${type}.html`), 'utf8');
	const whole = html.replaceAll(/<!-- help: ([\w-]+) -->/g, (_, name: string) =>
		readFileSync(join(folder, 'help', language, `${name}.html`), 'utf8'),
	);
	// Lines are broken within tags where a language has no spaces.
	return whole.replaceAll(/\s+>/g, '>');
}

/** The help of all nodes in a language as it is written, by file: what is shared stands in files of its own. */
export function writtenHelp(language = 'en-US'): Map<string, string> {
	const folders = [join(folder, 'nodes/locales', language), join(folder, 'help', language)];
	const paths = folders.flatMap((from) =>
		readdirSync(from)
			.filter((file) => file.endsWith('.html'))
			.map((file) => join(from, file)),
	);
	return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}
