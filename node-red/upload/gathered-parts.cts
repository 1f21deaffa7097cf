import type { AdvocateError } from '../../advocate/errors.ts';
import { quoted } from '../../advocate/shown.ts';
import type { Message, Parts } from '../runtime/message.cts';
import { endsSequence, holdsContent, wholeNumber, type PartMessage } from './part-message.cts';
import {
	cameAfterItsEnd,
	cameTwice,
	endOfWhich,
	notWhole,
	tooManyWaiting,
	typesDiffer,
} from './sequence-errors.cts';
import { contentsOf, wholeOf, type Part } from './whole-sequence.cts';

/** What has come of a sequence. */
interface OpenSequence {
	parts: Map<number, Part>;
	/** How many of them have a place: what CSV makes of a header line comes before the first. */
	placed: number;
	/** The properties that have come, where an object was split. */
	keys: Set<string>;
	/** What the rows of its parts are. */
	type: string;
	/** How many parts there are, once one of them has said so. */
	count?: number;
	/**
	 * Whether msg.complete has ended it: 'likely' if the message did not say which sequence it ends, so that
	 * others may still come.
	 */
	isEnded: boolean | 'likely';
	/** How long to wait for the next part (ms). */
	patience: number;
	/** When that is over (ms since the epoch). */
	dueAt: number;
	/** The last part with any content. Its other properties go on with the whole. */
	message: Message;
}

/** A sequence put together again. */
export interface Whole {
	payload: unknown;
	message: Message;
	/** Places, from 1, of parts that never came, of a sequence that msg.complete has ended. */
	missing: number[];
}

/** A sequence that did not come to its end: the error, and a message with what came of it. */
export interface GivenUp {
	error: AdvocateError;
	message: Message;
}

/** What is known when a message comes. */
export interface Taking {
	/** What the rows of the part are; empty if that is not known yet. */
	type?: string;
	/** Milliseconds since the epoch. */
	now: number;
	/** How long to wait for the next part (ms). */
	patience: number;
}

/** How many sequences of the past are remembered, so that later parts of one do not start it again. */
const MOST_REMEMBERED = 1_000;

/** How many missing places are worth knowing. */
const MOST_MISSING = 1_000;

/**
 * How long (ms) to wait for another part when msg.complete has ended a sequence, but parts are missing, or it
 * is not certain which sequence it ended. CSV ends a sequence of lines so, and gives nothing for a blank one;
 * but nodes in between may also have changed the order.
 */
const AFTER_COMPLETE = 5_000;

/**
 * Gathers the parts of split sequences, as Split, CSV, Batch and the file nodes make them, until each is
 * whole: by its number of parts, or by msg.complete.
 *
 * @param mostMessages how many messages may be kept waiting, Node-RED's `nodeMessageBufferMaxLength`; 0
 * for any number
 */
export class GatheredParts {
	private readonly sequences = new Map<string, OpenSequence>();
	/** Of which nothing is uploaded, as an error has said: their other parts are dropped. */
	private readonly dropped = new Recent<{ until: number }>();
	/** That were closed although parts may still come: the last place, and the missing ones before it. */
	private readonly closed = new Recent<{ end: number; missing: ReadonlySet<number> }>();
	private waiting = 0;

	constructor(private readonly mostMessages: number) {}

	/**
	 * Takes in a part.
	 *
	 * @param payload what the part adds to the whole
	 * @returns the whole once all parts are there: rows as an array, texts and buffers joined, an object
	 * with its properties; undefined before that
	 * @throws {AdvocateError} SETTINGS_INVALID when too many parts are waiting, for a part of another type than
	 * those before it, so that rows to delete never get among others, for one that comes twice, and for one
	 * that comes after the end
	 */
	take(message: PartMessage, payload: unknown, taking: Taking): Whole | undefined {
		const { parts } = message;
		const id = String(parts.id);
		if (this.isDropped(message, taking)) return undefined;
		const hasContent = holdsContent(message, payload);
		if (!hasContent && endsSequence(message)) return this.end(taking, id);
		if (this.isLate(id, parts)) throw cameAfterItsEnd();
		const { type = '', patience } = taking;
		const sequence = this.sequences.get(id) ?? begun(message, type, patience);
		this.sequences.set(id, sequence);
		sequence.count = wholeNumber(parts.count) ?? sequence.count;
		if (hasContent) this.add(sequence, message, payload, taking);
		if (endsSequence(message)) sequence.isEnded = true;
		wait(sequence, taking);
		if (isWhole(sequence)) return this.close(id, sequence);
		if (this.mostMessages > 0 && this.waiting > this.mostMessages) throw this.tooMany();
		return undefined;
	}

