import type { ICredentialDataDecryptedObject, IHttpRequestOptions, INodeType } from 'n8n-workflow';
import { AdvocateApi } from '../../credentials/AdvocateApi.credentials.ts';
import { testCredential } from '../../harness/engine/one-node/test-credential.cts';
import { AdvocateUpload } from '../../nodes/AdvocateUpload/AdvocateUpload.node.ts';
import { Rig } from '../support/rig.cts';

const rig = new Rig();
const nodes: INodeType[] = [new AdvocateUpload()];

beforeAll(async () => await rig.start());
beforeEach(() => rig.sandbox.clearRequests());
afterAll(async () => await rig.stop());

async function tested(data: ICredentialDataDecryptedObject) {
	return await testCredential({
		credentialType: new AdvocateApi(),
		data: { ...rig.credential, ...data },
		nodes,
	});
}

describe('the test of a credential', () => {
	it('says which tenant it is connected to', async () => {
		expect(await tested({})).toEqual({
			status: 'OK',
			message: 'Connected to the tenant "test_acme" (test)',
		});
		expect(rig.sandbox.requests).toHaveLength(1);
	});

	it.each<[string, ICredentialDataDecryptedObject, string]>([
		[
			'a wrong key',
			{ apiKey: 'TEST_wrong' },
			'The API key was not accepted for the tenant "test_acme".',
		],
		['a wrong tenant', { tenantAlias: 'nobody' }, 'There is no tenant "nobody" at this base URL.'],
		['no host there', { baseUrl: 'http://127.0.0.1:9' }, '127.0.0.1:9 could not be reached.'],
		['no key', { apiKey: '' }, 'The API key is empty.'],
		[
			'a bad alias',
			{ tenantAlias: 'a/b' },
			'The tenant alias contains characters that are not allowed.',
		],
		['a bad user name', { advanced: true, userName: 'a:b' }, 'The user name contains a colon.'],
		['no https', { baseUrl: 'http://example.com' }, 'The base URL must begin with https://.'],
		['no URL', { baseUrl: 'advocate' }, 'The base URL is not a web address.'],
	])('tells %s from the rest', async (_what, data, message) => {
		const result = await tested(data);

		expect(result.status).toBe('Error');
		expect(result.message).toContain(message);
		expect(result.message).not.toContain('TEST_wrong');
	});

	describe('with a user name', () => {
		const account = { userName: 'IRSANDBOXacme', apiKey: 'TEST_token_0123456789abcdef' };

		it('works with an Account SID and its Auth Token', async () => {
			expect(await tested({ advanced: true, ...account })).toMatchObject({ status: 'OK' });
			const basic = Buffer.from(`${account.userName}:${account.apiKey}`).toString('base64');
			expect(rig.sandbox.requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
		});

		it('that is switched off works without it', async () => {
			const { apiKey } = rig.credential;
			for (const advanced of [false, undefined]) {
				rig.sandbox.clearRequests();
				const data = { userName: 'IRSANDBOXacme', ...(advanced === false && { advanced }) };
				expect(await tested(data)).toMatchObject({ status: 'OK' });
				const basic = Buffer.from(`:${apiKey}`).toString('base64');
				expect(rig.sandbox.requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
			}
		});

		it.each([
			[true, 'OK', 'Connected to the tenant'],
			[false, 'Error', 'remove the user name'],
		])(
			'works, or says what to do, where Advocate takes any: %s',
			async (takes, status, message) => {
				rig.sandbox.options.change({ acceptUserNames: takes });
				const result = await tested({ advanced: true, userName: 'somebody' });
				rig.sandbox.options.change({ acceptUserNames: true });
				expect(result.status).toBe(status);
				expect(result.message).toContain(message);
			},
		);
	});

	it('says that something else than Advocate answers', async () => {
		rig.sandbox.faults.add({ on: 'tenant', kind: 'notJson' });

		expect((await tested({})).message).toContain('the answer was not the JSON that Advocate sends');
	});

	it('reads no more than 16 MiB of whatever answers, and asks once', async () => {
		rig.sandbox.faults.add({ on: 'tenant', kind: 'hugeBody', bytes: 64 * 1024 * 1024 });
		rig.sandbox.clearRequests();

		expect((await tested({})).message).toContain('is larger than 16 MiB');
		expect(rig.sandbox.requests).toHaveLength(1);
	});
});

describe('the key', () => {
	const { authenticate } = new AdvocateApi();
	const data = { tenantAlias: 'acme', apiKey: ' KEY ', baseUrl: 'https://advocate.example.com/x' };

	it('goes out as Basic with an empty user name, and no redirect is followed with it', async () => {
		const url = 'https://advocate.example.com/x/api/v1/acme/graphql';

		expect(await authenticate(data, { url })).toEqual({
			url,
			auth: { username: '', password: 'KEY' },
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
			sendCredentialsOnCrossOriginRedirect: false,
		});
	});

	it.each([
		[{ advanced: true, userName: ' IR1 ' }, 'IR1'],
		[{ advanced: true, userName: '' }, ''],
		[{ advanced: false, userName: 'IR1' }, ''],
		[{ userName: 'IR1' }, ''],
	])('goes out with a user name where it is switched on: %j', async (fields, username) => {
		const url = 'https://advocate.example.com/x/api';
		const { auth } = await authenticate({ ...data, ...fields }, { url });
		expect(auth).toEqual({ username, password: 'KEY' });
	});

	it('goes nowhere with a user name that would move into the key', async () => {
		const url = 'https://advocate.example.com/x/api';
		const wrong = { ...data, advanced: true, userName: 'a:b' };
		await expect(authenticate(wrong, { url })).rejects.toThrow('The user name contains a colon');
	});

	it.each([
		{ url: 'https://advocate.example.com/x/api' },
		{ url: '/api', baseURL: 'https://advocate.example.com/x' },
		{ uri: 'https://advocate.example.com/x/api' } as unknown as IHttpRequestOptions,
	])('is sent below the base URL: %j', async (request) => {
		expect(await authenticate(data, request)).toMatchObject({ auth: { password: 'KEY' } });
	});

	it.each([
		{ url: 'https://evil.example.com/api' },
		{ url: 'https://advocate.example.com/api' },
		{ url: 'https://advocate.example.com/x/..%2fapi' },
		{ url: 'https://advocate.example.com.evil.example.com/' },
		{ url: '/api', baseURL: 'https://evil.example.com' },
		{ url: '.evil.example.com/x', baseURL: 'https://advocate.example.com' },
		{ url: '//evil.example.com/x', baseURL: 'https://advocate.example.com/x/' },
		{ url: '\\\\evil.example.com/x', baseURL: 'https://advocate.example.com/x/' },
		{ url: ' https://evil.example.com', baseURL: 'https://advocate.example.com/x/' },
		{ url: 'https:evil.example.com', baseURL: 'https://advocate.example.com/x/' },
		{ url: '' },
	])('is not sent elsewhere: %j', async (request) => {
		await expect(authenticate(data, request)).rejects.toThrow('The API key is not sent to');
	});
});
