import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiError } from '../api-error.cts';
import { receiveMultipart } from './multipart.cts';
import type { Tenant } from '../tenants.cts';

/** A file the sandbox was sent. */
export interface Upload {
	/** `imports/{tenant}/{stem}_{24 hex}{.ext}`: what jobs name the file by. */
	readonly fileRef: string;
	readonly tenantAlias: string;
	/** The name it was sent under; empty for a raw body without a Content-Disposition. */
	readonly fileName: string;
	/** The content type of the multipart part, or of the raw request; empty for one over SFTP. */
	readonly contentType: string;
	readonly how: 'multipart' | 'raw' | 'sftp';
	readonly sizeBytes: number;
	/** Hex SHA-256 of the bytes. */
	readonly sha256: string;
	/** Where the bytes lie until `close()`. */
	readonly path: string;
	/** When it came, in milliseconds by the sandbox's clock. */
	readonly dateCreated: number;
}

/** One file in a request, before its bytes are read. */
export interface IncomingFile {
	fileName: string;
	contentType: string;
	how: 'multipart' | 'raw' | 'sftp';
	body: Readable;
}

/** The files a sandbox holds, on disk under one folder. */
export class Uploads {
	readonly #folder: string;
	readonly #now: () => number;
	readonly #byRef = new Map<string, Upload>();

	constructor(folder: string, now: () => number) {
		this.#folder = folder;
		this.#now = now;
	}

	/** Every file received, oldest first, or those of one tenant. */
	list(tenantAlias?: string): Upload[] {
		const all = [...this.#byRef.values()];
		return tenantAlias === undefined ? all : all.filter((one) => one.tenantAlias === tenantAlias);
	}

	/** The file a tenant's `fileRef` names; another tenant's file is not found. */
	find(tenantAlias: string, fileRef: string): Upload | undefined {
		const upload = this.#byRef.get(fileRef);
		return upload?.tenantAlias === tenantAlias ? upload : undefined;
	}

	/**
	 * Takes the file of an upload request, multipart (part `file`) or raw, streaming it to disk.
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
		const fileName = fileNameOf(headers['content-disposition']);
		const upload = await this.#store(tenant, { fileName, contentType, how: 'raw', body });
		if (upload.sizeBytes > 0) return upload;
		await this.#forget(upload);
		throw new ApiError(400, 'The request has no file: the body is empty');
	}

	/** Takes a file that was sent over SFTP. */
	async receiveDropped(tenant: Tenant, fileName: string, body: Readable): Promise<Upload> {
		return await this.#store(tenant, { fileName, contentType: '', how: 'sftp', body });
	}

	async #store(tenant: Tenant, file: IncomingFile): Promise<Upload> {
		const { fileName, contentType, how } = file;
		const id = randomBytes(12).toString('hex');
		const path = join(this.#folder, id);
		try {
			const { sizeBytes, sha256 } = await writeHashed(file.body, path);
			const fileRef = `imports/${tenant.alias}/${stemOf(file)}_${id}${extensionOf(file)}`;
			const dateCreated = this.#now();
			const upload: Upload = {
				...{ fileRef, tenantAlias: tenant.alias, fileName, contentType, how },
				...{ sizeBytes, sha256, path, dateCreated },
			};
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

function fileNameOf(contentDisposition: string | undefined): string {
	const extended = /filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(contentDisposition ?? '')?.[1];
	if (extended !== undefined) return decoded(extended);
	const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(contentDisposition ?? '');
	return plain?.[1] ?? plain?.[2] ?? '';
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function stemOf({ fileName }: IncomingFile): string {
	const stem = fileName.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
	return stem.replace(/[^A-Za-z0-9_-]+/g, '_') || 'upload';
}

// Documented: the name keeps the file's extension. How a raw body tells its format is unknown, so
// the sandbox takes the file name first, then the content type, then the commoner format.
function extensionOf({ fileName, contentType, how }: IncomingFile): string {
	const own = /\.([A-Za-z0-9]{1,16})$/.exec(fileName)?.[0];
	if (own !== undefined) return own;
	if (how === 'multipart' || fileName !== '') return '';
	return /jsonl|ndjson|json-?lines/i.test(contentType) ? '.jsonl' : '.csv';
}
