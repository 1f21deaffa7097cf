const chunkLength = 65_536;

/** Joins short texts to longer ones: a stream, or a compression, has its price for every piece. */
export async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<string> {
	let chunk = '';
	for await (const text of texts) {
		chunk += text;
		if (chunk.length < chunkLength) continue;
		yield chunk;
		chunk = '';
	}
	yield chunk;
}
