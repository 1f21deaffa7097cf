import { ROWS_OF_TYPE, type ImportJobType } from '../api/job-types';
import type { Job } from '../api/schema';
import { shownName } from '../shown';
import { shortReason, type CountedReason } from './reasons';

/** What people know a run by. */
export interface RunName {
	/** Of the workflow or the flow; empty if it has none. */
	workflow: string;
	/** Of the execution or the message; empty if there is none. */
	execution: string;
}

/** How many rows had which outcome. A type, not an interface, so that it fits into a host's items. */
export type RowCounts = {
	/** All that came in for this file: imported, rejected, failed, known already, and skipped. */
	rows: number;
	rowsImported: number;
	/** Not sent. */
	rowsRejected: number;
	/** Sent, and refused by Advocate. */
	rowsFailed: number;
	/** Events that Advocate had already. */
	alreadyKnown: number;
	/** Rows in which nothing is to be redeemed; for redemptions only. */
	rowsSkipped?: number;
};

/** What a summary tells. */
export interface SummaryFacts extends RowCounts {
	type: ImportJobType;
	tenantAlias: string;
	isLive: boolean;
	/** The most frequent first. */
	reasons: readonly CountedReason[];
	/** The first rows that were not imported, by email address or ID. */
	names: readonly string[];
	job: Job | undefined;
	/** Whether the job has only been created. */
	isPending: boolean;
	run: RunName;
}

/** How many reasons a summary has. */
const MOST_REASONS = 3;

const DONE: Record<ImportJobType, string> = {
	'MUTATION/USER': 'users imported into',
	'MUTATION/USER_EVENT': 'user events imported into',
	'MUTATION/REDEEMABLE_REWARD_BALANCE': 'rewards redeemed in',
	'MUTATION/DELETE_USER': 'users deleted from',
};

/**
 * An import in one text, for a message to people: `993 of 1,000 users imported into acme (live), 7 failed: locale must be
 * a language and a country (4), id is required (3). First: ann@example.com. Job 6332, Nightly import, execution 12.`
 */
export function summaryOf(facts: SummaryFacts): string {
	const { type, rows, rowsImported, rowsRejected, rowsFailed, job, isPending, reasons } = facts;
	const where = tenantText(facts);
	const isRefused = rowsRejected + rowsFailed > 0;
	const why = isRefused ? `: ${reasonsText(reasons)}` : '';
	const sent = rows - rowsRejected - (facts.rowsSkipped ?? 0);
	const what = isPending
		? `${count(sent)} of ${count(rows)} ${ROWS_OF_TYPE[type]} sent to ${where}`
		: `${count(rowsImported)} of ${count(rows)} ${DONE[type]} ${where}`;
	const first =
		rows === 0
			? `No rows came in, so nothing was sent to ${where}`
			: [what, ...partsOf(facts)].join(', ') + why;
	const names = facts.names.map(harmless).join(', ');
	const sentences = [
		first,
		isPending ? 'The job has not ended yet' : '',
		job === undefined && rows > 0 ? 'Nothing was sent' : '',
		names === '' ? '' : `First: ${names}`,
		idsText(facts),
	];
	return `${sentences.filter((sentence) => sentence !== '').join('. ')}.`;
}

/** What an import that failed was to do. */
export function ofImport(
	facts: Pick<SummaryFacts, 'type' | 'rows' | 'tenantAlias' | 'isLive' | 'run'> & { job?: Job },
): string {
	const { type, rows } = facts;
	const names = ROWS_OF_TYPE[type].replace(' to delete', '');
	const what = rows === 0 ? names : `${count(rows)} ${rows === 1 ? names.slice(0, -1) : names}`;
	const ids = idsText({ ...facts, job: facts.job });
	const verb = type === 'MUTATION/DELETE_USER' ? 'The deletion of' : 'The import of';
	return `${verb} ${what} in ${tenantText(facts)}${ids === '' ? '' : ` (${ids})`}`;
}

function partsOf({
	rowsSkipped = 0,
	alreadyKnown,
	rowsRejected,
	rowsFailed,
}: SummaryFacts): string[] {
	return [
		...part(rowsSkipped, 'with nothing to redeem'),
		...part(alreadyKnown, 'known already'),
		...part(rowsRejected, 'rejected before sending'),
		...part(rowsFailed, 'failed'),
	];
}

function part(rows: number, what: string): string[] {
	return rows > 0 ? [`${count(rows)} ${what}`] : [];
}

/** The most frequent reasons, each with its number. */
export function reasonsText(reasons: readonly CountedReason[]): string {
	const shown = reasons
		.slice(0, MOST_REASONS)
		.map(({ reason, rows }) => `${harmless(shortReason(reason))} (${count(rows)})`);
	const more = reasons.length - shown.length;
	return [...shown, ...(more > 0 ? [`${more} other reasons`] : [])].join(', ');
}

/** What is said of rows of which none was left to upload. */
export function allRejectedText(reasons: readonly CountedReason[], rows: number): string {
	const which = rows === 1 ? 'The only row was' : `All ${count(rows)} rows were`;
	return `${which} rejected, so nothing was uploaded: ${reasonsText(reasons)}.`;
}

/** A tenant, and whether it is the live one. */
export function tenantText({
	tenantAlias,
	isLive,
}: Pick<SummaryFacts, 'tenantAlias' | 'isLive'>): string {
	return `${tenantAlias} (${isLive ? 'live' : 'test'})`;
}

function idsText({ job, run }: Pick<SummaryFacts, 'job' | 'run'>): string {
	const { workflow, execution } = run;
	return [
		...(job ? [`Job ${job.id}`] : []),
		...(workflow === '' ? [] : [harmless(workflow)]),
		...(execution === '' ? [] : [execution]),
	].join(', ');
}

/** A text of somebody else's, in a message: Slack takes `<!channel>` for a call to everybody. */
function harmless(text: string): string {
	return shownName(text).replaceAll('<', '‹').replaceAll('>', '›');
}

function count(number: number): string {
	return number.toLocaleString('en-US');
}
