import { AdvocateError } from '../errors';
import type { HostTexts } from '../host-texts';
import type { ByteStream } from '../files/content';

const MIB = 1024 * 1024;

/** How much is read of a JSON answer at most (bytes, decompressed): hundreds of times the largest page. */
export const MOST_ANSWER_BYTES = 16 * MIB;

/**
 * The text of an answer's body, read as it comes.
 *
 * @param body decompressed, if it came compressed
 * @param address where it came from, for the error
 * @param most bytes to read, a whole number of MiB
 * @throws {AdvocateError} UNEXPECTED_ANSWER beyond that, with the rest unread; what the stream throws
 */
export async function answerText(
	body: ByteStream,
	address: string,
	{ tenant }: HostTexts,
	most = MOST_ANSWER_BYTES,
): Promise<string> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		bytes += chunk.length;
		if (bytes <= most) chunks.push(chunk);
		else break;
	}
	if (bytes <= most) return Buffer.concat(chunks).toString();
	const { host } = new URL(address);
	throw new AdvocateError(
		'UNEXPECTED_ANSWER',
		`The answer from ${host} is larger than ${most / MIB} MiB`,
		{
			hint: `Advocate's answers are never this large. ${tenant.otherServiceAnswers}`,
			transient: true,
		},
	);
}
