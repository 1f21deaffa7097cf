import { AdvocateError } from '../../advocate/errors.ts';
import type { Message, Parts } from '../runtime/message.cts';

/** A sequence that is not whole yet. */
interface Sequence {
	payloads: Map<number, unknown>;
	count?: number;
}

/**
 * Gathers the parts of split sequences, as Split, CSV and the file nodes make them, until each is whole.
 *
 * @param mostMessages how many may be kept waiting, Node-RED's `nodeMessageBufferMaxLength`; 0 for any number
 */
export class GatheredParts {
	private readonly sequences = new Map<string, Sequence>();
	private waiting = 0;

	constructor(private readonly mostMessages: number) {}

	/**
	 * Takes in a part.
	 *
	 * @param payload what it adds to the whole
	 * @returns the whole once all parts are there: rows as an array, texts and buffers put together;
	 * undefined before that
	 * @throws {AdvocateError} SETTINGS_INVALID when too many parts wait
	 */
	take({ parts }: { parts: Parts }, payload: unknown): { whole: unknown } | undefined {
		const sequence = this.sequences.get(parts.id) ?? { payloads: new Map<number, unknown>() };
		this.sequences.set(parts.id, sequence);
		sequence.count = parts.count ?? sequence.count;
		if (!sequence.payloads.has(parts.index)) this.waiting++;
		sequence.payloads.set(parts.index, payload);
		if (sequence.count !== undefined && sequence.payloads.size >= sequence.count) {
			this.forget(parts.id, sequence);
			return { whole: wholeOf(sequence, parts) };
		}
		if (this.mostMessages > 0 && this.waiting > this.mostMessages) {
			this.clear();
			throw tooMany(this.mostMessages);
		}
		return undefined;
	}

	/** How many parts are there of the sequence that a part belongs to. */
	countOf({ id }: Parts): number {
		return this.sequences.get(id)?.payloads.size ?? 0;
	}

	/** Forgets all that waits. */
	clear(): void {
		this.sequences.clear();
		this.waiting = 0;
	}

	private forget(id: string, { payloads }: Sequence): void {
		this.sequences.delete(id);
		this.waiting -= payloads.size;
	}
}

/** A message that is one of a sequence. */
export function isPart(message: Message): message is Message & { parts: Parts } {
	const { parts } = message;
	if (typeof parts !== 'object' || parts === null) return false;
	return typeof parts.id === 'string' && Number.isInteger(parts.index);
}

function wholeOf({ payloads }: Sequence, { type, ch = '' }: Parts): unknown {
	const inOrder = [...payloads].sort(([a], [b]) => a - b).map(([, payload]) => payload);
	const separator = Buffer.from(type === 'string' || type === 'buffer' ? ch : '');
	if (inOrder.every((payload) => typeof payload === 'string') && type !== 'array') {
		return inOrder.join(separator.toString());
	}
	if (inOrder.every((payload) => Buffer.isBuffer(payload))) {
		return Buffer.concat(inOrder.flatMap((payload, i) => (i > 0 ? [separator, payload] : payload)));
	}
	return inOrder.flat(1);
}

function tooMany(most: number): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`More than ${most} messages waited to be gathered, and were let go`,
		{
			hint: 'Nothing of them was uploaded. Raise nodeMessageBufferMaxLength in the settings of Node-RED, or hand this node the file itself.',
		},
	);
}
