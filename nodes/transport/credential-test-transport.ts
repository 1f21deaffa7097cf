import type { ICredentialTestFunctions } from 'n8n-workflow';
import { answerText } from '../../advocate/api/response-body';
import { AdvocateError } from '../../advocate/errors';
import { RequestGuard } from '../../advocate/api/guard';
import type { Answer, FileAnswer, Transport } from '../../advocate/api/transport';
import type { SignIn } from '../../advocate/security/sign-in';
import type { ByteStream } from '../../advocate/files/content';
import { N8N_TEXTS } from '../runtime/host-texts';

/** The longest a test may take (ms), as somebody is waiting for it. */
const TIMEOUT = 20_000;

/** The answer as n8n's request helper for credential tests returns it. */
interface FullResponse {
	statusCode: number;
	headers: Record<string, string>;
	body: ByteStream;
}

/** The only request helper that n8n gives a credential test. It takes options in the older style. */
export type SendRequest = ICredentialTestFunctions['helpers']['request'];

/** Sends the requests of a credential test. The key is passed in, as the credential is not saved yet. */
export class CredentialTestTransport implements Transport {
	constructor(
		private readonly send: SendRequest,
		private readonly signIn: SignIn,
	) {}

	async postJson(url: string, body: unknown): Promise<Answer> {
		const request = {
			method: 'POST',
			uri: url,
			headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
			body: JSON.stringify(body),
			auth: { user: this.signIn.userName, pass: this.signIn.apiKey },
			resolveWithFullResponse: true,
			simple: false,
			followRedirect: false,
			followAllRedirects: false,
			useStream: true,
			timeout: TIMEOUT,
		};
		const guard = new RequestGuard(undefined, N8N_TEXTS);
		guard.allow(TIMEOUT);
		return await guard.run(url, async () => await this.answerTo(request, guard.signal));
	}

	/**
	 * The helper takes no signal, and its own timeout starts over with every byte that arrives. Only the
	 * reading of the answer can be cut short.
	 */
	private async answerTo(request: { uri: string }, signal: AbortSignal): Promise<Answer> {
		const { statusCode, headers, body } = (await this.send(request)) as FullResponse;
		signal.addEventListener('abort', () => body.destroy(), { once: true });
		const text = await answerText(body, request.uri, N8N_TEXTS);
		return { status: statusCode, headers, body: text };
	}

	postFile(): Promise<Answer> {
		return Promise.reject(notForTests());
	}

	getFile(): Promise<FileAnswer> {
		return Promise.reject(notForTests());
	}

	getFileWithKey(): Promise<FileAnswer> {
		return Promise.reject(notForTests());
	}
}

function notForTests(): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', 'A credential test sends no files', {
		hint: 'Please report this.',
	});
}
