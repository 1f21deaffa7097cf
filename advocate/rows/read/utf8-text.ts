/** Bytes as text, piece by piece; remembers whether they were UTF-8. */
export class Utf8Text {
	private readonly lenient = new TextDecoder('utf-8', { ignoreBOM: true });
	private readonly strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
	private broken = false;

	/** Whether bytes came that are no UTF-8: their place in the text is held by U+FFFD. */
	get isBroken(): boolean {
		return this.broken;
	}

	/** The text of the next bytes; what they leave unfinished comes with the bytes after them. */
	decode(bytes: Uint8Array): string {
		this.broken ||= !this.accepts(() => this.strict.decode(bytes, { stream: true }));
		return this.lenient.decode(bytes, { stream: true });
	}

	/** What is left when there are no more bytes. */
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
