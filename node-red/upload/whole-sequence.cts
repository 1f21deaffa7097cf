import type { Message } from '../runtime/message.cts';

/** What one message adds to a sequence. */
export interface Part {
	payload: unknown;
	/** The name of the property, where an object was split. */
	key?: string;
}

/** What the parts hold, in their order. */
export function contentsOf(parts: ReadonlyMap<number, Part>): unknown[] {
	return inOrder(parts).map(({ payload }) => payload);
}

/**
 * Puts a sequence together: rows become an array, texts and buffers are joined, an object gets its properties
 * again.
 *
 * @param parts by their places, from 0
 * @param message the last one of the sequence
 */
export function wholeOf(parts: ReadonlyMap<number, Part>, message: Message): unknown {
	const { type, ch } = message.parts ?? {};
	if (type === 'object') {
		const entries = inOrder(parts).map(({ key, payload }) => [key ?? '', payload] as const);
		return Object.fromEntries(entries);
	}
	const contents = contentsOf(parts);
	const separator = Buffer.from(type === 'string' || type === 'buffer' ? (ch ?? '') : '');
	if (contents.length > 0 && contents.every((payload) => typeof payload === 'string')) {
		if (type !== 'array') return contents.join(separator.toString());
		const columns = message['columns' as keyof Message];
		if (typeof columns === 'string') return csvOf(contents, columns);
	}
	if (contents.length > 0 && contents.every((payload) => Buffer.isBuffer(payload))) {
		return Buffer.concat(
			contents.flatMap((payload, i) => (i > 0 ? [separator, payload] : payload)),
		);
	}
	// Batch sends null for a group without messages.
	if (contents.every((payload) => payload === null || payload === undefined)) return [];
	return contents.flat(1);
}

function inOrder(parts: ReadonlyMap<number, Part>): Part[] {
	return [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
}

/**
 * One text of those that CSV made of a sequence of objects, which may each begin with the header.
 *
 * @param columns the header, as CSV hands it on: with commas, whatever separates the cells
 */
function csvOf(texts: readonly string[], columns: string): string {
	const header = /^.*(?:\r\n|\n|\r)/.exec(texts[0] ?? '')?.[0] ?? '';
	if (header === '' || namesIn(header) !== namesIn(columns)) return texts.join('');
	return (
		header +
		texts.map((text) => (text.startsWith(header) ? text.slice(header.length) : text)).join('')
	);
}

function namesIn(header: string): string {
	return header.replace(/["\s]/g, '').replace(/[;|]/g, ',');
}
