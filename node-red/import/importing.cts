import type { ImportJobType } from '../../advocate/api/job-types.ts';
import type { AdvocateError } from '../../advocate/errors.ts';
import type { HostTexts } from '../../advocate/host-texts.ts';
import { dryRunResult } from '../../advocate/imports/dry-run.ts';
import type { ImportPlan, ImportStep } from '../../advocate/imports/file-outcome.ts';
import type { PreparedImport } from '../../advocate/imports/prepared.ts';
import type { FailedResult, RefusedRow, RowsAt } from '../../advocate/imports/results.ts';
import { runImport, type ImportRun, type RunResult } from '../../advocate/imports/run-import.ts';
import { jobInputFrom } from '../../advocate/jobs/job-input.ts';
import { checkedWait, waitOptions } from '../../advocate/jobs/wait.ts';
import type { RowRules } from '../../advocate/rows/check/row-rules.ts';
import { settingsOf } from '../job/job-settings.cts';
import { chosenImportType } from '../parameters/job-type.cts';
import { chosenLimits } from '../parameters/request-options.cts';
import { chosenRowRules } from '../parameters/row-rules.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { DerivedMessages, NOT_UPLOADED } from '../runtime/derived-messages.cts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';
import type { Message } from '../runtime/message.cts';
import { megabytes } from '../runtime/shown-numbers.cts';
import { clockOf } from '../runtime/system-time.cts';
import type { Outcome, Work } from '../runtime/work-node.cts';
import { chosenImportLimits, firstRecordNumber, type ImportConfig } from './import-config.cts';

export const IMPORT_TEXTS: HostTexts = {
	...NODE_RED_TEXTS,
	job: {
		...NODE_RED_TEXTS.job,
		confirmDeletion: NODE_RED_TEXTS.imports.confirmDeletion,
		createUnchecked: NODE_RED_TEXTS.imports.runAgain,
	},
	file: {
		...NODE_RED_TEXTS.file,
		chooseColumn: (field) =>
			NODE_RED_TEXTS.imports.chooseColumn(field === 'accountId' ? 'Account ID' : 'User ID'),
	},
};

/** The output for imports that failed as a whole. */
const FAILED = 2;

/** An import in progress. */
export interface Importing {
	config: ImportConfig;
	type: ImportJobType;
	rules: RowRules;
	work: Work;
	/** Shows what is being done; `text` is a key in the locale file, below `status`. */
	show: (text: string, values?: Record<string, string | number>) => void;
	/** Imports what was prepared, and sends the results on. */
	run: (prepared: PreparedImport, rowsAt: RowsAt) => Promise<Outcome>;
	/** Sends a failure on, from before there was anything to import. */
	fail: (failed: { failed: FailedResult; thrown: AdvocateError }) => Outcome;
	facts: Omit<ImportRun['facts'], 'rowsAt'>;
}

/**
 * @throws {AdvocateError} SETTINGS_INVALID, DELETION_NOT_CONFIRMED, before anything is sent
 */
