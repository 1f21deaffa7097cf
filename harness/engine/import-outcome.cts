import type { IDataObject } from 'n8n-workflow';
import type { FinishedRun } from './finished-run.cts';
import type { WorkflowJson } from './run-workflow.cts';
import type { RowError } from '../../advocate/api/schema.ts';

/** What came of an import. `status` is the job's, or where the workflow ended before there was one. */
export interface ImportOutcome {
	fileRef: string | null;
	/** The first job. */
	jobId: string | null;
	/** Every job, where the rows were split into several files. */
	jobIds?: string[];
	status: string;
	/** Of all jobs together, as the other counts. */
	recordsProcessed: number;
	errors: number;
	/** Rows that Upload did not send, where it was given items. */
	rowsRejected?: number;
	rowErrors: RowError[];
	/** Why it is not COMPLETED, for people. */
	message?: string;
	/** Milliseconds, the build included. */
	duration: number;
}

/** What the nodes of a template gave, whatever they are called there. */
interface Given {
	uploaded: IDataObject[];
	rejected: IDataObject[];
	invalid: IDataObject[];
	created: IDataObject[];
	jobs: IDataObject[];
}

/** Reads the outcome from the run of a template that imports. */
export function importOutcome(
	run: FinishedRun,
	workflow: WorkflowJson,
	duration: number,
): ImportOutcome {
	const given = givenBy(run, workflow);
	const { uploaded, rejected, created, jobs } = given;
	const jobIds = (created.length > 0 ? created : jobs).map(({ id }) => text(id) ?? '');
	const stats = jobs.map((job) => (job.stats ?? {}) as Record<string, number | undefined>);
	const { status, message } = ending(run, given);
	const takesItems = workflow.nodes.some(({ parameters }) => parameters.source === 'items');
	return {
		fileRef: text(uploaded[0]?.fileRef),
		jobId: text(jobIds[0]),
		...(jobIds.length > 1 && { jobIds }),
		status,
		recordsProcessed: sum(stats.map(({ recordsProcessed }) => recordsProcessed)),
		errors: sum(stats.map(({ errors }) => errors)),
		...(takesItems && { rowsRejected: rejected.length }),
		rowErrors: jobs.flatMap(({ rowErrors }) => (rowErrors ?? []) as unknown as RowError[]),
		message,
		duration,
	};
}

function givenBy(run: FinishedRun, { nodes }: WorkflowJson): Given {
	const json = (type: string, outputs: number[]) =>
		nodes
			.filter((node) => node.type.endsWith(`.${type}`))
			.flatMap(({ name }) => outputs.flatMap((output) => run.json(name, output)));
	return {
		uploaded: json('advocateUpload', [0]),
		rejected: json('advocateUpload', [1]),
		invalid: json('advocateValidate', [1]),
		created: json('advocateCreateJob', [0]),
		jobs: json('advocateJobStatus', [0, 1, 2]),
	};
}

/** How it ended: with several jobs, as the first that did not complete. */
function ending(
	run: FinishedRun,
	{ uploaded, rejected, invalid: [invalid], jobs }: Given,
): Pick<ImportOutcome, 'status' | 'message'> {
	if (run.error) {
		const { message, description } = run.error;
		return { status: 'FAILED', message: [message, description].filter(Boolean).join('. ') };
	}
	if (invalid) return { status: 'INVALID', message: (invalid.errors as string[]).join(' ') };
	const [first] = rejected;
	if (uploaded.length === 0 && first !== undefined) {
		const reasons = ((first.reasons ?? [first.error]) as string[]).join('; ');
		return { status: 'REJECTED', message: `No row was uploaded. The first: ${reasons}` };
	}
	const status = jobs.find((job) => job.status !== 'COMPLETED')?.status ?? jobs[0]?.status;
	return { status: text(status) ?? 'FAILED' };
}

/** Prints an outcome to stdout: one JSON object on a line, or a table. */
export function printOutcome({ duration, ...outcome }: ImportOutcome, json: boolean): void {
	if (json) {
		process.stdout.write(`${JSON.stringify(outcome)}\n`);
		return;
	}
	const { recordsProcessed, errors, rowErrors, rowsRejected, jobIds } = outcome;
	const rows: Array<[string, string | number]> = [
		['Status', outcome.status],
		['Job ID', jobIds?.join(', ') ?? outcome.jobId ?? '–'],
		['Rows', recordsProcessed],
		['Imported', recordsProcessed - errors],
		['Failed', errors],
		['Time', `${(duration / 1000).toFixed(1)} s`],
	];
	if (rowsRejected !== undefined) rows.splice(5, 0, ['Rejected', `${rowsRejected} (not sent)`]);
	if (outcome.message) rows.push(['Reason', outcome.message]);
	const lines = rows.map(([label, value]) => `${label.padEnd(10)}${value}`);
	const failed = rowErrors.map(
		({ recordNumber, message }) => `  row ${String(recordNumber).padEnd(6)}${message}`,
	);
	process.stdout.write(`\n${[...lines, ...failed].join('\n')}\n`);
}

function sum(numbers: Array<number | undefined>): number {
	return numbers.reduce<number>((total, number = 0) => total + number, 0);
}

function text(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}
