import { withoutMark } from '../../fields/crm-names';
import { isSameButForCase, nearMiss } from '../../fields/near-miss';
import { canonicalName, IMPORT_FIELDS, parentNames } from '../../fields/import-fields';
import type { ImportJobType } from '../../api/job-types';
import type { ImportFormat } from '../../files/file-name';
import {
	convertValue,
	fitsCustomField,
	hasDecimalComma,
	isEmail,
	isIdempotencyKey,
	isLocale,
	type Converted,
	type DateRules,
} from './convert-value';
import { fieldKind, type FieldKind } from '../../fields/kinds';
import { languageCode } from '../../fields/languages';
import { isLone, loneValue } from '../../fields/lone-value';
import { shownName, shownValue } from '../../shown';
import { isBytes, isRecord, setOwn, valueAt } from '../../json';
import { ColumnDoubts, type ColumnDoubt } from './column-doubts';
import { isCleanId } from './ids';
import { isNa, isNaForNothing, toolsWord } from './null-words';
import { QuickValues } from './quick-values';
import { ToldValues, type Told } from './told-values';
import { UNFIT, valueForKind } from './value-for-kind';
import { isWellFormed } from './well-formed';

/** What happens to a value that an optional field can't take. */
export type UnfitValueRule = 'reject' | 'leaveOut';

/** What happens to a locale that is only a language: it does not fit, or the country of its row is added. */
export type LoneLanguageRule = 'reject' | 'addCountry';

/** What happens to a word that a tool writes where there is no value, such as `NULL`. */
export type NullWordRule = 'leaveOut' | 'keep';

export interface RowCheckerOptions {
	type: ImportJobType;
	/** IANA name, for dates without a time zone. */
	timeZone: string;
	/** Milliseconds since the epoch, by which a date is past; by default, any date may be. */
	now?: number;
	/** Whether the rows' file has semicolons between its cells. */
	hasSemicolons?: boolean;
	/** Fields whose values are set by hand, so that they are not written as those in the file are. */
	setByHand?: ReadonlySet<string>;
	/** What happens to an empty text: left out of the row, or sent to clear the field. */
	emptyText: 'omit' | 'send';
	/** The format of the file, JSON Lines by default: CSV has no null, which is what removes a custom field. */
	format?: ImportFormat;
	/** Whether such a value rejects the row (default) or is only left out. A deletion is never sent in part. */
	unfitValues?: UnfitValueRule;
	/** What happens to `en` as a locale; by default, it does not fit. */
	loneLanguages?: LoneLanguageRule;
	/** What source names stand for, if they are matched; otherwise they stand for themselves. */
	names?: SourceNameRules;
	/** Whether such a word is left out (default) or kept as a text. As an ID it is always refused. */
	nullWords?: NullWordRule;
	/**
	 * Whether any column of all the rows has `NA` for nothing. Without this, the rows checked so far tell, which is
	 * right if they are checked twice.
	 */
	usesNa?: () => boolean;
	/**
	 * What a builder can do, as a sentence, about IDs that came as numbers by a way that may have made numbers of them;
	 * undefined if they came by no such way.
	 */
	numberAdvice?: string;
	/** Whether source names without a field are expected, such as a CRM's other columns. */
	otherNamesExpected?: boolean;
}

/** What names in source rows stand for. */
export interface SourceNameRules {
	/** The field, '' if the name is not used; undefined for a name that stands for itself. */
	fieldOf(name: string): string | undefined;
	/** Whether times without a time zone are in UTC under this name. */
	isUtc(name: string): boolean;
	/** Whether an object under this name, at the top of a row, may hold fields. */
	mayHoldFields(name: string): boolean;
}

/** A row as it goes into the file, or every reason why it is rejected, or that it is skipped. */
export type CheckedRow = { row: ImportRow } | { reasons: string[] } | typeof SKIPPED;

/** A row of the report on rewards in which nothing is to be redeemed: Advocate ignores it (guide). */
const SKIPPED = { skipped: true } as const;

