import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AdvocateError } from '../../advocate/errors.ts';
import type { SourceFile } from '../../advocate/import-files/import-file.ts';
import { settled } from '../../advocate/retry.ts';
import { plainName } from '../../advocate/safe-name.ts';
import { isStream } from '../runtime/message.cts';
import type { ScratchFolder } from './scratch-folder.cts';

/** What a text in a message is. */
export type TextIs = 'auto' | 'path' | 'content';

/** Bytes read at once of a file. */
const READ_AT_ONCE = 1 << 17;

/**
 * Makes a file of what a message holds: a path, a text, a buffer, or a stream, which can be read only once
 * and so is kept in a scratch folder.
 *
 * @param name what the message says of the name, which may be a whole path
 * @param folder from which a path leads that does not begin at the root
 * @throws {AdvocateError} SETTINGS_INVALID for anything else, or a path where there is no file
 */
export async function sourceFile(
	value: unknown,
	{ textIs, name, folder }: { textIs: TextIs; name: string; folder?: string },
	scratch: ScratchFolder,
	signal: AbortSignal,
): Promise<SourceFile> {
	const fileName = plainName(basename(name));
	if (typeof value === 'string') {
		if (isPath(value, textIs)) return await fileAt(resolve(folder ?? '', value.trim()), fileName);
		return atHand(Buffer.from(value), fileName);
	}
	if (value instanceof Uint8Array || Buffer.isBuffer(value)) return atHand(value, fileName);
	if (isStream(value)) {
		const kept = await scratch.keep(value as AsyncIterable<Uint8Array>, signal);
		return { ...(await fileAt(kept, '')), fileName };
	}
	throw new AdvocateError('SETTINGS_INVALID', `There is no file to upload: ${kindOf(value)}`, {
		hint: 'Give this node the path of a file, its content as text, buffer or stream, or an array of objects.',
	});
}

/** One line that ends in the extension of a file is a path, unless it is said what it is. */
function isPath(text: string, textIs: TextIs): boolean {
	if (textIs !== 'auto') return textIs === 'path';
	return /^[^\n\r{]{1,4096}\.[A-Za-z0-9]{1,8}\s*$/.test(text);
}

function atHand(content: Uint8Array, fileName: string): SourceFile {
	return {
		fileName,
		mimeType: '',
		sizeBytes: content.length,
		open: () => Promise.resolve(content),
	};
}

async function fileAt(path: string, fileName: string): Promise<SourceFile> {
	const outcome = await settled(access(path, constants.R_OK).then(() => stat(path)));
	if ('thrown' in outcome || !outcome.value.isFile()) throw noFileAt(path);
	return {
		fileName: fileName === '' ? plainName(basename(path)) : fileName,
		mimeType: '',
		sizeBytes: outcome.value.size,
		open: () => Promise.resolve(createReadStream(path, { highWaterMark: READ_AT_ONCE })),
	};
}

function noFileAt(path: string): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', `There is no file ${path.slice(0, 200)}`, {
		hint: 'Check the path, and that Node-RED may read it. If this is the content of a file, set "A text is" to "the content of a file".',
	});
}

function kindOf(value: unknown): string {
	if (value === undefined) return 'the source is not there';
	if (value === null) return 'the source is null';
	return `the source is ${typeof value === 'object' ? 'an object' : `a ${typeof value}`}`;
}
