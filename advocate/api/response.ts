import { AdvocateError, type AdvocateErrorCode } from '../errors';
import type { HostTexts } from '../host-texts';
import { parsedRecord } from '../json';
import type { Answer } from './transport';

const LONGEST_MESSAGE = 500;

/** What is known about a request when its answer is read. */
export interface Question {
	/** What it is for, e.g. `create the job`: completes "Could not …". */
	doing: string;
	tenantAlias: string;
	texts: HostTexts;
	/** Removes the key from anything the server says. */
	redact: (text: string) => string;
	/** Whether a user name is sent with the key. */
	hasUserName: boolean;
}

/** An error's parts; status codes and the body's `message` as the guide describes them. */
interface Refusal {
	code: AdvocateErrorCode;
	message: string;
	hint: string;
}

/**
 * The JSON body of a good answer.
 *
 * @throws {AdvocateError} for any status but 2xx (guide: 400, 401, 402, 403, 404, 5xx; schema: 429), and
 * UNEXPECTED_ANSWER for a redirect or a body that is not a JSON object
 */
export function jsonOf(answer: Answer, question: Question): Record<string, unknown> {
	if (answer.status < 200 || answer.status > 299) throw refusedAnswer(answer, question);
	const body = parsedRecord(answer.body);
	if (body !== undefined) return body;
	throw new AdvocateError(
		'UNEXPECTED_ANSWER',
		`Could not ${question.doing}: the answer was not the JSON that Advocate sends`,
		{
			hint: question.texts.tenant.otherServiceAnswers,
			status: answer.status,
			transient: true,
		},
	);
}

/**
 * Whether a status means to try again later: too slow, too early, too often, or trouble on Advocate's side.
 */
export function isTransientStatus(status: number): boolean {
	return [408, 425, 429].includes(status) || status >= 500;
}

function refusedAnswer(answer: Answer, question: Question): AdvocateError {
	return refusedBy(answer, serverMessage(answer.body, question.redact), question);
}

/**
 * The error for a refused request, by its status.
 *
 * @param said what the server said, fit to be shown; may be empty
 */
export function refusedBy(
	answer: Pick<Answer, 'status' | 'headers'>,
	said: string,
	question: Question,
): AdvocateError {
	const { code, message, hint } = refusal(answer, question);
	return new AdvocateError(code, message, {
		hint: said === '' ? hint : `${hint} Advocate said: "${said}"`,
		status: answer.status,
		transient: isTransientStatus(answer.status),
		retryAfter: answer.headers['retry-after'],
	});
}

function refusal(
	{ status, headers }: Pick<Answer, 'status' | 'headers'>,
	question: Question,
): Refusal {
	const { doing, tenantAlias, texts, redact, hasUserName } = question;
	const couldNot = `Could not ${doing}`;
	if (status === 401) {
		return {
			code: 'KEY_REFUSED',
			message: `The API key was not accepted for the tenant "${tenantAlias}"`,
			hint: hasUserName
				? 'Copy the user name and the key again, or remove the user name and copy the API key from the settings of the Advocate portal.'
				: 'Copy the API key again from the settings of the Advocate portal. A live tenant and its test tenant have different keys.',
		};
	}
	if (status === 403) {
		return {
			code: 'FORBIDDEN',
			message: `${couldNot}: this API key is not allowed to do that`,
			hint: 'Ask your Advocate administrator whether the key has permission for bulk imports.',
		};
	}
	if (status === 404) {
		return {
			code: 'TENANT_NOT_FOUND',
			message: `There is no tenant "${tenantAlias}" at this base URL`,
			hint: `${texts.tenant.checkAliasAndBaseUrl} The alias of a test tenant begins with "test_".`,
		};
	}
	if (status === 429) {
		const wait = saidByServer(headers['retry-after'] ?? '', redact).slice(0, 40);
		return {
			code: 'RATE_LIMITED',
			message: `${couldNot}: Advocate is getting too many requests from this tenant`,
			hint: wait
				? `Try again after the time it asks for (Retry-After: ${wait}), or run fewer imports at once.`
				: 'Try again in a minute, or run fewer imports at once.',
		};
	}
	if (status >= 500) {
		return {
			code: 'SERVER_ERROR',
			message: `${couldNot}: Advocate answered with a server error (${status})`,
			hint: "The problem is on Advocate's side. Try again in a few minutes.",
		};
	}
	if (status >= 300 && status < 400) {
		return {
			code: 'UNEXPECTED_ANSWER',
			message: `${couldNot}: the server redirected the request (${status})`,
			hint: `Redirects are not followed, because they could take the API key elsewhere. ${texts.tenant.useFinalAddress}`,
		};
	}
	return {
		code: 'REQUEST_REFUSED',
		message: `${couldNot}: Advocate refused the request (${status})`,
		hint: 'Check the values that were sent.',
	};
}

/** The `message` of a documented error body; empty for anything else, which may be a whole web page. */
function serverMessage(body: string, redact: Question['redact']): string {
	const message = parsedRecord(body)?.['message'];
	return typeof message === 'string' ? saidByServer(message, redact) : '';
}

/** What a server said, fit to be shown: without the key, and no longer than a few lines. */
export function saidByServer(text: string, redact: Question['redact']): string {
	// The key first: once cut in the middle, it would no longer be found.
	return redact(text).slice(0, LONGEST_MESSAGE);
}
