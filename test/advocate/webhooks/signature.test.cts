import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { signerOf, type Signer } from '../../../advocate/webhooks/signature.ts';

const API_KEY = 'TEST_key_with+signs/=';
const BODY = Buffer.from('{"type":"job.completed","data":{"id":"grün"}}');
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Base64 of a digest, as SaaSquatch names its keys. */
const KID = 'q1/Rk3w+Tb0aV5cYd8eZf2gXh4i=';

/** What the header of a true hook says. */
const HEADER = { alg: 'RS256', typ: 'JWT', kid: KID };

interface Wrong {
	header?: unknown;
	/** What is signed after the header and the dot. */
	payload?: string | Buffer;
	privateKey?: KeyObject;
}

function jws({ header = HEADER, payload, privateKey = KEYS.privateKey }: Wrong = {}): string {
	const head = Buffer.from(JSON.stringify(header)).toString('base64url');
	const content = Buffer.from(payload ?? BODY.toString('base64url'));
	const input = Buffer.concat([Buffer.from(`${head}.`), content]);
	return `${head}..${sign('sha256', input, privateKey).toString('base64url')}`;
}

function hmac(encoding: 'hex' | 'base64' | 'base64url', key = API_KEY): string {
	return createHmac('sha1', key).update(BODY).digest(encoding);
}

async function signer(
	headers: Record<string, string | string[]>,
	body: Buffer = BODY,
): Promise<Signer | undefined> {
	const findKey = (kid: string) => Promise.resolve(kid === KID ? KEYS.publicKey : undefined);
	return await signerOf({ headers, body }, { apiKey: API_KEY, findKey });
}

async function isSigned(...hook: Parameters<typeof signer>): Promise<boolean> {
	return (await signer(...hook)) !== undefined;
}

async function isJws(value: string, body?: Buffer): Promise<boolean> {
	return await isSigned({ 'x-hook-jws-rfc-7797': value }, body);
}

describe('the signature with Advocate’s private key', () => {
	it('is over the body in base64url, as the guide has it', async () => {
		expect(await signer({ 'x-hook-jws-rfc-7797': jws() })).toBe('advocate');
		expect(await isJws(`  ${jws()} `)).toBe(true);
	});

	it('or over the body as it is, if the header says so, as in RFC 7797', async () => {
		const header = { ...HEADER, b64: false, crit: ['b64'] };

		expect(await isJws(jws({ header, payload: BODY }))).toBe(true);
		expect(await isJws(jws({ header }))).toBe(true);
		expect(await isJws(jws({ payload: BODY }))).toBe(false);
	});

	it('is not good for another body', async () => {
		expect(await isJws(jws(), Buffer.concat([BODY, Buffer.from('\n')]))).toBe(false);
		expect(await isJws(jws(), Buffer.alloc(0))).toBe(false);
	});

	it.each([
		['no algorithm', { kid: KID }],
		['none', { alg: 'none', kid: KID }],
		['an HMAC', { alg: 'HS256', kid: KID }],
		['another RSA', { alg: 'PS256', kid: KID }],
		['a list', { alg: ['RS256'], kid: KID }],
	])('is not taken where the header names %s, though the bytes are signed', async (_, header) => {
		expect(await isJws(jws({ header }))).toBe(false);
	});

	it.each([
		['an unknown key', { ...HEADER, kid: 'key2' }],
		['no key', { alg: 'RS256' }],
		['a number as the key', { ...HEADER, kid: 1 }],
		['a demand we do not know', { ...HEADER, crit: ['exp'], exp: 1 }],
		['one more demand than we know', { ...HEADER, b64: false, crit: ['b64', 'exp'] }],
		['an unencoded payload that is not critical', { ...HEADER, b64: false }],
		['that b64 is critical, which is not there', { ...HEADER, crit: ['b64'] }],
		['b64 by a word', { ...HEADER, b64: 'false', crit: ['b64'] }],
		['nothing', null],
	])('is not taken where the header says %s', async (_, header) => {
		expect(await isJws(jws({ header }))).toBe(false);
	});

	it('is not taken from another key, whatever name it gives', async () => {
		const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

		expect(await isJws(jws({ privateKey }))).toBe(false);
	});

	it('is not taken with a key that comes along in the header', async () => {
		const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
		const header = { ...HEADER, jwk: publicKey.export({ format: 'jwk' }) };

		expect(await isJws(jws({ header, privateKey }))).toBe(false);
	});

	it.each([
		['', 'empty'],
		['..', 'dots'],
		['a.b.c', 'with a payload'],
		[jws().replace('..', `.${BODY.toString('base64url')}.`), 'with the payload in it'],
		[`${jws()}=`, 'padded'],
		[jws().replace(/\.[^.]+$/, '.'), 'without a signature'],
		['eyJ..AAAA', 'with a header that is not JSON'],
	])('is not taken when it is no detached JWS: %#', async (value) => {
		expect(await isJws(value)).toBe(false);
	});
});

describe('the signature with the API key', () => {
	it.each(['hex', 'base64', 'base64url'] as const)('may be written in %s', async (encoding) => {
		expect(await signer({ 'x-hook-signature': hmac(encoding) })).toBe('tenant');
	});

	it('may be written in capitals', async () => {
		expect(await isSigned({ 'x-hook-signature': hmac('hex').toUpperCase() })).toBe(true);
	});

	it.each([
		['of another key', hmac('hex', 'other')],
		['cut short', hmac('hex').slice(0, 38)],
		['too long', `${hmac('hex')}00`],
		['empty', ''],
		['no text of that kind', '§'.repeat(40)],
	])('is not taken when it is %s', async (_, value) => {
		expect(await isSigned({ 'x-hook-signature': value })).toBe(false);
	});

	it('is not taken for another body', async () => {
		const headers = { 'x-hook-signature': hmac('hex') };

		expect(await isSigned(headers, Buffer.from('{}'))).toBe(false);
	});

	it('does not make good the other signature where that is wrong', async () => {
		const headers = { 'x-hook-signature': hmac('hex') };

		expect(await isSigned({ ...headers, 'x-hook-jws-rfc-7797': '' })).toBe(false);
		expect(await isSigned({ ...headers, 'x-hook-jws-rfc-7797': jws({ payload: 'x' }) })).toBe(
			false,
		);
	});
});

it('a webhook without a signature, or with two of one kind, is not signed', async () => {
	expect(await isSigned({})).toBe(false);
	expect(await isSigned({ 'x-hook-signature': [hmac('hex'), hmac('hex')] })).toBe(false);
	expect(await isSigned({ 'x-hook-jws-rfc-7797': [jws(), jws()] })).toBe(false);
});
