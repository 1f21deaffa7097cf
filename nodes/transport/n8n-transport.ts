import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { answerText } from '../../advocate/api/response-body';
import type { NodeReadable } from '../../advocate/files/stream';
import { RequestGuard, storingTime } from '../../advocate/api/guard';
import { DEFAULT_REQUEST_LIMITS } from '../../advocate/api/limits';
import type {
	Answer,
	FileAnswer,
	Transport,
	UploadEncoding,
	UploadFile,
} from '../../advocate/api/transport';
import type { ByteStream, FileContent } from '../../advocate/files/content';
import { CREDENTIAL_NAME, type AdvocateCredential } from '../runtime/credential';
import { cancelSignalOf, type RequestContext } from '../runtime/request-context';
import { uploadBody } from './upload-body';
import { N8N_TEXTS } from '../runtime/host-texts';

/** Sends with n8n's own helpers, so that its proxy, certificate and credential handling apply. */
export class N8nTransport implements Transport {
	constructor(
		private readonly context: RequestContext,
		private readonly credential: AdvocateCredential,
		private readonly timeoutMs = DEFAULT_REQUEST_LIMITS.timeoutMs,
	) {}

	/** The whole exchange must end within the timeout, even if bytes keep moving. */
	async postJson(url: string, body: unknown): Promise<Answer> {
		const guard = this.guard();
		return await guard.run(url, async () => {
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
	 * An upload may take as long as it needs while bytes keep moving. Then the answer may take longer, the
	 * larger the file. n8n does not report how much of content in memory has been sent, so a single limit
	 * covers both there.
	 */
	async postFile(url: string, file: UploadFile, encoding: UploadEncoding): Promise<Answer> {
		const guard = this.guard();
		guard.assertGoing();
		const content = await file.open();
		const exchange = async () => {
			const answerTime = storingTime(this.timeoutMs, file.sizeBytes);
			const { body, headers } = uploadBody(file, content, encoding, {
				moving: () => guard.allow(this.timeoutMs),
				sent: () => guard.allow(answerTime),
			});
			const response = await this.post(url, guard, {
				headers,
				body: body as unknown as IDataObject,
				timeout: answerTime,
			}).finally(() => letGo(body));
			guard.allow(this.timeoutMs);
			return await answerOf(response, url);
		};
		return await guard.run(url, exchange).finally(() => letGo(content));
	}

	async getFile(url: string, within?: number): Promise<FileAnswer> {
		const guard = this.guard();
		if (within !== undefined) guard.limit(within);
		return await this.streamed(url, guard, async (request) => {
			const response: unknown = await this.context.helpers.httpRequest(request);
			return response as IN8nHttpFullResponse;
		});
	}

	async getFileWithKey(url: string): Promise<FileAnswer> {
		const guard = this.guard();
		const send = async (request: IHttpRequestOptions) => await this.sendWithKey(request, guard);
		return await this.streamed(url, guard, send);
	}

	/** A download may take as long as it needs while bytes keep moving. The content ends with the request. */
	private async streamed(
		url: string,
		guard: RequestGuard,
		send: (request: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>,
	): Promise<FileAnswer> {
		const request: IHttpRequestOptions = {
			...UNTOUCHED,
			method: 'GET',
			url,
			timeout: this.timeoutMs,
			abortSignal: guard.signal,
		};
		const response = await guard.begin(url, this.timeoutMs, async () => await send(request));
		const body = response.body as unknown as ByteStream;
		return {
			status: response.statusCode,
			headers: headersOf(response),
			content: guard.incoming(body, url, this.timeoutMs),
		};
	}

	private guard(): RequestGuard {
		return new RequestGuard(cancelSignalOf(this.context), N8N_TEXTS);
	}

	private async post(
		url: string,
		guard: RequestGuard,
		options: Partial<IHttpRequestOptions>,
	): Promise<IN8nHttpFullResponse> {
		return await this.sendWithKey({ ...UNTOUCHED, ...options, method: 'POST', url }, guard);
	}

	/** The credential itself refuses to send the key anywhere but below its base URL. */
	private async sendWithKey(
		request: IHttpRequestOptions,
		{ signal }: RequestGuard,
	): Promise<IN8nHttpFullResponse> {
		// Whatever signal it is given, n8n's helper uses the one it gets from the context.
		const context = Object.create(this.context, {
			getExecutionCancelSignal: { value: () => signal },
		}) as RequestContext;
		const response: unknown = await this.context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL_NAME,
			request,
			// By itself, n8n would resolve the credential for the first item.
			{ credentialsDecrypted: { ...NAMED, data: this.credential } },
		);
		return response as IN8nHttpFullResponse;
	}
}

/** What else n8n asks of a credential that it is handed. */
const NAMED = { id: '', name: CREDENTIAL_NAME, type: CREDENTIAL_NAME };

/** Any status is an answer, even a redirect: following it could carry the key away or buffer the file. */
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
		body: await answerText(body, url, N8N_TEXTS),
	};
}

/** Closes the file behind a stream that nobody reads any more. */
function letGo(content: FileContent | NodeReadable): void {
	if ('destroy' in content) content.destroy();
}

function headersOf(response: IN8nHttpFullResponse): Record<string, string | undefined> {
	const headers = Object.entries(response.headers as Record<string, string | string[]>);
	return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value.toString()]));
}
