import { until } from '../../../harness/processes/until.cts';

/**
 * Asserts again and again until it holds, for what a browser shows in its own time.
 *
 * @param assertion what is to hold; it fails by throwing
 * @param withinMs how long it may take to hold, in ms
 * @throws the last failure when the time is over
 */
export async function eventually(assertion: () => Promise<void>, withinMs = 15_000): Promise<void> {
	let failure: unknown;
	const holds = async (): Promise<true | undefined> => {
		try {
			await assertion();
			return true;
		} catch (error) {
			failure = error;
			return undefined;
		}
	};
	await until('it to hold', withinMs, holds).catch((error: unknown) => {
		throw failure ?? error;
	});
}
