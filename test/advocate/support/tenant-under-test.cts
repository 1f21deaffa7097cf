import { Readable } from 'node:stream';
import { AdvocateClient } from '../../../advocate/api/client.ts';
import { AdvocateError } from '../../../advocate/errors.ts';
import type { Retry } from '../../../advocate/api/retry.ts';
import { Tenant } from '../../../advocate/api/tenant.ts';
import type {
	Answer,
	FileAnswer,
	Transport,
	UploadEncoding,
	UploadFile,
} from '../../../advocate/api/transport.ts';
import { hostTexts } from './host-texts.cts';

export const API_KEY = 'k-123/secret+key==';

/** A request as the transport was asked to send it. */
export interface SentRequest {
	url: string;
	body?: { query: string; variables: Record<string, unknown>; operationName: string };
	file?: UploadFile;
	encoding?: UploadEncoding;
	/** Of a file that is fetched: whether the key goes along. */
	withKey?: true;
}

/** A file answer, and whether its content was let go of. */
export interface StoredFile extends FileAnswer {
	content: Readable;
}

export function storedFile(
	status: number,
	content: string | Uint8Array = '',
	headers: Record<string, string> = {},
): StoredFile {
	return { status, headers, content: Readable.from([Buffer.from(content)]) };
}

/** Answers each request with the next of a list, or with what a function makes of it. */
export class FakeTransport implements Transport {
	readonly sent: SentRequest[] = [];

	constructor(private readonly answer: (request: SentRequest) => Answer | FileAnswer) {}

	async postJson(url: string, body: unknown): Promise<Answer> {
		return await this.send<Answer>({ url, body: body as SentRequest['body'] });
	}

	async postFile(url: string, file: UploadFile, encoding: UploadEncoding): Promise<Answer> {
		return await this.send<Answer>({ url, file, encoding });
	}

	async getFile(url: string): Promise<FileAnswer> {
		return await this.send<FileAnswer>({ url });
	}

	async getFileWithKey(url: string): Promise<FileAnswer> {
		return await this.send<FileAnswer>({ url, withKey: true });
	}

	private async send<T>(request: SentRequest): Promise<T> {
		this.sent.push(request);
		return await Promise.resolve(this.answer(request) as T);
	}
}

/** An answer of the API with a JSON body. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
	return { status, headers, body: JSON.stringify(body) };
}

/** A client of the tenant `test_abc` whose requests are answered so; each is sent once by default. */
export function clientAnswered(
	answer: (request: SentRequest) => Answer | FileAnswer,
	retry?: Retry,
): {
	client: AdvocateClient;
	sent: SentRequest[];
} {
	const transport = new FakeTransport(answer);
	const signIn = { userName: '', apiKey: API_KEY };
	const client = new AdvocateClient(tenantAt(), transport, signIn, retry);
	return { client, sent: transport.sent };
}

/** The tenant `test_abc`. */
export function tenantAt(baseUrl = 'https://advocate.example'): Tenant {
	return new Tenant({ tenantAlias: 'test_abc', baseUrl }, hostTexts);
}

/** The AdvocateError that something throws; fails where it throws none. */
export async function errorOf(work: () => unknown): Promise<AdvocateError> {
	try {
		await work();
	} catch (thrown) {
		if (thrown instanceof AdvocateError) return thrown;
		throw thrown;
	}
	throw new Error('It threw nothing');
}
