import type { IExecuteFunctions } from 'n8n-workflow';
import type { ImportJobType } from '../../advocate/api/job-types';
import { AdvocateError } from '../../advocate/errors';
import { fieldKind } from '../../advocate/fields/kinds';
import { isRecord, parsedJson, valueAt } from '../../advocate/json';
import { fieldOfColumn, type SetColumn } from '../../advocate/rows/read/named-rows';
import { attempted } from '../../advocate/settled';
import { quoted } from '../../advocate/shown';
import { hasExpression } from '../runtime/expressions';
import { inputItem } from '../runtime/node-outputs';

/*
 * The columns that the builder sets, in the mapper or under Additional Columns. They are read from the workflow, and
 * each value is evaluated by itself. n8n would resolve them all together: slowly, and the first value that can't be
 * evaluated would stop the node, where only that row should be rejected. Each is read by the index of its item.
 */

/**
 * The columns that are mapped one by one; undefined if names are matched instead.
 *
 * @param itemIndexes the input items that become rows
 */
export function mappedColumns(
	context: IExecuteFunctions,
	type: ImportJobType,
	itemIndexes: readonly number[],
): SetColumn[] | undefined {
	const entered: unknown = context.getNode().parameters['columns'];
	const mapper = isRecord(entered) ? entered : {};
	const isWhole = typeof entered === 'string' || typeof mapper['value'] === 'string';
	if (isWhole) return mapperInOne(context, type, itemIndexes);
	if (mapper['mappingMode'] !== 'defineBelow') return undefined;
	return Object.entries(mapper['value'] ?? {})
		.filter(([, value]) => value !== null && value !== undefined)
		.map(([field, value]) => setColumn(field, type, reader(context, value), originOf(value)));
}

/** The same where one expression gives the whole mapper, or all of its values. */
function mapperInOne(
	context: IExecuteFunctions,
	type: ImportJobType,
	itemIndexes: readonly number[],
): SetColumn[] | undefined {
	const entered: unknown = context.getNode().parameters['columns'];
	const read = reader(context, entered);
	const mappers = new ItemValues(itemIndexes, (itemIndex) =>
		read(inputItem(context, itemIndex).json, itemIndex),
	);
	const modes = mappers
		.all()
		.map((mapper) => (isRecord(mapper) ? mapper['mappingMode'] : undefined));
	if (!modes.includes('defineBelow')) return undefined;
	const valuesIn = (mapper: unknown) => {
		const values = isRecord(mapper) ? mapper['value'] : undefined;
		return isRecord(values) ? values : {};
	};
	const fields = new Set(mappers.all().flatMap((mapper) => Object.keys(valuesIn(mapper))));
	const origin = originOf(isRecord(entered) ? entered['value'] : entered);
	return [...fields].map((field) =>
		setColumn(field, type, (_row, itemIndex) => valuesIn(mappers.get(itemIndex))[field], origin),
	);
}

/**
 * Columns for fields that the mapper does not offer: fields of an event, a program's referral codes.
 *
 * @param itemIndexes the input items that become rows
 * @throws {AdvocateError} SETTINGS_INVALID for what is not a field of the type
 */
export function additionalColumns(
	context: IExecuteFunctions,
	type: ImportJobType,
	itemIndexes: readonly number[],
): SetColumn[] {
	const { column = [] } = (context.getNode().parameters['additionalColumns'] ?? {}) as {
		column?: Array<{ field?: unknown; value?: unknown }>;
	};
	return column.map(({ field, value }) => {
		const read = reader(context, value);
		const origin = originOf(value);
		if (!hasExpression(field)) {
			return setColumn(fieldOfColumn(textOf(field), type, 'additional column'), type, read, origin);
		}
		const readField = reader(context, field);
		const fields = new ItemValues(itemIndexes, (itemIndex) => {
			const { json } = inputItem(context, itemIndex);
			return fieldOfColumn(textOf(readField(json, itemIndex)), type, 'additional column');
		});
		return columnOfOneField(fields, type, read, origin);
	});
}

/** @param fields which an expression gave for each item; they have to be the same */
function columnOfOneField(
	fields: ItemValues<string>,
	type: ImportJobType,
	read: SetColumn['read'],
	origin: Origin,
): SetColumn {
	const [field = '', ...others] = new Set(fields.all());
	if (others.length > 0) throw fieldsDiffer(field, others);
	const readIfNamed: SetColumn['read'] = (row, itemIndex) => {
		// Throws if there was none for this item, and then its row is rejected.
		fields.get(itemIndex);
		return read(row, itemIndex);
	};
	return setColumn(field, type, readIfNamed, origin);
}

