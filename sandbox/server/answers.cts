import { Readable } from 'node:stream';
import type { ErrorBody } from '../api-error.cts';
import type { JobFile } from '../jobs/job-files.cts';

/** An HTTP answer before it is sent, while a fault can still change it or the way it is sent. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	/** How many bytes the body has. */
	length: number;
	/** Opens the body; called at most once. */
	open: () => Readable;
	/** What the body was made from, when it is JSON. */
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

/** An error with its own status. */
export function errorAnswer(body: ErrorBody, headers: Record<string, string> = {}): Answer {
	return jsonAnswer(body.statusCode, body, headers);
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

/** An answer that sends the client on to another address. */
export function redirectAnswer(status: number, location: string): Answer {
	return { status, headers: { location }, length: 0, open: () => Readable.from([]) };
}

/** An answer that sends a job's file as an attachment. */
export function fileAnswer({ name, contentType, sizeBytes, open }: JobFile): Answer {
	const disposition = `attachment; filename="${name}"`;
	return {
		status: 200,
		headers: { 'content-type': contentType, 'content-disposition': disposition },
		length: sizeBytes,
		open,
	};
}
