import { DEFAULT_BASE_URL, Tenant } from '../../../advocate/api/tenant.ts';
import { hostTexts } from '../support/host-texts.cts';
import { errorOf } from '../support/tenant-under-test.cts';

const alias = 'test_abc';

describe('The tenant alias', () => {
	test.each(['acme', 'test_acme', 'a-1', 'TEST_A', '0'])('%s is one', (tenantAlias) => {
		expect(new Tenant({ tenantAlias }, hostTexts).url('graphql')).toBe(
			`${DEFAULT_BASE_URL}/api/v1/${tenantAlias}/graphql`,
		);
	});

	test('blank space around it is left out', () => {
		expect(new Tenant({ tenantAlias: ' acme\n' }, hostTexts).alias).toBe('acme');
	});

	test.each(['', '  ', undefined, null])('%j: empty', async (tenantAlias) => {
		const error = await errorOf(
			() => new Tenant({ tenantAlias: tenantAlias as string }, hostTexts),
		);
		expect(error).toMatchObject({
			code: 'SETTINGS_INVALID',
			message: 'The tenant alias is empty',
			hint: 'Enter the tenant alias in its settings. You find it in the address of the Advocate portal.',
		});
	});

	test.each([
		'a/b',
		'a\\b',
		'..',
		'../x',
		'a b',
		'a?b',
		'a#b',
		'ä',
		'ａ',
		'a\u2215b',
		'a\u202eb',
		'a%2fb',
		'%2e%2e',
		'a.b',
		'a;b',
		'a\nb',
		'a\r\nHost: x',
		'a\0b',
		'a@b',
		'{a}',
	])('%j contains characters that are not allowed', async (tenantAlias) => {
		const error = await errorOf(() => new Tenant({ tenantAlias }, hostTexts));
		expect(error).toMatchObject({
			code: 'SETTINGS_INVALID',
			message: 'The tenant alias contains characters that are not allowed',
			hint: 'A tenant alias is made of letters, digits, "_" and "-", for example "test_abc123". Correct it in its settings.',
		});
	});
});

describe('The base URL', () => {
	test.each([
		[undefined, DEFAULT_BASE_URL],
		['', DEFAULT_BASE_URL],
		['  ', DEFAULT_BASE_URL],
		['https://a.b', 'https://a.b'],
		['https://a.b/', 'https://a.b'],
		['https://a.b///', 'https://a.b'],
		[' HTTPS://A.B:443/ ', 'https://a.b'],
		['https://a.b:8443', 'https://a.b:8443'],
		['https://a.b/proxy/x/', 'https://a.b/proxy/x'],
		['https://a.b/proxy/../x', 'https://a.b/x'],
		['https://a.b/?', 'https://a.b'],
		['https://localhost.', 'https://localhost.'],
		['https://10.0.0.1', 'https://10.0.0.1'],
	])('%j becomes %s', (baseUrl, expected) => {
		expect(new Tenant({ tenantAlias: alias, baseUrl }, hostTexts).baseUrl).toBe(expected);
	});

	test.each([
		'http://localhost',
		'http://LOCALHOST:3000',
		'http://127.0.0.1:8080',
		'http://127.1.2.3',
		'http://127.1',
		'http://0x7f.1',
		'http://[::1]:3000',
		'http://[0:0:0:0:0:0:0:1]',
	])('%s may be http, as it is this machine', (baseUrl) => {
		expect(new Tenant({ tenantAlias: alias, baseUrl }, hostTexts).baseUrl).toMatch(/^http:/);
	});

	test.each([
		'http://a.b',
		'http://localhost.evil.com',
		'http://localhost.',
		'http://x.localhost',
		'http://127.0.0.1.nip.io',
		'http://127.evil.com',
		'http://evil.com/127.0.0.1',
		'http://evil.com#localhost',
		'http://localhost@evil.com',
		'http://notlocalhost',
		'http://128.0.0.1',
		'http://0.0.0.0',
		'http://10.0.0.1',
		'http://[::ffff:127.0.0.1]',
		'http://[::2]',
		'ftp://localhost',
		'javascript:alert(1)',
		'localhost:3000',
		'file:///etc/passwd',
	])('%s is refused: the key would not be encrypted', async (baseUrl) => {
		const error = await errorOf(() => new Tenant({ tenantAlias: alias, baseUrl }, hostTexts));
		expect(error).toMatchObject({
			code: 'SETTINGS_INVALID',
			message: 'The base URL must begin with https://',
		});
	});

	test.each(['app.example.com', 'https://', '//a.b', 'https://a b', 'http://127.0.0.999'])(
		'%s is no web address',
		async (baseUrl) => {
			const error = await errorOf(() => new Tenant({ tenantAlias: alias, baseUrl }, hostTexts));
			expect(error).toMatchObject({
				code: 'SETTINGS_INVALID',
				message: 'The base URL is not a web address',
			});
		},
	);

	test.each([
		'https://user:secret@a.b',
		'https://user@a.b',
		'https://:secret@a.b',
		'https://a.b/?x=1',
		'https://a.b/#x',
	])('%s contains more, which is not repeated', async (baseUrl) => {
		const error = await errorOf(() => new Tenant({ tenantAlias: alias, baseUrl }, hostTexts));
		expect(error.message).toBe('The base URL contains more than a host and a path');
		expect(error.message + error.hint).not.toContain('secret');
	});
});

