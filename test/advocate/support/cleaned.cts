import { Readable } from 'node:stream';
import { FileRefusedError } from '../../../advocate/errors.ts';
import {
	cleanedFile,
	type CleanedFile,
	type CleaningOptions,
} from '../../../advocate/rows/write/cleaned-file.ts';
import { hostTexts } from './host-texts.cts';

/** A cleaned file, and its content. */
export interface Cleaned extends CleanedFile {
	content: string;
}

type Settings = Partial<CleaningOptions> & {
	/** In how many bytes at a time the file is read, if it is a stream. */
	chunk?: number;
};

/** Cleans a file of users, as a host does. @returns its content too, or why it is refused */
export async function cleaned(
	content: string | Uint8Array,
	{ chunk, fileName = 'users.csv', ...options }: Settings = {},
): Promise<Cleaned | FileRefusedError> {
	const bytes = Buffer.from(content as string);
	const outcome = await cleanedFile(
		{
			fileName,
			mimeType: '',
			sizeBytes: bytes.length,
			open: () => Promise.resolve(chunk === undefined ? bytes : streamOf(bytes, chunk)),
		},
		{
			type: 'MUTATION/USER',
			names: 'matched',
			duplicates: 'lastWins',
			emptyText: 'omit',
			unfitValues: 'reject',
			nullWords: 'leaveOut',
			loneLanguages: 'reject',
			now: Date.UTC(2026, 10, 30),
			onRejectedRows: 'continue',
			timeZone: 'UTC',
			texts: hostTexts,
			async keep(pieces) {
				let kept = '';
				for await (const piece of pieces) kept += piece;
				const whole = Buffer.from(kept);
				return { sizeBytes: whole.length, open: () => Promise.resolve(whole) };
			},
			...options,
		},
	);
	if (outcome instanceof FileRefusedError) return outcome;
	const opened = await outcome.file.open();
	const pieces = Array.isArray(opened) ? opened : [opened as Uint8Array];
	const whole = Buffer.concat(pieces);
	expect(outcome.file.sizeBytes).toBe(whole.length);
	return { ...outcome, content: whole.toString() };
}

/** The same for a file that must not be refused. */
export async function cleanedWell(
	content: string | Uint8Array,
	settings: Settings = {},
): Promise<Cleaned> {
	const outcome = await cleaned(content, settings);
	if (outcome instanceof FileRefusedError) throw outcome;
	return outcome;
}

/** The reasons why a file is refused. */
export async function refusal(
	content: string | Uint8Array,
	settings: Settings = {},
): Promise<string[]> {
	const outcome = await cleaned(content, settings);
	return outcome instanceof FileRefusedError ? outcome.reasons : [];
}

function streamOf(bytes: Buffer, chunk: number): Readable {
	const count = Math.ceil(bytes.length / chunk);
	return Readable.from(
		Array.from({ length: count }, (_, i) => bytes.subarray(i * chunk, (i + 1) * chunk)),
	);
}
