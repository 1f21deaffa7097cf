import { Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import { answerText } from '../../advocate/answer-body.ts';
import { AdvocateError } from '../../advocate/errors.ts';
import { settled } from '../../advocate/retry.ts';
import type { Tenant } from '../../advocate/tenant.ts';
import type {
	Answer,
	ByteStream,
	FileAnswer,
	Transport,
	UploadEncoding,
	UploadFile,
} from '../../advocate/transport.ts';
import { cancelled } from './connection-error.cts';
import { Deadline } from './deadline.cts';
import { unpacked } from './unpacked.cts';
import { uploadBody } from './upload-body.cts';

/** How much longer (ms per byte) the answer to an upload may take, as the file is stored: 1 s per MB. */
const STORING_TIME = 0.001;

export interface TransportOptions {
	/** Only below its base URL does the key go. */
	tenant: Tenant;
	apiKey: string;
	/** Keeps the connections. */
	dispatcher: Dispatcher;
	/** In which a request is answered, or, for a file, in which some of it moves (ms). */
	timeoutMs: number;
	/** Aborted when the work is stopped. */
	signal: AbortSignal;
	/** Told how many bytes of a file have been sent so far. */
	onSent?: (bytes: number) => void;
}

/** Sends with undici: connections kept alive, files streamed, the proxy of the environment used. */
export class UndiciTransport implements Transport {
	constructor(private readonly options: TransportOptions) {}

	/** The whole exchange has the time of one timeout, however slowly it goes on. */
	async postJson(url: string, body: unknown): Promise<Answer> {
		return await this.guarded(url, async (deadline) => {
			deadline.allow(this.options.timeoutMs);
			const response = await this.post(url, deadline, {
				headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
				body: JSON.stringify(body),
			});
			return await answerOf(response, url);
		});
	}

	/** An upload takes as long as it needs while bytes move; then the answer may take longer with its size. */
	async postFile(url: string, file: UploadFile, encoding: UploadEncoding): Promise<Answer> {
		const { timeoutMs, onSent } = this.options;
		return await this.guarded(url, async (deadline) => {
			deadline.allow(timeoutMs);
			const { headers, stream } = uploadBody(file, await file.open(), encoding, (bytes) => {
				deadline.allow(
					bytes < file.sizeBytes ? timeoutMs : timeoutMs + file.sizeBytes * STORING_TIME,
				);
				onSent?.(bytes);
			});
			const answered = async () => {
				const response = await this.post(url, deadline, { headers, body: stream });
				deadline.allow(timeoutMs);
				return await answerOf(response, url);
			};
			// Only then, as an answer may come before all is sent, and would end with the connection.
			return await answered().finally(() => stream.destroy());
		});
	}

	/** A file takes as long as it needs while bytes move. The key is not sent. */
	async getFile(url: string): Promise<FileAnswer> {
		const { dispatcher, signal, timeoutMs } = this.options;
		const deadline = new Deadline(signal);
		deadline.allow(timeoutMs);
		const outcome = await settled(
			request(url, { ...UNLIMITED, dispatcher, signal: deadline.signal }),
		);
		deadline.disarm();
		if ('thrown' in outcome) {
			deadline.release();
			throw deadline.reason(outcome.thrown, url);
		}
		const { statusCode, headers, body } = outcome.value;
		const plain = headersOf(headers);
		const content = unpacked(body, plain['content-encoding']);
		return {
			status: statusCode,
			headers: plain,
			content: downloaded(content, deadline, { url, timeoutMs }),
		};
	}

	/** Runs one exchange, and says why when it comes to nothing. */
	private async guarded(
		url: string,
		exchange: (deadline: Deadline) => Promise<Answer>,
	): Promise<Answer> {
		this.options.tenant.assertOwns(url);
		const deadline = new Deadline(this.options.signal);
		if (deadline.signal.aborted) throw cancelled();
		const outcome = await settled(exchange(deadline));
		deadline.release();
		if ('value' in outcome) return outcome.value;
		if (outcome.thrown instanceof AdvocateError) throw outcome.thrown;
		throw deadline.reason(outcome.thrown, url);
	}

	private async post(
		url: string,
		{ signal }: Deadline,
		{ headers, body }: { headers: Record<string, string>; body: string | Readable },
	): Promise<Dispatcher.ResponseData> {
		const { apiKey, dispatcher } = this.options;
		const credentials = Buffer.from(`:${apiKey}`).toString('base64');
		return await request(url, {
			...UNLIMITED,
			method: 'POST',
			dispatcher,
			signal,
			headers: { ...headers, Authorization: `Basic ${credentials}` },
			body,
		});
	}
}

/** undici's own time limits do not fit files that take long; a Deadline takes their place. */
const UNLIMITED = { headersTimeout: 0, bodyTimeout: 0 } as const;

/** A file's content as it comes in; only the time it is waited for counts, not that of whoever takes it. */
function downloaded(
	body: Readable,
	deadline: Deadline,
	{ url, timeoutMs }: { url: string; timeoutMs: number },
): ByteStream {
	async function* chunks() {
		const iterator = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
		for (;;) {
			deadline.allow(timeoutMs);
			const outcome = await settled(iterator.next());
			deadline.disarm();
			if ('thrown' in outcome) throw deadline.reason(outcome.thrown, url);
			if (outcome.value.done === true) return;
			yield outcome.value.value;
		}
	}
	// An error that comes while nobody reads is met by whoever reads next, and must not end the process.
	body.on('error', () => undefined);
	const content = Readable.from(chunks(), { objectMode: false });
	content.on('error', () => undefined);
	content.once('close', () => {
		deadline.release();
		body.destroy();
	});
	return content;
}

async function answerOf(response: Dispatcher.ResponseData, url: string): Promise<Answer> {
	const headers = headersOf(response.headers);
	const body = unpacked(response.body, headers['content-encoding']);
	return {
		status: response.statusCode,
		headers,
		body: await answerText(body, new URL(url).host).finally(() => body.destroy()),
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
