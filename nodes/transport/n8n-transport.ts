import { randomUUID } from 'crypto';
import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';
import { AdvocateError } from '../../advocate/errors';
import type {
	Answer,
	ByteStream,
	FileAnswer,
	FileContent,
	Transport,
	UploadEncoding,
	UploadFile,
} from '../../advocate/transport';
import { connectionError } from './connection-error';
import { multipartEnvelope } from './multipart';

/** What of n8n can send requests for a node. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

export const CREDENTIAL_NAME = 'advocateApi';

/** Milliseconds without an answer, or, on an upload, without a byte moving. */
const QUERY_TIMEOUT = 60_000;
const FILE_TIMEOUT = 300_000;

type NodeReadable = import('stream').Readable;

/** Sends with n8n's own helpers, so that its proxy, certificate and credential handling apply. */
export class N8nTransport implements Transport {
	constructor(private readonly context: RequestContext) {}

	async postJson(url: string, body: unknown): Promise<Answer> {
		return await this.post(url, {
			headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
			body: JSON.stringify(body),
			timeout: QUERY_TIMEOUT,
		});
	}

	async postFile(url: string, file: UploadFile, encoding: UploadEncoding): Promise<Answer> {
		const content = await file.open();
		const options = encoding === 'raw' ? rawUpload(file, content) : multipartUpload(file, content);
		return await this.post(url, { ...options, timeout: FILE_TIMEOUT });
	}

	async getFile(url: string): Promise<FileAnswer> {
		const response = await answered(url, async () =>
			this.context.helpers.httpRequest({
				...UNTOUCHED,
				method: 'GET',
				url,
				encoding: 'stream',
				timeout: FILE_TIMEOUT,
			}),
		);
		return {
			status: response.statusCode,
			headers: headersOf(response),
			content: response.body as unknown as ByteStream,
		};
	}

	private async post(url: string, options: Partial<IHttpRequestOptions>): Promise<Answer> {
		const response = await answered(url, async () =>
			this.context.helpers.httpRequestWithAuthentication.call(this.context, CREDENTIAL_NAME, {
				...UNTOUCHED,
				...options,
				method: 'POST',
				url,
				encoding: 'text',
			}),
		);
		return {
			status: response.statusCode,
			headers: headersOf(response),
			body: typeof response.body === 'string' ? response.body : JSON.stringify(response.body),
		};
	}
}

/** Any status is an answer, a redirect too: followed, it could carry the key or buffer the file. */
const UNTOUCHED = {
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
} as const;

/** Runs a request and gives its answer, or throws why there is none. */
async function answered(
	url: string,
	request: () => Promise<unknown>,
): Promise<IN8nHttpFullResponse> {
	const outcome = await request().then(
		(response) => ({ response: response as IN8nHttpFullResponse }),
		(thrown: unknown) => ({ thrown }),
	);
	if ('response' in outcome) return outcome.response;
	if (outcome.thrown instanceof AdvocateError) throw outcome.thrown;
	throw connectionError(outcome.thrown, url);
}

function rawUpload(file: UploadFile, content: FileContent): Partial<IHttpRequestOptions> {
	return {
		headers: {
			'Content-Type': file.mimeType,
			'Content-Disposition': `attachment; filename="${file.fileName}"`,
			'Content-Length': String(file.sizeBytes),
		},
		body: (Array.isArray(content) ? Buffer.concat(content) : content) as unknown as IDataObject,
	};
}

function multipartUpload(file: UploadFile, content: FileContent): Partial<IHttpRequestOptions> {
	const { before, after, contentType } = multipartEnvelope(file, `advocate-${randomUUID()}`);
	return {
		headers: {
			'Content-Type': contentType,
			'Content-Length': String(before.length + file.sizeBytes + after.length),
		},
		body: wrapped(before, content, after) as unknown as IDataObject,
	};
}

function wrapped(
	before: Buffer,
	content: FileContent,
	after: Buffer,
): Buffer | NodeJS.ReadableStream {
	if (Array.isArray(content)) return Buffer.concat([before, ...content, after]);
	if (content instanceof Uint8Array) return Buffer.concat([before, content, after]);
	// n8n hands out Node streams; `compose` is the way to put something around one without a library.
	return (content as unknown as NodeReadable).compose(async function* (source: ByteStream) {
		yield before;
		yield* source;
		yield after;
	});
}

function headersOf(response: IN8nHttpFullResponse): Record<string, string | undefined> {
	const headers = Object.entries(response.headers as Record<string, string | string[]>);
	return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value.toString()]));
}
