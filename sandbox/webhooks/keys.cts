import { generateKeyPair, randomBytes } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** A key pair that signs hooks. */
export interface SigningKey {
	readonly kid: string;
	readonly privateKey: KeyObject;
	readonly publicKey: KeyObject;
}

const generate = promisify(generateKeyPair);

/** Makes an RSA key pair of 2048 bits. */
export async function newSigningKey(): Promise<SigningKey> {
	const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
	// Advocate's names of keys may hold `/` and `=`, so a client must not take them for paths.
	return { kid: `sandbox/${randomBytes(4).toString('base64')}`, privateKey, publicKey };
}

/**
 * The keys that sign a sandbox's hooks, the current one first. None is made before one is asked for:
 * that takes a while, and most tests do without.
 */
export class WebhookKeys {
	#keys: Promise<SigningKey[]> | undefined;

	/** The key that signs. */
	async current(): Promise<SigningKey> {
		const [first] = await this.#all();
		return first ?? (await newSigningKey());
	}

	/** Signs with a new key from now on; `keepOld` leaves the earlier ones in the key set. */
	async rotate(keepOld: boolean): Promise<void> {
		const old = await this.#all();
		this.#keys = newSigningKey().then((key) => (keepOld ? [key, ...old] : [key]));
		await this.#keys;
	}

	/** The public keys as `/.well-known/jwks.json` has them (RFC 7517). */
	async keySet(): Promise<{ keys: JsonWebKey[] }> {
		const keys = await this.#all();
		return { keys: keys.map(publicJwk) };
	}

	#all(): Promise<SigningKey[]> {
		return (this.#keys ??= firstKey().then((key) => [key]));
	}
}

/** The first key of every sandbox of this process: one takes more time to make than most tests take. */
let first: Promise<SigningKey> | undefined;

async function firstKey(): Promise<SigningKey> {
	return await (first ??= newSigningKey());
}

function publicJwk({ kid, publicKey }: SigningKey): JsonWebKey {
	return { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
}
