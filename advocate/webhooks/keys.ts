import { createPublicKey, type KeyObject } from 'crypto';
import { isTransientStatus } from '../api/response';
import { answerText } from '../api/response-body';
import { AdvocateError } from '../errors';
import type { Tenant } from '../api/tenant';
import type { Transport } from '../api/transport';
import { HOUR, MINUTE } from '../durations';
import { isRecord, parsedRecord } from '../json';
import { settled } from '../settled';

/**
 * How long a key set is used before it is fetched again (ms): a withdrawn key is trusted no longer than that.
 */
const LIFETIME = HOUR;

/** The time between two fetches (ms): hooks that name made-up keys must not make us hammer the server. */
const BETWEEN_FETCHES = MINUTE;

/**
 * The same after a failure: short, as hooks that arrive in the meantime can't be checked and come back only
 * after an hour.
 */
const AFTER_FAILURE = 5_000;

/** The time in which a whole key set must come (ms): hooks are waiting for it. */
const FETCH_TIME = 10_000;

/** Room for hundreds of keys (bytes). */
const MOST_BYTES = 1024 * 1024;

/** RS256 takes keys of 2048 bits or more (RFC 7518, 3.3). */
const SMALLEST_MODULUS = 2048;

/** Keys that may verify RS256, by their `kid`. */
export type KeySet = ReadonlyMap<string, KeyObject>;

/** The public keys with which Advocate signs webhooks (guide: `{base}/.well-known/jwks.json`), cached. */
export class WebhookKeys {
	private latest?: { keys: KeySet; since: number };
	private fetching?: Promise<KeySet>;
	/** When the set may be fetched again (ms since the epoch). */
	private nextAt = -Infinity;

	/**
	 * The key with that name; undefined if the set has none. For an unknown name the set is fetched again, as
	 * keys are exchanged now and then.
	 *
	 * @param kid the name in the hook's signature: not to be trusted, only to be looked up
	 * @param fetch gets the key set
	 * @param now milliseconds since the epoch
	 * @throws {AdvocateError} while the key set can't be fetched
	 */
	async find(
		kid: string,
		fetch: () => Promise<KeySet>,
		now: number,
	): Promise<KeyObject | undefined> {
		const { keys, since } = this.latest ?? { since: -Infinity };
		const known = now < since + LIFETIME ? keys?.get(kid) : undefined;
		if (known !== undefined) return known;
		if (now >= this.nextAt) this.fetching = this.fetched(fetch, now);
		return (await this.fetching)?.get(kid);
	}

	/** Hooks that arrive in the meantime, or soon after a failure, get the outcome of this fetch. */
	private async fetched(fetch: () => Promise<KeySet>, now: number): Promise<KeySet> {
		this.nextAt = now + BETWEEN_FETCHES;
		const outcome = await settled(fetch());
		if ('thrown' in outcome) {
			this.nextAt = now + AFTER_FAILURE;
			throw outcome.thrown;
		}
		this.latest = { keys: outcome.value, since: now };
		return outcome.value;
	}
}

/** All tenants at a base URL have the same key set, so the whole process shares it. */
const keysByBaseUrl = new Map<string, WebhookKeys>();

/** The keys with which the hooks of tenants at this base URL are signed. */
export function webhookKeysAt(baseUrl: string): WebhookKeys {
	const keys = keysByBaseUrl.get(baseUrl) ?? new WebhookKeys();
	keysByBaseUrl.set(baseUrl, keys);
	return keys;
}

/**
 * Gets the public keys with which Advocate signs webhooks (guide: `{base}/.well-known/jwks.json`), once.
 * The API key is not sent along.
 *
 * @throws {AdvocateError} UNEXPECTED_ANSWER for anything but a key set; what the transport throws
 */
export async function fetchKeySet(
	transport: Transport,
	{ baseUrl, texts }: Tenant,
): Promise<KeySet> {
	const address = `${baseUrl}/.well-known/jwks.json`;
	const { status, headers, content } = await transport.getFile(address, FETCH_TIME);
	const text = status === 200 ? await answerText(content, address, texts, MOST_BYTES) : '';
	content.destroy();
	const keys = keysIn(text);
	if (keys !== undefined) return keys;
	throw new AdvocateError(
		'UNEXPECTED_ANSWER',
		`The keys for Advocate's webhooks could not be read (${status})`,
		{
			hint: texts.tenant.checkWayTo(address),
			status,
			// Another page in place of the keys may well be gone a little later.
			transient: status === 200 || isTransientStatus(status),
			retryAfter: headers['retry-after'],
		},
	);
}

/** The keys that may verify RS256, by their `kid`; undefined if it is not a key set (RFC 7517, 5). */
function keysIn(text: string): KeySet | undefined {
	const list = parsedRecord(text)?.['keys'];
	if (!Array.isArray(list)) return undefined;
	const entries = list.flatMap((jwk: unknown): Array<[string, KeyObject]> => {
		const key = isRecord(jwk) ? verificationKey(jwk) : undefined;
		return key === undefined ? [] : [key];
	});
	return new Map(entries);
}

function verificationKey(jwk: Record<string, unknown>): [string, KeyObject] | undefined {
	const { kid, kty, use, alg, n, e } = jwk;
	if (typeof kid !== 'string' || kty !== 'RSA') return undefined;
	if ((use ?? 'sig') !== 'sig' || (alg ?? 'RS256') !== 'RS256') return undefined;
	if (typeof n !== 'string' || typeof e !== 'string') return undefined;
	try {
		const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
		const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
		return bits >= SMALLEST_MODULUS ? [kid, key] : undefined;
	} catch {
		return undefined;
	}
}
