import { executionsOf } from '../../../harness/n8n/executions.cts';
import { peakMemoryOf } from '../../../harness/processes/peak-memory.cts';
import { untilStuck } from '../../../harness/processes/until.cts';
import { lostExecutions, type LostExecution } from './lost-executions.cts';
import type { QueueMode } from './queue-mode.cts';

/** An import takes seconds, a worker's first a minute: no new job in so long, in ms, only when all is stuck. */
const STUCK_MS = 600_000;

/** The worker that was killed, and what was lost with it. */
export interface KilledWorker {
	name: string;
	/** When, in ms since the epoch. */
	at: number;
	/** Jobs that there were by then. */
	jobs: number;
	/** Imports that were under way on it. */
	lostImports: LostExecution[];
	/** Executions under way on it that were to tell the CRM of jobs. */
	lostWatchers: LostExecution[];
	/** The most that it held until then, in bytes. */
	memory: number | undefined;
}

/**
 * Kills the first worker as soon as there are so many jobs and it is in the middle of an import, and starts
 * it again as a supervisor would.
 *
 * @param importWorkflow the id of the workflow that imports
 * @param jobs how many jobs there are to be
 */
export async function killedOnTheWay(
	{ rest, parts: { sandbox, workers } }: QueueMode,
	importWorkflow: string,
	jobs: number,
): Promise<KilledWorker> {
	const [worker] = workers;
	if (worker === undefined) throw new Error('There is no worker to kill');
	const jobsSoFar = () => sandbox.jobs.list().length;
	await untilStuck(`${jobs} jobs, and imports on ${worker.name}`, STUCK_MS, jobsSoFar, async () => {
		if (jobsSoFar() < jobs) return undefined;
		const imports = await executionsOf(rest, importWorkflow, ['running']);
		const underWay = worker.log.underWay();
		return imports.some(({ id }) => underWay.includes(id)) || undefined;
	});
	const { name, process } = worker;
	const memory = peakMemoryOf(process.pid);
	await process.kill();
	const facts = { name, at: Date.now(), jobs: jobsSoFar(), memory };
	const lost = await lostExecutions(rest, worker.log.underWay());
	await process.startAgain();
	return {
		...facts,
		lostImports: lost.filter(({ workflowId }) => workflowId === importWorkflow),
		lostWatchers: lost.filter(({ workflowId }) => workflowId !== importWorkflow),
	};
}
