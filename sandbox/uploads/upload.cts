import type { Readable } from 'node:stream';

/** A file the sandbox has been sent. */
export interface Upload {
	/** `imports/{tenant}/{stem}_{24 hex}{.ext}`: the name by which jobs refer to it. */
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
	/** Where the bytes are kept until `close()`. */
	readonly path: string;
	/** When it came, in milliseconds by the sandbox's clock. */
	readonly dateCreated: number;
}

/** A file in a request, before its bytes are read. */
export interface IncomingFile extends Pick<Upload, 'fileName' | 'contentType' | 'how'> {
	body: Readable;
}

/** The `fileRef` of a file: its own name made safe, an id, and its extension. */
export function fileRefOf(tenantAlias: string, file: IncomingFile, id: string): string {
	return `imports/${tenantAlias}/${stemOf(file)}_${id}${extensionOf(file)}`;
}

/** The file name in a Content-Disposition header; empty where it names none. */
export function dispositionName(contentDisposition: string | undefined): string {
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
// the sandbox goes by the file name first, then by the content type, then takes the commoner format.
function extensionOf({ fileName, contentType, how }: IncomingFile): string {
	const own = /\.([A-Za-z0-9]{1,16})$/.exec(fileName)?.[0];
	if (own !== undefined) return own;
	if (how === 'multipart' || fileName !== '') return '';
	return /jsonl|ndjson|json-?lines/i.test(contentType) ? '.jsonl' : '.csv';
}
