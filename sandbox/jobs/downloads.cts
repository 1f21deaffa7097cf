import { randomBytes } from 'node:crypto';
import { ApiError } from '../api-error.cts';
import type { Settings } from '../settings.cts';
import type { FileKind, JobFile, JobFiles } from './job-files.cts';
import type { JobEntry, Jobs } from './jobs.cts';

/** Where a token leads. */
interface Link {
	jobId: string;
	kind: FileKind;
	/** When it stops doing so, at the latest (ms); its job's files may be gone before. */
	validUntil: number;
}

/**
 * The links to the files of jobs. Which form Advocate's have is unknown: they may be open, with an
 * unguessable token, or lead to an address of the API that wants the key and sends the client on to
 * one that is signed and does not last.
 */
export class Downloads {
	readonly #settings: Settings;
	readonly #jobs: Jobs;
	readonly #files: JobFiles;
	readonly #openTokens = new Map<string, string>();
	readonly #links = new Map<string, Link>();

	constructor(settings: Settings, jobs: Jobs, files: JobFiles) {
		this.#settings = settings;
		this.#jobs = jobs;
		this.#files = files;
	}

	/** The path of a link, the same at each call; null when the job has no such file. */
	pathOf(job: JobEntry, kind: FileKind, isPublic: boolean): string | null {
		if (!this.#files.has(job, kind)) return null;
		if (this.#settings.resultsLinks === 'withKey' && !isPublic) {
			const query = kind === 'results' ? '' : `?file=${kind}`;
			return `/api/v1/${encodeURIComponent(job.tenantAlias)}/export/${job.id}/download${query}`;
		}
		const key = `${job.id} ${kind}`;
		const token = this.#openTokens.get(key) ?? this.#newToken({ jobId: job.id, kind });
		this.#openTokens.set(key, token);
		return `/downloads/${token}/${this.#files.nameOf(job, kind)}`;
	}

	/**
	 * The path of a signed link to a file, which lasts as long as the option `signedLinkLifetimeMs` says.
	 * @throws ApiError 404 when a tenant's job has no such file, or no longer has it
	 */
	async sign(tenantAlias: string, jobId: string, file: string): Promise<string> {
		const job = await this.#jobs.look(jobId);
		const kind = (['results', 'errors', 'source'] as const).find((known) => known === file);
		const { now, signedLinkLifetimeMs } = this.#settings;
		if (job?.tenantAlias !== tenantAlias || !kind || !this.#files.has(job, kind)) {
			throw new ApiError(404, `Job ${jobId} has no such file`);
		}
		if (isGone(job, now())) throw new ApiError(404, `The files of job ${jobId} have expired`);
		const token = this.#newToken({ jobId, kind, validUntil: now() + signedLinkLifetimeMs });
		return `/${token}/${this.#files.nameOf(job, kind)}`;
	}

	/**
	 * The file to which a token leads.
	 * @throws ApiError 403 when the link has expired, 404 when it leads to no file, or no longer does
	 */
	async find(token: string): Promise<JobFile> {
		const link = this.#links.get(token);
		const job = link && this.#jobs.find(link.jobId);
		if (!link || !job) throw new ApiError(404, 'This file was not found');
		const now = this.#settings.now();
		if (now >= link.validUntil || isGone(job, now)) {
			throw new ApiError(403, 'This link has expired');
		}
		return await this.#files.fileOf(job, link.kind);
	}

	#newToken(link: Omit<Link, 'validUntil'> & Partial<Link>): string {
		const token = randomBytes(24).toString('hex');
		this.#links.set(token, { validUntil: Infinity, ...link });
		return token;
	}
}

/** Whether a job's files can no longer be downloaded. */
function isGone(job: JobEntry, now: number): boolean {
	return now >= (job.dateExpires ?? Infinity);
}
