import { PassThrough, Readable } from 'node:stream';
import FormData from 'form-data';
import type { UploadEncoding, UploadFile } from '../../advocate/api/transport.ts';
import { notWhole, readableContent } from './readable-content.cts';
import type { FileContent } from '../../advocate/files/content.ts';

/** A request's body and the headers that go with it. */
export interface UploadBody {
	headers: Record<string, string>;
	stream: Readable;
}

/**
 * The body of an upload: the file alone, or as the part `file` of a form (doc). It streams, and its
 * length is known beforehand.
 *
 * @param onTaken called with how many bytes of the file have been taken so far
 */
export function uploadBody(
	file: UploadFile,
	content: FileContent,
	encoding: UploadEncoding,
	onTaken: (bytes: number) => void,
): UploadBody {
	// An error before the content is read must not end the process; its reader will meet the error.
	if (content instanceof Readable) content.on('error', () => undefined);
	const counted = Readable.from(countedChunks(content, file.sizeBytes, onTaken), {
		objectMode: false,
	});
	counted.once('close', () => letGo(content));
	return encoding === 'raw' ? rawBody(file, counted) : formBody(file, counted);
}

function rawBody({ fileName, mimeType, sizeBytes }: UploadFile, stream: Readable): UploadBody {
	return {
		headers: {
			'Content-Type': mimeType,
			'Content-Disposition': `attachment; filename="${fileName}"`,
			'Content-Length': String(sizeBytes),
		},
		stream,
	};
}

function formBody({ fileName, mimeType, sizeBytes }: UploadFile, content: Readable): UploadBody {
	const form = new FormData();
	form.append('file', content, {
		filename: fileName,
		contentType: mimeType,
		knownLength: sizeBytes,
	});
	const stream = new PassThrough();
	form.on('error', (error: Error) => stream.destroy(error));
	stream.once('close', () => content.destroy());
	form.pipe(stream);
	return {
		headers: { ...form.getHeaders(), 'Content-Length': String(form.getLengthSync()) },
		stream,
	};
}

async function* countedChunks(
	content: FileContent,
	sizeBytes: number,
	onTaken: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
	let bytes = 0;
	for await (const chunk of readableContent(content)) {
		bytes += chunk.length;
		yield chunk;
		onTaken(bytes);
	}
	// If less were sent, it would look as if the connection had broken off.
	if (bytes < sizeBytes) throw notWhole();
}

/** Closes the file behind a stream that nobody reads any more. */
function letGo(content: FileContent): void {
	if ('destroy' in content) content.destroy();
}
