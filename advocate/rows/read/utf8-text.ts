/** Bytes as text, piece by piece; remembers whether they were UTF-8. */
export class Utf8Text {
	private readonly lenient = new TextDecoder('utf-8', { ignoreBOM: true });
	private readonly strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
	private broken = false;

	/** Whether any bytes were not UTF-8: U+FFFD takes their place in the text. */
	get isBroken(): boolean {
		return this.broken;
	}

	/** The text of the next bytes; a character that they leave unfinished comes with the bytes after them. */
	decode(bytes: Uint8Array): string {
		this.broken ||= !this.accepts(() => this.strict.decode(bytes, { stream: true }));
		return this.lenient.decode(bytes, { stream: true });
	}

	/** What is left at the end of the bytes. */
	end(): string {
		this.broken ||= !this.accepts(() => this.strict.decode());
		return this.lenient.decode();
	}

	private accepts(decode: () => string): boolean {
		try {
			decode();
			return true;
		} catch {
			return false;
		}
	}
}