/** A column of a file that is sent. */
export interface FileField {
	/** Under which it is sent. */
	name: string;
	kind: FieldKind;
	isRequired: boolean;
	/** Whether dates without a time zone are known to be in UTC. */
	isUtc: boolean;
}

/** A row, nested as in JSON Lines. */
export type ImportRow = Record<string, unknown>;

/** What a source name means: worked out once for each name, not for each row. */
type NamePlan =
	| {
			use: 'field';
			name: string;
			kind: FieldKind;
			path: string[];
			/** Whether it is in the same place in the source as in the row. */
			isInPlace: boolean;
			isRequired: boolean;
			/** Whether dates without a time zone are known to be in UTC. */
			isUtc: boolean;
			/** What its values are read by. */
			dates: DateRules;
			quick: QuickValues;
	  }
	| { use: 'parent'; names: SourceNames }
	| { use: 'refused'; reason: string }
	| { use: 'nothing' };

type FieldPlan = NamePlan & { use: 'field' };

/** The source names at one level: of the row itself, or within one of its objects. */
interface SourceNames {
	/** What comes before them, including the dot. */
	prefix: string;
	/** The source's names for the objects they are in. */
	within: readonly string[];
	/** What they mean if their value is an object. */
	objects: Map<string, NamePlan>;
	/** What they mean if their value is anything else. */
	values: Map<string, NamePlan>;
}

/** What goes along while the values of one row are taken. */
interface Taking {
	reasons: string[];
	leftOut: ReadonlySet<string> | undefined;
	/** A locale that is only a language, until the row's country is known. */
	language?: { plan: FieldPlan; code: string; given: unknown };
}

/** How many names are remembered at one level: a source with new names in every row must not fill memory. */
const MOST_NAMES = 20_000;
const MOST_WARNINGS = 50;

/**
 * Checks rows of one import and converts their values by Advocate's field rules. A source row is an item's
 * JSON, with dotted names (`customFields.plan`) or nested.
 */
export class RowChecker {
	private readonly notices = new Set<string>();
	private readonly told: ToldValues;
	private hasNaForNothing = false;
	private rowsChecked = 0;
	/** How many of the required fields the row has at its top, as far as it was looked at to see if it is ready. */
	private requiredSeen = 0;
	private readonly doubts = new ColumnDoubts();
	/** Fields that rows have had. */
	private readonly given = new Set<string>();
	/** Names that may be slips of a field, each with that field. */
	private readonly asked = new Map<string, string>();
	private readonly names: SourceNames = namesBelow('', []);
	private readonly required: ReadonlyArray<{ name: string; path: string[] }>;
	private readonly parents: ReadonlySet<string>;
	private readonly isOfReport: boolean;

	constructor(private readonly options: RowCheckerOptions) {
		const fields = IMPORT_FIELDS[options.type];
		this.parents = parentNames(fields);
		this.isOfReport = options.type === 'MUTATION/REDEEMABLE_REWARD_BALANCE';
		this.required = fields.required.map((name) => ({ name, path: name.split('.') }));
		const { timeZone, numberAdvice = '' } = options;
		this.told = new ToldValues({ timeZone, numberAdvice });
	}

	/** What was noticed but rejects no row: each warning once, and no more than a person would read. */
	get warnings(): ReadonlySet<string> {
		return new Set([...this.notices, ...this.told.sentences()]);
	}

	/** Why nothing of a column is certain, so that no row may be sent; undefined if there is no reason. */
	get doubt(): ColumnDoubt | undefined {
		return this.doubts.first;
	}

	/** Begins to check the same rows again. What was learned of them stays known, what was counted is forgotten. */
	startOver(): void {
		this.told.startOver();
		this.rowsChecked = 0;
	}

