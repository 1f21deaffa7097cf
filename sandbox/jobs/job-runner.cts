import { join } from 'node:path';
import { reportName, writeReport } from '../files/report-file.cts';
import type { FileForm } from '../files/report-file.cts';
import { EventKeys } from '../imports/event-keys.cts';
import { formatProblem } from '../imports/file-rules.cts';
import { formatOf } from '../imports/read-rows.cts';
import { runImport } from '../imports/run-import.cts';
import type { ImportOutcome } from '../imports/run-import.cts';
import { isExportType, isImportType } from '../job-types.cts';
import type { ExportType } from '../job-types.cts';
import { exportReport } from '../reports/export-report.cts';
import type { PastImport, Records } from '../reports/records.cts';
import type { Settings } from '../settings.cts';
import type { Upload } from '../uploads/upload.cts';

/** What is to be done for a job. */
export interface JobOrder {
	id: string;
	tenantAlias: string;
	type: string;
	params: unknown;
	/** The file of an import. */
	upload: Upload | undefined;
	/** The kind of file in which results are wanted. */
	form: FileForm;
	/** Whether it is to be interrupted, whatever comes of it. */
	endsAborted: boolean;
}

/** What is being done for a job, or has been. */
export interface JobRun {
	/** What it imports; undefined for an export, or a file of a kind that its type cannot import. */
	readonly past: PastImport | undefined;
	/** Where an export writes its results. */
	readonly exportedPath: string | undefined;
	readonly done: Promise<ImportOutcome>;
}

/** Does what jobs are for, at once: when they end is not its business. */
export class JobRunner {
	readonly #settings: Settings;
	readonly #folder: string;
	readonly #records: Records;
	readonly #eventKeys: EventKeys;
	readonly #closing = new AbortController();
	readonly #underWay = new Set<Promise<ImportOutcome>>();
	/** The jobs that were begun so far. */
	readonly #begun = new Set<string>();

	constructor(settings: Settings, folder: string, records: Records) {
		this.#settings = settings;
		this.#folder = folder;
		this.#records = records;
		this.#eventKeys = new EventKeys(settings.now);
	}

	/** Begins with a job. */
	run(order: JobOrder): JobRun {
		const { type } = order;
		const run = isExportType(type) ? this.#export(order, type) : this.#import(order);
		this.#begun.add(order.id);
		this.#underWay.add(run.done);
		const forget = () => void this.#underWay.delete(run.done);
		run.done.then(forget, forget);
		return run;
	}

	/** Resolves once nothing that has been begun is under way. */
	async idle(): Promise<void> {
		await Promise.allSettled(this.#underWay);
	}

	/** Stops; resolves once no file is open. */
	async close(): Promise<void> {
		this.#closing.abort();
		await this.idle();
	}

	#import(order: JobOrder): JobRun {
		const past = this.#pastImport(order);
		return { past, exportedPath: undefined, done: this.#runImport(order, past) };
	}

	#export(order: JobOrder, type: ExportType): JobRun {
		const exportedPath = join(this.#folder, reportName(order.id, 'results', order.form));
		const done = this.#runExport(order, type, exportedPath);
		return { past: undefined, exportedPath, done };
	}

	#pastImport({ id, type, upload, params }: JobOrder): PastImport | undefined {
		const format = upload && formatOf(upload.fileRef);
		if (!isImportType(type) || !format || formatProblem(type, format)) return undefined;
		const failuresPath = join(this.#folder, `${id}.failures`);
		const file = { type, format, sourcePath: upload.path, failuresPath };
		return { file, jobId: id, date: this.#settings.now(), params };
	}

	async #runImport(
		{ tenantAlias, endsAborted }: JobOrder,
		past: PastImport | undefined,
	): Promise<ImportOutcome> {
		if (!past) return { recordsProcessed: 0, errors: 0, fatal: 'Unsupported file type' };
		const outcome = await runImport({
			file: past.file,
			tenantAlias,
			eventKeys: this.#eventKeys,
			settings: this.#settings,
			signal: this.#closing.signal,
		});
		// What an interrupted import has done by then is not known. Here it is nothing.
		const isWhole = outcome.fatal === undefined && !endsAborted;
		if (isWhole) this.#records.addImport(tenantAlias, past);
		return outcome;
	}

	async #runExport(
		{ tenantAlias, params, form }: JobOrder,
		type: ExportType,
		path: string,
	): Promise<ImportOutcome> {
		// What was begun before it is in it, and nothing else, however fast either is done.
		const before = new Set(this.#begun);
		await this.idle();
		const { imports, rows: put } = this.#records.of(tenantAlias);
		const earlier = imports.filter(({ jobId }) => before.has(jobId));
		const records = { imports: earlier, rows: put };
		const report = await exportReport(type, params, records, this.#settings.now());
		const rows = await writeReport(path, form, report, this.#closing.signal);
		return { recordsProcessed: rows, errors: 0 };
	}
}
