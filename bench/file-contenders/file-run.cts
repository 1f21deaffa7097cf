import { printMeasurement } from '../contender.cts';
import { peakMemory } from '../../harness/processes/peak-memory.cts';
import type { SandboxAddress } from '../../harness/processes/sandbox-process.cts';

/** What one run of a contender in the bench of files tells. */
export interface FileRun {
	/** From the file on disk to the answer of the upload. */
	milliseconds: number;
	/** The time this process was computing, which tells more on a machine with other work. */
	computing: number;
	/** The most resident memory the process had, in bytes. */
	peakBytes: number;
	/** How many rows were sent. */
	rows: number;
}

/** Where a contender finds what it needs. */
export interface FileSurroundings {
	sandbox: SandboxAddress;
	/** A folder with the built package. */
	packageFolder: string;
}

/** Sends a file's rows, and gives how many. */
export type FileUpload = (path: string) => Promise<number>;

/**
 * Measures the contender of this process. Its arguments are the path of the file and, as JSON, its surroundings;
 * it prints a FileRun.
 *
 * @param prepare gets everything ready that does not depend on the file; not measured
 */
export function measureFile(
	prepare: (surroundings: FileSurroundings) => Promise<FileUpload>,
): void {
	printMeasurement(async (): Promise<FileRun> => {
		const [path = '', surroundings = ''] = process.argv.slice(2);
		const upload = await prepare(JSON.parse(surroundings) as FileSurroundings);
		const computed = process.cpuUsage();
		const started = performance.now();
		const rows = await upload(path);
		const milliseconds = performance.now() - started;
		const { user, system } = process.cpuUsage(computed);
		return { milliseconds, computing: (user + system) / 1_000, peakBytes: peakMemory(), rows };
	});
}
