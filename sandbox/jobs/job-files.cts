import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileTypes, reportName, writeReport } from '../files/report-file.cts';
import type { Report } from '../files/report-file.cts';
import { readFailures } from '../imports/imported-file.cts';
import { isExportType, isImportType } from '../job-types.cts';
import { isObject } from '../json-object.cts';
import { exportColumns, resultColumns } from '../reports/columns.cts';
import { errorsReport, numbered } from '../reports/errors-report.cts';
import { importResults } from '../reports/import-results.cts';
import type { Uploads } from '../uploads/uploads.cts';
import type { JobEntry } from './jobs.cts';

/** Which of a job's files is meant. */
export type FileKind = 'results' | 'errors' | 'source';

/** A file of a job, ready to be sent. */
export interface JobFile {
	name: string;
	contentType: string;
	sizeBytes: number;
	/** Opens its content; called at most once. */
	open: () => Readable;
}

/**
 * The files of jobs. An export has written its results; those of an import, and errors, are written
 * when somebody first asks for them.
 */
export class JobFiles {
	readonly #folder: string;
	readonly #uploads: Uploads;
	readonly #written = new Map<string, Promise<string>>();

	constructor(folder: string, uploads: Uploads) {
		this.#folder = folder;
		this.#uploads = uploads;
	}

	/** Whether a job has such a file: a PENDING one has none, one without results only its source. */
	has(job: JobEntry, kind: FileKind): boolean {
		if (job.status === 'PENDING') return false;
		if (kind === 'source') return this.#uploadOf(job) !== undefined;
		if (job.status !== 'COMPLETED') return false;
		return kind === 'results' || (job.stats?.errors ?? 0) > 0;
	}

	/** The name of a job's file. */
	nameOf(job: JobEntry, kind: FileKind): string {
		if (kind === 'source') return (job.fileRef ?? '').replace(/^.*\//, '');
		return reportName(job.id, kind, job.form);
	}

	/** A job's file, which must be there. */
	async fileOf(job: JobEntry, kind: FileKind): Promise<JobFile> {
		const name = this.nameOf(job, kind);
		const { contentType } = fileTypes[job.form];
		const upload = this.#uploadOf(job);
		const path = kind === 'source' && upload ? upload.path : await this.#write(job, kind, name);
		return {
			name,
			contentType: (kind === 'source' && upload?.contentType) || contentType,
			sizeBytes: (await stat(path)).size,
			open: () => createReadStream(path),
		};
	}

	#uploadOf(job: JobEntry) {
		return this.#uploads.find(job.tenantAlias, job.fileRef ?? '');
	}

	/** Writes a file unless it is there already; gives its path. */
	async #write(job: JobEntry, kind: FileKind, name: string): Promise<string> {
		if (kind === 'results' && job.run?.exportedPath !== undefined) return job.run.exportedPath;
		const path = join(this.#folder, name);
		const writing =
			this.#written.get(path) ??
			reportOf(job, kind)
				.then((report) => writeReport(path, job.form, report))
				.then(() => path);
		this.#written.set(path, writing);
		return await writing;
	}
}

async function reportOf(job: JobEntry, kind: FileKind): Promise<Report> {
	const { run, failures, recordNumberBase } = job;
	if (kind === 'errors') {
		return errorsReport(
			run?.past ? numbered(readFailures(run.past.file.failuresPath), recordNumberBase) : failures,
		);
	}
	if (run?.past) return await importResults(run.past);
	return { columns: columnsOf(job), rows: [] };
}

/** The columns of a job that was added as if it had happened. */
function columnsOf({ type, params }: JobEntry): readonly string[] {
	if (isImportType(type)) return resultColumns(type);
	const known = isObject(params) ? params : {};
	return (isExportType(type) ? exportColumns(type, known) : undefined) ?? ['id'];
}
