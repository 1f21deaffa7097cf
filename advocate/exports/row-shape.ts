import { AdvocateError } from '../errors';
import { setOwn } from '../json';
import { listed, shownName } from '../shown';
import type { CsvScanner } from '../text/csv-scanner';
import { cellReader, type CellReader } from './column-kinds';

/** A row of an export. */
export type ExportedRow = Record<string, unknown>;

/** What becomes of the cells of one column. */
interface ColumnStep {
	/** Objects that begin with this column, outermost first. */
	opens: ReadonlyArray<{ index: number; parent: number; name: string }>;
	/** The object that the value goes into; 0 is the row. */
	parent: number;
	name: string;
	read: CellReader;
}

/**
 * Makes rows of CSV records: a dotted column is a field within an object, as JSON Lines has it, so that a row is
 * the same in either format.
 */
export class RowShape {
	private readonly steps: readonly ColumnStep[];
	private readonly objects: ExportedRow[] = [];

	/**
	 * @param columns the header
	 * @throws {AdvocateError} UNEXPECTED_ANSWER for two columns of the same name
	 */
	constructor(private readonly columns: readonly string[]) {
		const doubles = columns.filter((column, index) => columns.indexOf(column) < index);
		if (doubles.length > 0) {
			throw new AdvocateError(
				'UNEXPECTED_ANSWER',
				`The result has several columns of the same name: ${listed(doubles.map(shownName))}`,
				{ hint: 'Fetch the result as a file, in which all of them are.' },
			);
		}
		this.steps = stepsFor(columns);
	}

	/** How many cells a record has. */
	get width(): number {
		return this.columns.length;
	}

	/** The row of the record that the scanner is at. */
	rowAt(scanner: CsvScanner): ExportedRow {
		const row: ExportedRow = {};
		const { objects, steps } = this;
		objects[0] = row;
		for (let index = 0; index < steps.length; index++) {
			const step = steps[index] as ColumnStep;
			for (const { index: opened, parent, name } of step.opens) {
				const object: ExportedRow = {};
				setOwn(objects[parent] as ExportedRow, name, object);
				objects[opened] = object;
			}
			setOwn(objects[step.parent] as ExportedRow, step.name, step.read(scanner.cell(index)));
		}
		return row;
	}
}

function stepsFor(columns: readonly string[]): ColumnStep[] {
	const whole = new Set(columns);
	const indexes = new Map<string, number>([['', 0]]);
	return columns.map((column) => {
		const path = pathOf(column, whole);
		const opens: Array<{ index: number; parent: number; name: string }> = [];
		let parent = 0;
		for (const [depth, name] of path.slice(0, -1).entries()) {
			const prefix = path.slice(0, depth + 1).join('.');
			const known = indexes.get(prefix);
			const index = known ?? indexes.size;
			if (known === undefined) opens.push({ index, parent, name });
			indexes.set(prefix, index);
			parent = index;
		}
		return { opens, parent, name: path.at(-1) ?? column, read: cellReader(column) };
	});
}

/** The names that lead to a column's value. Where a column has the name of an object of others, it stays whole. */
function pathOf(column: string, all: ReadonlySet<string>): string[] {
	const path = column.split('.');
	const prefixes = path.slice(1).map((_, depth) => path.slice(0, depth + 1).join('.'));
	const isWhole = path.includes('') || prefixes.some((prefix) => all.has(prefix));
	return isWhole ? [column] : path;
}
