/** What a CSV text turned out to hold. */
export interface CsvRecords {
	/** Whole records, each a list of fields. */
	records: string[][];
	/** Whether the text ended inside a quoted field. */
	insideQuotes: boolean;
}

/**
 * Reads CSV by RFC 4180, piece by piece: fields in double quotes may hold commas, line breaks and
 * doubled quotes; records end with CRLF, LF or CR; a final line end adds no record.
 */
export class CsvReader {
	private field = '';
	private record: string[] = [];
	private quoted = false;
	/** A quote was read inside a quoted field: it ends the field unless another follows. */
	private quoteSeen = false;
	private lastWasCr = false;
	private started = false;

	/** Takes the next piece of text and gives the records that it ends. */
	read(text: string): string[][] {
		const ended: string[][] = [];
		for (const character of text) {
			if (this.step(character)) ended.push(this.take());
		}
		return ended;
	}

	/** Gives what is left when the text is over. */
	end(): CsvRecords {
		const insideQuotes = this.quoted && !this.quoteSeen;
		return { records: this.started ? [this.take()] : [], insideQuotes };
	}

	/** Takes one character; true when it ended a record. */
	private step(character: string): boolean {
		const afterCr = this.lastWasCr;
		this.lastWasCr = false;
		if (this.quoted && !this.quoteSeen) {
			if (character === '"') this.quoteSeen = true;
			else this.field += character;
			return false;
		}
		if (this.quoteSeen && character === '"') {
			this.field += '"';
			this.quoteSeen = false;
			return false;
		}
		if (character === '\n' && afterCr) return false;
		if (character === '\n' || character === '\r') {
			this.lastWasCr = character === '\r';
			this.started = true;
			return true;
		}
		this.started = true;
		if (character === ',') {
			this.endField();
			return false;
		}
		this.quoted = character === '"' && this.field === '';
		if (!this.quoted) this.field += character;
		// After the closing quote nothing should come; what does is taken as it is, further quotes too.
		this.quoteSeen = false;
		return false;
	}

	private endField(): void {
		this.record.push(this.field);
		this.field = '';
		this.quoted = false;
		this.quoteSeen = false;
	}

	private take(): string[] {
		this.endField();
		const record = this.record;
		this.record = [];
		this.started = false;
		return record;
	}
}
