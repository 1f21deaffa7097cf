import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';
import { AdvocateError } from '../../advocate/errors';
import type { ImportJobType } from '../../advocate/job-types';
import { columnNames, matchColumns } from '../../advocate/rows/column-matching';
import { fieldKind } from '../../advocate/rows/field-kinds';

/** How items become rows. */
export interface ItemRows {
	/** A row for each input item, in their order. */
	rows: Iterable<unknown>;
	/** The field that each name on the items stands for, where names are matched automatically. */
	fieldOf?: Map<string, string>;
	/** The same to be shown: without what is set by hand. */
	mapping?: Record<string, string>;
	/** Whether the items have more than what is imported. */
	otherNamesExpected: boolean;
}

/** The value of the resource mapper, as the workflow holds it. */
interface Columns {
	mappingMode?: 'autoMapInputData' | 'defineBelow';
	value?: Record<string, unknown> | null;
}

/** The rows that the builder asked for: items as they are, matched by name, or mapped one by one. */
export function itemRows(context: IExecuteFunctions, type: ImportJobType): ItemRows {
	if (context.getNodeParameter('rowMode', 0, 'mapped') === 'asIs') {
		const rows = context.getInputData().map(({ json }) => json);
		return { rows, otherNamesExpected: false };
	}
	const { mappingMode, value } = rawColumns(context.getNode());
	if (mappingMode === 'defineBelow') {
		return { rows: mappedRows(context, value ?? {}, type), otherNamesExpected: false };
	}
	return matchedRows(context, additionalColumns(context, type), type);
}

/** Items with their names matched; what is set by hand takes the place of what is matched. */
function matchedRows(
	context: IExecuteFunctions,
	byHand: Array<[string, ReadColumn]>,
	type: ImportJobType,
): ItemRows {
	const items = context.getInputData();
	const names = new Set<string>();
	for (const { json } of items) for (const name of columnNames(json, type)) names.add(name);
	const setByHand = new Set(byHand.map(([field]) => field));
	const matched = [...matchColumns(names, type)];
	const mapping = Object.fromEntries(matched.filter(([, field]) => !setByHand.has(field)));
	const fieldOf = new Map([
		...matched.map(([name, field]): [string, string] => [
			name,
			setByHand.has(field) ? NOTHING : field,
		]),
		...byHand.map(([field]): [string, string] => [field, field]),
	]);
	const rows =
		byHand.length === 0
			? items.map(({ json }) => json)
			: items.map(({ json }, itemIndex) => ({ ...json, ...valuesOf(byHand, json, itemIndex) }));
	return { rows, fieldOf, mapping, otherNamesExpected: true };
}

/** A field that no name has, for a name that is not to be used. */
const NOTHING = '';

/**
 * The mapper's value with its expressions unresolved: n8n resolves and checks it whole for each item, and
 * stops the node at the first value of another type, where a row is to be rejected.
 */
function rawColumns({ parameters }: INode): Columns {
	const columns = parameters['columns'];
	return typeof columns === 'object' && columns !== null ? (columns as Columns) : {};
}

/** Gives one column's value for an item. */
type ReadColumn = (json: IDataObject, itemIndex: number) => unknown;

function* mappedRows(
	context: IExecuteFunctions,
	value: Record<string, unknown>,
	type: ImportJobType,
): Generator<Record<string, unknown>> {
	const mapped = Object.entries(value)
		.filter(([, expression]) => expression !== null && expression !== undefined)
		.map(([name, expression]): [string, ReadColumn] => [name, reader(context, expression)]);
	const columns = [...mapped, ...additionalColumns(context, type)];
	for (const [itemIndex, { json }] of context.getInputData().entries()) {
		yield valuesOf(columns, json, itemIndex);
	}
}

function valuesOf(
	columns: Array<[string, ReadColumn]>,
	json: IDataObject,
	itemIndex: number,
): Record<string, unknown> {
	return Object.fromEntries(columns.map(([name, read]) => [name, read(json, itemIndex)]));
}

/** Columns set by hand, for what the list does not have: event fields, a program's referral codes. */
function additionalColumns(
	context: IExecuteFunctions,
	type: ImportJobType,
): Array<[string, ReadColumn]> {
	const { column = [] } = (context.getNode().parameters['additionalColumns'] ?? {}) as {
		column?: Array<{ field?: string; value?: unknown }>;
	};
	return column.map(({ field = '', value }) => {
		const name = field.trim();
		if (fieldKind(name, type) !== undefined) return [name, reader(context, value)];
		throw new AdvocateError('SETTINGS_INVALID', `The additional column "${name}" is no field`, {
			hint: 'Use names such as customFields.plan, event.fields.revenue or referralCodes.my-program, in the fields of the chosen type.',
		});
	});
}

/** `{{ $json.a.b["c d"] }}` and nothing else: read without the expression engine, many times as fast. */
const JSON_PATH = /^=\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\["[^"\\]*"\]|\['[^'\\]*'\])+)\s*\}\}$/;
const PATH_PART = /\.([A-Za-z_$][\w$]*)|\["([^"\\]*)"\]|\['([^'\\]*)'\]/g;

function reader(context: IExecuteFunctions, expression: unknown): ReadColumn {
	if (typeof expression !== 'string' || !expression.startsWith('=')) return () => expression;
	const path = JSON_PATH.exec(expression)?.[1];
	if (path === undefined) {
		return (_json, itemIndex) => context.evaluateExpression(expression.slice(1), itemIndex);
	}
	const keys = [...path.matchAll(PATH_PART)].map(([, a, b, c]) => a ?? b ?? c ?? '');
	return (json) => keys.reduce<unknown>((value, key) => propertyOf(value, key), json);
}

function propertyOf(value: unknown, key: string): unknown {
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
	return (value as Record<string, unknown>)[key];
}