	/**
	 * Checks one source row. One that needs no change is returned as it is.
	 *
	 * @param rowNumber from 1; by default, rows are checked in their order
	 * @param leftOut columns that are not to be sent, with a dot within an object
	 */
	check(
		given: Record<string, unknown>,
		rowNumber = this.rowsChecked + 1,
		leftOut?: ReadonlySet<string>,
	): CheckedRow {
		this.rowsChecked = rowNumber;
		const checked = this.checked(given, leftOut);
		this.told.endRow('row' in checked, rowNumber);
		return checked;
	}

	/** Counts what was noticed about values of a row that is sent, and that was not checked here. */
	tell(
		notes: ReadonlyArray<{ told: Told | 'mayBeThousands'; name: string; value: unknown }>,
		rowNumber: number,
	): void {
		for (const { told, name, value } of notes) {
			if (told !== 'mayBeThousands') this.noteTold(told, name, value, rowNumber);
			else this.doubts.lookAtAmount(name, String(value), true, rowNumber);
		}
		this.told.endRow(true, rowNumber);
	}

	private checked(
		given: Record<string, unknown>,
		leftOut: ReadonlySet<string> | undefined,
	): CheckedRow {
		this.requiredSeen = 0;
		const isReady = (leftOut?.size ?? 0) === 0 && this.isReady(given, this.names);
		const isComplete = isReady && this.requiredSeen === this.required.length;
		if (isComplete && !hasMoreThan(MOST_CUSTOM_FIELDS, given['customFields']))
			return { row: given };
		const reasons: string[] = [];
		const row = isReady ? given : this.taken(given, reasons, leftOut);
		if (this.isOfReport && row['valueToRedeem'] === 0) return SKIPPED;
		for (const { name, path } of this.required) {
			if (valueAt(row, path) !== undefined) continue;
			const isTold = reasons.some((reason) => reason.startsWith(`${name} `));
			if (!isTold) reasons.push(isRequired(name));
		}
		if (hasMoreThan(MOST_CUSTOM_FIELDS, row['customFields'])) {
			reasons.push(
				`customFields has more than the ${MOST_CUSTOM_FIELDS} fields that a user can have`,
			);
		}
		return reasons.length > 0 ? { reasons } : { row };
	}

	/**
	 * Whether there is nothing to convert, leave out or move: copying such a row would take as long as the rest
	 * of the check.
	 */
	private isReady(source: Record<string, unknown>, names: SourceNames): boolean {
		let isEmpty = true;
		for (const key in source) {
			const value = source[key];
			// What is not there gives no reason to warn of its name.
			if (value === undefined) return false;
			const known = typeof value === 'string' ? names.values.get(key) : undefined;
			const plan = known ?? this.planFor(key, value, names);
			if (plan.use === 'field') {
				if (!plan.isInPlace || !isReadyValue(value, plan.kind)) return false;
				const isSeen = plan.isRequired && names.prefix === '' && Object.hasOwn(source, key);
				if (isSeen) this.requiredSeen++;
			} else if (plan.use !== 'parent' || !this.isReady(value as ImportRow, plan.names)) {
				return false;
			}
			isEmpty = false;
		}
		// With a toJSON it would be written as something else.
		return !isEmpty && source['toJSON'] === undefined;
	}

	/**
	 * What a column of a file is: one for all rows, as no cell is an object. Warns of what a name by itself gives
	 * reason to.
	 *
	 * @returns undefined for a column that is not sent; 'refused' if rows with a value in it are rejected
	 */
	columnFor(name: string): FileField | 'refused' | undefined {
		const plan = this.planFor(name, '', this.names);
		if (plan.use === 'refused') return 'refused';
		return plan.use === 'field' ? plan : undefined;
	}

	private taken(
		source: Record<string, unknown>,
		reasons: string[],
		leftOut: ReadonlySet<string> | undefined,
	): ImportRow {
		const row: ImportRow = {};
		const taking: Taking = { reasons, leftOut };
		this.take(source, this.names, row, taking);
		this.putLanguage(row, taking);
		return row;
	}

