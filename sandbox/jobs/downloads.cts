import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { bytesAnswer, fileAnswer } from '../server/answers.cts';
import type { Answer } from '../server/answers.cts';
import { ApiError } from '../api-error.cts';
import type { JobEntry, Jobs } from './jobs.cts';
import type { Settings } from '../options.cts';
import {
	errorColumns,
	fileType,
	formatHeader,
	formatLine,
	resultColumns,
} from '../imports/results-files.cts';
import { isImportType } from '../job-types.cts';
import type { Uploads } from '../uploads/uploads.cts';

/** Which of a job's files a link leads to. */
export type DownloadKind = 'results' | 'errors' | 'source';

/** The links to jobs' files: they need no credentials, only their unguessable token. */
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
	 * The path of a link, `/downloads/{token}/{name}`, the same at each call; null when the job has
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
	 * Answers a download.
	 * @throws ApiError 400 when the request carries credentials, 403 when the link has expired, 404
	 * when there is no such link (any more)
	 */
	async answer(token: string, headers: IncomingHttpHeaders): Promise<Answer> {
		// Storage behind a signed link refuses a second way to sign in. Here it also catches a
		// client that leaks its API key to whatever host a link names.
		if (headers.authorization !== undefined) {
			throw new ApiError(400, 'Only one way to authenticate is allowed: send no Authorization');
		}
		const link = this.#links.get(token);
		const job = link && this.#jobs.find(link.jobId);
		if (!link || !job) throw new ApiError(404, 'This file was not found');
		if (this.#settings.now() >= (job.dateExpires ?? Infinity)) {
			throw new ApiError(403, 'This link has expired');
		}
		const answer = await this.#open(job, link.kind);
		const disposition = `attachment; filename="${nameOf(job, link.kind)}"`;
		return { ...answer, headers: { ...answer.headers, 'content-disposition': disposition } };
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

	async #open(job: JobEntry, kind: DownloadKind): Promise<Answer> {
		const { contentType } = fileType(job.outputFormat);
		const upload = this.#uploadOf(job);
		if (kind === 'source' && upload) {
			return fileAnswer(upload.path, upload.sizeBytes, upload.contentType || contentType);
		}
		const path = kind === 'results' ? job.resultsPath : job.errorsPath;
		const size = await stat(path).then(
			(found) => found.size,
			() => undefined,
		);
		if (size !== undefined) return fileAnswer(path, size, contentType);
		return bytesAnswer(200, Buffer.from(seededFile(job, kind)), contentType);
	}
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
