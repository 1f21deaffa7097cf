import type { AdvocateError } from '../../advocate/errors.ts';
import { cancelled, connectionError, notInTime } from './connection-error.cts';

/** Ends a request when the work is stopped or its time is over, and knows which of the two it was. */
export class Deadline {
	private readonly controller = new AbortController();
	private ended?: 'cancelled' | 'late';
	private timer?: NodeJS.Timeout;
	private readonly onCancel = () => this.end('cancelled');

	/** @param cancel aborted when the work is stopped */
	constructor(private readonly cancel: AbortSignal) {
		if (cancel.aborted) this.end('cancelled');
		cancel.addEventListener('abort', this.onCancel, { once: true });
	}

	/** Aborted when the request is to end. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Gives the request so many milliseconds from now on, whatever it was given before. */
	allow(milliseconds: number): void {
		this.disarm();
		this.timer = setTimeout(() => this.end('late'), milliseconds);
	}

	/** Stops the clock until the next `allow`. */
	disarm(): void {
		clearTimeout(this.timer);
	}

	/** Lets go of everything, once the request is over. */
	release(): void {
		this.disarm();
		this.cancel.removeEventListener('abort', this.onCancel);
	}

	/** Why there is no answer: the end made here, else what was thrown. */
	reason(thrown: unknown, address: string): AdvocateError {
		if (this.ended === 'cancelled') return cancelled();
		return this.ended === 'late' ? notInTime(address) : connectionError(thrown, address);
	}

	private end(why: 'cancelled' | 'late'): void {
		this.ended ??= why;
		this.controller.abort();
	}
}
