import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import type { FileAnswer } from '../../../advocate/api/transport.ts';
import { Tenant } from '../../../advocate/api/tenant.ts';
import { fetchKeySet, WebhookKeys } from '../../../advocate/webhooks/keys.ts';
import { hostTexts } from '../support/host-texts.cts';
import { errorOf, FakeTransport, storedFile } from '../support/tenant-under-test.cts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 0, 15);

const RSA: JsonWebKey = rsaKey(2048);

function rsaKey(modulusLength: number): JsonWebKey {
	return generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' });
}

function keySet(...keys: unknown[]): FileAnswer {
	return storedFile(200, JSON.stringify({ keys }));
}

/** A server of key sets, and what fetches them from there. */
function keysFrom(answer: () => FileAnswer) {
	const transport = new FakeTransport(answer);
	const baseUrl = 'https://advocate.example';
	const tenant = new Tenant({ tenantAlias: 'test_abc', baseUrl }, hostTexts);
	const keys = new WebhookKeys();
	const fetch = async () => await fetchKeySet(transport, tenant);
	const has = async (kid: string, now = NOW) => (await keys.find(kid, fetch, now)) !== undefined;
	return { transport, has };
}

it('fetches the key set of the base URL, once for all keys', async () => {
	const { has, transport } = keysFrom(() =>
		keySet({ ...RSA, kid: 'a' }, { ...RSA, kid: 'b', use: 'sig', alg: 'RS256' }),
	);

	expect(await Promise.all([has('a'), has('b'), has('a')])).toEqual([true, true, true]);

	expect(transport.sent).toEqual([{ url: 'https://advocate.example/.well-known/jwks.json' }]);
});

it.each([
	['for encryption', { ...RSA, use: 'enc' }],
	['for another algorithm', { ...RSA, alg: 'RS512' }],
	['too short', rsaKey(1024)],
	[
		'of another kind',
		generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
	],
	['a secret', { kty: 'oct', k: 'c2VjcmV0' }],
	['broken', { kty: 'RSA', n: '', e: 'AQAB' }],
	['without its numbers', { kty: 'RSA' }],
])('passes over a key %s', async (_, jwk) => {
	const { has } = keysFrom(() => keySet(null, 7, { ...jwk, kid: 'odd' }, { ...RSA, kid: 'good' }));

	expect(await has('odd')).toBe(false);
	expect(await has('good')).toBe(true);
});

it('fetches again for a key that is new, but only once a minute', async () => {
	let set = keySet({ ...RSA, kid: 'old' });
	const { has, transport } = keysFrom(() => set);
	await has('old');
	set = keySet({ ...RSA, kid: 'old' }, { ...RSA, kid: 'new' });

	expect(await has('new', NOW + MINUTE - 1)).toBe(false);
	expect(await has('new', NOW + MINUTE)).toBe(true);
	for (let i = 0; i < 10; i++) expect(await has(`made up ${i}`, NOW + MINUTE + i)).toBe(false);

	expect(transport.sent).toHaveLength(2);
});

it('no longer takes a key that was withdrawn, after an hour', async () => {
	let set = keySet({ ...RSA, kid: 'leaked' });
	const { has } = keysFrom(() => set);
	await has('leaked');
	set = keySet({ ...RSA, kid: 'new' });

	expect(await has('leaked', NOW + HOUR - 1)).toBe(true);
	expect(await has('leaked', NOW + HOUR)).toBe(false);
});

it('a failed fetch is tried again after seconds, and does not cost the keys at hand', async () => {
	let answer = () => keySet({ ...RSA, kid: 'old' });
	const { has, transport } = keysFrom(() => answer());
	await has('old');
	answer = () => storedFile(503);

	await expect(has('new', NOW + MINUTE)).rejects.toThrow('could not be read (503)');
	await expect(has('new', NOW + MINUTE + 4_999)).rejects.toThrow('could not be read (503)');
	expect(transport.sent).toHaveLength(2);
	expect(await has('old', NOW + MINUTE + 1)).toBe(true);
	await expect(has('new', NOW + MINUTE + 5_000)).rejects.toThrow('could not be read (503)');
	expect(transport.sent).toHaveLength(3);

	await expect(has('old', NOW + HOUR)).rejects.toThrow('could not be read (503)');
});

it.each([
	['a web page', storedFile(200, '<html>')],
	['JSON of another kind', storedFile(200, '[{"kid":"a"}]')],
	['keys that are no list', storedFile(200, '{"keys":{}}')],
	['a redirect', storedFile(302, '', { location: 'https://evil.example/jwks.json' })],
	['nothing there', storedFile(404)],
])('says what to check when there is %s', async (_, answer) => {
	const { has } = keysFrom(() => answer);

	const error = await errorOf(() => has('a'));

	expect(error.message).toBe(
		`The keys for Advocate's webhooks could not be read (${answer.status})`,
	);
	expect(error.hint).toContain('https://advocate.example/.well-known/jwks.json');
	expect(answer.content.destroyed).toBe(true);
});
