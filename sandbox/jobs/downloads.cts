import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ApiError } from '../api-error.cts';
import {
	errorColumns,
	fileType,
	formatHeader,
	formatLine,
	resultColumns,
} from '../imports/results-files.cts';
import { isImportType } from '../job-types.cts';
import type { Settings } from '../settings.cts';
import type { Uploads } from '../uploads/uploads.cts';
import type { JobEntry, Jobs } from './jobs.cts';

/** Which of a job's files a link leads to. */
export type DownloadKind = 'results' | 'errors' | 'source';

/** A file of a job, ready to be sent. */
export interface JobFile {
	name: string;
	contentType: string;
	sizeBytes: number;
	/** Opens its content; called at most once. */
	open: () => Readable;
}

/** The links to the files of jobs. A link needs no credentials, only its unguessable token. */
export class Downloads {
	readonly #settings: Settings;
	readonly #jobs: Jobs;
	readonly #uploads: Uploads;
	readonly #tokens = new Map<string, string>();
	readonly #links = new Map<string, { jobId: string; kind: DownloadKind }>();

	constructor(settings: Settings, jobs: Jobs, uploads: Uploads) {
		this.#settings = settings;
		this.#jobs = jobs;
		this.#uploads = uploads;
	}

	/**
	 * The path of a link, `/downloads/{token}/{name}`, the same at each call. Null when the job has
	 * no such file: a PENDING job has none, an ABORTED one only what was uploaded.
	 */
	pathOf(job: JobEntry, kind: DownloadKind): string | null {
		if (!this.#has(job, kind)) return null;
		const key = `${job.id} ${kind}`;
		const token = this.#tokens.get(key) ?? randomBytes(24).toString('hex');
		this.#tokens.set(key, token);
		this.#links.set(token, { jobId: job.id, kind });
		return `/downloads/${token}/${nameOf(job, kind)}`;
	}

	/**
	 * The file that a link leads to.
	 * @throws ApiError 403 when the link has expired, 404 when it leads to no file, or no longer does
	 */
	async find(token: string): Promise<JobFile> {
		const link = this.#links.get(token);
		const job = link && this.#jobs.find(link.jobId);
		if (!link || !job) throw new ApiError(404, 'This file was not found');
		if (this.#settings.now() >= (job.dateExpires ?? Infinity)) {
			throw new ApiError(403, 'This link has expired');
		}
		return await this.#fileOf(job, link.kind);
	}

	#has(job: JobEntry, kind: DownloadKind): boolean {
		if (job.status === 'PENDING') return false;
		if (kind === 'source') return this.#uploadOf(job) !== undefined;
		if (job.status === 'ABORTED') return false;
		return kind === 'results' || (job.stats?.errors ?? 0) > 0;
	}

	#uploadOf(job: JobEntry) {
		return this.#uploads.find(job.tenantAlias, job.fileRef ?? '');
	}

	async #fileOf(job: JobEntry, kind: DownloadKind): Promise<JobFile> {
		const name = nameOf(job, kind);
		const { contentType } = fileType(job.outputFormat);
		const upload = this.#uploadOf(job);
		if (kind === 'source' && upload) {
			const { path, sizeBytes } = upload;
			return storedFile(name, upload.contentType || contentType, path, sizeBytes);
		}
		const path = kind === 'results' ? job.resultsPath : job.errorsPath;
		const sizeBytes = await stat(path).then(
			({ size }) => size,
			() => undefined,
		);
		if (sizeBytes !== undefined) return storedFile(name, contentType, path, sizeBytes);
		const content = Buffer.from(seededFile(job, kind));
		const open = () => Readable.from(content.length === 0 ? [] : [content]);
		return { name, contentType, sizeBytes: content.length, open };
	}
}

function storedFile(name: string, contentType: string, path: string, sizeBytes: number): JobFile {
	return { name, contentType, sizeBytes, open: () => createReadStream(path) };
}

function nameOf(job: JobEntry, kind: DownloadKind): string {
	if (kind === 'source') return (job.fileRef ?? '').replace(/^.*\//, '');
	return `${job.id}_${kind}${fileType(job.outputFormat).extension}`;
}

// Seeded jobs and exports read no file, so nothing was written for them.
function seededFile(job: JobEntry, kind: DownloadKind): string {
	const format = job.outputFormat;
	if (kind === 'results') {
		return formatHeader(format, isImportType(job.type) ? resultColumns(job.type) : ['id']);
	}
	const lines = job.failures.map((failure) =>
		formatLine(
			format,
			errorColumns,
			errorColumns.map((name) => failure[name]),
		),
	);
	return formatHeader(format, errorColumns) + lines.join('');
}
