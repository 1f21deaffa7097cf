import { DAY } from '../../durations';
import type { FieldKind } from '../../fields/kinds';
import { convertValue, type Converted, type DateRules } from './convert-value';
import { isNa, toolsWord } from './null-words';
import { QuickTimestamps } from './quick-timestamp';

/** How many texts are remembered. */
const MOST_TEXTS = 1_000;

/** Kinds of which all rows have the same few texts. */
const WITH_FEW_TEXTS: ReadonlySet<FieldKind> = new Set(['boolean', 'locale', 'country']);

/**
 * What convertValue makes of the texts of one column, many times faster where nothing about them is in doubt: the same
 * few words come again and again, and dates are read from their digits.
 */
export class QuickValues {
	private readonly known = new Map<string, Converted>();
	private readonly timestamps: QuickTimestamps;

	/** @param isUtc whether dates without a time zone are known to be in UTC */
	constructor(
		private readonly kind: FieldKind,
		private readonly dates: DateRules,
		private readonly isUtc: boolean,
	) {
		this.timestamps = new QuickTimestamps(isUtc ? 'UTC' : dates.timeZone);
	}

	/** @returns undefined for a text that has to be looked at more closely */
	read(text: string): Converted | undefined {
		if (this.kind === 'timestamp') return this.date(text);
		return WITH_FEW_TEXTS.has(this.kind) ? this.word(text) : undefined;
	}

	private date(text: string): Converted | undefined {
		const value = this.timestamps.read(text);
		if (value === undefined || value <= 0 || value > (this.dates.now ?? Infinity) + DAY) {
			return undefined;
		}
		const isAssumed = this.timestamps.isZoneAssumed && !this.isUtc;
		return isAssumed ? { value, told: 'timeZone' } : { value };
	}

	private word(text: string): Converted | undefined {
		const known = this.known.get(text);
		if (known !== undefined) return known;
		// What these mean, other rows tell.
		if (isNa(text) || text.trim() === '' || toolsWord(text) !== undefined) return undefined;
		const converted = convertValue(text, this.kind, this.dates);
		if (!('value' in converted) || converted.told !== undefined) return undefined;
		if (this.known.size >= MOST_TEXTS) this.known.clear();
		// Copied, as a text that is cut from a piece of a file keeps the whole piece in memory.
		this.known.set(Buffer.from(text).toString(), converted);
		return converted;
	}
}