	private take(
		source: Record<string, unknown>,
		names: SourceNames,
		row: ImportRow,
		taking: Taking,
	): void {
		const { leftOut } = taking;
		// Not Object.keys: half a million lists of names are half a million pieces of garbage.
		for (const key in source) {
			if (!Object.hasOwn(source, key)) continue;
			const value = source[key];
			if (value === undefined || leftOut?.has(names.prefix + key)) continue;
			const known = typeof value === 'string' ? names.values.get(key) : undefined;
			const plan = known ?? this.planFor(key, value, names);
			if (isNa(value) && !isCountry(plan)) this.hasNaForNothing ||= isNaForNothing(key, value);
			if (plan.use === 'field') this.takeField(plan, value, row, taking);
			else if (plan.use === 'parent') {
				this.take(value as Record<string, unknown>, plan.names, row, taking);
			} else if (plan.use === 'refused' && !isNothing(value)) taking.reasons.push(plan.reason);
		}
	}

	private takeField(plan: FieldPlan, given: unknown, row: ImportRow, taking: Taking): void {
		const { name, kind, dates } = plan;
		// A text with a decimal comma is told of, though it is sent as it is.
		const mayBeTold = dates.hasSemicolons && holdsAnyText(kind);
		if (!mayBeTold && isReadyValue(given, kind)) {
			this.putIn(plan, given, row, taking.reasons);
			return;
		}
		const quick = typeof given === 'string' ? plan.quick.read(given) : undefined;
		if (quick !== undefined) {
			this.putConverted(plan, given, quick, row, taking);
			return;
		}
		const value = this.valueIn(given, kind);
		const code = kind === 'locale' ? this.languageIn(value) : undefined;
		if (code !== undefined) {
			taking.language ??= { plan, code, given: value };
			return;
		}
		const unfit = kind === 'any' ? whyNotInReport(value) : undefined;
		if (unfit !== undefined) {
			this.warn(`${shownName(name)} was left out, because it is ${unfit}, which CSV can't hold.`);
			return;
		}
		const converted = isNothing(value) ? this.convertedNothing(plan) : this.converted(plan, value);
		if (converted !== undefined) this.putConverted(plan, value, converted, row, taking);
	}

	/** What comes of a value. @param value as it came */
	private putConverted(
		plan: FieldPlan,
		value: unknown,
		converted: Converted,
		row: ImportRow,
		taking: Taking,
	): void {
		const { name } = plan;
		if ('value' in converted) {
			if (converted.told !== undefined) {
				this.noteTold(converted.told, name, value, this.rowsChecked);
			}
			this.putIn(plan, converted.value, row, taking.reasons);
		} else if ('leftOut' in converted) this.told.note(converted.leftOut, name, value);
		else this.refuse(plan, converted.reason, taking);
	}

	private refuse(plan: FieldPlan, reason: string, { reasons }: Taking): void {
		if (this.leavesOut(plan)) this.told.note('unfit', plan.name, reason);
		else reasons.push(`${shownName(plan.name)} ${reason}`);
	}

	/** The language of a locale that is nothing else, if the country of the row is to be added. */
	private languageIn(value: unknown): string | undefined {
		const isAsked = this.options.loneLanguages === 'addCountry' && typeof value === 'string';
		return isAsked && toolsWord(value) === undefined ? languageCode(value) : undefined;
	}

	/** Makes a locale of a language and the country of the row, now that all its values are taken. */
	private putLanguage(row: ImportRow, taking: Taking): void {
		const { language, reasons } = taking;
		if (language === undefined) return;
		const { plan, code, given } = language;
		const { countryCode } = row;
		if (typeof countryCode !== 'string' || countryCode === '') {
			this.refuse(
				plan,
				`is only a language, ${shownValue(given)}, and the row has no country`,
				taking,
			);
			return;
		}
		this.told.note('language', plan.name, given);
		this.putIn(plan, `${code}_${countryCode}`, row, reasons);
	}

	/** A value as it is, or the one that it is known to hold. */
	private valueIn(given: unknown, kind: FieldKind): unknown {
		if (this.options.names === undefined) return holdsAnyJson(kind) ? given : loneValue(given);
		const held = valueForKind(given, kind);
		return held === UNFIT ? given : held;
	}

