import type { Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import { answerText } from '../../advocate/api/response-body.ts';
import { RequestGuard, storingTime } from '../../advocate/api/guard.ts';
import type { Tenant } from '../../advocate/api/tenant.ts';
import { basicAuthorization, type SignIn } from '../../advocate/security/sign-in.ts';
import type {
	Answer,
	FileAnswer,
	Transport,
	UploadEncoding,
	UploadFile,
} from '../../advocate/api/transport.ts';
import { unpacked } from './unpacked.cts';
import { uploadBody } from './upload-body.cts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';

export interface TransportOptions {
	/** The key is sent only below its base URL. */
	tenant: Tenant;
	signIn: SignIn;
	/** Keeps the connections. */
	dispatcher: Dispatcher;
	/** How long a request may stay unanswered or, for a file, how long none of it may move (ms). */
	timeoutMs: number;
	/** Aborted when the work is stopped. */
	signal: AbortSignal;
	/** Called with how many bytes of a file have been sent so far. */
	onSent?: (bytes: number) => void;
}

/** Sends with undici, which keeps connections alive, streams files and uses the environment's proxy. */
export class UndiciTransport implements Transport {
	constructor(private readonly options: TransportOptions) {}

	/** The whole exchange must end within the timeout, even if bytes keep moving. */
	async postJson(url: string, body: unknown): Promise<Answer> {
		const guard = this.guard();
		return await guard.run(url, async () => {
			guard.allow(this.options.timeoutMs);
			const response = await this.post(url, guard, {
				headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
				body: JSON.stringify(body),
			});
			return await answerOf(response, url);
		});
	}

	/**
	 * An upload may take as long as it needs while bytes keep moving. Then the answer may take longer, the
	 * larger the file.
	 */
	async postFile(url: string, file: UploadFile, encoding: UploadEncoding): Promise<Answer> {
		const { timeoutMs, onSent } = this.options;
		const { sizeBytes } = file;
		const guard = this.guard();
		guard.assertGoing();
		const { headers, stream } = uploadBody(file, await file.open(), encoding, (bytes) => {
			guard.allow(bytes < sizeBytes ? timeoutMs : storingTime(timeoutMs, sizeBytes));
			onSent?.(bytes);
		});
		const exchange = async () => {
			guard.allow(timeoutMs);
			const response = await this.post(url, guard, { headers, body: stream });
			guard.allow(timeoutMs);
			return await answerOf(response, url);
		};
		// Destroyed only now, as an answer may come before everything is sent, and would end with the
		// connection.
		return await guard.run(url, exchange).finally(() => stream.destroy());
	}

	async getFile(url: string, within?: number): Promise<FileAnswer> {
		const guard = this.guard();
		if (within !== undefined) guard.limit(within);
		return await this.streamed(url, guard, {});
	}

	async getFileWithKey(url: string): Promise<FileAnswer> {
		const authorization = this.authorization(url);
		return await this.streamed(url, this.guard(), authorization);
	}

	/** A download may take as long as it needs while bytes keep moving. */
	private async streamed(
		url: string,
		guard: RequestGuard,
		headers: Record<string, string>,
	): Promise<FileAnswer> {
		const { dispatcher, timeoutMs } = this.options;
		const options = { ...UNLIMITED, dispatcher, signal: guard.signal, headers };
		const response = await guard.begin(url, timeoutMs, async () => await request(url, options));
		const answered = headersOf(response.headers);
		const content = unpacked(response.body, answered['content-encoding']);
		return {
			status: response.statusCode,
			headers: answered,
			content: guard.incoming(content, url, timeoutMs),
		};
	}

	private guard(): RequestGuard {
		return new RequestGuard(this.options.signal, NODE_RED_TEXTS);
	}

	private async post(
		url: string,
		{ signal }: RequestGuard,
		{ headers, body }: { headers: Record<string, string>; body: string | Readable },
	): Promise<Dispatcher.ResponseData> {
		return await request(url, {
			...UNLIMITED,
			method: 'POST',
			dispatcher: this.options.dispatcher,
			signal,
			headers: { ...headers, ...this.authorization(url) },
			body,
		});
	}

	/** @throws {AdvocateError} SETTINGS_INVALID for an address to which the key is not sent */
	private authorization(url: string): { Authorization: string } {
		const { signIn, tenant } = this.options;
		tenant.assertOwns(url);
		return { Authorization: basicAuthorization(signIn) };
	}
}

/** undici's own time limits do not suit files that take long; a RequestGuard takes their place. */
const UNLIMITED = { headersTimeout: 0, bodyTimeout: 0 } as const;

async function answerOf(response: Dispatcher.ResponseData, url: string): Promise<Answer> {
	const headers = headersOf(response.headers);
	const body = unpacked(response.body, headers['content-encoding']);
	return {
		status: response.statusCode,
		headers,
		body: await answerText(body, url, NODE_RED_TEXTS).finally(() => body.destroy()),
	};
}

function headersOf(
	headers: Record<string, string | string[] | undefined>,
): Record<string, string | undefined> {
	const entries = Object.entries(headers);
	return Object.fromEntries(
		entries.map(([name, value]) => [name.toLowerCase(), value?.toString()]),
	);
}
