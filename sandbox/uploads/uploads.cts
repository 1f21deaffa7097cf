import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiError } from '../api-error.cts';
import type { Tenant } from '../tenants.cts';
import { receiveMultipart } from './multipart.cts';
import { dispositionName, fileRefOf } from './upload.cts';
import type { IncomingFile, Upload } from './upload.cts';

/** A test's view of the files received. */
export type UploadControl = Pick<Uploads, 'list' | 'get'>;

/** The files a sandbox holds, on disk under one folder. */
export class Uploads {
	readonly #folder: string;
	readonly #now: () => number;
	readonly #byRef = new Map<string, Upload>();

	constructor(folder: string, now: () => number) {
		this.#folder = folder;
		this.#now = now;
	}

	/** The files received, oldest first; those of every tenant when none is named. */
	list(tenantAlias?: string): Upload[] {
		const all = [...this.#byRef.values()];
		return tenantAlias === undefined ? all : all.filter((one) => one.tenantAlias === tenantAlias);
	}

	/** A file by its `fileRef`, whichever tenant it belongs to. */
	get(fileRef: string): Upload | undefined {
		return this.#byRef.get(fileRef);
	}

	/** A tenant's file by its `fileRef`; another tenant's file is not found. */
	find(tenantAlias: string, fileRef: string): Upload | undefined {
		const upload = this.#byRef.get(fileRef);
		return upload?.tenantAlias === tenantAlias ? upload : undefined;
	}

	/**
	 * Takes the file of an upload request, multipart (part `file`) or raw, and streams it to disk.
	 * @throws ApiError 400 when there is no file, or the multipart body is broken
	 */
	async receive(tenant: Tenant, headers: IncomingHttpHeaders, body: Readable): Promise<Upload> {
		const contentType = headers['content-type'] ?? '';
		if (/^multipart\//i.test(contentType)) {
			return await receiveMultipart(headers, body, {
				store: (file) => this.#store(tenant, file),
				discard: (upload) => this.#forget(upload),
			});
		}
		const fileName = dispositionName(headers['content-disposition']);
		const upload = await this.#store(tenant, { fileName, contentType, how: 'raw', body });
		if (upload.sizeBytes > 0) return upload;
		await this.#forget(upload);
		throw new ApiError(400, 'The request has no file: the body is empty');
	}

	/** Takes a file that was sent over SFTP. */
	async receiveDropped(tenant: Tenant, fileName: string, body: Readable): Promise<Upload> {
		return await this.#store(tenant, { fileName, contentType: '', how: 'sftp', body });
	}

	async #store({ alias }: Tenant, file: IncomingFile): Promise<Upload> {
		const { body, ...sent } = file;
		const id = randomBytes(12).toString('hex');
		const path = join(this.#folder, id);
		try {
			const written = await writeHashed(body, path);
			const fileRef = fileRefOf(alias, file, id);
			const dateCreated = this.#now();
			const upload = { fileRef, tenantAlias: alias, ...sent, ...written, path, dateCreated };
			this.#byRef.set(fileRef, upload);
			return upload;
		} catch (error) {
			await rm(path, { force: true });
			throw error;
		}
	}

	async #forget(upload: Upload): Promise<void> {
		this.#byRef.delete(upload.fileRef);
		await rm(upload.path, { force: true });
	}
}

async function writeHashed(body: Readable, path: string) {
	const hash = createHash('sha256');
	let sizeBytes = 0;
	const tap = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			hash.update(chunk);
			sizeBytes += chunk.length;
			done(null, chunk);
		},
	});
	await pipeline(body, tap, createWriteStream(path));
	return { sizeBytes, sha256: hash.digest('hex') };
}
