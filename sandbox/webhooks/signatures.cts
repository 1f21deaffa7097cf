import { createHmac, sign } from 'node:crypto';
import type { Settings } from '../settings.cts';
import { newSigningKey } from './keys.cts';
import type { SigningKey } from './keys.cts';

/** The ways in which a hook can be signed wrongly. The README explains each. */
export const forgeries = [
	'unsigned',
	'changedBody',
	'otherKey',
	'unknownKid',
	'algNone',
	'hs256',
	'wrongApiKey',
] as const;

export type Forgery = (typeof forgeries)[number];

/** How genuine hooks are signed. */
export type SigningSettings = Pick<Settings, 'hookSignatures' | 'hookHmacEncoding' | 'hookPayload'>;

/** Whose signature a hook bears. */
export interface Signer {
	key: SigningKey;
	apiKey: string;
}

const jwsHeader = 'X-Hook-JWS-RFC-7797';
const hmacHeader = 'X-Hook-Signature';

/**
 * The headers that sign a hook's body. Source: the API sheet, "Webhooks".
 * @param forgery signs it wrongly in that way, and only that
 */
export async function signatureHeaders(
	body: Buffer,
	settings: SigningSettings,
	signer: Signer,
	forgery?: Forgery,
): Promise<Record<string, string>> {
	if (forgery) return await forgedHeaders(forgery, body, settings, signer);
	const { hookSignatures } = settings;
	return {
		...(hookSignatures !== 'hmac' && { [jwsHeader]: detachedJws(body, settings, signer.key) }),
		...(hookSignatures !== 'jws' && { [hmacHeader]: hmac(body, settings, signer.apiKey) }),
	};
}

async function forgedHeaders(
	forgery: Forgery,
	body: Buffer,
	settings: SigningSettings,
	signer: Signer,
): Promise<Record<string, string>> {
	const { key, apiKey } = signer;
	switch (forgery) {
		case 'unsigned':
			return {};
		case 'changedBody':
			return await signatureHeaders(Buffer.concat([body, Buffer.from(' ')]), settings, signer);
		case 'otherKey':
			return {
				[jwsHeader]: detachedJws(body, settings, { ...(await newSigningKey()), kid: key.kid }),
			};
		case 'unknownKid':
			return { [jwsHeader]: detachedJws(body, settings, await newSigningKey()) };
		case 'algNone':
			// For parsers that insist on a signature.
			return { [jwsHeader]: `${encoded({ kid: key.kid, typ: 'JWT', alg: 'none' })}..AAAA` };
		case 'hs256':
			return { [jwsHeader]: signedByPublicKey(body, key) };
		case 'wrongApiKey':
			return { [hmacHeader]: hmac(body, settings, `${apiKey}x`) };
	}
}

/** `header..signature`, RS256, over `header.base64url(body)`, or over the body as it is (RFC 7797). */
function detachedJws(body: Buffer, { hookPayload }: SigningSettings, key: SigningKey): string {
	const unencoded = hookPayload === 'unencoded';
	const critical = unencoded ? { b64: false, crit: ['b64'] } : {};
	const header = encoded({ kid: key.kid, typ: 'JWT', alg: 'RS256', ...critical });
	const payload = unencoded ? body : Buffer.from(body.toString('base64url'));
	const input = Buffer.concat([Buffer.from(`${header}.`), payload]);
	return `${header}..${sign('sha256', input, key.privateKey).toString('base64url')}`;
}

/** An HMAC whose secret is the public key: it fools whoever takes the algorithm from the header. */
function signedByPublicKey(body: Buffer, { kid, publicKey }: SigningKey): string {
	const header = encoded({ kid, typ: 'JWT', alg: 'HS256' });
	const secret = publicKey.export({ format: 'pem', type: 'spki' });
	const signature = createHmac('sha256', secret).update(`${header}.${body.toString('base64url')}`);
	return `${header}..${signature.digest('base64url')}`;
}

function hmac(body: Buffer, { hookHmacEncoding }: SigningSettings, apiKey: string): string {
	return createHmac('sha1', apiKey).update(body).digest(hookHmacEncoding);
}

function encoded(header: object): string {
	return Buffer.from(JSON.stringify(header)).toString('base64url');
}
