import type { UploadFile } from '../../api/transport';
import { inPieces, type ByteStream, type FileContent } from '../../files/content';
import { streamLike } from '../../files/stream';
import type { Stretch } from './cleaned-rows';

type StoredFile = Pick<UploadFile, 'sizeBytes' | 'open'>;

/** A file without some stretches of its bytes, which are left out as it is read. @param stretches in their order */
export function withoutStretches(file: StoredFile, stretches: readonly Stretch[]): StoredFile {
	if (stretches.length === 0) return file;
	const bytes = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
	return {
		sizeBytes: file.sizeBytes - bytes,
		open: async () => {
			const content = await file.open();
			return isStream(content)
				? streamLike(content, streamed(content, stretches))
				: [...remaining(content, stretches)];
		},
	};
}

function isStream(content: FileContent): content is ByteStream {
	return !(content instanceof Uint8Array) && !Array.isArray(content);
}

async function* streamed(
	content: ByteStream,
	stretches: readonly Stretch[],
): AsyncGenerator<Uint8Array> {
	const cutter = new Cutter(stretches);
	for await (const piece of content) yield* cutter.cut(piece);
}

function* remaining(
	content: Uint8Array | Uint8Array[],
	stretches: readonly Stretch[],
): Generator<Uint8Array> {
	const cutter = new Cutter(stretches);
	for (const piece of inPieces(content) as Iterable<Uint8Array>) yield* cutter.cut(piece);
}

class Cutter {
	private at = 0;
	private next = 0;

	constructor(private readonly stretches: readonly Stretch[]) {}

	/** What is left of the next piece. */
	*cut(piece: Uint8Array): Generator<Uint8Array> {
		const begin = this.at;
		this.at += piece.length;
		let from = begin;
		for (; this.next < this.stretches.length; this.next++) {
			const stretch = this.stretches[this.next] ?? { from: 0, to: 0 };
			if (stretch.from >= this.at) break;
			if (stretch.from > from) yield piece.subarray(from - begin, stretch.from - begin);
			from = Math.min(stretch.to, this.at);
			// The rest of it is in the pieces after this one.
			if (stretch.to > this.at) return;
		}
		if (from < this.at) yield piece.subarray(from - begin);
	}
}
