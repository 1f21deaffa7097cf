import { jsonOf } from '../../../advocate/api/response.ts';
import { API_KEY, errorOf, json } from '../support/tenant-under-test.cts';
import type { Answer } from '../../../advocate/api/transport.ts';
import { hostTexts } from '../support/host-texts.cts';
import { keyRemover } from '../../../advocate/security/redact-key.ts';
import { isRecord } from '../../../advocate/json.ts';

const question = {
	doing: 'create the job',
	tenantAlias: 'test_abc',
	texts: hostTexts,
	redact: keyRemover(API_KEY),
	hasUserName: false,
};

const refusalOf = async (answer: Answer) => await errorOf(() => jsonOf(answer, question));

describe('A good answer', () => {
	test.each([200, 201, 299])('with status %i is its JSON body', (status) => {
		expect(jsonOf(json({ fileRef: 'x' }, status), question)).toEqual({ fileRef: 'x' });
	});

	test.each(['', 'OK', '<!doctype html><h1>Welcome</h1>', '[]', 'null', '"x"', '{"fileRef":"x'])(
		'whose body is %j is none',
		async (body) => {
			const error = await refusalOf({ status: 200, headers: {}, body });
			expect(error).toMatchObject({
				code: 'UNEXPECTED_ANSWER',
				message: 'Could not create the job: the answer was not the JSON that Advocate sends',
				hint: 'Check the base URL in its settings: a proxy or another service may be answering in its place.',
				status: 200,
			});
		},
	);
});

describe('A refusal', () => {
	test.each([
		[400, 'REQUEST_REFUSED', 'Could not create the job: Advocate refused the request (400)'],
		[401, 'KEY_REFUSED', 'The API key was not accepted for the tenant "test_abc"'],
		[402, 'REQUEST_REFUSED', 'Could not create the job: Advocate refused the request (402)'],
		[403, 'FORBIDDEN', 'Could not create the job: this API key is not allowed to do that'],
		[404, 'TENANT_NOT_FOUND', 'There is no tenant "test_abc" at this base URL'],
		[
			429,
			'RATE_LIMITED',
			'Could not create the job: Advocate is getting too many requests from this tenant',
		],
		[500, 'SERVER_ERROR', 'Could not create the job: Advocate answered with a server error (500)'],
		[503, 'SERVER_ERROR', 'Could not create the job: Advocate answered with a server error (503)'],
		[302, 'UNEXPECTED_ANSWER', 'Could not create the job: the server redirected the request (302)'],
		[308, 'UNEXPECTED_ANSWER', 'Could not create the job: the server redirected the request (308)'],
	])('%i is %s: %s', async (status, code, message) => {
		const error = await refusalOf({ status, headers: {}, body: '' });
		expect(error).toMatchObject({ name: 'AdvocateError', code, message, status });
		expect(error.hint).toMatch(/^[A-Z].*\.$/);
	});

	test('carries what Advocate said, after what to do', async () => {
		const body = { message: 'No such type', statusCode: 400, apiErrorCode: 'BAD_REQUEST' };
		expect((await refusalOf(json(body, 400))).hint).toBe(
			'Check the values that were sent. Advocate said: "No such type"',
		);
	});

	test('says when to try again, if the server does', async () => {
		const error = await refusalOf(json({}, 429, { 'retry-after': '120' }));
		expect(error.hint).toBe(
			'Try again after the time it asks for (Retry-After: 120), or run fewer imports at once.',
		);
	});

	test.each([401, 404, 500, 502])(
		'%i with a web page shows nothing of the page',
		async (status) => {
			const body = '<html><body>nginx secret internals</body></html>';
			const error = await refusalOf({ status, headers: { 'content-type': 'text/html' }, body });
			expect(error.message + error.hint).not.toMatch(/nginx|html/);
		},
	);

	test.each([{ message: 5 }, { message: '' }, { message: null }, ['message'], 'message'])(
		'with the body %j adds nothing',
		async (body) => {
			expect((await refusalOf(json(body, 400))).hint).toBe('Check the values that were sent.');
		},
	);

	test('never shows the key, in whatever form the server repeats it', async () => {
		const basic = Buffer.from(`:${API_KEY}`).toString('base64');
		const message = `Key ${API_KEY} (${encodeURIComponent(API_KEY)}, Basic ${basic}) is unknown`;
		expect((await refusalOf(json({ message }, 401))).hint).toMatch(
			/Advocate said: "Key \*{5} \(\*{5}, Basic \*{5}\) is unknown"$/,
		);
	});

	test('is cut short after the key was redacted, so no half of it is left', async () => {
		for (let before = 480; before <= 500; before++) {
			const { hint } = await refusalOf(json({ message: 'x'.repeat(before) + API_KEY }, 400));
			expect(hint).not.toContain('k-1');
			expect(hint.length).toBeLessThan(600);
		}
	});
});

test.each([
	[{}, true],
	[{ a: 1 }, true],
	[[], false],
	[null, false],
	[undefined, false],
	['x', false],
	[() => {}, false],
])('isRecord(%j) is %s', (value, expected) => {
	expect(isRecord(value)).toBe(expected);
});
