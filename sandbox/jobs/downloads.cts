import { randomBytes } from 'node:crypto';
import { ApiError } from '../api-error.cts';
import type { Settings } from '../settings.cts';
import type { FileKind, JobFile, JobFiles } from './job-files.cts';
import type { JobEntry, Jobs } from './jobs.cts';

/** The links to the files of jobs. A link needs no credentials, only its unguessable token. */
export class Downloads {
	readonly #settings: Settings;
	readonly #jobs: Jobs;
	readonly #files: JobFiles;
	readonly #tokens = new Map<string, string>();
	readonly #links = new Map<string, { jobId: string; kind: FileKind }>();

	constructor(settings: Settings, jobs: Jobs, files: JobFiles) {
		this.#settings = settings;
		this.#jobs = jobs;
		this.#files = files;
	}

	/**
	 * The path of a link, `/downloads/{token}/{name}`, the same at each call; null when the job has no
	 * such file.
	 */
	pathOf(job: JobEntry, kind: FileKind): string | null {
		if (!this.#files.has(job, kind)) return null;
		const key = `${job.id} ${kind}`;
		const token = this.#tokens.get(key) ?? randomBytes(24).toString('hex');
		this.#tokens.set(key, token);
		this.#links.set(token, { jobId: job.id, kind });
		return `/downloads/${token}/${this.#files.nameOf(job, kind)}`;
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
		return await this.#files.fileOf(job, link.kind);
	}
}
