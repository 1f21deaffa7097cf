import { createHmac, timingSafeEqual, verify, type KeyObject } from 'crypto';
import { parsedRecord } from '../json';

/** The headers that sign a webhook (guide), by their lower-case names. */
const JWS_HEADER = 'x-hook-jws-rfc-7797';
const HMAC_HEADER = 'x-hook-signature';

/** A webhook as it came in. */
export interface SignedHook {
	/** By lower-case name. */
	headers: Record<string, string | string[] | undefined>;
	/** The exact bytes of the body, which the signature covers. */
	body: Uint8Array;
}

/** What tells a valid signature from an invalid one. */
export interface SignatureSecrets {
	/** The tenant's API key. */
	apiKey: string;
	/** Advocate's public key with that name; undefined if there is none. */
	findKey: (kid: string) => Promise<KeyObject | undefined>;
}

/** With what a webhook was signed: Advocate's private key, the same for all tenants, or the tenant's API key. */
export type Signer = 'advocate' | 'tenant';

/**
 * Who signed a webhook: judging by the signature made with Advocate's private key and, only if that is
 * missing, by the one made with the tenant's API key (guide names both). A valid second signature does not
 * make up for an invalid first one.
 *
 * @returns undefined if there is no valid signature
 * @throws whatever `findKey` throws
 */
export async function signerOf(
	{ headers, body }: SignedHook,
	{ apiKey, findKey }: SignatureSecrets,
): Promise<Signer | undefined> {
	const jws = headers[JWS_HEADER];
	if (jws !== undefined) {
		const isValid = typeof jws === 'string' && (await isSignedByKeySet(jws, body, findKey));
		return isValid ? 'advocate' : undefined;
	}
	const hmac = headers[HMAC_HEADER];
	const isValid = typeof hmac === 'string' && isSignedByApiKey(hmac, body, apiKey);
	return isValid ? 'tenant' : undefined;
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
	// In the guide the payload is encoded; in RFC 7797, after which the header is named, it is not.
	const payloads = claims.isUnencoded ? [body, encoded] : [encoded];
	return payloads.some((payload) => {
		const signed = Buffer.concat([Buffer.from(`${header}.`), payload]);
		return verify('sha256', signed, key, Buffer.from(signature, 'base64url'));
	});
}

/**
 * What a JWS header says; undefined for one that is not RS256, or that demands extensions we do not know (RFC
 * 7515, 4.1.11).
 */
function readHeader(encoded: string): { kid: string; isUnencoded: boolean } | undefined {
	const header = parsedRecord(Buffer.from(encoded, 'base64url').toString());
	if (header?.['alg'] !== 'RS256') return undefined;
	const { kid, b64, crit } = header;
	// RFC 7797, 6: a header with `b64` has to list it in `crit`, and what `crit` lists has to be there.
	const isPlain = b64 === undefined && crit === undefined;
	const isCritical = typeof b64 === 'boolean' && JSON.stringify(crit) === '["b64"]';
	if (typeof kid !== 'string' || !(isPlain || isCritical)) return undefined;
	return { kid, isUnencoded: b64 === false };
}

/** HMAC-SHA1 of the body with the API key (guide); as hex or base64, as the guide does not say which. */
function isSignedByApiKey(signature: string, body: Uint8Array, apiKey: string): boolean {
	const expected = createHmac('sha1', apiKey).update(body).digest();
	const text = signature.trim();
	const given = Buffer.from(text, /^[\da-f]{40}$/i.test(text) ? 'hex' : 'base64');
	return given.length === expected.length && timingSafeEqual(given, expected);
}
