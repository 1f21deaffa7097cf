import { randomUUID } from 'crypto';
import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { answerText } from '../../advocate/answer-body';
import { AdvocateError } from '../../advocate/errors';
import { settled } from '../../advocate/retry';
import type {
	Answer,
	ByteStream,
	FileAnswer,
	FileContent,
	Transport,
	UploadEncoding,
	UploadFile,
} from '../../advocate/transport';
import { streamLike, type NodeReadable } from '../node-stream';
import { cancelSignalOf, type RequestContext } from '../request-context';
import { executionCancelled } from './connection-error';
import { multipartEnvelope, type Envelope } from './multipart';
import { RequestGuard } from './request-guard';

export const CREDENTIAL_NAME = 'advocateApi';

/** Milliseconds in which a request is answered, or, for a file, in which some of it moves. */
export const DEFAULT_TIMEOUT = 60_000;

/** How much longer than that (ms per byte) the answer to an upload may take, as the file is stored: 1 s per MB. */
const STORING_TIME = 0.001;

/** Sends with n8n's own helpers, so that its proxy, certificate and credential handling apply. */
export class N8nTransport implements Transport {
	constructor(
		private readonly context: RequestContext,
		private readonly timeoutMs = DEFAULT_TIMEOUT,
	) {}

	/** The whole exchange has the time of one timeout, however slowly it goes on. */
	async postJson(url: string, body: unknown): Promise<Answer> {
		return await this.guarded(url, async (guard) => {
			guard.allow(this.timeoutMs);
			const response = await this.post(url, guard, {
				headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
				body: JSON.stringify(body),
				timeout: this.timeoutMs,
			});
			return await answerOf(response, url);
		});
	}

	/**
	 * An upload takes as long as it needs while bytes move; then the answer may take longer the larger the
	 * file. Of content that is at hand n8n does not tell what has been sent, so there both times are one.
	 */
	async postFile(url: string, file: UploadFile, encoding: UploadEncoding): Promise<Answer> {
		if (cancelSignalOf(this.context)?.aborted === true) throw executionCancelled();
		const content = await file.open();
		return await this.guarded(url, async (guard) => {
			const { envelope, headers } = enveloped(file, encoding);
			const answerTime = this.timeoutMs + file.sizeBytes * STORING_TIME;
			const body = isAtHand(content)
				? Buffer.concat([envelope.before, ...pieces(content), envelope.after])
				: watched(content, envelope, {
						moving: () => guard.allow(this.timeoutMs),
						sent: () => guard.allow(answerTime),
					});
			const response = await this.post(url, guard, {
				headers: { ...headers, 'Content-Length': String(sizeOf(file, envelope)) },
				body: body as unknown as IDataObject,
				timeout: answerTime,
			}).finally(() => letGo(content, body));
			guard.allow(this.timeoutMs);
			return await answerOf(response, url);
		});
	}

	/** A file takes as long as it needs while bytes move. The content ends with the request. */
	async getFile(url: string): Promise<FileAnswer> {
		const guard = new RequestGuard(cancelSignalOf(this.context));
		guard.allow(this.timeoutMs);
		const outcome = await settled(
			this.context.helpers.httpRequest({
				...UNTOUCHED,
				method: 'GET',
				url,
				timeout: this.timeoutMs,
				abortSignal: guard.signal,
			}),
		);
		guard.disarm();
		if ('thrown' in outcome) {
			guard.release();
			throw guard.reason(outcome.thrown, url);
		}
		const response = outcome.value as IN8nHttpFullResponse;
		const body = response.body as unknown as ByteStream;
		return {
			status: response.statusCode,
			headers: headersOf(response),
			content: downloaded(body, guard, { url, timeoutMs: this.timeoutMs }),
		};
	}

	/** Runs one exchange, and says why when it comes to nothing. */
	private async guarded(
		url: string,
		exchange: (guard: RequestGuard) => Promise<Answer>,
	): Promise<Answer> {
		const guard = new RequestGuard(cancelSignalOf(this.context));
		if (guard.signal.aborted) throw executionCancelled();
		const outcome = await settled(exchange(guard));
		guard.release();
		if ('value' in outcome) return outcome.value;
		if (outcome.thrown instanceof AdvocateError) throw outcome.thrown;
		throw guard.reason(outcome.thrown, url);
	}

	private async post(
		url: string,
		{ signal }: RequestGuard,
		options: Partial<IHttpRequestOptions>,
	): Promise<IN8nHttpFullResponse> {
		// Whatever signal it is given, n8n's helper asks the context for one and takes that.
		const context = Object.create(this.context, {
			getExecutionCancelSignal: { value: () => signal },
		}) as RequestContext;
		const request: IHttpRequestOptions = { ...UNTOUCHED, ...options, method: 'POST', url };
		const response: unknown = await this.context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL_NAME,
			request,
		);
		return response as IN8nHttpFullResponse;
	}
}

/** Any status is an answer, a redirect too: followed, it could carry the key or buffer the file. */
const UNTOUCHED = {
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
	encoding: 'stream',
} as const;

async function answerOf(response: IN8nHttpFullResponse, url: string): Promise<Answer> {
	const body = response.body as unknown as ByteStream;
	return {
		status: response.statusCode,
		headers: headersOf(response),
		body: await answerText(body, new URL(url).host),
	};
}

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
	const { contentType, ...envelope } = multipartEnvelope(file, `advocate-${randomUUID()}`);
	return { envelope, headers: { 'Content-Type': contentType } };
}

function sizeOf({ sizeBytes }: UploadFile, { before, after }: Envelope): number {
	return before.length + sizeBytes + after.length;
}

function isAtHand(content: FileContent): content is Uint8Array | Uint8Array[] {
	return content instanceof Uint8Array || Array.isArray(content);
}

function pieces(content: Uint8Array | Uint8Array[]): Uint8Array[] {
	return Array.isArray(content) ? content : [content];
}

/** A stream with something around it, which tells when some of it is taken and when all is. */
function watched(
	content: ByteStream,
	{ before, after }: Envelope,
	{ moving, sent }: { moving: () => void; sent: () => void },
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
	return streamLike(content, body());
}

/** A file's content as it comes in; only the time it is waited for counts, not that of whoever takes it. */
function downloaded(
	body: ByteStream,
	guard: RequestGuard,
	{ url, timeoutMs }: { url: string; timeoutMs: number },
): ByteStream {
	async function* content() {
		const chunks = body[Symbol.asyncIterator]();
		for (;;) {
			guard.allow(timeoutMs);
			const outcome = await settled(chunks.next());
			guard.disarm();
			if ('thrown' in outcome) throw guard.reason(outcome.thrown, url);
			if (outcome.value.done === true) return;
			yield outcome.value.value;
		}
	}
	const stream = streamLike(body, content());
	stream.once('close', () => {
		guard.release();
		body.destroy();
	});
	return stream;
}

/** Closes the files behind streams that nobody reads any more. */
function letGo(...contents: Array<FileContent | NodeReadable>): void {
	for (const content of contents) if ('destroy' in content) content.destroy();
}

function headersOf(response: IN8nHttpFullResponse): Record<string, string | undefined> {
	const headers = Object.entries(response.headers as Record<string, string | string[]>);
	return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value.toString()]));
}
