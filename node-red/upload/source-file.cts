import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdvocateError } from '../../advocate/errors.ts';
import type { SourceFile } from '../../advocate/file-check/import-file.ts';
import { plainName } from '../../advocate/files/safe-name.ts';
import type { ScratchFolder } from './scratch-folder.cts';
import { settled } from '../../advocate/settled.ts';

/** What a text in a message stands for. */
export type TextIs = 'auto' | 'path' | 'content';

/** A file's content from a stream (see streamSource). */
export class StreamContent {
	constructor(readonly content: AsyncIterable<Uint8Array | string>) {}
}

/** How many bytes of a file are read at once. */
const READ_AT_ONCE = 1 << 17;

/**
 * Makes a file from what a message holds: a path, a text, a buffer, or content from a stream, which can
 * be read only once and so is kept in a scratch folder.
 *
 * @param name the file's name according to the message, which may be a whole path
 * @param folder where relative paths begin
 * @throws {AdvocateError} SETTINGS_INVALID for anything else, or for a path without a file
 */
export async function sourceFile(
	value: unknown,
	{ textIs, name, folder }: { textIs: TextIs; name: string; folder?: string },
	scratch: ScratchFolder,
	signal: AbortSignal,
): Promise<SourceFile> {
	const fileName = plainName(basename(name));
	if (typeof value === 'string') {
		if (isPath(value, textIs)) return await fileAt(pathOf(value.trim(), folder), fileName);
		return inMemory(Buffer.from(value), fileName);
	}
	if (value instanceof Uint8Array || Buffer.isBuffer(value)) return inMemory(value, fileName);
	if (value instanceof StreamContent) {
		const kept = await scratch.keep(value.content, signal);
		return { ...(await fileAt(kept, '')), fileName };
	}
	throw new AdvocateError('SETTINGS_INVALID', `There is no file to upload: ${kindOf(value)}`, {
		hint: 'Give this node the path of a file, its content as text, buffer or stream, or an array of objects.',
	});
}

/**
 * Whether a text is a path. Unless the setting decides, a path is a single line that ends in a file
 * extension, or begins like an absolute or relative path: as the content of a file it would have no rows.
 */
export function isPath(text: string, textIs: TextIs): boolean {
	if (textIs !== 'auto') return textIs === 'path';
	const isLine = /^[^{[\n\r][^\n\r]{0,4095}\s*$/.test(text);
	return isLine && /\.[A-Za-z0-9]{1,8}\s*$|^(\.{0,2}\/|[A-Za-z]:[\\/]|file:)/.test(text);
}

function pathOf(text: string, folder = ''): string {
	const url = /^file:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
	return url?.host === '' ? fileURLToPath(url) : resolve(folder, text);
}

function inMemory(content: Uint8Array, fileName: string): SourceFile {
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
	const { size } = outcome.value;
	return {
		fileName: fileName === '' ? plainName(basename(path)) : fileName,
		mimeType: '',
		sizeBytes: size,
		// Read only up to the size announced, as somebody may still be writing to the file.
		open: () =>
			Promise.resolve(
				size === 0
					? new Uint8Array()
					: createReadStream(path, { highWaterMark: READ_AT_ONCE, end: size - 1 }),
			),
	};
}

function noFileAt(path: string): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', `There is no file at ${path.slice(0, 200)}`, {
		hint: 'Check the path, and that Node-RED may read it. If this is the content of a file, set "Treat text as" to "the content of a file".',
	});
}

function kindOf(value: unknown): string {
	if (value === undefined) return 'the source is missing';
	if (value === null) return 'the source is null';
	return `the source is ${typeof value === 'object' ? 'an object' : `a ${typeof value}`}`;
}
