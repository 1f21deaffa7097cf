/** Time, passed in so that tests need not wait. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Resolves after that many milliseconds, or rejects as soon as the work is cancelled. */
	sleep(milliseconds: number): Promise<void>;
}
