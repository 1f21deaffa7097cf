import type { IExecuteFunctions, INode } from 'n8n-workflow';
import type { ImportJobType } from '../../advocate/api/job-types';
import { fieldOfColumn, rowsAsTheyAre, rowsMatched, rowsOfColumns, type NamedRows, type SetColumn } from '../../advocate/rows/read/named-rows';
import { valueAt } from '../../advocate/json';

/** The value of the resource mapper, as the workflow holds it. */
interface Columns {
	mappingMode?: 'autoMapInputData' | 'defineBelow';
	value?: Record<string, unknown> | null;
}

/** The rows that the builder asked for: items as they are, matched by name, or mapped one by one. */
export function itemRows(context: IExecuteFunctions, type: ImportJobType): NamedRows {
	const items = context.getInputData().map(({ json }) => json);
	if (context.getNodeParameter('rowMode', 0, 'mapped') === 'asIs') return rowsAsTheyAre(items);
	const { mappingMode, value } = rawColumns(context.getNode());
	const additional = additionalColumns(context, type);
	if (mappingMode !== 'defineBelow') return rowsMatched(items, additional, type);
	return rowsOfColumns(items, [...mappedColumns(context, value ?? {}), ...additional]);
}

/**
 * The mapper's value with its expressions unresolved: n8n resolves and checks it whole for each item, and
 * stops the node at the first value of another type, where a row is to be rejected.
 */
function rawColumns({ parameters }: INode): Columns {
	const columns = parameters['columns'];
	return typeof columns === 'object' && columns !== null ? (columns as Columns) : {};
}

function mappedColumns(context: IExecuteFunctions, value: Record<string, unknown>): SetColumn[] {
	return Object.entries(value)
		.filter(([, expression]) => expression !== null && expression !== undefined)
		.map(([field, expression]) => ({ field, read: reader(context, expression) }));
}

/** Columns set by hand, for what the list does not have: event fields, a program's referral codes. */
function additionalColumns(context: IExecuteFunctions, type: ImportJobType): SetColumn[] {
	const { column = [] } = (context.getNode().parameters['additionalColumns'] ?? {}) as {
		column?: Array<{ field?: string; value?: unknown }>;
	};
	return column.map(({ field = '', value }) => ({
		field: fieldOfColumn(field, type, 'additional column'),
		read: reader(context, value),
	}));
}

/** `{{ $json.a.b["c d"] }}` and nothing else: read without the expression engine, many times as fast. */
const JSON_PATH = /^=\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\["[^"\\]*"\]|\['[^'\\]*'\])+)\s*\}\}$/;
const PATH_PART = /\.([A-Za-z_$][\w$]*)|\["([^"\\]*)"\]|\['([^'\\]*)'\]/g;

function reader(context: IExecuteFunctions, expression: unknown): SetColumn['read'] {
	if (typeof expression !== 'string' || !expression.startsWith('=')) return () => expression;
	const path = JSON_PATH.exec(expression)?.[1];
	if (path === undefined) {
		return (_row, itemIndex) => context.evaluateExpression(expression.slice(1), itemIndex);
	}
	const keys = [...path.matchAll(PATH_PART)].map(([, a, b, c]) => a ?? b ?? c ?? '');
	return (row) => valueAt(row, keys);
}
