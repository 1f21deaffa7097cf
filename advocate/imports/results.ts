import { ROWS_OF_TYPE, type ImportJobType } from '../api/job-types';
import type { Job, JobStats } from '../api/schema';
import type { Tenant } from '../api/tenant';
import { AdvocateError } from '../errors';
import type { HostTexts } from '../host-texts';
import { shownJob, type ShownJob } from '../jobs/shown-job';
import { shownProblem } from '../shown';
import type { TracedRowError } from '../rows/trace/traced-errors';
import type { FileOutcome, RowErrorsOfJob } from './file-outcome';
import { exceeds, shownLimit, type ImportLimits } from './limits';
import { rowsIn, type PreparedFile, type RejectedSource, type Stretch } from './prepared';
import { countedReasons, shortReason, type CountedReason } from './reasons';
import { rowName } from './row-name';
import { ofImport, summaryOf, type RowCounts, type RunName, type SummaryFacts } from './summary';

/** What an import that took its way to the end gives. A type, not an interface, so that it fits into a host's items. */
export type ImportedResult = RowCounts & {
	/** For people: what was imported where, and why the rest was not. */
	summary: string;
	type: ImportJobType;
	tenantAlias: string;
	/** Whether the tenant is no test tenant. */
	isLive: boolean;
	/** Null if no row was left to import. */
	job: ShownJob | null;
	/** Why rows were rejected or failed, the most frequent reason first. */
	reasons: CountedReason[];
	warnings?: string[];
	/** Why it is not known which rows failed. */
	filesError?: string;
	/** What was known of all rows beforehand: `mapping`, `timeZone`, … */
	[about: string]: unknown;
};

/** What an import that did not take its way to the end gives. */
export type FailedResult = {
	/** What happened. */
	message: string;
	/** What to do. */
	hint: string;
	/** Whether the same rows can be imported again without anything happening twice. */
	safeToRunAgain: boolean;
	/** For people: the same, with what was to be imported where. */
	summary: string;
	type: ImportJobType;
	tenantAlias: string;
	isLive: boolean;
	/** Undefined if none was created, or if that is not known. */
	job?: ShownJob;
	/** How many rows were in the file. */
	rows: number;
	/** What Advocate said of the file. */
	errors?: string[];
	fileRef?: string;
};

/** A row that was not imported, with what it holds; undefined if it can't be told which row it is. */
export type RefusedRow = RejectedSource & { row: Record<string, unknown> | undefined };

/** The result for one file, or for rows of which none was left to import. */
export type ImportResult = { rejected: RefusedRow[] } & (
	| { imported: ImportedResult }
	| { failed: FailedResult; thrown: AdvocateError }
);

/** Gives source rows, by their indexes (from 0), as they came in. */
export type RowsAt = (
	rowIndexes: ReadonlySet<number>,
) => Promise<ReadonlyMap<number, Record<string, unknown>>>;

/** What results say of the import besides its rows. */
export interface ResultFacts {
	type: ImportJobType;
	tenant: Tenant;
	run: RunName;
	limits: ImportLimits;
	about: Record<string, unknown>;
	warnings: readonly string[];
	texts: HostTexts;
	/** Source rows by their indexes, as they came in. */
	rowsAt: RowsAt;
	/** Removes the key from a text. */
	clean: (text: string) => string;
}

/** A test tenant's alias begins so (guide). */
const TEST = 'test_';

/** Which tenant something is about, as results say it. */
export function tenantFacts({ alias }: Tenant): { tenantAlias: string; isLive: boolean } {
	return { tenantAlias: alias, isLive: !alias.startsWith(TEST) };
}

