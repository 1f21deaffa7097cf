import { connectionError, notInTime, workStopped } from './connection-error';
import type { HostTexts } from '../host-texts';
import { AdvocateError } from '../errors';
import { streamLike } from '../files/stream';
import { settled } from '../settled';
import type { ByteStream } from '../files/content';

/** How much longer (ms per byte) the answer to an upload may take while the file is stored: 1 s per MB. */
const STORING_TIME = 0.001;

/**
 * How long (ms) the answer to an upload may take once all of it has been sent.
 *
 * @param timeoutMs how long any other answer may take
 */
export function storingTime(timeoutMs: number, sizeBytes: number): number {
	return timeoutMs + sizeBytes * STORING_TIME;
}

/**
 * Ends a request when the work is stopped or its time is up, and remembers which of the two it was: what an
 * HTTP client throws then does not say.
 */
export class RequestGuard {
	private readonly controller = new AbortController();
	private ended?: 'stopped' | 'late';
	/** n8n Cloud forbids `setTimeout`; besides, these timers do not keep the process alive. */
	private timer?: AbortSignal;
	private whole?: AbortSignal;
	private readonly onStop = () => this.end('stopped');
	private readonly onLate = () => this.end('late');

	/** @param stop aborted when the work is stopped; undefined if it can't be */
	constructor(
		private readonly stop: AbortSignal | undefined,
		private readonly texts: HostTexts,
	) {
		if (stop?.aborted === true) this.end('stopped');
		stop?.addEventListener('abort', this.onStop, { once: true });
	}

	/** Aborted when the request must end. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Gives the request this many milliseconds from now, whatever it was given before. */
	allow(milliseconds: number): void {
		this.disarm();
		this.timer = AbortSignal.timeout(Math.ceil(milliseconds));
		this.timer.addEventListener('abort', this.onLate, { once: true });
	}

	/** Gives the request this many milliseconds in all, even while bytes keep moving. */
	limit(milliseconds: number): void {
		this.whole = AbortSignal.timeout(Math.ceil(milliseconds));
		this.whole.addEventListener('abort', this.onLate, { once: true });
	}

	/** @throws {AdvocateError} CANCELLED if the work was stopped before anything was sent */
	assertGoing(): void {
		if (this.signal.aborted) throw workStopped(this.texts);
	}

	/**
	 * Runs an exchange to its end.
	 *
	 * @param address where the request goes
	 * @throws {AdvocateError} why there is no answer
	 */
	async run<T>(address: string, exchange: () => Promise<T>): Promise<T> {
		this.assertGoing();
		const outcome = await settled(exchange());
		this.release();
		if ('value' in outcome) return outcome.value;
		if (outcome.thrown instanceof AdvocateError) throw outcome.thrown;
		throw this.reason(outcome.thrown, address);
	}

	/**
	 * Sends a request whose answer continues as a stream, to be read through `incoming`.
	 *
	 * @param milliseconds in which the answer must begin
	 * @throws {AdvocateError} why it does not
	 */
	async begin<T>(address: string, milliseconds: number, request: () => Promise<T>): Promise<T> {
		this.allow(milliseconds);
		const outcome = await settled(request());
		this.disarm();
		if ('value' in outcome) return outcome.value;
		this.release();
		throw this.reason(outcome.thrown, address);
	}

	/**
	 * A body as it comes in; one that ends early throws the reason. Only the time spent waiting for bytes
	 * counts, not the time the reader takes. Closing it releases everything.
	 *
	 * @param milliseconds in which the next bytes must come
	 */
	incoming(body: ByteStream, address: string, milliseconds: number): ByteStream {
		const stream = streamLike(body, this.chunksOf(body, address, milliseconds));
		stream.once('close', () => {
			this.release();
			body.destroy();
		});
		return stream;
	}

	private async *chunksOf(
		body: ByteStream,
		address: string,
		milliseconds: number,
	): AsyncGenerator<Uint8Array> {
		const chunks = body[Symbol.asyncIterator]();
		for (;;) {
			this.allow(milliseconds);
			const outcome = await settled(chunks.next());
			this.disarm();
			if ('thrown' in outcome) throw this.reason(outcome.thrown, address);
			if (outcome.value.done === true) return;
			yield outcome.value.value;
		}
	}

	/** Stops the clock until the next `allow`. */
	private disarm(): void {
		this.timer?.removeEventListener('abort', this.onLate);
		this.timer = undefined;
	}

	/** Releases everything, once the request is over. */
	private release(): void {
		this.disarm();
		this.whole?.removeEventListener('abort', this.onLate);
		this.stop?.removeEventListener('abort', this.onStop);
	}

	/** Why there is no answer: because the request was ended here, or else what was thrown. */
	private reason(thrown: unknown, address: string): AdvocateError {
		if (this.ended === 'stopped') return workStopped(this.texts);
		if (this.ended === 'late') return notInTime(address, this.texts);
		return connectionError(thrown, address, this.texts);
	}

	private end(why: 'stopped' | 'late'): void {
		this.ended ??= why;
		this.controller.abort();
	}
}
