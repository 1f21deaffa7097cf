import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Transform, pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import type { GraphqlRequest } from './graphql-endpoint.cts';

/** A request to the sandbox, other than those to its own `/__sandbox` paths. */
export interface RecordedRequest {
	/** When it came, in milliseconds by the sandbox's clock. */
	readonly at: number;
	readonly method: string;
	/** As it was sent, with the query string. */
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	/** The first 64 KiB of the body. */
	body: Buffer;
	/** How many bytes of the body have arrived altogether. */
	bodyBytes: number;
	/** What it asks for: `upload`, `download`, or GraphQL root fields such as `createJob`. */
	operations: readonly string[];
	operationName?: string;
	query?: string;
	variables?: Readonly<Record<string, unknown>>;
	/** The HTTP status of the answer, once there is one. */
	status?: number;
}

const keptBodyBytes = 64 * 1024;
// A demo may run for days: the oldest requests are forgotten.
const keptRequests = 5_000;

/** The requests to a sandbox, oldest first. */
export class RequestLog {
	readonly entries: RecordedRequest[] = [];
	readonly #now: () => number;

	constructor(now: () => number) {
		this.#now = now;
	}

	/** Records a request. Gives its body, which is recorded while somebody reads it. */
	open(request: IncomingMessage): { entry: RecordedRequest; body: Readable } {
		const entry: RecordedRequest = {
			at: this.#now(),
			method: request.method ?? '',
			path: request.url ?? '',
			headers: request.headers,
			body: Buffer.alloc(0),
			bodyBytes: 0,
			operations: [],
		};
		this.entries.push(entry);
		if (this.entries.length > keptRequests) this.entries.shift();
		return { entry, body: recordBody(request, entry) };
	}

	/** Forgets every request so far. */
	clear(): void {
		this.entries.length = 0;
	}
}

/** Notes what a GraphQL request asks for. */
export function recordGraphql(entry: RecordedRequest, request: GraphqlRequest): void {
	const { rootFields, operationName, query, variables } = request;
	Object.assign(entry, { operations: rootFields, operationName, query, variables });
}

function recordBody(request: IncomingMessage, entry: RecordedRequest): Readable {
	const tap = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			const room = keptBodyBytes - entry.body.length;
			if (room > 0) entry.body = Buffer.concat([entry.body, chunk.subarray(0, room)]);
			entry.bodyBytes += chunk.length;
			done(null, chunk);
		},
	});
	// A pipeline, so that the reader learns when the client goes away before the body's end.
	return pipeline(request, tap, () => undefined);
}