function fieldsDiffer(field: string, [other = '']: string[]): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`An additional column is ${quoted(field)} for some items and ${quoted(other)} for others`,
		{ hint: 'Add a column for each field, and leave its value empty for items that have none.' },
	);
}

function textOf(field: unknown): string {
	return typeof field === 'string' ? field : '';
}

/** What some work gives for each of some items, done once. What it throws for an item is thrown again by `get`. */
class ItemValues<T> {
	private readonly outcomes: ReadonlyMap<number, { value: T } | { thrown: unknown }>;

	constructor(itemIndexes: readonly number[], work: (itemIndex: number) => T) {
		this.outcomes = new Map(
			itemIndexes.map((itemIndex) => [itemIndex, attempted(() => work(itemIndex))]),
		);
	}

	get(itemIndex: number): T {
		const outcome = this.outcomes.get(itemIndex);
		if (outcome !== undefined && 'value' in outcome) return outcome.value;
		throw outcome?.thrown;
	}

	/**
	 * What it gave for the items for which it did not throw.
	 *
	 * @throws what it threw for the first item, if it threw for all
	 */
	all(): T[] {
		const values = [...this.outcomes.values()].flatMap((outcome) =>
			'value' in outcome ? [outcome.value] : [],
		);
		const [first] = this.outcomes.keys();
		return values.length > 0 || first === undefined ? values : [this.get(first)];
	}
}

function setColumn(
	field: string,
	type: ImportJobType,
	read: SetColumn['read'],
	origin: Origin = {},
): SetColumn {
	if (fieldKind(field, type) !== 'textList') return { field, read, ...origin };
	return { field, read: (row, itemIndex) => listFrom(read(row, itemIndex)), ...origin };
}

/** `$json.plan`, `$json["Plan name"]`, and the same of `$input.item` and of other nodes' items. */
const COLUMN_READ = /\bjson(?:\?\.|\.)?(?:([A-Za-z_$][\w$]*)|\[\s*(["'`])(.+?)\2\s*\])/g;

/** The columns that an expression mentions, as far as its text shows them. */
export function columnsRead(entered: unknown): string[] {
	if (!hasExpression(entered)) return [];
	const text = typeof entered === 'string' ? entered : JSON.stringify(entered);
	return [...text.matchAll(COLUMN_READ)].map(([, word, , name]) => word ?? name ?? '');
}

/** A list that was typed as text, in double quotes or in single ones, as n8n reads it. */
function listFrom(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const list = parsedJson(value) ?? parsedJson(value.replaceAll("'", '"'));
	return Array.isArray(list) ? list : value;
}

/**
 * `{{ $json.a.b["c d"] }}` and nothing else, which is read without the expression engine, many times
 * faster.
 */
const JSON_PATH = /^=\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\["[^"\\]*"\]|\['[^'\\]*'\])+)\s*\}\}$/;
const PATH_PART = /\.([A-Za-z_$][\w$]*)|\["([^"\\]*)"\]|\['([^'\\]*)'\]/g;

/** Where values come from; undefined for what was typed in, and for what is within a list or an object. */
function sourceOf(entered: unknown): SetColumn['from'] {
	if (typeof entered !== 'string' || !hasExpression(entered)) return undefined;
	return { shown: entered.slice(1).trim(), isProperty: JSON_PATH.test(entered) };
}

/** What is known of a column from what was entered for it. */
type Origin = Pick<SetColumn, 'from' | 'constant' | 'reads'>;

export function originOf(entered: unknown): Origin {
	const isConstant = typeof entered === 'string' && !hasExpression(entered);
	return {
		from: sourceOf(entered),
		reads: columnsRead(entered),
		...(isConstant && { constant: entered }),
	};
}

/** How to get each item's value from what was entered. An expression may also be within a list or an object. */
export function reader(context: IExecuteFunctions, entered: unknown): SetColumn['read'] {
	if (!hasExpression(entered)) return () => entered;
	if (Array.isArray(entered)) {
		const parts = entered.map((part) => reader(context, part));
		return (row, itemIndex) => parts.map((read) => read(row, itemIndex));
	}
	if (isRecord(entered)) {
		const parts = Object.entries(entered).map(
			([name, part]) => [name, reader(context, part)] as const,
		);
		return (row, itemIndex) =>
			Object.fromEntries(parts.map(([name, read]) => [name, read(row, itemIndex)]));
	}
	const expression = String(entered);
	const path = JSON_PATH.exec(expression)?.[1];
	if (path === undefined) {
		return (_row, itemIndex) => context.evaluateExpression(expression.slice(1), itemIndex);
	}
	const keys = [...path.matchAll(PATH_PART)].map(([, a, b, c]) => a ?? b ?? c ?? '');
	return (row) => valueAt(row, keys);
}