	/** Decides what only the row's other values or the way it came can decide, and converts the rest. */
	private converted(plan: NamePlan & { use: 'field' }, value: unknown): Converted {
		const { kind } = plan;
		const word = typeof value === 'string' && kind !== 'any' ? toolsWord(value) : undefined;
		if (word?.means === 'lost' && kind !== 'id') {
			return { reason: `is ${shownValue(value)}, ${word.why}. Give the right value, or none` };
		}
		const mayBePlace = kind === 'country' && isNa(value) && !this.usesNa();
		if (word?.means === 'nothing' && !mayBePlace && this.leavesOutNullWord(plan)) {
			return { leftOut: 'nothing' };
		}
		const { dates } = plan;
		const read = convertValue(value, kind, dates);
		const converted = plan.isUtc ? withoutZoneTold(read) : read;
		if (typeof value === 'string') this.lookForDoubt(plan, value, 'value' in converted);
		if (!('value' in converted)) return converted;
		if (mayBePlace) return { ...converted, told: 'namibia' };
		if (dates.hasSemicolons && holdsAnyText(kind) && typeof value === 'string') {
			return hasDecimalComma(value) ? { ...converted, told: 'decimalComma' } : converted;
		}
		const { numberAdvice, type } = this.options;
		if (kind !== 'id' || typeof value !== 'number' || numberAdvice === undefined) return converted;
		if (type !== 'MUTATION/DELETE_USER') return { ...converted, told: 'number' };
		return {
			reason: `is a number (${value}), which may not be the ID that it was made of. ${withoutStop(numberAdvice)}`,
		};
	}

	/** Looks at what the text of an amount, or of a date that was not read, says of the others in its column. */
	private lookForDoubt({ name, kind, dates }: FieldPlan, text: string, isRead: boolean): void {
		const row = this.rowsChecked;
		if (kind === 'amount') this.doubts.lookAtAmount(name, text.trim(), isRead, row);
		else if (kind === 'timestamp' && dates.hasSemicolons && !isRead) {
			this.doubts.lookAtDate(name, text, isRead, row);
		}
	}

	private noteTold(told: Told, name: string, value: unknown, row: number): void {
		const isDotted = told === 'dotted' || told === 'dottedUtc';
		if (isDotted) this.doubts.lookAtDate(name, String(value), true, row);
		this.told.note(told, name, value);
	}

	private usesNa(): boolean {
		return this.options.usesNa?.() ?? this.hasNaForNothing;
	}

	/** Whether a word for nothing is left out: where a value must be, or decides what is deleted, it is none. */
	private leavesOutNullWord({ kind, isRequired }: NamePlan & { use: 'field' }): boolean {
		const { nullWords, type } = this.options;
		if (isRequired || kind === 'idempotencyKey' || type === 'MUTATION/DELETE_USER') return false;
		return nullWords !== 'keep';
	}

	private leavesOut({ kind, isRequired }: NamePlan & { use: 'field' }): boolean {
		const { type, unfitValues } = this.options;
		if (unfitValues !== 'leaveOut' || isRequired || type === 'MUTATION/DELETE_USER') return false;
		// Without its key an event that is sent again would count twice.
		return kind !== 'idempotencyKey';
	}

	private putIn(
		{ name, path }: NamePlan & { use: 'field' },
		value: unknown,
		row: ImportRow,
		reasons: string[],
	): void {
		if (!place(row, path, value)) reasons.push(`${shownName(name)} is given twice`);
	}