	/**
	 * Ends a sequence by a message without content. CSV sends one without an ID for a last line that is empty.
	 *
	 * @param id of the sequence; without one, the only one that is open
	 * @returns the whole; undefined if none is open, or while parts are still missing
	 * @throws {AdvocateError} SETTINGS_INVALID if it could be one of several
	 */
	end(taking: Taking, id?: string): Whole | undefined {
		if (id === undefined && this.sequences.size > 1) throw endOfWhich(this.sequences.size);
		const [only] = this.sequences.keys();
		const ended = id ?? only ?? '';
		const sequence = this.sequences.get(ended);
		if (sequence === undefined) return undefined;
		sequence.isEnded = id === undefined ? 'likely' : true;
		// The message takes the place of a last part, if that is all that is missing.
		const { count } = sequence;
		const missing = missingOf(sequence);
		if (missing.length === 1 && missing[0] === count) sequence.count = sequence.placed;
		wait(sequence, taking);
		return isWhole(sequence) ? this.close(ended, sequence) : undefined;
	}

	/** How many parts have arrived of the sequence that a part belongs to. */
	countOf({ id }: Parts): number {
		return this.sequences.get(String(id))?.parts.size ?? 0;
	}

	/** How many sequences are open, and how many parts have come of them. */
	get open(): { sequences: number; parts: number } {
		return { sequences: this.sequences.size, parts: this.waiting };
	}

	/** When the first sequence is due (ms since the epoch); undefined if none is open. */
	get nextDue(): number | undefined {
		let first: number | undefined;
		for (const { dueAt } of this.sequences.values()) first = Math.min(first ?? dueAt, dueAt);
		return first;
	}

	/**
	 * Takes out a sequence for which no part has come for too long: a whole if msg.complete has ended it, or one
	 * that is given up; undefined if there is none.
	 *
	 * @param now milliseconds since the epoch
	 */
	takeDue(now: number): Whole | GivenUp | undefined {
		const due = [...this.sequences].find(([, { dueAt }]) => dueAt <= now);
		if (due === undefined) return undefined;
		const [id, sequence] = due;
		if (sequence.isEnded !== false) return this.close(id, sequence);
		const { parts, count, patience, message } = sequence;
		const { parts: place, ...rest } = message;
		this.remember(id, sequence);
		const progress = {
			...{ came: parts.size, count, missing: missingOf(sequence) },
			isOfBuffer: place?.type === 'buffer' && (place.ch ?? '').length > 0,
		};
		return {
			error: notWhole(progress, patience / 1_000),
			message: { ...rest, payload: contentsOf(parts) },
		};
	}

	/** Forgets everything that is waiting. */
	clear(): void {
		this.sequences.clear();
		this.dropped.clear();
		this.closed.clear();
		this.waiting = 0;
	}

	private add(
		sequence: OpenSequence,
		message: PartMessage,
		payload: unknown,
		taking: Taking,
	): void {
		const { parts } = message;
		const { type = '', now, patience } = taking;
		if (type !== sequence.type) {
			this.drop(message, taking);
			throw typesDiffer(sequence.type, type);
		}
		const index = wholeNumber(parts.index) ?? sequence.parts.size;
		const key = parts.type === 'object' ? parts.key : undefined;
		const isKeyTwice = key !== undefined && sequence.keys.has(key);
		// Join keeps only the later one, but nothing may get lost.
		if (sequence.parts.has(index) || isKeyTwice) {
			this.drop(message, taking, now + patience);
			throw cameTwice(
				isKeyTwice ? `the property ${quoted(key)}` : `part ${Math.max(index, 0) + 1}`,
			);
		}
		if (key !== undefined) sequence.keys.add(key);
		if (index >= 0) sequence.placed++;
		sequence.parts.set(index, { payload, key });
		sequence.message = message;
		this.waiting++;
	}

