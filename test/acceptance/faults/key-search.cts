/** A text that holds a key, and where it was found. */
export interface FoundKey {
	where: string;
	form: string;
}

/**
 * Looks for an API key, in whatever form a key travels, in all text within a value: texts, names of
 * fields, errors with their stacks and causes, buffers.
 *
 * Written apart from the nodes' own masking, so that a form missed there is not missed here too.
 *
 * @param where what the value is, to begin the path with
 */
export function findKey(value: unknown, apiKey: string, where: string): FoundKey[] {
	const forms = formsOf(apiKey);
	const found: FoundKey[] = [];
	walk(value, where, new Set(), (text, path) => {
		for (const [form, needle] of forms) {
			if (text.includes(needle)) found.push({ where: path, form });
		}
	});
	return found;
}

function formsOf(apiKey: string): Array<[form: string, needle: string]> {
	const inJson = JSON.stringify(apiKey).slice(1, -1);
	const inUrl = encodeURIComponent(apiKey);
	const basic = Buffer.from(`:${apiKey}`);
	const alone = Buffer.from(apiKey);
	const latin1 = Buffer.from(`:${apiKey}`, 'latin1');
	return [
		['as it is', apiKey],
		['in JSON', inJson],
		['in JSON twice', JSON.stringify(inJson).slice(1, -1)],
		['in ASCII JSON', inJson.replace(/[^\x20-\x7e]/g, asciiEscape)],
		['in a URL', inUrl],
		['in a URL, lower case', inUrl.replace(/%../g, (code) => code.toLowerCase())],
		['in a form', new URLSearchParams({ k: apiKey }).toString().slice(2)],
		['Base64 of a Basic header', basic.toString('base64')],
		['Base64url of a Basic header', basic.toString('base64url')],
		['Base64 of a Latin-1 Basic header', latin1.toString('base64')],
		['Base64', alone.toString('base64')],
		['hexadecimal', alone.toString('hex')],
	];
}

function asciiEscape(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function walk(
	value: unknown,
	path: string,
	seen: Set<object>,
	onText: (text: string, path: string) => void,
): void {
	if (typeof value === 'string') return onText(value, path);
	if (typeof value !== 'object' || value === null || seen.has(value)) return;
	seen.add(value);
	if (ArrayBuffer.isView(value)) {
		const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
		return onText(bytes.toString(), path);
	}
	if (value instanceof Map || value instanceof Set) {
		return walk([...value], path, seen, onText);
	}
	// An error's message, stack and cause are its own but not enumerable.
	for (const name of Object.getOwnPropertyNames(value)) {
		onText(name, `${path} (name of a field)`);
		walk(Reflect.get(value, name), `${path}.${name}`, seen, onText);
	}
}