	/**
	 * What happens to an empty text, and to null, which is all that databases have for it. To clear a custom field, null
	 * is sent, which removes it (guide). Other fields are sent an empty text if they can hold one: by the schema they
	 * take no null, and whether null would clear them is not documented.
	 */
	private convertedNothing({
		name,
		kind,
		isRequired,
	}: NamePlan & { use: 'field' }): Converted | undefined {
		if (kind === 'amount') return { value: 0 };
		if (this.options.emptyText !== 'send' || isRequired) return undefined;
		if (kind !== 'customField' && kind !== 'customText') {
			return CLEARED_BY_EMPTY_TEXT.has(kind) ? { value: '' } : undefined;
		}
		if (this.options.format !== 'csv') return { value: null };
		this.warn(
			`${shownName(name)} was not cleared where it is empty, because CSV has no null to remove a custom field with. Use JSON Lines.`,
		);
		return undefined;
	}

	private planFor(key: string, value: unknown, names: SourceNames): NamePlan {
		const isObject = isRecord(value) && !isBytes(value) && !(this.options.names && isLone(value));
		const plans = isObject ? names.objects : names.values;
		let plan = plans.get(key);
		if (plan === undefined) {
			plan = this.makePlan(key, isObject, names);
			if (plans.size >= MOST_NAMES) plans.clear();
			plans.set(key, plan);
		}
		return plan;
	}

	private makePlan(key: string, isObject: boolean, { prefix, within }: SourceNames): NamePlan {
		const { type, names } = this.options;
		// A byte order mark is at the beginning of a file's first name, if at all.
		const sourceName = prefix === '' ? withoutMark(key) : prefix + key;
		const place = [...within, key];
		if (isObject && prefix === '' && names?.mayHoldFields(key)) {
			return { use: 'parent', names: namesBelow(`${key}.`, place) };
		}
		// "event" is another name for event.key, but an object under it has the fields of an event.
		if (isObject && this.parents.has(sourceName)) {
			return { use: 'parent', names: namesBelow(`${sourceName}.`, place) };
		}
		const name = canonicalName(names?.fieldOf(prefix + key) ?? sourceName, type);
		// Mapped to no field.
		if (name === '' && sourceName !== '') return { use: 'nothing' };
		const kind = fieldKind(name, type);
		if (kind !== undefined) return this.planForField(name, kind, prefix, place);
		if (!this.parents.has(name)) return this.planForOther(name);
		// A CRM may have a column of its own that is called "event" or "referredBy", but none with a dot.
		if (this.options.otherNamesExpected && !name.includes('.')) {
			this.warn(`"${name}" was left out of rows in which it is not an object with fields in it.`);
			return { use: 'nothing' };
		}
		return { use: 'refused', reason: `${name} must be an object with fields in it` };
	}

	private planForField(
		name: string,
		kind: FieldKind,
		prefix: string,
		place: readonly string[],
	): NamePlan {
		const refused = (why: string): NamePlan => ({
			use: 'refused',
			reason: `${shownName(name)} ${why}`,
		});
		if (!isWellFormed(name))
			return refused('has a name with broken characters (half of a surrogate pair)');
		const { type } = this.options;
		const family = IMPORT_FIELDS[type].families.find((start) => name.startsWith(start));
		const rest = name.slice(family?.length ?? 0);
		if (family === 'customFields.' && rest.includes('.')) {
			return refused('has too many levels: custom fields have one');
		}
		if (family === 'customFields.' && !CUSTOM_FIELD.test(rest)) {
			return refused(
				'is not a valid name for a custom field: use letters, digits and _, at most 64 characters',
			);
		}
		if (family === 'customFields.' && rest.includes('-')) {
			this.warn(
				`${shownName(name)} has a dash in its name, which Advocate may not accept. If rows fail because of it, use a custom field named with letters, digits and _ only.`,
			);
		}
		if (isByProgram(family) && !PROGRAM_ID.test(rest)) {
			return refused(
				'does not name a program: the ID of a program has only letters, digits and hyphens',
			);
		}
		const path = pathOf(name, family, prefix, type);
		if (path.includes('')) return refused('has a level without a name');
		const isRequired = this.required.some((field) => field.name === name);
		const isInPlace = path.length === place.length && path.every((key, i) => key === place[i]);
		this.give(name);
		const isUtc = this.options.names?.isUtc(place.join('.')) ?? false;
		const dates = this.datesFor(name, isUtc);
		const quick = new QuickValues(kind, dates, isUtc);
		return { use: 'field', name, kind, path, isInPlace, isRequired, isUtc, dates, quick };
	}

