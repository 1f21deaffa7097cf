import type { ICredentialTestFunctions } from 'n8n-workflow';
import { AdvocateError } from '../../advocate/errors';
import type { Answer, FileAnswer, Transport } from '../../advocate/transport';
import { connectionError } from './connection-error';

const TIMEOUT = 20_000;

/** The answer as n8n's request helper for credential tests gives it. */
interface FullResponse {
	statusCode: number;
	headers: Record<string, string>;
	body: unknown;
}

/** The one helper for requests that n8n gives a credential test; it takes options in the older style. */
export type SendRequest = ICredentialTestFunctions['helpers']['request'];

/** Sends what a credential test asks, with the key under test, as that credential is not saved yet. */
export class CredentialTestTransport implements Transport {
	constructor(
		private readonly send: SendRequest,
		private readonly apiKey: string,
	) {}

	async postJson(url: string, body: unknown): Promise<Answer> {
		const request = {
			method: 'POST',
			uri: url,
			headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
			body: JSON.stringify(body),
			auth: { user: '', pass: this.apiKey },
			resolveWithFullResponse: true,
			simple: false,
			followRedirect: false,
			followAllRedirects: false,
			timeout: TIMEOUT,
		};
		const outcome = await this.send(request).then(
			(response) => ({ response: response as FullResponse }),
			(thrown: unknown) => ({ thrown }),
		);
		if ('thrown' in outcome) throw connectionError(outcome.thrown, url);
		const { statusCode, headers, body: answer } = outcome.response;
		const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
		return { status: statusCode, headers, body: text };
	}

	postFile(): Promise<Answer> {
		return Promise.reject(notForTests());
	}

	getFile(): Promise<FileAnswer> {
		return Promise.reject(notForTests());
	}
}

function notForTests(): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', 'A credential test sends no files', {
		hint: 'Please report this.',
	});
}
