import { AdvocateError } from '../../advocate/errors.ts';
import type { Message, Parts } from '../runtime/message.cts';

/** A message that is one of a sequence. */
export type PartMessage = Message & { parts: Parts };

/** A sequence that is not whole yet. */
interface Sequence {
	payloads: Map<number, { payload: unknown; key?: string }>;
	count?: number;
	/** The last part with anything in it: what else is on it goes on with the whole. */
	message: PartMessage;
}

/** A sequence put together again. */
export interface Whole {
	payload: unknown;
	message: PartMessage;
}

/** Sequences let go that are remembered, so that what still comes of them does not begin anew. */
const MOST_LET_GO = 1_000;

/**
 * Gathers the parts of split sequences, as Split, CSV and the file nodes make them, until each is whole.
 *
 * @param mostMessages how many may be kept waiting, Node-RED's `nodeMessageBufferMaxLength`; 0 for any number
 */
export class GatheredParts {
	private readonly sequences = new Map<string, Sequence>();
	private readonly letGo = new Set<string>();
	private waiting = 0;

	constructor(private readonly mostMessages: number) {}

	/**
	 * Takes in a part.
	 *
	 * @param payload what it adds to the whole
	 * @returns the whole once all parts are there: rows as an array, texts and buffers put together, an
	 * object with its properties; undefined before that
	 * @throws {AdvocateError} SETTINGS_INVALID when too many parts wait
	 */
	take(message: PartMessage, payload: unknown): Whole | undefined {
		const { parts } = message;
		if (this.isLetGo(parts)) return undefined;
		const sequence = this.sequences.get(parts.id) ?? begun(message);
		this.sequences.set(parts.id, sequence);
		sequence.count = parts.count ?? sequence.count;
		if (!isEnd(parts, payload)) {
			if (!sequence.payloads.has(parts.index)) this.waiting++;
			sequence.payloads.set(parts.index, { payload, key: parts.key });
			sequence.message = message;
		}
		if (sequence.count !== undefined && sequence.payloads.size >= sequence.count) {
			this.forget(parts.id, sequence);
			return { payload: wholeOf(sequence), message: sequence.message };
		}
		if (this.mostMessages > 0 && this.waiting > this.mostMessages) throw this.tooMany();
		return undefined;
	}

	/** How many parts are there of the sequence that a part belongs to. */
	countOf({ id }: Parts): number {
		return this.sequences.get(id)?.payloads.size ?? 0;
	}

	/** Forgets all that waits. */
	clear(): void {
		this.sequences.clear();
		this.letGo.clear();
		this.waiting = 0;
	}

	/** Its last part is the last that is swallowed: the same ID may come again. */
	private isLetGo({ id, index, count = Infinity }: Parts): boolean {
		const isLetGo = this.letGo.has(id);
		if (index >= count - 1) this.letGo.delete(id);
		return isLetGo;
	}

	private forget(id: string, { payloads }: Sequence): void {
		this.sequences.delete(id);
		this.waiting -= payloads.size;
	}

	private tooMany(): AdvocateError {
		for (const id of this.sequences.keys()) this.letGo.add(id);
		for (const id of [...this.letGo].slice(0, -MOST_LET_GO)) this.letGo.delete(id);
		this.sequences.clear();
		this.waiting = 0;
		return new AdvocateError(
			'SETTINGS_INVALID',
			`More than ${this.mostMessages} messages waited to be gathered, and were let go`,
			{
				hint: 'Nothing of them was uploaded. Raise nodeMessageBufferMaxLength in the settings of Node-RED, or hand this node the file itself.',
			},
		);
	}
}

export function isPart(message: Message): message is PartMessage {
	const { parts } = message;
	if (typeof parts !== 'object' || parts === null) return false;
	return typeof parts.id === 'string' && Number.isInteger(parts.index);
}

function begun(message: PartMessage): Sequence {
	return { payloads: new Map(), message };
}

/** File In ends a file that fills its last chunk with a message that says only that it was the last. */
function isEnd({ index, count }: Parts, payload: unknown): boolean {
	return payload === undefined && count !== undefined && index >= count;
}

function wholeOf({ payloads, message }: Sequence): unknown {
	const { type, ch } = message.parts;
	const inOrder = [...payloads].sort(([a], [b]) => a - b).map(([, part]) => part);
	if (type === 'object') {
		return Object.fromEntries(inOrder.map(({ key, payload }) => [key ?? '', payload]));
	}
	const contents = inOrder.map(({ payload }) => payload);
	const separator = Buffer.from(type === 'string' || type === 'buffer' ? (ch ?? '') : '');
	if (contents.every((payload) => typeof payload === 'string') && type !== 'array') {
		return contents.join(separator.toString());
	}
	if (contents.every((payload) => Buffer.isBuffer(payload))) {
		return Buffer.concat(
			contents.flatMap((payload, i) => (i > 0 ? [separator, payload] : payload)),
		);
	}
	return contents.flat(1);
}
