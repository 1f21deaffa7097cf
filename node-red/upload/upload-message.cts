import { plainName } from '../../advocate/files/safe-name.ts';
import { AdvocateError } from '../../advocate/errors.ts';
import type { SourceFile } from '../../advocate/file-check/import-file.ts';
import { isPlainObject, isStream } from '../runtime/message.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import type { Outcome, Work } from '../runtime/work-node.cts';
import type { Whole } from './gathered-parts.cts';
import type { Gathering } from './gathering.cts';
import { endsSequence, holdsContent, isPart } from './part-message.cts';
import { ScratchFolder } from './scratch-folder.cts';
import { isPath, sourceFile, StreamContent } from './source-file.cts';
import { streamSource } from './stream-source.cts';
import type { SourceConfig, UploadConfig } from './upload-config.cts';
import { uploadFile } from './upload-file.cts';
import { beginUpload } from './uploading.cts';
import { uploadRows } from './upload-rows.cts';

/**
 * Uploads what a message holds: a file, or rows; a part of a sequence waits until the sequence is whole.
 *
 * @param handle what is done with it, which may be more than an upload
 */
export async function uploadMessage<Config extends SourceConfig>(
	RED: NodeRed,
	config: Config,
	gathering: Gathering,
	work: Work,
	handle: SourceHandler<Config>,
): Promise<Outcome> {
	const { message } = work;
	const source = await sourceOf(config, work);
	if (config.gather === false) return await handle(RED, config, work, source);
	if (isPart(message)) {
		// An error in it is reported once, when the whole is uploaded.
		const type = await work.values.text(config.jobType, config.jobTypeType, 'Type').catch(() => '');
		const whole = gathering.take(message, source, type);
		if (whole !== undefined) return await uploadWhole(RED, config, work, whole, handle);
		showGathered(RED, work, gathering.countOf(message.parts));
		return undefined;
	}
	const endsAnother = endsSequence(message) && !holdsContent(message, source);
	if (!endsAnother) return await handle(RED, config, work, source);
	const whole = gathering.end();
	if (whole !== undefined) return await uploadWhole(RED, config, work, whole, handle);
	// CSV ends a sequence even if there was no row in it.
	if (gathering.isOpen) return undefined;
	return { fill: 'yellow', shape: 'dot', text: RED._('status.noInput') };
}

/** Uploads a sequence, as the last of its messages would be uploaded. */
export async function uploadWhole<Config extends SourceConfig>(
	RED: NodeRed,
	config: Config,
	work: Work,
	whole: Whole,
	handle: SourceHandler<Config>,
): Promise<Outcome> {
	if (isListOfPaths(whole.payload)) throw gatheredPaths();
	const { parts, ...rest } = whole.message;
	const message = { ...rest, ...(parts?.parts && { parts: parts.parts }) };
	delete message.complete;
	return await handle(RED, config, { ...work, message }, whole.payload);
}

/** What is to be uploaded; by default the payload or, if another property was split, that one, as for Join. */
async function sourceOf(config: SourceConfig, work: Work): Promise<unknown> {
	const { source = 'payload', sourceType = 'msg' } = config;
	const given = await work.values.value(source, sourceType, 'Source');
	const property = work.message.parts?.property;
	const isDefault = source === 'payload' && sourceType === 'msg';
	if (given !== undefined || !isDefault || typeof property !== 'string') return given;
	return await work.values.value(property, 'msg', 'Source');
}

function showGathered(RED: NodeRed, work: Work, parts: number): void {
	const text = RED._('status.gathering', { count: parts.toLocaleString('en-US') });
	// A sequence that was dropped has none, and its error is shown already.
	if (parts > 0) work.progress({ fill: 'blue', shape: 'ring', text });
}

/** Does a node's work with what a message, or a whole sequence, holds. */
export type SourceHandler<Config> = (
	RED: NodeRed,
	config: Config,
	work: Work,
	given: unknown,
) => Promise<Outcome>;

export const uploadSource: SourceHandler<UploadConfig> = async (RED, config, work, given) => {
	// The settings are read first, because a stream has to be read to its end once it is begun.
	const uploading = await beginUpload(RED, config, work);
	return await withSource(RED, config, work, given, {
		rows: async (rows, name) => await uploadRows(RED, uploading, rows, name),
		file: async (file, scratch) => await uploadFile(RED, uploading, file, scratch),
	});
};

/** What is done with rows, and with a file that is kept in a scratch folder until then. */
export interface SourceUse {
	/** @param name to upload them under; empty for one that says the type */
	rows: (rows: readonly unknown[], name: string) => Promise<Outcome>;
	file: (file: SourceFile, scratch: ScratchFolder) => Promise<Outcome>;
}

/** Finds out whether a source is rows or a file, and has it used as that. */
export async function withSource(
	RED: NodeRed,
	config: SourceConfig,
	work: Work,
	given: unknown,
	use: SourceUse,
): Promise<Outcome> {
	const source = isStream(given) ? await ofStream(given, work.signal) : given;
	const rows = source instanceof StreamContent ? undefined : rowsOf(source);
	const name = await nameFor(config, work, rows === undefined);
	if (rows !== undefined) return await use.rows(rows, name);
	const scratch = new ScratchFolder();
	try {
		const { textIs = 'auto' } = config;
		// Relative paths begin where the file nodes look for them.
		const { fileWorkingDirectory: folder } = RED.settings;
		const file = await sourceFile(source, { textIs, name, folder }, scratch, work.signal);
		return await use.file(file, scratch);
	} finally {
		await scratch.remove();
	}
}

async function ofStream(stream: NodeJS.ReadableStream, signal: AbortSignal): Promise<unknown> {
	const source = await streamSource(stream, signal);
	return 'rows' in source ? source.rows : new StreamContent(source.content);
}

function isListOfPaths(whole: unknown): boolean {
	if (!Array.isArray(whole) || whole.length === 0) return false;
	return whole.every((one) => typeof one === 'string' && isPath(one, 'auto'));
}

function gatheredPaths(): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', 'The split sequence holds file paths, not rows', {
		hint: 'Nothing was uploaded. Turn off "Gather the parts of a split sequence", and each file is uploaded by itself.',
	});
}

/** The rows, if the source is an array, or a single object; undefined for a file. */
function rowsOf(source: unknown): readonly unknown[] | undefined {
	if (Array.isArray(source)) return source as unknown[];
	return isPlainObject(source) ? [source] : undefined;
}

/** The name to upload under: the one that is set or, for a file, the one from File In and similar nodes. */
async function nameFor(config: SourceConfig, work: Work, isFile: boolean): Promise<string> {
	const { fileName, fileNameType = 'str' } = config;
	const set = plainName(await work.values.text(fileName, fileNameType, 'File name'));
	if (set !== '' || !isFile) return set;
	const { filename } = work.message;
	return typeof filename === 'string' ? filename : '';
}
