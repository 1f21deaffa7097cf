import { AdvocateError } from '../../advocate/errors';

/** Codes of Node's network errors and of axios, which n8n sends with. */
const TIMED_OUT = ['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT'];
/** The name server has no such host; EAI_AGAIN is that it did not answer. */
const NOT_FOUND = ['ENOTFOUND', 'EAI_AGAIN'];
const NOT_CONNECTED = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'];
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;

/**
 * Why a request got no answer, from whatever n8n's helpers threw. Nothing of the error's own text is
 * kept, as it may hold the request with its key; the code says enough.
 *
 * @param address where the request went
 */
export function connectionError(thrown: unknown, address: string): AdvocateError {
	const code = codeOf(thrown);
	const host = new URL(address).host;
	if (code === 'ERR_CANCELED') return executionCancelled();
	if (TIMED_OUT.includes(code)) return notInTime(address);
	if (NOT_FOUND.includes(code)) {
		return new AdvocateError('UNREACHABLE', `The host ${host} was not found`, {
			hint: 'Check the base URL in the Advocate API credential for a typing error, and that n8n has a connection to the internet.',
			transient: code === 'EAI_AGAIN',
		});
	}
	if (CERTIFICATE.test(code)) {
		return new AdvocateError('UNREACHABLE', `The certificate of ${host} is not trusted`, {
			hint: `Check the base URL in the Advocate API credential. Behind a proxy that inspects traffic, n8n must be set up to trust its certificate. The reason given: ${code}.`,
		});
	}
	// In the message n8n would put a text of its own in place of one that names the code.
	const reason = code === '' ? '' : ` The reason given: ${code}.`;
	if (!NOT_CONNECTED.includes(code)) {
		return new AdvocateError('CONNECTION_LOST', `The connection to ${host} broke off`, {
			hint: `Try again. If it stays so, check the way from n8n to this host (firewall, proxy).${reason}`,
			transient: true,
		});
	}
	return new AdvocateError('UNREACHABLE', `${host} could not be reached`, {
		hint: `Check the base URL in the Advocate API credential, and that n8n can reach this host (firewall, proxy).${reason}`,
		transient: true,
	});
}

/** The answer to a request, or a pause, that a cancelled execution has no use for. */
export function executionCancelled(): AdvocateError {
	return new AdvocateError('CANCELLED', 'The execution was cancelled', {
		hint: 'A request that was on its way may have had its effect all the same.',
	});
}

/** @param address where the request went */
export function notInTime(address: string): AdvocateError {
	return new AdvocateError('TIMED_OUT', `${new URL(address).host} did not answer in time`, {
		hint: 'Try again. If it stays so, check that n8n can reach this host, or raise "Request Timeout (Seconds)" in the options.',
		transient: true,
	});
}

/** The code of an error or of what caused it; n8n's NodeApiError keeps it as `httpCode`. */
function codeOf(thrown: unknown, depth = 0): string {
	if (typeof thrown !== 'object' || thrown === null || depth > 4) return '';
	const { code, httpCode, cause } = thrown as Record<string, unknown>;
	const found = [code, httpCode].find((value) => typeof value === 'string' && /^[A-Z]/.test(value));
	return typeof found === 'string' ? found : codeOf(cause, depth + 1);
}
