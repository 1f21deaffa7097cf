import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/** An HTTP answer before it is sent, so that a fault can still change it or how it is sent. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	/** Bytes of the body. */
	length: number;
	/** Opens the body; called at most once. */
	open: () => Readable;
	/** What the body was made of, when it is JSON. */
	json?: unknown;
}

/** An answer with a JSON body. */
export function jsonAnswer(
	status: number,
	json: unknown,
	headers: Record<string, string> = {},
): Answer {
	const body = Buffer.from(JSON.stringify(json));
	const answer = bytesAnswer(status, body, 'application/json; charset=utf-8');
	return { ...answer, headers: { ...answer.headers, ...headers }, json };
}

/** An answer with these bytes as its body. */
export function bytesAnswer(status: number, body: Buffer, contentType: string): Answer {
	return {
		status,
		headers: { 'content-type': contentType },
		length: body.length,
		open: () => Readable.from(body.length === 0 ? [] : [body]),
	};
}

/** An answer whose body is a file on disk, of `length` bytes. */
export function fileAnswer(path: string, length: number, contentType: string): Answer {
	return {
		status: 200,
		headers: { 'content-type': contentType },
		length,
		open: () => createReadStream(path),
	};
}
