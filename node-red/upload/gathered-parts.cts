import { AdvocateError } from '../../advocate/errors.ts';
import type { Message, Parts } from '../runtime/message.cts';

/** A message that is part of a sequence. */
export type PartMessage = Message & { parts: Parts };

/** A sequence that is not complete yet. */
interface Sequence {
	payloads: Map<number, { payload: unknown; key?: string }>;
	/** What the rows of its parts are. */
	type: string;
	count?: number;
	/** The last part with any content. Its other properties go on with the whole. */
	message: PartMessage;
}

/** A sequence put together again. */
export interface Whole {
	payload: unknown;
	message: PartMessage;
}

/** How many dropped sequences are remembered, so that later parts of one do not start it again. */
const MOST_DROPPED = 1_000;

/**
 * Gathers the parts of split sequences, as Split, CSV and the file nodes make them, until each is
 * complete.
 *
 * @param mostMessages how many messages may be kept waiting, Node-RED's `nodeMessageBufferMaxLength`; 0
 * for any number
 */
export class GatheredParts {
	private readonly sequences = new Map<string, Sequence>();
	private readonly dropped = new Set<string>();
	private waiting = 0;

	constructor(private readonly mostMessages: number) {}

	/**
	 * Takes in a part.
	 *
	 * @param payload what the part adds to the whole
	 * @param type what its rows are; empty if that is not known yet
	 * @returns the whole once all parts are there: rows as an array, texts and buffers joined, an object
	 * with its properties; undefined before that
	 * @throws {AdvocateError} SETTINGS_INVALID when too many parts are waiting, and for a part of another type than
	 * those before it, so that rows to delete never get among others
	 */
	take(message: PartMessage, payload: unknown, type = ''): Whole | undefined {
		const { parts } = message;
		if (this.isDropped(parts)) return undefined;
		const sequence = this.sequences.get(parts.id) ?? begun(message, type);
		this.sequences.set(parts.id, sequence);
		sequence.count = parts.count ?? sequence.count;
		if (!isEnd(parts, payload)) {
			if (type !== sequence.type) throw this.typesDiffer(message, sequence, type);
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

	/** How many parts have arrived of the sequence that a part belongs to. */
	countOf({ id }: Parts): number {
		return this.sequences.get(id)?.payloads.size ?? 0;
	}

	/** Forgets everything that is waiting. */
	clear(): void {
		this.sequences.clear();
		this.dropped.clear();
		this.waiting = 0;
	}

	/** The last part of a dropped sequence is the last one to be dropped: the same ID may be used again. */
	private isDropped({ id, index, count = Infinity }: Parts): boolean {
		const isDropped = this.dropped.has(id);
		if (index >= count - 1) this.dropped.delete(id);
		return isDropped;
	}

	private forget(id: string, { payloads }: Sequence): void {
		this.sequences.delete(id);
		this.waiting -= payloads.size;
	}

	/** Drops the sequence of a part. */
	private typesDiffer({ parts }: PartMessage, sequence: Sequence, type: string): AdvocateError {
		this.forget(parts.id, sequence);
		this.dropped.add(parts.id);
		// If this is the last part, there are no others to drop.
		this.isDropped(parts);
		return new AdvocateError(
			'SETTINGS_INVALID',
			`The parts of the split sequence are not all of one type: some are ${sequence.type}, and one is ${type}`,
			{
				hint: 'Nothing of this sequence was uploaded. Separate the rows by their type before they are split, or turn off "Gather the parts of a split sequence".',
			},
		);
	}

	private tooMany(): AdvocateError {
		for (const id of this.sequences.keys()) this.dropped.add(id);
		for (const id of [...this.dropped].slice(0, -MOST_DROPPED)) this.dropped.delete(id);
		this.sequences.clear();
		this.waiting = 0;
		return new AdvocateError(
			'SETTINGS_INVALID',
			`More than ${this.mostMessages} messages were waiting to be gathered, and were dropped`,
			{
				hint: 'None of them was uploaded. Raise nodeMessageBufferMaxLength in the settings of Node-RED, or give this node the file itself.',
			},
		);
	}
}

export function isPart(message: Message): message is PartMessage {
	const { parts } = message;
	if (typeof parts !== 'object' || parts === null) return false;
	return typeof parts.id === 'string' && Number.isInteger(parts.index);
}

function begun(message: PartMessage, type: string): Sequence {
	return { payloads: new Map(), message, type };
}

/**
 * If a file exactly fills its last chunk, File In sends one more message, which only says that it was the
 * last.
 */
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