	private datesFor(name: string, isUtc: boolean): DateRules {
		const { timeZone, now, hasSemicolons = false, setByHand } = this.options;
		return {
			timeZone: isUtc ? 'UTC' : timeZone,
			...(now !== undefined && { now }),
			hasSemicolons: hasSemicolons && setByHand?.has(name) !== true,
		};
	}

	private planForOther(name: string): NamePlan {
		const meant = nearMiss(name, IMPORT_FIELDS[this.options.type]);
		const isAsked = meant !== undefined && !this.isGiven(meant, name);
		if (isAsked && this.asked.size < MOST_WARNINGS) this.asked.set(name, meant);
		this.warnOfOther(name, isAsked ? meant : undefined);
		return { use: 'nothing' };
	}

	/** @param meant the field that the name may be a slip of */
	private warnOfOther(name: string, meant: string | undefined): void {
		if (meant !== undefined || !this.options.otherNamesExpected) this.warn(otherName(name, meant));
	}

	/** Whether rows have a field: then a name that resembles it, such as `ip` beside `id`, is a column of its own. */
	private isGiven(field: string, name: string): boolean {
		return this.given.has(field) && !isSameButForCase(field, name);
	}

	/** Takes back what was asked about names that resemble a field, now that rows have it. */
	private give(field: string): void {
		if (this.given.size < MOST_NAMES) this.given.add(field);
		for (const [name, meant] of this.asked) {
			if (meant !== field || !this.isGiven(field, name)) continue;
			this.asked.delete(name);
			if (this.notices.delete(otherName(name, meant))) this.warnOfOther(name, undefined);
		}
	}

	private warn(warning: string): void {
		if (this.notices.size < MOST_WARNINGS) this.notices.add(warning);
		else if (!this.notices.has(warning)) {
			this.notices.add('More names that are not Advocate fields were not sent.');
		}
	}
}

/**
 * Names of custom fields, and how many a user can have (`UserCustomFields.schema.json`, @saasquatch/schema).
 * Dashes come from a guide.
 */
const CUSTOM_FIELD = /^[a-zA-Z0-9_-]{1,64}$/;
const MOST_CUSTOM_FIELDS = 100;

/** The ID of a program, as the schema of users has it. */
const PROGRAM_ID = /^[a-zA-Z0-9-]{1,64}$/;

/** What can hold an empty text. An email address can't: it would be too short. */
const CLEARED_BY_EMPTY_TEXT: ReadonlySet<FieldKind> = new Set(['text', 'id', 'eventField', 'any']);

function isByProgram(family: string | undefined): boolean {
	return family !== undefined && family !== 'customFields.' && family !== 'event.fields.';
}

function otherName(name: string, meant: string | undefined): string {
	const question = meant === undefined ? '' : ` Did you mean "${shownName(meant)}"?`;
	return `"${shownName(name)}" is not an Advocate field and was not sent.${question}`;
}

/** The reason for a row that lacks a required field. */
export function isRequired(name: string): string {
	return `${name} is required`;
}

function namesBelow(prefix: string, within: readonly string[]): SourceNames {
	return { prefix, within, objects: new Map(), values: new Map() };
}

/** Whether a value of this kind can go into a row as it is. */
function isReadyValue(value: unknown, kind: FieldKind): boolean {
	switch (typeof value) {
		case 'string':
			if (kind === 'id') return isCleanId(value);
			if (kind === 'locale') return isLocale(value);
			if (kind === 'idempotencyKey') return isIdempotencyKey(value) && isCleanId(value);
			return isReadyText(value, kind) && isOrdinary(value);
		case 'boolean':
			return kind === 'boolean' || kind === 'customField';
		case 'number':
			return kind === 'customField' && Number.isSafeInteger(value) && value !== 0;
		default:
			return false;
	}
}

