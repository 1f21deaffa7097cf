import { isRecord } from '../answer';
import { nearMiss } from '../import-files/column-names';
import { IMPORT_FIELDS } from '../import-files/import-fields';
import type { ImportJobType } from '../job-types';
import { convertValue } from './convert-value';
import { fieldKind, type FieldKind } from './field-kinds';

export interface RowCheckerOptions {
	type: ImportJobType;
	/** IANA name, for dates that say none. */
	timeZone: string;
	/** What becomes of an empty text: left out of the row, or sent to clear the field. */
	emptyText: 'omit' | 'send';
	/** Fields that source names stand for, from a mapping; other names stand for themselves. */
	fieldOf?: ReadonlyMap<string, string>;
	/** Whether source names without a field are no surprise: other columns of a CRM. */
	otherNamesExpected?: boolean;
}

/** A row as it goes into the file, or every reason why it does not. */
export type CheckedRow = { row: ImportRow } | { reasons: string[] };

/** A row, nested as JSON Lines has it. */
export type ImportRow = Record<string, unknown>;

/** What a source name means: worked out once for each name, not for each row. */
type NamePlan =
	| { use: 'field'; name: string; kind: FieldKind; path: string[] }
	| { use: 'parent'; prefix: string }
	| { use: 'refused'; reason: string }
	| { use: 'nothing' };

/**
 * Checks rows of one import and converts their values by Advocate's field rules. A source row is an item's
 * JSON, with dotted names (`customFields.plan`) or nested.
 */
export class RowChecker {
	/** What was noticed that costs no row, each once. */
	readonly warnings = new Set<string>();

	private readonly plans = new Map<string, NamePlan>();
	private readonly required: readonly string[];

	constructor(private readonly options: RowCheckerOptions) {
		this.required = IMPORT_FIELDS[options.type].required;
	}

	/** Checks one source row. */
	check(source: Record<string, unknown>): CheckedRow {
		const row: ImportRow = {};
		const reasons: string[] = [];
		this.take(source, '', row, reasons);
		for (const name of this.required) {
			if (
				valueAt(row, name) === undefined &&
				!reasons.some((reason) => reason.startsWith(`${name} `))
			) {
				reasons.push(`${name} is required`);
			}
		}
		return reasons.length > 0 ? { reasons } : { row };
	}

	private take(
		source: Record<string, unknown>,
		prefix: string,
		row: ImportRow,
		reasons: string[],
	): void {
		for (const key in source) {
			if (!Object.hasOwn(source, key)) continue;
			const value = source[key];
			if (value === undefined || value === null) continue;
			this.takeOne(prefix === '' ? key : prefix + key, value, row, reasons);
		}
	}

	private takeOne(name: string, value: unknown, row: ImportRow, reasons: string[]): void {
		const plan = this.planFor(name, value);
		if (plan.use === 'nothing') return;
		if (plan.use === 'refused') {
			reasons.push(plan.reason);
			return;
		}
		if (plan.use === 'parent') {
			this.take(value as Record<string, unknown>, plan.prefix, row, reasons);
			return;
		}
		const converted = this.convert(value, plan);
		if (converted === undefined) return;
		if ('reason' in converted) reasons.push(`${plan.name} ${converted.reason}`);
		else if (!place(row, plan.path, converted.value)) reasons.push(`${plan.name} is there twice`);
	}

	private convert(
		value: unknown,
		{ name, kind }: { name: string; kind: FieldKind },
	): ReturnType<typeof convertValue> | undefined {
		if (typeof value !== 'string' || value.trim() !== '') {
			return convertValue(value, kind, this.options.timeZone);
		}
		const clears = this.options.emptyText === 'send' && (kind === 'text' || kind === 'scalar');
		return clears && !this.required.includes(name) ? { value: '' } : undefined;
	}

	private planFor(name: string, value: unknown): NamePlan {
		const isObject = isRecord(value);
		const key = isObject ? `{${name}` : name;
		let plan = this.plans.get(key);
		if (plan === undefined) {
			plan = this.makePlan(name, isObject);
			this.plans.set(key, plan);
		}
		return plan;
	}

	private makePlan(sourceName: string, isObject: boolean): NamePlan {
		const { type, fieldOf } = this.options;
		const name = fieldOf?.get(sourceName) ?? sourceName;
		const kind = fieldKind(name, type);
		if (kind !== undefined) {
			const path = pathOf(name, type);
			if (path === undefined) {
				return { use: 'refused', reason: `${name} has too many levels: custom fields have one` };
			}
			return { use: 'field', name, kind, path };
		}
		const opens = isObject && (isParent(name, type) || this.hasFieldsBelow(sourceName));
		if (opens) return { use: 'parent', prefix: `${name}.` };
		return this.planForOther(name);
	}

	/** Whether the mapping reaches into an object, such as HubSpot's `properties`. */
	private hasFieldsBelow(name: string): boolean {
		const below = [...(this.options.fieldOf?.keys() ?? [])];
		return below.some((mapped) => mapped.startsWith(`${name}.`));
	}

	private planForOther(name: string): NamePlan {
		const fields = IMPORT_FIELDS[this.options.type];
		const meant = nearMiss(name, fields);
		const question = meant === undefined ? '' : ` Did you mean "${meant}"?`;
		if (meant !== undefined || !this.options.otherNamesExpected) {
			this.warnings.add(`"${name}" is no field of Advocate's and was left out.${question}`);
		}
		return { use: 'nothing' };
	}
}

/** Whether a name is the beginning of fields with a dot, such as `customFields` or `event`. */
function isParent(name: string, type: ImportJobType): boolean {
	const { required, optional, families } = IMPORT_FIELDS[type];
	return [...required, ...optional, ...families].some((field) => field.startsWith(`${name}.`));
}

/** Where a field stands in a row; what the tenant names is one level, but for events' fields. */
function pathOf(name: string, type: ImportJobType): string[] | undefined {
	const family = IMPORT_FIELDS[type].families.find((start) => name.startsWith(start));
	if (family === undefined) return name.split('.');
	const rest = name.slice(family.length);
	const parents = family.slice(0, -1).split('.');
	if (family === 'event.fields.') return [...parents, ...rest.split('.')];
	return family === 'customFields.' && rest.includes('.') ? undefined : [...parents, rest];
}

/** Puts a value in its place; false where there is one already. */
function place(row: ImportRow, path: string[], value: unknown): boolean {
	let parent = row;
	for (let depth = 0; depth < path.length - 1; depth++) {
		const key = path[depth] ?? '';
		const child = Object.hasOwn(parent, key) ? parent[key] : undefined;
		if (child === undefined) {
			const made: ImportRow = {};
			define(parent, key, made);
			parent = made;
		} else if (isRecord(child)) {
			parent = child;
		} else {
			return false;
		}
	}
	const last = path[path.length - 1] ?? '';
	if (Object.hasOwn(parent, last)) return false;
	define(parent, last, value);
	return true;
}

/** Sets a property of any name: `__proto__` too is only a name here. */
function define(target: ImportRow, key: string, value: unknown): void {
	if (key !== '__proto__') target[key] = value;
	else
		Object.defineProperty(target, key, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
}

function valueAt(row: ImportRow, name: string): unknown {
	let value: unknown = row;
	for (const key of name.split('.')) {
		if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
		value = value[key];
	}
	return value;
}