	private close(id: string, sequence: OpenSequence): Whole {
		const { parts, message, isEnded } = sequence;
		const missing = missingOf(sequence);
		if (isEnded !== false) this.remember(id, sequence);
		else this.forget(id);
		return { payload: wholeOf(parts, message), message, missing };
	}

	/** Forgets a sequence, but not which of its parts may still come. */
	private remember(id: string, sequence: OpenSequence): void {
		this.forget(id);
		this.closed.set(id, { end: endOf(sequence), missing: new Set(missingOf(sequence)) });
	}

	private forget(id: string): void {
		this.waiting -= this.sequences.get(id)?.parts.size ?? 0;
		this.sequences.delete(id);
	}

	/** Whether a part belongs to a sequence that was closed without it. */
	private isLate(id: string, { index }: Parts): boolean {
		const closed = this.sequences.has(id) ? undefined : this.closed.get(id);
		if (closed === undefined) return false;
		const place = (wholeNumber(index) ?? closed.end) + 1;
		if (place > closed.end || closed.missing.has(place)) return true;
		// That one came, so this is another sequence with the same ID.
		this.closed.delete(id);
		return false;
	}

	/**
	 * The last part of a dropped sequence is the last one to be dropped, as the same ID may be used again; but
	 * where places come twice, none is certain to be the last, and others are dropped for as long as they come.
	 */
	private isDropped(message: PartMessage, { now, patience }: Taking): boolean {
		const { id, index, count } = message.parts;
		const dropped = this.dropped.get(String(id));
		if (dropped === undefined) return false;
		const isLast = (wholeNumber(index) ?? 0) >= (wholeNumber(count) ?? Infinity) - 1;
		const isOver = dropped.until < now;
		if (dropped.until < Infinity) dropped.until = now + patience;
		else if (isLast || endsSequence(message)) this.dropped.delete(String(id));
		if (isOver) this.dropped.delete(String(id));
		return !isOver;
	}

	/** @param until when other parts of it are no longer dropped (ms since the epoch), if not after the last */
	private drop(message: PartMessage, taking: Taking, until = Infinity): void {
		const id = String(message.parts.id);
		this.forget(id);
		this.dropped.set(id, { until });
		// If this is the last part, there are no others to drop.
		this.isDropped(message, taking);
	}

	private tooMany(): AdvocateError {
		for (const id of this.sequences.keys()) this.dropped.set(id, { until: Infinity });
		this.sequences.clear();
		this.waiting = 0;
		return tooManyWaiting(this.mostMessages);
	}
}

/** What is known of some sequences; of the oldest ones no longer. */
class Recent<T> {
	private readonly known = new Map<string, T>();

	get(id: string): T | undefined {
		return this.known.get(id);
	}

	set(id: string, value: T): void {
		this.known.delete(id);
		this.known.set(id, value);
		const [oldest = ''] = this.known.keys();
		if (this.known.size > MOST_REMEMBERED) this.known.delete(oldest);
	}

	delete(id: string): void {
		this.known.delete(id);
	}

	clear(): void {
		this.known.clear();
	}
}

function begun(message: PartMessage, type: string, patience: number): OpenSequence {
	return {
		...{ parts: new Map(), placed: 0, keys: new Set<string>(), message, type },
		...{ patience, isEnded: false, dueAt: Infinity },
	};
}

function wait(sequence: OpenSequence, { now, patience }: Taking): void {
	sequence.patience = patience;
	sequence.dueAt =
		now + (sequence.isEnded === false ? patience : Math.min(AFTER_COMPLETE, patience));
}

function isWhole(sequence: OpenSequence): boolean {
	const { placed, count, isEnded } = sequence;
	if (count !== undefined && placed >= count) return true;
	return isEnded === true && missingOf(sequence).length === 0;
}

/** The last place that is known of, from 1. */
function endOf({ parts, count = 0 }: OpenSequence): number {
	let end = count;
	for (const index of parts.keys()) end = Math.max(end, index + 1);
	return end;
}

/** The first of the places, from 1, of which no part has come. */
function missingOf(sequence: OpenSequence): number[] {
	const missing: number[] = [];
	const end = endOf(sequence);
	for (let place = 1; place <= end && missing.length < MOST_MISSING; place++) {
		if (!sequence.parts.has(place - 1)) missing.push(place);
	}
	return missing;
}
