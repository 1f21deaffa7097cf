import { AdvocateError } from '../../advocate/errors.ts';
import { inPieces, type FileContent } from '../../advocate/files/content.ts';
import { settled } from '../../advocate/settled.ts';

/**
 * A file's content piece by piece. Where it can't be read on it says so itself, as whoever sends it would
 * take that for the connection's fault, and try again.
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

/** That a file has become shorter than it was. */
export function notWhole(): AdvocateError {
	return new AdvocateError('FILE_REFUSED', 'The file was changed while it was read', {
		hint: 'Nothing of it was imported. Start the upload when the file is written to its end.',
	});
}

/** That a file could not be read to its end. */
export function notRead(thrown: unknown): AdvocateError {
	const isObject = typeof thrown === 'object' && thrown !== null;
	const code = isObject && 'code' in thrown ? ` The reason given: ${String(thrown.code)}.` : '';
	return new AdvocateError('FILE_REFUSED', 'The file could not be read to its end', {
		hint: `Nothing of it was imported. Check that the file is still there, and that the disk with the temporary folder has room.${code}`,
	});
}
