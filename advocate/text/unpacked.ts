import { FileRefusedError } from '../errors';
import { inPieces, type ByteStream, type FileContent } from '../files/content';
import { zipKind } from '../files/zip';
import { settled } from '../settled';
import { headerLength, onlyEntry, ZIP_END, ZIP_HEADER, type ZipEntry } from './zip-entry';

/** How a file is packed. */
export type Packing = 'gzip' | 'zip';

/** A file that can be opened from its start, each time. */
export interface PackedSource {
	/** To name it in an error. */
	fileName: string;
	sizeBytes: number;
	open(): Promise<ByteStream | Uint8Array>;
}

/** A file's content as it is without its packing, opened from its start. */
export interface OpenedFile {
	/** What it is read from. */
	content: FileContent;
	bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A file whose packing is known. */
export interface UnpackedFile {
	packing?: Packing;
	/** The name of the file in a ZIP archive. */
	innerName?: string;
	open(): Promise<OpenedFile>;
}

/**
 * Finds out whether a file is packed, gzip or a ZIP archive with one file in it, and unpacks it as it is read.
 *
 * @param start the file's first bytes
 * @returns a sentence with what to do if it can't be unpacked; a workbook is not unpacked
 */
export async function unpackedFile(
	source: PackedSource,
	start: Uint8Array,
): Promise<UnpackedFile | { problem: string }> {
	if (start[0] === 0x1f && start[1] === 0x8b) {
		return {
			packing: 'gzip',
			open: async () => {
				const content = await source.open();
				return { content, bytes: inflated(inPieces(content), 'gzip', source.fileName) };
			},
		};
	}
	if (zipKind(start) !== 'archive') {
		return {
			open: async () => {
				const content = await source.open();
				return { content, bytes: inPieces(content) };
			},
		};
	}
	const entry = onlyEntry(await endOf(source), source.sizeBytes);
	if ('problem' in entry) return entry;
	return {
		packing: 'zip',
		innerName: entry.name,
		open: async () => {
			const content = await source.open();
			const bytes = bytesOfEntry(inPieces(content), entry);
			return {
				content,
				bytes: entry.isDeflated ? inflated(bytes, 'deflate-raw', source.fileName) : bytes,
			};
		},
	};
}

/** The last ZIP_END bytes of a file. */
async function endOf(source: PackedSource): Promise<Uint8Array> {
	let end = Buffer.alloc(0);
	for await (const chunk of inPieces(await source.open())) {
		end = Buffer.concat([end, chunk]).subarray(-ZIP_END);
	}
	return end;
}

async function* bytesOfEntry(
	pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	{ headerAt, size }: ZipEntry,
): AsyncGenerator<Uint8Array> {
	let skip = headerAt;
	let header = Buffer.alloc(0);
	let left = size;
	let isBegun = false;
	for await (const piece of pieces) {
		let bytes = piece.subarray(skip);
		skip = Math.max(0, skip - piece.length);
		if (!isBegun) {
			header = Buffer.concat([header, bytes]);
			if (header.length < ZIP_HEADER) continue;
			const length = headerLength(header);
			if (header.length < length) continue;
			bytes = header.subarray(length);
			isBegun = true;
		}
		const taken = bytes.subarray(0, left);
		left -= taken.length;
		if (taken.length > 0) yield taken;
		if (left === 0) return;
	}
}

/** Unpacks bytes as they are asked for, with what the web has for it: n8n Cloud forbids `zlib`. */
async function* inflated(
	pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	format: 'gzip' | 'deflate-raw',
	fileName: string,
): AsyncGenerator<Uint8Array> {
	const { readable, writable } = new DecompressionStream(format);
	const reader = (readable as ReadableBytes).getReader();
	const feeding = new Feeding(pieces, writable as WritableBytes);
	const fed = settled(feeding.run());
	try {
		for (;;) {
			const outcome = await settled(reader.read());
			if ('thrown' in outcome) {
				// What the source threw says more than that its packing broke off.
				if (feeding.failure !== undefined) throw feeding.failure.thrown;
				throw damaged(format, fileName);
			}
			if (outcome.value.done || outcome.value.value === undefined) break;
			yield outcome.value.value;
		}
		await fed;
	} finally {
		feeding.stop();
		await settled(reader.cancel());
	}
}

/** The two ends of a DecompressionStream, as far as they are used. */
interface ReadableBytes {
	getReader(): {
		read(): Promise<{ done: boolean; value?: Uint8Array }>;
		cancel(): Promise<void>;
	};
}
interface WritableBytes {
	getWriter(): {
		ready: Promise<unknown>;
		write(bytes: Uint8Array): Promise<void>;
		close(): Promise<void>;
		abort(reason: unknown): Promise<void>;
	};
}

/** Hands packed bytes on, no faster than they are unpacked. */
class Feeding {
	/** What reading the source threw. */
	failure: { thrown: unknown } | undefined;
	private isStopped = false;

	constructor(
		private readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
		private readonly writable: WritableBytes,
	) {}

	async run(): Promise<void> {
		const writer = this.writable.getWriter();
		const outcome = await settled(this.writeAll(writer));
		if ('value' in outcome) return;
		await settled(writer.abort(outcome.thrown));
	}

	stop(): void {
		this.isStopped = true;
	}

	private async writeAll(writer: ReturnType<WritableBytes['getWriter']>): Promise<void> {
		for await (const piece of this.watched()) {
			await writer.ready;
			await writer.write(piece);
			if (this.isStopped) return;
		}
		await writer.close();
	}

	private async *watched(): AsyncGenerator<Uint8Array> {
		const outcome = { thrown: undefined as unknown, isDone: false };
		try {
			yield* this.pieces;
			outcome.isDone = true;
		} catch (thrown) {
			this.failure = { thrown };
		}
		if (this.failure !== undefined) throw this.failure.thrown;
	}
}

function damaged(format: 'gzip' | 'deflate-raw', fileName: string): FileRefusedError {
	const what = format === 'gzip' ? 'compressed (gzip)' : 'a zip file';
	return new FileRefusedError(fileName, [
		`It is ${what}, but it is cut off or damaged. Fetch it again.`,
	]);
}
