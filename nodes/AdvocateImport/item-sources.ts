import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { idColumns } from '../../advocate/imports/id-columns';
import { asCameIn } from '../../advocate/imports/refused-rows';
import { preparedFromRows, type PreparedImport } from '../../advocate/imports/prepared';
import {
	rowsMatched,
	rowsOfColumns,
	type NamedRows,
	type SetColumn,
} from '../../advocate/rows/read/named-rows';
import { checkTypedNames } from '../../advocate/rows/read/typed-names';
import { sourceListOf } from '../../advocate/rows/trace/list-fingerprint';
import { partLimits } from '../../advocate/rows/write/file-parts';
import { FilesOfRows } from '../../advocate/rows/write/files-of-rows';
import { comesFromSpreadsheet } from '../AdvocateUpload/spreadsheets';
import { additionalColumns, mappedColumns } from '../AdvocateUpload/set-columns';
import { inputItem } from '../runtime/node-outputs';
import { fieldChoices } from './field-choices';
import { IMPORT_TEXTS, rulesOf, type ImportSettings } from './import-settings';
import { listedRows } from './rows-from';

/** Rows that become one import, and which input item each belongs to. */
export class ItemSources {
	private constructor(
		readonly rows: readonly IDataObject[],
		/** The number of each row among all rows of the run, from 0. */
		private readonly rowIndexes: readonly number[],
		private readonly itemIndexes: readonly number[],
	) {}

	/** Where each row is among these, if not all rows of the run are. */
	private positions: ReadonlyMap<number, number> | undefined;

	/** Each item as a row. */
	static ofItems(context: IExecuteFunctions, itemIndexes: readonly number[]): ItemSources {
		const rows = itemIndexes.map((index) => asCameIn(inputItem(context, index).json));
		return new ItemSources(rows, itemIndexes, itemIndexes);
	}

	/** The rows of the lists that the items give. */
	static ofLists(context: IExecuteFunctions, itemIndexes: readonly number[]): ItemSources {
		const lists = itemIndexes.map((index) => ({ index, rows: listedRows(context, index) }));
		const rows = lists.flatMap((list) => list.rows.map(asCameIn));
		const owners = lists.flatMap((list) => list.rows.map(() => list.index));
		return new ItemSources(rows, [...rows.keys()], owners);
	}

	/** The input item of a row. */
	itemOf(rowIndex: number): number {
		return this.itemIndexes[this.positionOf(rowIndex)] ?? 0;
	}

	/** The input items of some rows, each once. */
	itemsOf(rowIndexes: readonly number[]): number[] {
		return [...new Set(rowIndexes.map((rowIndex) => this.itemOf(rowIndex)))];
	}

	at(rowIndexes: ReadonlySet<number>): Map<number, IDataObject> {
		return new Map(
			[...rowIndexes].map((index) => [index, this.rows[this.positionOf(index)] ?? {}]),
		);
	}

	/**
	 * Checks the rows and makes files of them.
	 *
	 * @throws {AdvocateError} SETTINGS_INVALID for columns that can't be right
	 */
	prepared(context: IExecuteFunctions, settings: ImportSettings): PreparedImport {
		const { type, options } = settings;
		const { format, fileName = '' } = options;
		const rules = rulesOf(context, settings);
		const { rows, ...names } = this.named(context, settings);
		const making = new FilesOfRows(names, {
			...{ type, format, fileName, prefix: '', rules },
			limits: partLimits(options),
			texts: IMPORT_TEXTS,
			sources: this.rows,
			areNumbersDoubtful: comesFromSpreadsheet(context),
		});
		let taken = 0;
		for (const row of rows) {
			making.take(row, this.rowIndexes[taken], this.rows[taken]);
			taken++;
		}
		const made = making.end(sourceListOf(this.rows));
		return preparedFromRows(made, type, { ...made.names, timeZone: rules.timeZone });
	}

	private named(context: IExecuteFunctions, { type }: ImportSettings): NamedRows {
		const { rows, rowIndexes, itemIndexes } = this;
		const owners = [...new Set(itemIndexes)];
		const mode = context.getNodeParameter('otherColumns', 0, 'match');
		const others = mode === 'choose' ? 'chosen' : 'matched';
		const choices = fieldChoices(context, type).map((choice) => ({
			...choice,
			...(choice.read && { read: this.byRow(choice.read) }),
		}));
		const ids = idColumns(choices, { rows, rowIndexes }, type, others, IMPORT_TEXTS);
		const ofItems = (columns: SetColumn[]) =>
			columns.map((column) => ({ ...column, read: this.byRow(column.read) }));
		const set = mode === 'match' ? [] : ofItems(additionalColumns(context, type, owners));
		const chosen = others === 'chosen' ? ofItems(mappedColumns(context, type, owners) ?? []) : [];
		const typed = checkTypedNames([...chosen, ...set], rows, type, IMPORT_TEXTS.file);
		const named =
			others === 'chosen'
				? rowsOfColumns(rows, [...chosen, ...ids, ...set])
				: rowsMatched(rows, [...ids, ...set], type, IMPORT_TEXTS.file);
		return { ...named, warnings: () => [...typed, ...(named.warnings?.() ?? [])] };
	}

	/** What is read by the number of an item, read by the position of a row. */
	private byRow(read: SetColumn['read']): SetColumn['read'] {
		return (row, position) => read(row, this.itemIndexes[position] ?? position);
	}

	private positionOf(rowIndex: number): number {
		if (this.rowIndexes[rowIndex] === rowIndex) return rowIndex;
		this.positions ??= new Map(this.rowIndexes.map((index, position) => [index, position]));
		return this.positions.get(rowIndex) ?? -1;
	}
}
