/** The outcome of some work: its value, or what it threw. */
export async function settled<T>(work: Promise<T>): Promise<{ value: T } | { thrown: unknown }> {
	return await work.then(
		(value) => ({ value }),
		(thrown: unknown) => ({ thrown }),
	);
}
