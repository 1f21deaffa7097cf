/** Time, handed in so that tests need not wait. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Ends after so many milliseconds, or rejects as soon as the work is cancelled. */
	sleep(milliseconds: number): Promise<void>;
}
