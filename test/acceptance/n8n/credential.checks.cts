import assert from 'node:assert/strict';
import type { AdvocateCredential, N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import type { CheckList } from '../check-list.cts';

/** What is wrong, and what n8n has to say about it. */
const BAD: Array<[string, Partial<AdvocateCredential>, RegExp]> = [
	['a wrong key', { apiKey: 'WRONG_key' }, /API key was not accepted/],
	['a tenant that is not there', { tenantAlias: 'nobody' }, /no tenant "nobody"/],
	['no alias', { tenantAlias: '' }, /tenant alias is empty/],
	['an address where nobody answers', { baseUrl: 'http://127.0.0.1:9' }, /could not be reached/],
	['an address without https', { baseUrl: 'http://example.com' }, /must begin with https/],
];

interface TestAnswer {
	status: string;
	message: string;
}

/** The credential's test, as the editor runs it when a credential is saved. */
export async function checkCredential(list: CheckList, running: N8nWithSandbox): Promise<void> {
	const test = async (change: Partial<AdvocateCredential>): Promise<TestAnswer> => {
		const data = { ...running.credentialData, ...change };
		const credentials = { ...running.credential, type: 'advocateApi', data };
		return await running.rest.post<TestAnswer>('/credentials/test', { credentials });
	};

	await list.check('a good credential passes its test', async () => {
		assert.equal((await test({})).status, 'OK');
	});

	for (const [what, change, expected] of BAD) {
		await list.check(`a credential with ${what} is told so, without its key`, async () => {
			const { status, message } = await test(change);
			assert.equal(status, 'Error');
			assert.match(message, expected);
			assert.ok(!message.includes(change.apiKey ?? running.credentialData.apiKey), message);
		});
	}
}
