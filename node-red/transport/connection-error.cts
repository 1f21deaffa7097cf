import { AdvocateError } from '../../advocate/errors.ts';

/** Codes of Node's network errors and of undici's. */
const TIMED_OUT = /^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/;
const NOT_CONNECTED = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;

/**
 * Why a request got no answer. Nothing of the error's own text is kept, as it may hold the request with
 * its key; the code says enough.
 *
 * @param address where the request went
 */
export function connectionError(thrown: unknown, address: string): AdvocateError {
	const code = codeOf(thrown);
	const host = new URL(address).host;
	if (TIMED_OUT.test(code)) return notInTime(address);
	// EAI_AGAIN: the name server did not answer; ENOTFOUND: it has no such host.
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
		return new AdvocateError('UNREACHABLE', `The host ${host} was not found`, {
			hint: 'Check the base URL in the tenant for a typing error, and that Node-RED has a connection to the internet.',
			transient: code === 'EAI_AGAIN',
		});
	}
	if (CERTIFICATE.test(code)) {
		return new AdvocateError('UNREACHABLE', `The certificate of ${host} is not trusted`, {
			hint: `Check the base URL in the tenant. Behind a proxy that inspects traffic, start Node-RED with NODE_EXTRA_CA_CERTS set to its certificate. The reason given: ${code}.`,
		});
	}
	const reason = code === '' ? '' : ` The reason given: ${code}.`;
	if (!NOT_CONNECTED.test(code)) {
		return new AdvocateError('CONNECTION_LOST', `The connection to ${host} broke off`, {
			hint: `Try again. If it stays so, check the way from Node-RED to this host (firewall, proxy).${reason}`,
			transient: true,
		});
	}
	return new AdvocateError('UNREACHABLE', `${host} could not be reached`, {
		hint: `Check the base URL in the tenant, and that Node-RED can reach this host (firewall, proxy).${reason}`,
		transient: true,
	});
}

/** The answer to a request, or a pause, that was stopped by `msg.reset` or a deploy. */
export function cancelled(): AdvocateError {
	return new AdvocateError('CANCELLED', 'The work was stopped', {
		hint: 'A request that was on its way may have had its effect all the same.',
	});
}

/** @param address where the request went */
export function notInTime(address: string): AdvocateError {
	return new AdvocateError('TIMED_OUT', `${new URL(address).host} did not answer in time`, {
		hint: 'Try again. If it stays so, check that Node-RED can reach this host, or raise "Request timeout".',
		transient: true,
	});
}

/** The code of an error, of what caused it, or of the first of several in one. */
function codeOf(thrown: unknown, depth = 0): string {
	if (typeof thrown !== 'object' || thrown === null || depth > 4) return '';
	const { code, cause, errors } = thrown as Record<string, unknown>;
	if (typeof code === 'string' && /^[A-Z]/.test(code)) return code;
	return codeOf(Array.isArray(errors) ? errors[0] : cause, depth + 1);
}
