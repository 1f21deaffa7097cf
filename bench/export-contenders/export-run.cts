import { peakMemory } from '../../harness/processes/peak-memory.cts';
import type { SandboxAddress } from '../../harness/processes/sandbox-process.cts';
import { printMeasurement } from '../contender.cts';

/** What one run of a contender in the bench of exports tells. */
export interface ExportRun {
	milliseconds: number;
	/** The time this process was computing, which tells more on a machine with other work. */
	computing: number;
	/** The most resident memory the process had, in bytes. */
	peakBytes: number;
	/** How many rows, or for a file bytes, came. */
	count: number;
}

/** An export that is complete, and what is wanted of it. */
export interface ExportTask {
	sandbox: SandboxAddress;
	/** A folder with the built package. */
	packageFolder: string;
	jobId: string;
	/** The link to its result. */
	link: string;
	result: 'items' | 'file';
	/** Items at most; 0 for all. */
	maxRows: number;
}

/**
 * Measures the contender of this process, whose argument is its task as JSON; it prints an ExportRun.
 *
 * @param prepare gets everything ready that does not depend on the export; not measured
 */
export function measureExport(prepare: (task: ExportTask) => Promise<() => Promise<number>>): void {
	printMeasurement(async (): Promise<ExportRun> => {
		const fetchResult = await prepare(JSON.parse(process.argv[2] ?? '') as ExportTask);
		const computed = process.cpuUsage();
		const started = performance.now();
		const count = await fetchResult();
		const milliseconds = performance.now() - started;
		const { user, system } = process.cpuUsage(computed);
		return { milliseconds, computing: (user + system) / 1_000, peakBytes: peakMemory(), count };
	});
}
