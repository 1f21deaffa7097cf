import type { RowError } from '../advocate/row-errors.ts';
import type { FinishedRun } from '../engine/finished-run.cts';

/** What came of an import. `status` is the job's, or where the workflow ended before there was one. */
export interface ImportOutcome {
	fileRef: string | null;
	jobId: string | null;
	status: string;
	recordsProcessed: number;
	errors: number;
	rowErrors: RowError[];
	/** Why it is not COMPLETED, for people. */
	message?: string;
	/** Milliseconds, the build included. */
	duration: number;
}

/** Reads the outcome off a run of workflows/crm-users-import.json. */
export function importOutcome(run: FinishedRun, duration: number): ImportOutcome {
	const [uploaded] = run.json('Advocate Upload');
	const [created] = run.json('Advocate Create Job');
	const job = run.outputs('Advocate Job Status').flat()[0]?.json;
	const stats = (job?.stats ?? {}) as { recordsProcessed?: number; errors?: number };
	const { status, message } = ending(run);
	return {
		fileRef: text(uploaded?.fileRef),
		jobId: text(job?.id ?? created?.id),
		status,
		recordsProcessed: stats.recordsProcessed ?? 0,
		errors: stats.errors ?? 0,
		rowErrors: (job?.rowErrors ?? []) as RowError[],
		message,
		duration,
	};
}

function ending(run: FinishedRun): Pick<ImportOutcome, 'status' | 'message'> {
	const [job] = run.outputs('Advocate Job Status').flat();
	const [invalid] = run.json('Advocate Validate', 1);
	if (run.error) {
		const { message, description } = run.error;
		return { status: 'FAILED', message: [message, description].join('. ') };
	}
	if (invalid) return { status: 'INVALID', message: (invalid.errors as string[]).join(' ') };
	return { status: text(job?.json.status) ?? 'FAILED' };
}

/** Prints an outcome to stdout: one JSON object on a line, or a table. */
export function printOutcome({ duration, ...outcome }: ImportOutcome, json: boolean): void {
	if (json) {
		process.stdout.write(`${JSON.stringify(outcome)}\n`);
		return;
	}
	const { recordsProcessed, errors, rowErrors } = outcome;
	const rows: Array<[string, string | number]> = [
		['Status', outcome.status],
		['Job ID', outcome.jobId ?? '–'],
		['Rows', recordsProcessed],
		['Imported', recordsProcessed - errors],
		['Failed', errors],
		['Time', `${(duration / 1000).toFixed(1)} s`],
	];
	if (outcome.message) rows.push(['Reason', outcome.message]);
	const lines = rows.map(([label, value]) => `${label.padEnd(10)}${value}`);
	const failed = rowErrors.map(
		({ recordNumber, message }) => `  row ${String(recordNumber).padEnd(6)}${message}`,
	);
	process.stdout.write(`\n${[...lines, ...failed].join('\n')}\n`);
}

function text(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}
