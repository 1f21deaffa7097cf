import type { IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';

/** n8n's N8N_PAYLOAD_SIZE_MAX. */
const MOST_BODY_BYTES = 16 * 1024 * 1024;

/** The error for a body that is not what its content type says. n8n answers with it before the node runs. */
export class UnprocessableBody extends Error {
	readonly status = 422;

	/** @param hint what the parser said */
	constructor(readonly hint: string) {
		super('Failed to parse request body');
	}
}

/**
 * The request with `body` and `rawBody`, as n8n's body parser leaves it for nodes: JSON, forms and plain
 * text are parsed; for any other type the body is empty. (n8n also parses XML, which nobody sends here.)
 * Source: n8n 2.40.7, `dist/middlewares/body-parser.js`.
 *
 * @throws UnprocessableBody for invalid JSON; Error for more than 16 MiB
 */
export async function withBody(request: IncomingMessage): Promise<object> {
	const rawBody = await bytesOf(request);
	const body = rawBody.length > 0 ? parsed(contentTypeOf(request), rawBody.toString()) : {};
	return Object.assign(request, { rawBody, body });
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		length += chunk.length;
		if (length > MOST_BODY_BYTES) throw new Error('The body is too large');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** The content type in lower case, without its parameters. */
function contentTypeOf({ headers }: IncomingMessage): string {
	const [type = ''] = (headers['content-type'] ?? '').split(';');
	return type.toLowerCase();
}

function parsed(contentType: string, text: string): unknown {
	switch (contentType) {
		case 'application/json':
			return parsedJson(withoutMark(text));
		case 'application/x-www-form-urlencoded':
			return parse(withoutMark(text));
		case 'text/plain':
			return text;
		default:
			return {};
	}
}

/** The text without its byte order mark. */
function withoutMark(text: string): string {
	return text.replace(/^\uFEFF/, '');
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw new UnprocessableBody(error instanceof Error ? error.message : String(error));
	}
}
