import { createHmac, timingSafeEqual, verify, type KeyObject } from 'crypto';
import { parsedRecord } from '../json';

/** The headers that sign a webhook (guide), by their lower-case names. */
const JWS_HEADER = 'x-hook-jws-rfc-7797';
const HMAC_HEADER = 'x-hook-signature';

/** A webhook as it came in. */
export interface SignedHook {
	/** By lower-case name. */
	headers: Record<string, string | string[] | undefined>;
	/** The body's very bytes: the signature is theirs. */
	body: Uint8Array;
}

/** What tells a true signature from a false one. */
export interface SignatureSecrets {
	/** The tenant's API key. */
	apiKey: string;
	/** Advocate's public key of that name, undefined where there is none. */
	findKey: (kid: string) => Promise<KeyObject | undefined>;
}

/** With what a webhook was signed: Advocate's private key, the same for all tenants, or the tenant's API key. */
export type Signer = 'advocate' | 'tenant';

/**
 * Who signed a webhook: told by the signature with Advocate's private key, and only where that is missing
 * by the one with the tenant's API key (guide names both). A false signature is not made good by the
 * other one.
 *
 * @returns undefined where there is no true signature
 * @throws whatever `findKey` throws
 */
export async function signerOf(
	{ headers, body }: SignedHook,
	{ apiKey, findKey }: SignatureSecrets,
): Promise<Signer | undefined> {
	const jws = headers[JWS_HEADER];
	if (jws !== undefined) {
		const isTrue = typeof jws === 'string' && (await isSignedByKeySet(jws, body, findKey));
		return isTrue ? 'advocate' : undefined;
	}
	const hmac = headers[HMAC_HEADER];
	const isTrue = typeof hmac === 'string' && isSignedByApiKey(hmac, body, apiKey);
	return isTrue ? 'tenant' : undefined;
}

/**
 * A JWS with detached payload, `header..signature` (guide). The algorithm is always RS256 and the key
 * always one of the key set, whatever the header says.
 */
async function isSignedByKeySet(
	jws: string,
	body: Uint8Array,
	findKey: SignatureSecrets['findKey'],
): Promise<boolean> {
	const [, header = '', signature = ''] = /^([\w-]+)\.\.([\w-]+)$/.exec(jws.trim()) ?? [];
	const claims = readHeader(header);
	if (claims === undefined) return false;
	const key = await findKey(claims.kid);
	if (key === undefined) return false;
	const encoded = Buffer.from(Buffer.from(body).toString('base64url'));
	// The guide has the payload encoded; RFC 7797, after which the header is named, has it as it is.
	const payloads = claims.isUnencoded ? [body, encoded] : [encoded];
	return payloads.some((payload) => {
		const signed = Buffer.concat([Buffer.from(`${header}.`), payload]);
		return verify('sha256', signed, key, Buffer.from(signature, 'base64url'));
	});
}

/** What a JWS header says; undefined for one that is not RS256, or demands what we do not know (RFC 7515, 4.1.11). */
function readHeader(encoded: string): { kid: string; isUnencoded: boolean } | undefined {
	const header = parsedRecord(Buffer.from(encoded, 'base64url').toString());
	if (header?.['alg'] !== 'RS256') return undefined;
	const { kid, b64, crit } = header;
	// RFC 7797, 6: who says whether it is encoded has to say that this is critical, and the other way round.
	const isPlain = b64 === undefined && crit === undefined;
	const isCritical = typeof b64 === 'boolean' && JSON.stringify(crit) === '["b64"]';
	if (typeof kid !== 'string' || !(isPlain || isCritical)) return undefined;
	return { kid, isUnencoded: b64 === false };
}

/** HMAC-SHA1 of the body with the API key (guide); as hex or base64, which nobody has told us. */
function isSignedByApiKey(signature: string, body: Uint8Array, apiKey: string): boolean {
	const expected = createHmac('sha1', apiKey).update(body).digest();
	const text = signature.trim();
	const given = Buffer.from(text, /^[\da-f]{40}$/i.test(text) ? 'hex' : 'base64');
	return given.length === expected.length && timingSafeEqual(given, expected);
}
