import { AdvocateError } from '../errors';
import type { HostTexts } from '../host-texts';

/** Codes of Node's network errors, of axios and of undici. */
const TIMED_OUT =
	/^(ETIMEDOUT|ECONNABORTED|ESOCKETTIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/;
const NOT_CONNECTED = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;

/**
 * Why a request got no answer, from whatever the host's client threw. None of the error's own text is kept,
 * as it may contain the request with its key; the code says enough.
 *
 * @param address where the request went
 */
export function connectionError(thrown: unknown, address: string, texts: HostTexts): AdvocateError {
	const code = codeOf(thrown);
	const host = new URL(address).host;
	if (code === 'ERR_CANCELED') return workStopped(texts);
	if (TIMED_OUT.test(code)) return notInTime(address, texts);
	// EAI_AGAIN: the name server did not answer; ENOTFOUND: it has no such host.
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
		return new AdvocateError('UNREACHABLE', `The host ${host} was not found`, {
			hint: texts.connection.hostNotFound,
			transient: code === 'EAI_AGAIN',
		});
	}
	// Not in the message: n8n replaces a message that names the code with a text of its own.
	const reason = code === '' ? '' : ` Error code: ${code}.`;
	if (CERTIFICATE.test(code)) {
		return new AdvocateError('UNREACHABLE', `The certificate of ${host} is not trusted`, {
			hint: texts.connection.certificateNotTrusted + reason,
		});
	}
	if (!NOT_CONNECTED.test(code)) {
		return new AdvocateError('CONNECTION_LOST', `The connection to ${host} was lost`, {
			hint: texts.connection.brokeOff + reason,
			transient: true,
		});
	}
	return new AdvocateError('UNREACHABLE', `${host} could not be reached`, {
		hint: texts.connection.unreachable + reason,
		transient: true,
	});
}

/** The error for a request or a pause that was cancelled. */
export function workStopped({ connection }: HostTexts): AdvocateError {
	return new AdvocateError('CANCELLED', connection.stopped, {
		hint: 'A request already on its way may have taken effect anyway.',
	});
}

/** @param address where the request went */
export function notInTime(address: string, { connection }: HostTexts): AdvocateError {
	return new AdvocateError('TIMED_OUT', `${new URL(address).host} did not answer in time`, {
		hint: connection.tooSlow,
		transient: true,
	});
}

/** The code of an error, of its cause, or of the first error in an aggregate; n8n keeps it as `httpCode`. */
function codeOf(thrown: unknown, depth = 0): string {
	if (typeof thrown !== 'object' || thrown === null || depth > 4) return '';
	const { code, httpCode, cause, errors } = thrown as Record<string, unknown>;
	const found = [code, httpCode].find((value) => typeof value === 'string' && /^[A-Z]/.test(value));
	if (typeof found === 'string') return found;
	return codeOf(Array.isArray(errors) ? errors[0] : cause, depth + 1);
}
