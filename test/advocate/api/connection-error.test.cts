import { connectionError } from '../../../advocate/api/connection-error.ts';
import { hostTexts } from '../support/host-texts.cts';

/* What a person reads when there is no answer at all, by the code that Node, axios or undici gives. */

const address = 'https://app.example.com/api/v1/acme/graphql';
it.each([
	['ENOTFOUND', 'UNREACHABLE', 'The host app.example.com was not found', 'typing error'],
	['ECONNREFUSED', 'UNREACHABLE', 'app.example.com could not be reached', 'firewall'],
	['ETIMEDOUT', 'TIMED_OUT', 'app.example.com did not answer in time', 'Try again'],
	['ECONNABORTED', 'TIMED_OUT', 'app.example.com did not answer in time', 'Try again'],
	['UND_ERR_CONNECT_TIMEOUT', 'TIMED_OUT', 'app.example.com did not answer in time', 'more time'],
	['UND_ERR_SOCKET', 'CONNECTION_LOST', 'The connection to app.example.com was lost', 'the host'],
	['ECONNRESET', 'CONNECTION_LOST', 'The connection to app.example.com was lost', 'ECONNRESET'],
	['CERT_HAS_EXPIRED', 'UNREACHABLE', 'The certificate of app.example.com is not trusted', 'proxy'],
	['ERR_CANCELED', 'CANCELLED', 'The work was stopped', 'taken effect'],
])('%s', (code, expectedCode, message, hint) => {
	const error = connectionError(
		Object.assign(new Error('key=SECRET'), { code }),
		address,
		hostTexts,
	);

	expect(error).toMatchObject({ code: expectedCode, message });
	expect(error.hint).toContain(hint);
});

it.each([
	['an error caused by another', { cause: { code: 'ENOTFOUND' } }],
	["n8n's NodeApiError, which keeps it as httpCode", { httpCode: 'ENOTFOUND' }],
	['the first of several errors', { errors: [{ code: 'ENOTFOUND' }, { code: 'EHOSTUNREACH' }] }],
])('finds the code in %s', (_where, thrown) => {
	expect(connectionError(thrown, address, hostTexts).message).toBe(
		'The host app.example.com was not found',
	);
});

it.each([undefined, 'SECRET', new Error('SECRET')])('says what it can of %p', (thrown) => {
	const { message, hint } = connectionError(thrown, address, hostTexts);

	expect(message).toBe('The connection to app.example.com was lost');
	expect(message + hint).not.toContain('SECRET');
});

it.each([
	['ECONNREFUSED', true],
	['ECONNRESET', true],
	['ETIMEDOUT', true],
	['EAI_AGAIN', true],
	['ENOTFOUND', false],
	['CERT_HAS_EXPIRED', false],
	['DEPTH_ZERO_SELF_SIGNED_CERT', false],
	['ERR_CANCELED', false],
])('%s is worth another try: %p', (code, transient) => {
	expect(connectionError({ code }, address, hostTexts).transient).toBe(transient);
});
