import type { UploadFile } from '../../advocate/api/transport';

/** What goes around a file in a request's body. */
export interface Envelope {
	before: Buffer;
	after: Buffer;
}

/** The parts around a file in a `multipart/form-data` body, and the header that goes with them. */
export interface MultipartEnvelope extends Envelope {
	contentType: string;
}

/**
 * Wraps a file as the part `file` (doc).
 *
 * @param file its name must be safe to stand in a header (see safeFileName)
 * @param boundary a text that does not occur in the file
 */
export function multipartEnvelope(file: UploadFile, boundary: string): MultipartEnvelope {
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
		contentType: `multipart/form-data; boundary=${boundary}`,
	};
}