/** The result of a file whose job has ended, or whose end was not waited for, and of rows without a file. */
export async function importedResult(
	facts: ResultFacts,
	stretch: Stretch,
	file: PreparedFile | undefined,
	outcome: Extract<FileOutcome, { end: 'completed' | 'created' }> | undefined,
): Promise<ImportResult> {
	const { type, tenant, about, warnings, run } = facts;
	const { rows: sent = 0 } = file ?? {};
	const files: RowErrorsOfJob = outcome?.end === 'completed' ? outcome.rowErrors : {};
	const known = files.alreadyKnownTotal ?? 0;
	const stats = outcome?.end === 'completed' ? outcome.job.stats : null;
	const rowsFailed = failedIn(files, stats) - known;
	const failed = (files.rowErrors ?? []).filter((row) => row.alreadyKnown !== true);
	const refused = [...stretch.rejected, ...failed.map(rejectedByAdvocate)];
	const rejected = await refusedRows(facts, refused.sort(byRow));
	const isKnown = outcome?.end !== 'created';
	const numbers: RowCounts = {
		rows: rowsIn(stretch, sent),
		rowsImported: isKnown ? Math.max(0, (stats?.recordsProcessed ?? sent) - rowsFailed - known) : 0,
		rowsRejected: stretch.rejected.length,
		rowsFailed,
		alreadyKnown: known,
		...(type === 'MUTATION/REDEEMABLE_REWARD_BALANCE' && { rowsSkipped: stretch.skipped }),
	};
	const reasons = countedReasons(rejected);
	const told = [
		...warnings,
		...unreadRows(stats?.recordsProcessed, sent, type),
		...(outcome?.note === undefined ? [] : [facts.clean(outcome.note)]),
	];
	const summaryFacts: SummaryFacts = {
		...{ type, ...tenantFacts(tenant), ...numbers, reasons, run },
		job: outcome?.job,
		isPending: outcome?.end === 'created',
		names: namesOf(rejected, type),
	};
	const imported: ImportedResult = {
		summary: summaryOf(summaryFacts),
		...{ type, ...tenantFacts(tenant) },
		job: outcome === undefined ? null : shownJob(outcome.job),
		...{ ...numbers, reasons, ...about },
		...(told.length > 0 && { warnings: told }),
		...(files.failure !== undefined && { filesError: facts.clean(filesErrorText(files.failure)) }),
	};
	const { limits } = facts;
	if (outcome !== undefined && exceeds(limits.failed, rowsFailed, sent) && limits.failed) {
		const [{ reason } = { reason: '' }] = reasons;
		const share = `${count(rowsFailed)} of ${count(sent)} ${ROWS_OF_TYPE[type]} failed in Advocate`;
		const thrown = new AdvocateError(
			'LIMIT_EXCEEDED',
			`${share}, more than the ${shownLimit(limits.failed)} allowed: ${shortReason(reason)}`,
			{ hint: `The others were imported. ${facts.texts.imports.correctFailed}` },
		);
		return { rejected, ...failure(facts, thrown, { rows: sent, job: outcome.job }) };
	}
	return { rejected, imported };
}

/** What the job has read may differ from what was sent, and nobody would see it. */
function unreadRows(read: number | undefined, sent: number, type: ImportJobType): string[] {
	if (read === undefined || read === sent) return [];
	return [
		`Advocate says that it has read ${count(read)} rows, but ${count(sent)} ${ROWS_OF_TYPE[type]} were sent.`,
	];
}

function rejectedByAdvocate({ sourceRow, message, recordNumber }: TracedRowError): RejectedSource {
	const isTraced = sourceRow !== undefined;
	return {
		rowIndex: isTraced ? sourceRow - 1 : undefined,
		reasons: [isTraced ? message : `${message} (row ${recordNumber} in Advocate's errors file)`],
		stage: 'imported',
	};
}

/** In the order of the source rows; those that can't be told come last. */
function byRow(a: RejectedSource, b: RejectedSource): number {
	return (a.rowIndex ?? Infinity) - (b.rowIndex ?? Infinity) || 0;
}

/** Rows that were not imported, each with what it holds. */
export async function refusedRows(
	{ rowsAt }: Pick<ResultFacts, 'rowsAt'>,
	rejected: readonly RejectedSource[],
): Promise<RefusedRow[]> {
	const indexes = rejected.flatMap(({ rowIndex }) => rowIndex ?? []);
	const rows = indexes.length === 0 ? new Map<number, never>() : await rowsAt(new Set(indexes));
	return rejected.map((one) => ({
		...one,
		row: one.rowIndex === undefined ? undefined : rows.get(one.rowIndex),
	}));
}

/** By which the first rows that were not imported are known. */
function namesOf(rejected: readonly RefusedRow[], type: ImportJobType): string[] {
	const names: string[] = [];
	for (const { row } of rejected) {
		if (names.length === MOST_NAMES) break;
		const name = row === undefined ? undefined : rowName(row, type);
		if (name !== undefined) names.push(name);
	}
	return names;
}

const MOST_NAMES = 3;

