import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { ApiError } from '../api-error.cts';
import type { IncomingFile, Upload } from './upload.cts';

/** The name the part with the file must have. Source: the official bulk-import page. */
const partName = 'file';

/** Where files go: `store` while the body is read, `discard` if the request is refused after all. */
export interface PartStore {
	store: (file: IncomingFile) => Promise<Upload>;
	discard: (upload: Upload) => Promise<void>;
}

/**
 * Reads a multipart body and stores its part `file` as it streams in. Other parts are skipped.
 * @throws ApiError 400 when the body is broken, or the part is missing, is not a file or comes twice
 */
export async function receiveMultipart(
	headers: IncomingHttpHeaders,
	body: Readable,
	{ store, discard }: PartStore,
): Promise<Upload> {
	const parser = makeParser(headers);
	const storing: Array<Promise<Upload>> = [];
	const seen: string[] = [];
	parser.on('field', (name) => seen.push(`${name} (a text field)`));
	parser.on('file', (name, part, { filename, mimeType }) => {
		seen.push(name);
		// When the client goes away the part ends with an error, perhaps before anything listens for one.
		part.on('error', () => undefined);
		if (name !== partName) return void part.resume();
		const file = { fileName: filename ?? '', contentType: mimeType, body: part } as const;
		const stored = store({ ...file, how: 'multipart' });
		// Looked at below, once the body has ended; until then a failure must not end the process.
		stored.catch(() => undefined);
		storing.push(stored);
	});
	const broken = await parse(body, parser);
	// Whatever went wrong, nothing may still be writing when this returns.
	const parts = await Promise.allSettled(storing);
	const uploads = parts.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []));
	const refusal = broken ?? failureOf(parts) ?? miscount(uploads, seen);
	const [upload] = uploads;
	if (upload && !refusal) return upload;
	await Promise.all(uploads.map(discard));
	throw refusal ?? new Error('a part was neither stored nor refused');
}

function makeParser(headers: IncomingHttpHeaders): busboy.Busboy {
	try {
		return busboy({ headers, defParamCharset: 'utf8' });
	} catch {
		// Refused below, the same way whatever is wrong with the header.
	}
	throw new ApiError(400, 'The multipart content type has no boundary');
}

/** Reads a body to its end; resolves with what is wrong with it, if anything is. */
async function parse(body: Readable, parser: busboy.Busboy): Promise<ApiError | undefined> {
	return await new Promise((resolve) => {
		const broken = () => resolve(new ApiError(400, 'The multipart body is broken'));
		parser.on('close', () => resolve(undefined));
		parser.on('error', broken);
		// When the client goes away the body closes without an end.
		body.on('close', () => {
			if (!body.readableEnded) parser.destroy(new Error('the request was cut off'));
		});
		body.pipe(parser);
	});
}

function failureOf(parts: ReadonlyArray<PromiseSettledResult<Upload>>): Error | undefined {
	const reasons = parts.flatMap((part) =>
		part.status === 'rejected' ? [part.reason as Error] : [],
	);
	return reasons[0];
}

function miscount(uploads: readonly Upload[], seen: readonly string[]): ApiError | undefined {
	if (uploads.length === 1) return undefined;
	if (uploads.length > 1) {
		return new ApiError(400, `The request has more than one part named "${partName}"`);
	}
	const others = seen.length === 0 ? 'none' : seen.join(', ');
	const missing = `The request has no file in a part named "${partName}"`;
	return new ApiError(400, `${missing}; parts found: ${others}`);
}
