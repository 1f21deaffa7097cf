/**
 * How many times as long some work takes for four times as much: about 4 where its time grows with the size,
 * 16 where it grows with the square. Counts the time on the CPU, of the quickest of some runs, so that it
 * does not matter how fast the machine is, nor how busy.
 *
 * @param work something synchronous that takes milliseconds for the size, not less
 */
export function growth(work: (size: number) => void, size: number): number {
	return quickest(() => work(4 * size)) / quickest(() => work(size));
}

const RUNS = 3;

function quickest(work: () => void): number {
	const times = Array.from({ length: RUNS }, () => {
		const before = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(before);
		return user + system;
	});
	return Math.max(1, Math.min(...times));
}
