import type { IDataObject } from 'n8n-workflow';
import type { FinishedRun } from './finished-run.cts';
import type { WorkflowJson } from './run-workflow.cts';
import type { RowError } from '../../advocate/api/schema.ts';

/** The outcome of an import. `status` is the job's, or says where the workflow ended if there was no job. */
export interface ImportOutcome {
	fileRef: string | null;
	/** The first job. */
	jobId: string | null;
	/** Every job, where the rows were split into several files. */
	jobIds?: string[];
	status: string;
	/** Of all jobs together, like the other counts. */
	recordsProcessed: number;
	errors: number;
	/** Rows that were not sent, if the template checks them. */
	rowsRejected?: number;
	rowErrors: RowError[];
	/** Why it is not COMPLETED, or the summary of Advocate Import. */
	message?: string;
	/** Milliseconds, the build included. */
	duration: number;
}

/** What the nodes of a template output, whatever their names are there. */
interface Given {
	uploaded: IDataObject[];
	rejected: IDataObject[];
	invalid: IDataObject[];
	created: IDataObject[];
	jobs: IDataObject[];
}

/** Reads the outcome from a run of one of the templates that import. */
export function importOutcome(
	run: FinishedRun,
	workflow: WorkflowJson,
	duration: number,
): ImportOutcome {
	if (workflow.nodes.some(isImport)) return outcomeOfImport(run, workflow, duration);
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

function isImport({ type }: WorkflowJson['nodes'][number]): boolean {
	return type.endsWith('.advocateImport');
}

/** The same where Advocate Import takes all steps. */
function outcomeOfImport(
	run: FinishedRun,
	{ nodes }: WorkflowJson,
	duration: number,
): ImportOutcome {
	const [imported = [], rejected = [], failed = []] = [0, 1, 2].map((output) =>
		nodes.filter(isImport).flatMap(({ name }) => run.json(name, output)),
	);
	const jobs = [...imported, ...failed].flatMap(({ job }) => (job ? [job as IDataObject] : []));
	const jobIds = jobs.map(({ id }) => text(id) ?? '');
	const sumOf = (field: string) => sum(imported.map((result) => result[field] as number));
	const stopped = run.error?.message ?? failed[0]?.summary;
	const ended = text(jobs[0]?.status) ?? 'REJECTED';
	return {
		fileRef: text(jobs[0]?.fileRef),
		jobId: text(jobIds[0]),
		...(jobIds.length > 1 && { jobIds }),
		status: stopped === undefined ? ended : 'FAILED',
		recordsProcessed: sumOf('rowsImported') + sumOf('rowsFailed') + sumOf('alreadyKnown'),
		errors: sumOf('rowsFailed'),
		rowsRejected: sumOf('rowsRejected'),
		rowErrors: rejected.filter(({ stage }) => stage === 'imported').map(rowErrorOf),
		message: text(stopped ?? imported[0]?.summary) ?? undefined,
		duration,
	};
}

function rowErrorOf({ rowNumber, reasons }: IDataObject): RowError {
	const message = (reasons as string[]).join('; ');
	return { recordNumber: rowNumber as number, message, apiErrorCode: '', statusCode: '' };
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

/** How the import ended: with several jobs, like the first that did not complete. */
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
		return {
			status: 'REJECTED',
			message: `No row was uploaded. The reasons for the first one: ${reasons}`,
		};
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
	const label = outcome.status === 'COMPLETED' ? 'Summary' : 'Reason';
	if (outcome.message) rows.push([label, outcome.message]);
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
