import { createReadStream } from 'node:fs';
import type { Stats } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isImportType, isJobType } from '../job-types.cts';
import type { ImportType } from '../job-types.cts';
import type { SftpOptions } from '../options.cts';
import type { Tenant } from '../tenants.cts';
import type { Uploads } from '../uploads/uploads.cts';
import type { Jobs } from './jobs.cts';

/** A test's hand on the picking up of files that came over SFTP. */
export interface SftpControl {
	/**
	 * Looks once into the folders of the option `sftp` and picks up each file that has not changed
	 * since the look before, so a new file is picked up at the second look. Gives the files it took.
	 * Throws without that option.
	 */
	collect(): Promise<CollectedFile[]>;
}

/** A file that was picked up, and the job it became. */
export interface CollectedFile {
	readonly tenantAlias: string;
	readonly fileName: string;
	readonly jobId: string;
}

/** Where refused files are put, within the tenant's folder. */
const refusedFolder = 'refused';

/** "Over SFTP a file is at most 100 MB." Source: the API sheet, "The import files". */
const maxSftpBytes = 100_000_000;

/** A file as one look found it. If the next finds it unchanged, nobody is still writing it. */
interface Look {
	sizeBytes: number;
	modifiedMs: number;
}

/**
 * The folders into which an SFTP server writes, one for each tenant. Each `collect` looks once and
 * picks up every file that has not changed since the look before, so that none is taken half sent.
 */
export class DropFolder {
	readonly #options: SftpOptions;
	readonly #tenants: readonly Tenant[];
	readonly #uploads: Uploads;
	readonly #jobs: Jobs;
	readonly #seen = new Map<string, Look>();

	constructor(options: SftpOptions, tenants: readonly Tenant[], uploads: Uploads, jobs: Jobs) {
		this.#options = options;
		this.#tenants = tenants;
		this.#uploads = uploads;
		this.#jobs = jobs;
	}

	/** Makes a folder for each tenant that has none. */
	async prepare(): Promise<void> {
		for (const tenant of this.#tenants) await mkdir(this.#folderOf(tenant), { recursive: true });
	}

	/**
	 * Looks once. A complete file with a known prefix becomes an upload and a PENDING import job, and is
	 * removed; one that is too large is moved to `refused`; any other is left where it is.
	 */
	async collect(): Promise<CollectedFile[]> {
		const collected: CollectedFile[] = [];
		for (const tenant of this.#tenants) {
			const entries = await readdir(this.#folderOf(tenant), { withFileTypes: true });
			for (const entry of entries.filter((one) => one.isFile())) {
				const job = await this.#collectFile(tenant, entry.name);
				if (job) collected.push(job);
			}
		}
		return collected;
	}

	async #collectFile(tenant: Tenant, fileName: string): Promise<CollectedFile | undefined> {
		const type = this.#typeOf(fileName);
		if (type === undefined) return undefined;
		const path = join(this.#folderOf(tenant), fileName);
		const sizeBytes = await this.#settledSize(path);
		if (sizeBytes === undefined) return undefined;
		this.#seen.delete(path);
		if (sizeBytes > maxSftpBytes) return void (await this.#refuse(tenant, fileName));
		const upload = await this.#uploads.receiveDropped(tenant, fileName, createReadStream(path));
		await rm(path);
		const { id } = this.#jobs.create({
			tenantAlias: tenant.alias,
			type,
			upload,
			outputFormat: 'CSV',
			name: null,
			requester: 'SFTP',
			mailtoEmail: null,
			params: null,
		});
		return { tenantAlias: tenant.alias, fileName, jobId: id };
	}

	/** The size of a file that is as the last look found it; undefined for one that has changed. */
	async #settledSize(path: string): Promise<number | undefined> {
		const now = await statIfThere(path);
		if (!now) return undefined;
		const before = this.#seen.get(path);
		this.#seen.set(path, { sizeBytes: now.size, modifiedMs: now.mtimeMs });
		const unchanged = before?.sizeBytes === now.size && before.modifiedMs === now.mtimeMs;
		return unchanged ? now.size : undefined;
	}

	async #refuse(tenant: Tenant, fileName: string): Promise<void> {
		const refused = join(this.#folderOf(tenant), refusedFolder);
		await mkdir(refused, { recursive: true });
		await rename(join(this.#folderOf(tenant), fileName), join(refused, fileName));
	}

	#typeOf(fileName: string): ImportType | undefined {
		const fitting = Object.keys(this.#options.prefixes).filter((one) => fileName.startsWith(one));
		const [longest] = fitting.sort((a, b) => b.length - a.length);
		return longest === undefined ? undefined : this.#options.prefixes[longest];
	}

	#folderOf({ alias }: Tenant): string {
		return join(this.#options.folder, alias);
	}
}

/** Undefined where the client has renamed or removed the file since the folder was listed. */
async function statIfThere(path: string): Promise<Stats | undefined> {
	try {
		return await stat(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}

/** Lets a test look, when the sandbox has such folders. */
export function controlSftp(dropFolder: DropFolder | undefined): SftpControl {
	return {
		collect: async () => {
			if (dropFolder) return await dropFolder.collect();
			throw new Error('the sandbox was started without the option sftp');
		},
	};
}

/**
 * Reads prefixes as the command line has them: `users_=MUTATION/USER,events_=MUTATION/USER_EVENT`.
 * @throws TypeError for an empty prefix, one given twice, or a type that does not read a file
 */
export function readPrefixes(text: string): Record<string, ImportType> {
	const prefixes: Record<string, ImportType> = {};
	for (const entry of text.split(',')) {
		const [, prefix = '', type = ''] = /^([^=]+)=(.*)$/.exec(entry.trim()) ?? [];
		if (prefix === '') throw new TypeError(`"${entry}" is not PREFIX=TYPE`);
		if (prefix in prefixes) throw new TypeError(`The prefix "${prefix}" is given twice`);
		if (!isJobType(type) || !isImportType(type)) {
			throw new TypeError(`"${type}" is not a type of import`);
		}
		prefixes[prefix] = type;
	}
	return prefixes;
}
