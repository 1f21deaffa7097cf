/** A size as a node's status shows it. */
export function megabytes(bytes: number): string {
	return bytes < 100_000
		? `${Math.ceil(bytes / 1_000)} kB`
		: `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The time left as a node's status shows it. */
export function timeLeft(milliseconds: number): string {
	const seconds = Math.max(0, Math.round(milliseconds / 1_000));
	return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