describe('The addresses of a tenant', () => {
	test('are below the base URL', () => {
		const tenant = new Tenant({ tenantAlias: alias, baseUrl: 'https://a.b/proxy/' }, hostTexts);
		expect(tenant.url('graphql')).toBe('https://a.b/proxy/api/v1/test_abc/graphql');
		expect(tenant.url('export/upload')).toBe('https://a.b/proxy/api/v1/test_abc/export/upload');
		expect(tenant.path('graphql')).toBe('/api/v1/test_abc/graphql');
	});

	test.each([
		['https://a.b', 'https://a.b'],
		['https://a.b', 'https://a.b/'],
		['https://a.b', 'https://A.B:443/api/v1/x?y=1#z'],
		['https://a.b/x', 'https://a.b/x'],
		['https://a.b/x', 'https://a.b/x/y'],
		['https://a.b/x', 'https://a.b/y/../x/z'],
		['https://a.b/x', 'https://a.b/x/y%2fz'],
		['https://a.b/x%2fy', 'https://a.b/x%2fy/z'],
		['http://localhost:3000', 'http://localhost:3000/x'],
	])('the key of %s is sent to %s', (baseUrl, address) => {
		const tenant = new Tenant({ tenantAlias: alias, baseUrl }, hostTexts);
		expect(() => tenant.assertOwns(address)).not.toThrow();
	});

	test.each([
		['https://a.b', 'https://a.b.evil.com/'],
		['https://a.b', 'https://a.b@evil.com/'],
		['https://a.b', 'https://evil.com\\@a.b/'],
		['https://a.b', 'http://a.b/'],
		['https://a.b', 'https://a.b:8443/'],
		['https://a.b', 'https://x.a.b/'],
		['https://a.b', 'blob:https://a.b/x'],
		['https://a.b/x', 'https://a.b/xy'],
		['https://a.b/x', 'https://a.b/'],
		['https://a.b/x', 'https://a.b/x/../y'],
		['https://a.b/x', 'https://a.b/x/%2e%2e/y'],
		['https://a.b/x', 'https://a.b/x/..%2fy'],
		['https://a.b/x', 'https://a.b/x/%2e%2e%5Cy'],
		['https://a.b/x', 'https://a.b/X'],
		['https://a.b', '/api/v1'],
		['https://a.b', ''],
		['http://localhost:3000', 'http://localhost:3001/'],
		['http://localhost:3000', 'http://127.0.0.1:3000/'],
	])('the key of %s is not sent to %s', async (baseUrl, address) => {
		const tenant = new Tenant({ tenantAlias: alias, baseUrl }, hostTexts);
		const error = await errorOf(() => tenant.assertOwns(address));
		expect(error.code).toBe('SETTINGS_INVALID');
		expect(error.message).toMatch(/^The API key is not sent to /);
		expect(error.hint).toContain(baseUrl);
	});
});
