import type { INodeExecutionData } from 'n8n-workflow';
import { printMeasurement } from '../contender.cts';
import { crmItems } from '../crm-items.cts';
import { peakMemory } from '../../harness/processes/peak-memory.cts';
import type { SandboxAddress } from '../../harness/processes/sandbox-process.cts';

/** What one run of a contender in the bench of rows tells. */
export interface RowRun {
	/** From items to uploaded file; making the items is not in it. */
	milliseconds: number;
	/** The time this process was computing, which tells more on a machine with other work (milliseconds). */
	computing: number;
	/** The most resident memory the process had, in bytes, with the items. */
	peakBytes: number;
	/** What the uploads were answered with, in the order of their rows. */
	fileRefs: string[];
}

/** Where a contender finds what it needs. */
export interface Surroundings {
	sandbox: SandboxAddress;
	/** A folder with the built package. */
	packageFolder: string;
}

/** Brings items to the sandbox as files and gives the `fileRef` of each. */
export type RowUpload = (items: INodeExecutionData[]) => Promise<string[]>;

/**
 * Measures the contender of this process. Its arguments are the number of rows and, as JSON, its
 * surroundings; it prints a RowRun.
 *
 * @param prepare gets everything ready that does not depend on the items; not measured
 * @param make what an item holds, by its number
 */
export function measureRows(
	prepare: (surroundings: Surroundings) => Promise<RowUpload>,
	make?: (index: number) => object,
): void {
	printMeasurement(async (): Promise<RowRun> => {
		const [rows, surroundings = ''] = process.argv.slice(2);
		const upload = await prepare(JSON.parse(surroundings) as Surroundings);
		const items = crmItems(Number(rows), make);
		const computed = process.cpuUsage();
		const started = performance.now();
		const fileRefs = await upload(items);
		const milliseconds = performance.now() - started;
		const { user, system } = process.cpuUsage(computed);
		const computing = (user + system) / 1_000;
		return { milliseconds, computing, peakBytes: peakMemory(), fileRefs };
	});
}
