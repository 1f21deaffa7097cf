import { AdvocateError } from '../../advocate/errors.ts';
import { inPieces, type FileContent } from '../../advocate/files/content.ts';
import { settled } from '../../advocate/settled.ts';

/**
 * A file's content piece by piece. A failed read is reported as such, because the sender would otherwise
 * blame the connection and try again.
 *
 * @throws {AdvocateError} FILE_REFUSED
 */
export async function* readableContent(content: FileContent): AsyncGenerator<Uint8Array> {
	const pieces = inPieces(content);
	const iterator =
		Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
	for (;;) {
		const outcome = await settled(Promise.resolve(iterator.next()));
		if ('thrown' in outcome) throw notRead(outcome.thrown);
		if (outcome.value.done === true) return;
		yield outcome.value.value;
	}
}

/** The error for a file that has become shorter than it was. */
export function notWhole(): AdvocateError {
	return new AdvocateError('FILE_REFUSED', 'The file was changed while it was being read', {
		hint: 'None of it was imported. Start the upload once the file is completely written.',
	});
}

/** The error for a file that could not be read to its end. */
export function notRead(thrown: unknown): AdvocateError {
	const isObject = typeof thrown === 'object' && thrown !== null;
	const code = isObject && 'code' in thrown ? ` The reason given: ${String(thrown.code)}.` : '';
	return new AdvocateError('FILE_REFUSED', 'The file could not be read to its end', {
		hint: `None of it was imported. Check that the file is still there, and that the disk with the temporary folder has space left.${code}`,
	});
}