/** The result of a file that was not imported, or not to its end. */
export async function failedResult(
	facts: ResultFacts,
	stretch: Stretch,
	file: PreparedFile,
	outcome: Exclude<FileOutcome, { end: 'completed' | 'created' }>,
): Promise<ImportResult> {
	const rejected = await refusedRows(facts, stretch.rejected);
	const { rows } = file;
	const { texts } = facts;
	switch (outcome.end) {
		case 'invalid': {
			const { errors, fileRef } = outcome;
			const thrown = new AdvocateError(
				'FILE_REFUSED',
				`Advocate would not import the file: ${errors.join('; ')}`,
				{ hint: 'Nothing was imported. Correct what it says, and run this again.' },
			);
			return { rejected, ...failure(facts, thrown, { rows, errors, fileRef, isUntouched: true }) };
		}
		case 'aborted':
			return {
				rejected,
				...failure(facts, aborted(outcome.job, texts), { rows, job: outcome.job }),
			};
		case 'pending':
			return {
				rejected,
				...failure(facts, stillPending(outcome.job, texts), { rows, job: outcome.job }),
			};
		case 'failed': {
			const { job, thrown } = outcome;
			const isUntouched = job === undefined && !thrown.inDoubt;
			return { rejected, ...failure(facts, thrown, { rows, job, isUntouched }) };
		}
	}
}

function aborted({ id }: Job, { imports }: HostTexts): AdvocateError {
	return new AdvocateError('JOB_ABORTED', `Advocate aborted the job ${id}`, {
		hint: `It does not go on by itself, and some of its rows may have been imported. ${imports.afterAbort}`,
	});
}

function stillPending({ id, stats }: Job, { imports }: HostTexts): AdvocateError {
	const read = count(stats?.recordsProcessed ?? 0);
	return new AdvocateError(
		'TIMED_OUT',
		`The job ${id} had not ended when the time limit was over (${read} rows read so far)`,
		{ hint: `It goes on in Advocate: don't import the rows again. ${imports.lookLater}` },
	);
}

interface FailureDetails {
	rows: number;
	job?: Job;
	errors?: string[];
	fileRef?: string;
	/** Whether it is certain that not one row was imported. */
	isUntouched?: boolean;
}

/** A failure as a result; also one from before there was a file. */
export function failure(
	{ type, tenant, run, clean }: Pick<ResultFacts, 'type' | 'tenant' | 'run' | 'clean'>,
	thrown: AdvocateError,
	{ rows, job, errors, fileRef, isUntouched = false }: FailureDetails,
): { failed: FailedResult; thrown: AdvocateError } {
	const facts = tenantFacts(tenant);
	const message = clean(thrown.message);
	const hint = clean(thrown.hint);
	return {
		thrown,
		failed: {
			...{ message, hint },
			safeToRunAgain: isUntouched || (hasEndedFor(thrown, job) && isRepeatable(type)),
			summary: `${ofImport({ type, rows, run, job, ...facts })} failed: ${sentence(message)} ${hint}`,
			...{ type, ...facts },
			...(job && { job: shownJob(job) }),
			rows,
			...(errors && { errors }),
			...(fileRef && { fileRef }),
		},
	};
}

function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** How many rows failed, events that are known already among them. A file that is not whole has fewer than the job says. */
function failedIn({ rowErrorsTotal, failure }: RowErrorsOfJob, stats: JobStats | null): number {
	const counted = rowErrorsTotal ?? 0;
	if (rowErrorsTotal !== undefined && failure === undefined) return counted;
	return Math.max(counted, stats?.errors ?? 0);
}

/** Why it is not known which rows failed. What to do is not to run this again, as the job has ended. */
function filesErrorText(thrown: unknown): string {
	const what = thrown instanceof AdvocateError ? thrown.message : shownProblem(thrown);
	return `${sentence(what)} The job has ended all the same: look at its failed rows in the Advocate portal, and don't import all rows again.`;
}

/** Whether the job is over, so that a second one would not run beside it. */
function hasEndedFor({ code }: AdvocateError, job: Job | undefined): boolean {
	return job !== undefined && (code === 'JOB_ABORTED' || code === 'LIMIT_EXCEEDED');
}

/** Whether the same rows can be imported twice: a user is updated and a deletion finds nobody, but an event counts twice. */
function isRepeatable(type: ImportJobType): boolean {
	return type === 'MUTATION/USER' || type === 'MUTATION/DELETE_USER';
}

function count(number: number): string {
	return number.toLocaleString('en-US');
}