/** A date that is known to be in UTC: no time zone was taken for it that might be another. */
function withoutZoneTold(converted: Converted): Converted {
	if (!('told' in converted)) return converted;
	if (converted.told === 'dotted') return { ...converted, told: 'dottedUtc' };
	return converted.told === 'timeZone' ? { value: converted.value } : converted;
}

function isCountry(plan: NamePlan): boolean {
	return plan.use === 'field' && plan.kind === 'country';
}

/** Whether there is nothing in a text to look at more closely. */
function isOrdinary(text: string): boolean {
	if (toolsWord(text) !== undefined) return false;
	if (PLAIN.test(text)) return true;
	return !text.includes('\ufffd') && isWellFormed(text) && !isBlank(text);
}

/**
 * A text that does not begin with a blank, without surrogates and U+FFFD, as nearly all are: one expression in place of
 * three calls, as it runs for each text of each row.
 */
const PLAIN = /^[^\s\ud800-\udfff\ufffd][^\ud800-\udfff\ufffd]*$/;

/** What a report, which is CSV, can't hold. */
function whyNotInReport(value: unknown): string | undefined {
	if (Array.isArray(value)) return 'a list';
	return isBytes(value) ? 'bytes (a Buffer)' : undefined;
}

function holdsAnyText(kind: FieldKind): boolean {
	return kind === 'customField' || kind === 'eventField';
}

function holdsAnyJson(kind: FieldKind): boolean {
	return kind === 'eventField' || kind === 'any';
}

function withoutStop(sentence: string): string {
	return sentence.replace(/\.$/, '');
}

/** Whether a value stands for none. */
function isNothing(value: unknown): boolean {
	return value === null || isBlank(value);
}

function isReadyText(text: string, kind: FieldKind): boolean {
	switch (kind) {
		case 'text':
			return true;
		case 'email':
			return isEmail(text) && text.trim() === text;
		case 'customField':
		case 'customText':
			return fitsCustomField(text);
		default:
			return false;
	}
}

function isBlank(value: unknown): boolean {
	return typeof value === 'string' && value.trim() === '';
}

/**
 * Where a field goes in a row. Dots in a name at the top are levels, as in CSV; within the object of a
 * family, a name is taken as it is.
 */
function pathOf(
	name: string,
	family: string | undefined,
	prefix: string,
	type: ImportJobType,
): string[] {
	if (family !== undefined) {
		const rest = name.slice(family.length);
		const isDotted = family === 'event.fields.' && prefix !== family;
		return [...family.slice(0, -1).split('.'), ...(isDotted ? rest.split('.') : [rest])];
	}
	const isOfReport = type === 'MUTATION/REDEEMABLE_REWARD_BALANCE';
	return isOfReport && !DOTTED.test(name) ? [name] : name.split('.');
}

/** A dotted name, and not a title such as `Approx. value`. */
const DOTTED = /^[\w-]+(\.[\w-]+)+$/;

/** Puts a value in its place; false if there is one already. */
function place(row: ImportRow, path: string[], value: unknown): boolean {
	let parent = row;
	for (let depth = 0; depth < path.length - 1; depth++) {
		const key = path[depth] ?? '';
		const child = Object.hasOwn(parent, key) ? parent[key] : undefined;
		if (child === undefined) {
			const made: ImportRow = {};
			setOwn(parent, key, made);
			parent = made;
		} else if (isRecord(child)) {
			parent = child;
		} else {
			return false;
		}
	}
	const last = path[path.length - 1] ?? '';
	if (Object.hasOwn(parent, last)) return false;
	setOwn(parent, last, value);
	return true;
}

function hasMoreThan(most: number, value: unknown): boolean {
	if (!isRecord(value)) return false;
	let count = 0;
	// As in take: no list for each of half a million rows.
	for (const key in value) if (Object.hasOwn(value, key)) count++;
	return count > most;
}
