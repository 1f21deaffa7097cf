import type { ImportJobType } from '../../api/job-types';
import { matchOf, mayHoldFields, type NameMatch } from '../../fields/crm-names';
import { isDateLike } from '../../fields/date-like';
import { isLone } from '../../fields/lone-value';
import { isBytes, isRecord } from '../../json';

/** What a row has under a name. A lone `{value}` and a date count as values. */
export type Holds = 'value' | 'list' | 'object';

/** A name in rows of one shape: at the top of a row, or within an object that may hold fields. */
export interface Column {
	/** With a dot within an object. */
	name: string;
	/** Where a row has its value: one key, or two. In a file, the one key is the name. */
	path: readonly string[];
	/** Its place among the columns of its rows. */
	index: number;
	holds: Holds;
	match: NameMatch | undefined;
}

/** One key of a shape. */
interface Entry {
	key: string;
	/** What the key holds, where that matters: it does not for a name that is not a field's. */
	holds: Holds | undefined;
	match: NameMatch | undefined;
	/** The keys of an object that may hold fields. */
	inner: Entry[] | undefined;
}

interface Shape<Plan> {
	entries: Entry[];
	plan: Plan;
}

/** What is known of a name, worked out once. */
interface KnownName {
	match: NameMatch | undefined;
	mayHoldFields: boolean;
}

/** How many shapes are compared key by key before they are looked up. */
const MOST_RECENT = 4;

/*
 * How much is remembered: rows of which each has other keys must not fill memory. Beyond that they are worked out
 * again, which takes longer and gives the same.
 */
const MOST_SHAPES = 1_000;
const MOST_COLUMNS = 200_000;
const MOST_NAMES = 20_000;

/**
 * Tells rows of one shape: those with the same keys in the same order. What follows from the keys is worked out once for
 * each shape.
 */
export class RowShapes<Plan> {
	private recent: Array<Shape<Plan>> = [];
	private readonly shapes = new Map<string, Shape<Plan>>();
	private readonly names = new Map<string, KnownName>();
	private columns = 0;

	/** @param planOf what follows from the columns of a shape */
	constructor(
		private readonly type: ImportJobType,
		private readonly planOf: (columns: Column[]) => Plan,
	) {}

	/** The plan for the shape of a row. */
	planFor(row: Record<string, unknown>): Plan {
		for (const shape of this.recent) if (fits(shape.entries, row)) return shape.plan;
		const entries = this.entriesOf(row, '');
		const key = keyOf(entries);
		let shape = this.shapes.get(key);
		if (shape === undefined) {
			const columns = columnsOf(entries);
			shape = { entries, plan: this.planOf(columns) };
			this.remember(key, shape, columns.length);
		}
		this.recent = [shape, ...this.recent.slice(0, MOST_RECENT - 1)];
		return shape.plan;
	}

	private remember(key: string, shape: Shape<Plan>, columns: number): void {
		this.columns += columns;
		if (this.shapes.size >= MOST_SHAPES || this.columns > MOST_COLUMNS) {
			this.shapes.clear();
			this.columns = columns;
		}
		this.shapes.set(key, shape);
	}

	private entriesOf(row: Record<string, unknown>, prefix: string): Entry[] {
		const entries: Entry[] = [];
		for (const key in row) {
			if (Object.hasOwn(row, key)) entries.push(this.entryOf(key, row[key], prefix));
		}
		return entries;
	}

	private entryOf(key: string, value: unknown, prefix: string): Entry {
		const { match, mayHoldFields: mayHold } = this.known(prefix + key);
		const holds = heldBy(value);
		if (prefix !== '' || !mayHold) {
			return { key, holds: match === undefined ? undefined : holds, match, inner: undefined };
		}
		const isLookedInto = holds === 'object' && !isBytes(value);
		const inner = isLookedInto ? this.entriesOf(value as IndexedRow, `${key}.`) : undefined;
		return { key, holds, match, inner };
	}

	private known(name: string): KnownName {
		let known = this.names.get(name);
		if (known === undefined) {
			known = { match: matchOf(name, this.type), mayHoldFields: mayHoldFields(name, this.type) };
			if (this.names.size >= MOST_NAMES) this.names.clear();
			this.names.set(name, known);
		}
		return known;
	}
}

type IndexedRow = Record<string, unknown>;

/** The columns of a file, by its header. */
export function headerColumns(names: readonly string[], type: ImportJobType): Column[] {
	return names.map((name, index) => ({
		name,
		path: [name],
		index,
		holds: 'value',
		match: matchOf(name, type),
	}));
}

/** What a value is to names. */
export function heldBy(value: unknown): Holds {
	if (typeof value !== 'object' || value === null) return 'value';
	if (Array.isArray(value)) return 'list';
	return isDateLike(value) || isLone(value) ? 'value' : 'object';
}

/** Whether a row has these keys, in this order. */
function fits(entries: readonly Entry[], row: IndexedRow): boolean {
	let next = 0;
	for (const key in row) {
		const entry = entries[next++];
		if (entry === undefined || entry.key !== key) return false;
		if (entry.holds === undefined) continue;
		const value = row[key];
		if (heldBy(value) !== entry.holds) return false;
		if (entry.inner !== undefined && (isBytes(value) || !fits(entry.inner, value as IndexedRow)))
			return false;
	}
	return next === entries.length;
}

function keyOf(entries: readonly Entry[]): string {
	let key = '';
	for (const { key: name, holds = '', inner } of entries) {
		key += `${JSON.stringify(name)}${holds}${inner === undefined ? '' : `{${keyOf(inner)}}`},`;
	}
	return key;
}

function columnsOf(entries: readonly Entry[]): Column[] {
	const columns: Column[] = [];
	const add = (name: string, path: readonly string[], { holds = 'value', match }: Entry) =>
		columns.push({ name, path, index: columns.length, holds, match });
	for (const entry of entries) {
		if (entry.inner === undefined) add(entry.key, [entry.key], entry);
		else
			for (const inner of entry.inner)
				add(`${entry.key}.${inner.key}`, [entry.key, inner.key], inner);
	}
	return columns;
}

/** What a row has in a column. */
export function valueIn(row: IndexedRow, { path: [key = '', inner] }: Column): unknown {
	const value = row[key];
	if (inner === undefined) return value;
	return isRecord(value) ? value[inner] : undefined;
}
