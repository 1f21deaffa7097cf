import { AdvocateError } from './errors';
import type { HostWords } from './host-words';
import type { ByteStream } from './transport';

/** The most that is read of a JSON answer (bytes, unpacked): hundreds of times the largest page. */
export const MOST_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * The text of an answer's body, read as it comes.
 *
 * @param body unpacked, where it came compressed
 * @param address where it came from, for the error
 * @throws {AdvocateError} UNEXPECTED_ANSWER beyond 16 MiB, with the rest unread; what the stream throws
 */
export async function answerText(
	body: ByteStream,
	address: string,
	{ tenantSettings }: HostWords,
): Promise<string> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		bytes += chunk.length;
		if (bytes <= MOST_ANSWER_BYTES) chunks.push(chunk);
		else break;
	}
	if (bytes <= MOST_ANSWER_BYTES) return Buffer.concat(chunks).toString();
	const { host } = new URL(address);
	throw new AdvocateError('UNEXPECTED_ANSWER', `The answer of ${host} is larger than 16 MiB`, {
		hint: `No answer of Advocate is so large. Check the base URL in ${tenantSettings}: a proxy or another service may be answering in its place.`,
		transient: true,
	});
}
