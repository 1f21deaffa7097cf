/** The outcome of some work: its value, or what it threw. */
export async function settled<T>(work: Promise<T>): Promise<{ value: T } | { thrown: unknown }> {
	return await work.then(
		(value) => ({ value }),
		(thrown: unknown) => ({ thrown }),
	);
}

/** The same of work that is done at once. */
export function attempted<T>(work: () => T): { value: T } | { thrown: unknown } {
	try {
		return { value: work() };
	} catch (thrown) {
		return { thrown };
	}
}
