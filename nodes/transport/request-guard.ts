import type { AdvocateError } from '../../advocate/errors';
import { connectionError, executionCancelled, notInTime } from './connection-error';

/**
 * Ends a request when the execution is cancelled or the time it was given is over, and knows
 * afterwards which of the two it was: what n8n's helper throws then does not tell.
 */
export class RequestGuard {
	private readonly controller = new AbortController();
	private ended?: 'cancelled' | 'late';
	/** `setTimeout` is not to be had on n8n Cloud; these timers keep no process alive. */
	private timer?: AbortSignal;
	private readonly onCancel = () => this.end('cancelled');
	private readonly onLate = () => this.end('late');

	/** @param cancel tells that the execution was cancelled */
	constructor(private readonly cancel: AbortSignal | undefined) {
		if (cancel?.aborted === true) this.end('cancelled');
		cancel?.addEventListener('abort', this.onCancel, { once: true });
	}

	/** Aborted when the request is to end. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Gives the request so many milliseconds from now on, whatever it was given before. */
	allow(milliseconds: number): void {
		this.disarm();
		this.timer = AbortSignal.timeout(Math.ceil(milliseconds));
		this.timer.addEventListener('abort', this.onLate, { once: true });
	}

	/** Stops the clock until the next `allow`. */
	disarm(): void {
		this.timer?.removeEventListener('abort', this.onLate);
		this.timer = undefined;
	}

	/** Lets go of everything, once the request is over. */
	release(): void {
		this.disarm();
		this.cancel?.removeEventListener('abort', this.onCancel);
	}

	/** Why there is no answer: the end made here, else what was thrown. */
	reason(thrown: unknown, address: string): AdvocateError {
		if (this.ended === 'cancelled') return executionCancelled();
		return this.ended === 'late' ? notInTime(address) : connectionError(thrown, address);
	}

	private end(why: 'cancelled' | 'late'): void {
		this.ended ??= why;
		this.controller.abort();
	}
}
