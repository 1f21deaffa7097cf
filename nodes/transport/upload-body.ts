import { createHash, randomUUID } from 'crypto';
import type { UploadEncoding, UploadFile } from '../../advocate/api/transport';
import type { ByteStream, FileContent } from '../../advocate/files/content';
import { streamLike, type NodeReadable } from '../../advocate/files/stream';

/** A request's body and the headers that go with it. */
export interface UploadBody {
	headers: Record<string, string>;
	body: Buffer | NodeReadable;
}

/** Called as a stream is read: for each piece, and at its end. */
interface Progress {
	moving: () => void;
	sent: () => void;
}

/**
 * The body of an upload: the file alone, or as the part `file` of a form (doc). Its length is known
 * beforehand. Content in memory that is in one piece reports no progress.
 */
export function uploadBody(
	file: UploadFile,
	content: FileContent,
	encoding: UploadEncoding,
	progress: Progress,
): UploadBody {
	const { envelope, headers } = enveloped(file, encoding);
	const { before, after } = envelope;
	return {
		headers: {
			...headers,
			'Content-Length': String(before.length + file.sizeBytes + after.length),
		},
		body: isInOnePiece(content)
			? Buffer.concat([before, ...pieces(content), after])
			: watched(content, envelope, progress),
	};
}

/** What surrounds a file in a request's body. */
interface Envelope {
	before: Buffer;
	after: Buffer;
}

/** @param file its name must be safe in a header (see safeFileName) */
function enveloped(
	file: UploadFile,
	encoding: UploadEncoding,
): { envelope: Envelope; headers: Record<string, string> } {
	if (encoding === 'raw') {
		const disposition = `attachment; filename="${file.fileName}"`;
		return {
			envelope: { before: Buffer.alloc(0), after: Buffer.alloc(0) },
			headers: { 'Content-Type': file.mimeType, 'Content-Disposition': disposition },
		};
	}
	// A text that does not occur in the file.
	const boundary = `advocate-${randomUUID()}`;
	return {
		envelope: multipartEnvelope(file, boundary),
		headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
	};
}

function multipartEnvelope(file: UploadFile, boundary: string): Envelope {
	const headers = [
		`--${boundary}`,
		`Content-Disposition: form-data; name="file"; filename="${file.fileName}"`,
		`Content-Type: ${file.mimeType}`,
		'',
		'',
	];
	return {
		before: Buffer.from(headers.join('\r\n')),
		after: Buffer.from(`\r\n--${boundary}--\r\n`),
	};
}

/** Of a large file in several pieces, a body in one would be a second copy. */
function isInOnePiece(content: FileContent): content is Uint8Array | Uint8Array[] {
	return content instanceof Uint8Array || (Array.isArray(content) && content.length <= 1);
}

function pieces(content: Uint8Array | Uint8Array[]): Uint8Array[] {
	return Array.isArray(content) ? content : [content];
}

/** A stream with its envelope, which reports its progress. */
function watched(
	content: ByteStream | Uint8Array[],
	{ before, after }: Envelope,
	{ moving, sent }: Progress,
): NodeReadable {
	async function* body() {
		if (before.length > 0) yield before;
		for await (const chunk of content) {
			moving();
			yield chunk;
		}
		if (after.length > 0) yield after;
		sent();
	}
	moving();
	// A hash is a stream too, and n8n Cloud allows its class.
	const other = Array.isArray(content) ? createHash('sha256') : content;
	return streamLike(other as ByteStream, body());
}
