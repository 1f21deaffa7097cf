import { until } from '../../scripts/n8n/until.cts';
import { peakMemory } from './memory.cts';
import type { QueueMode } from './queue-mode.cts';

/** Installs and warm-up aside, an import takes seconds: nothing happens in so long only when it is stuck. */
const STUCK_MS = 600_000;

/** The worker that was killed, and what was lost with it. */
export interface KilledWorker {
	name: string;
	/** When, in ms since the epoch. */
	at: number;
	/** Jobs that there were by then. */
	jobs: number;
	/** Executions that were under way on it. */
	lost: string[];
	/** MB. */
	memory: number | undefined;
}

/**
 * Kills the first worker as soon as there are so many jobs and it is in the middle of something, and starts
 * it again as a supervisor would.
 *
 * @param jobs how many jobs there are to be
 */
export async function killedOnTheWay(
	{ parts: { sandbox, workers } }: QueueMode,
	jobs: number,
): Promise<KilledWorker> {
	const [worker] = workers;
	if (worker === undefined) throw new Error('There is no worker to kill');
	await until(`${jobs} jobs, and executions on ${worker.name}`, STUCK_MS, () => {
		const inTheMiddle = worker.log.underWay().length > 0;
		return (sandbox.jobs.list().length >= jobs && inTheMiddle) || undefined;
	});
	const { name, process } = worker;
	const memory = peakMemory(process.pid);
	await process.kill();
	const at = Date.now();
	const killed = {
		name,
		at,
		jobs: sandbox.jobs.list().length,
		lost: worker.log.underWay(),
		memory,
	};
	await process.startAgain();
	return killed;
}