export async function beginImport(
	RED: NodeRed,
	config: ImportConfig,
	work: Work,
): Promise<Importing> {
	const { signal, values, message, progress } = work;
	const type = await chosenImportType(config, values);
	const { dryRun = false } = config;
	const deletionConfirmed = config.confirmDeletion === true;
	const { name, ...job } = await settingsOf({ ...config, outputFormat: 'CSV' }, values);
	const run = { workflow: config.name ?? '', execution: message._msgid };
	const confirmed = deletionConfirmed || dryRun;
	jobInputFrom({ ...job, type, fileRef: 'none', deletionConfirmed: confirmed }, IMPORT_TEXTS);
	const wait = checkedWait(waitOptions(config));
	const show: Importing['show'] = (text, shownValues) =>
		progress({ fill: 'blue', shape: 'ring', text: RED._(`status.${text}`, shownValues) });
	let size = 0;
	const client = work.tenant.client(chosenLimits(config), signal, (bytes) =>
		show('sent', { sent: megabytes(bytes), size: megabytes(size) }),
	);
	const plan: ImportPlan = {
		client,
		type,
		job: { ...job, deletionConfirmed, name: name || nameOf(run) },
		encoding: config.uploadEncoding ?? 'multipart',
		wait: config.wait === false ? undefined : wait,
		firstRecordNumber: firstRecordNumber(config),
		run: message._msgid,
		attemptOf: undefined,
		onStep(step: ImportStep, { sizeBytes }) {
			size = Number(sizeBytes ?? 0);
			show(step);
		},
		clock: clockOf(signal),
		texts: IMPORT_TEXTS,
	};
	const limits = chosenImportLimits(config);
	const facts = {
		...{ type, run, limits },
		tenant: client.tenant,
		texts: IMPORT_TEXTS,
		clean: client.redact,
	};
	const results = new ImportMessages(RED, config, work);
	return {
		...{ config, type, work, show, facts },
		rules: chosenRowRules({
			...config,
			unfitValues: config.unfitValues ?? 'leaveOut',
			onRejectedRows: 'continue',
		}),
		async run(prepared, rowsAt) {
			const given = { ...facts, rowsAt };
			if (dryRun) results.add(await dryRunResult(prepared, given, 0));
			else {
				const running = runImport(prepared, { plan, facts: given, deletedBefore: 0 });
				for await (const result of running) results.add(result);
			}
			return results.outcome();
		},
		fail(failed) {
			results.add({ ...failed, rejected: [] });
			return results.outcome();
		},
	};
}

function nameOf({ workflow, execution }: ImportRun['facts']['run']): string {
	return [workflow, execution].filter((part) => part !== '').join(', ');
}

/** Sends the results of one message on. */
class ImportMessages {
	private readonly derived: DerivedMessages;
	private imported = 0;
	private rows = 0;
	private refused = 0;
	private hasFailed = false;

	constructor(
		private readonly RED: NodeRed,
		private readonly config: ImportConfig,
		private readonly work: Work,
	) {
		this.derived = new DerivedMessages(RED, work.message, Infinity);
	}

	/**
	 * @throws {AdvocateError} an import's failure, if nothing is wired to the output for it: it must not go unnoticed
	 */
	add(result: RunResult): void {
		const { rejected } = result;
		if ('imported' in result) {
			const { imported } = result;
			this.imported += imported.rowsImported;
			this.rows += imported.rows;
			this.refused += rejected.length;
			this.send(0, this.derived.next(imported, markOf(imported)));
		} else {
			this.hasFailed = true;
			if (this.isHeard) this.send(FAILED, this.derived.next(result.failed, markOf(result.failed)));
		}
		if (rejected.length > 0) {
			this.send(1, this.derived.next(rejected.map(refusedRow), NOT_UPLOADED));
		}
		if ('thrown' in result && !this.isHeard) throw result.thrown;
	}

	outcome(): Outcome {
		const { RED, rows, imported, refused } = this;
		if (this.hasFailed) return { fill: 'red', shape: 'dot', text: RED._('status.failed') };
		const shown = (number: number) => number.toLocaleString('en-US');
		if (this.config.dryRun) {
			const values = { rows: shown(rows), refused: shown(refused) };
			return { fill: 'grey', shape: 'dot', text: RED._('status.dryRun', values) };
		}
		const values = { imported: shown(imported), rows: shown(rows) };
		const fill = rows === 0 || refused > 0 ? 'yellow' : 'green';
		const text = RED._(rows === 0 ? 'status.noRows' : 'status.imported', values);
		return { fill, shape: 'dot', text };
	}

	private send(output: number, message: Message): void {
		this.work.send([0, 1, FAILED].map((each) => (each === output ? message : null)));
	}

	private get isHeard(): boolean {
		return (this.config.wires?.[FAILED]?.length ?? 0) > 0;
	}
}

/** What the nodes after this one need to know about a job. */
function markOf({ type, job }: Pick<FailedResult, 'type'> & { job?: FailedResult['job'] | null }) {
	return { type, fileRef: job?.fileRef ?? undefined, jobId: job?.id };
}

/** All rows that were not imported leave in one message, which Split can take apart. */
function refusedRow({ row = {}, reasons, stage }: RefusedRow) {
	const told = { reasons, stage };
	return { ...told, ...row, ...told };
}
