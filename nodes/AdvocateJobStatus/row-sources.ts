import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { isRecord } from '../../advocate/answer';
import { AdvocateError } from '../../advocate/errors';
import type { Job } from '../../advocate/job';
import { isImportJobType, type ImportJobType } from '../../advocate/job-types';
import type { RowError } from '../../advocate/row-errors';
import { columnNames, matchColumns } from '../../advocate/rows/column-matching';
import { sourceRowOf } from '../../advocate/rows/source-rows';

/** What leads a row of the errors file back to the item that it came from. */
export interface SourceOptions {
	/** `sourceRows` of Upload's item. */
	sourceRows?: string;
	/** The items that went into Upload. */
	sourceItems?: unknown;
	/** The number that Advocate gives the first row of a file: 0, 1, or 2 where it counts the header. */
	firstRecordNumber?: number;
}

/**
 * Adds to each row error where the row came from: `sourceRow` (from 1), and with the items at hand the
 * item's JSON as `source`, with what tells the user as `accountId` and `id`.
 *
 * How Advocate numbers rows is not documented. A number that only fits another way of counting than the
 * one set says so, and is believed.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for source items that are no list
 */
export function withSources(
	rowErrors: RowError[],
	{ type, stats }: Job,
	{ sourceRows, sourceItems, firstRecordNumber = 1 }: SourceOptions,
): IDataObject[] {
	if (!sourceRows) return rowErrors.map((row) => ({ ...row }));
	const items = itemsFrom(sourceItems);
	const first = firstNumber(rowErrors, stats?.recordsProcessed, firstRecordNumber);
	return rowErrors.map((row) => {
		const fileRow = Number(row.recordNumber) - first + 1;
		const sourceRow = sourceRowOf(sourceRows, fileRow);
		const json = sourceRow === undefined ? undefined : items?.[sourceRow - 1]?.json;
		return {
			...row,
			...(sourceRow !== undefined && { sourceRow }),
			...(json && { ...(isImportJobType(type) && userOf(json, type)), source: json }),
		};
	});
}

function firstNumber(rowErrors: RowError[], rows: number | undefined, set: number): number {
	const numbers = rowErrors.map(({ recordNumber }) => Number(recordNumber));
	if (numbers.includes(0)) return 0;
	const last = numbers.reduce((most, number) => Math.max(most, number), 0);
	if (rows !== undefined && last === rows + 1) return 2;
	return rows !== undefined && last === rows && set === 0 ? 1 : set;
}

function itemsFrom(value: unknown): INodeExecutionData[] | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	if (Array.isArray(value) && value.every((item) => isRecord(item) && isRecord(item['json']))) {
		return value as INodeExecutionData[];
	}
	throw new AdvocateError('SETTINGS_INVALID', '"Source Items" is not a list of items', {
		hint: "Use an expression that gives the items that went into Advocate Upload, for example {{ $('CRM Rows').all() }}.",
	});
}

/** The user a row is about, under whatever names Upload would match automatically. */
function userOf(json: IDataObject, type: ImportJobType): IDataObject {
	const user: IDataObject = {};
	for (const [name, field] of matchColumns(columnNames(json, type), type)) {
		if (field !== 'accountId' && field !== 'id' && field !== 'userId') continue;
		const value = valueAt(json, name);
		if (value !== undefined) user[field === 'userId' ? 'id' : field] = value;
	}
	return user;
}

function valueAt(json: IDataObject, name: string): IDataObject[string] {
	if (Object.hasOwn(json, name)) return json[name];
	const [parent = '', ...rest] = name.split('.');
	const inner = json[parent];
	return isRecord(inner) ? (inner as IDataObject)[rest.join('.')] : undefined;
}
