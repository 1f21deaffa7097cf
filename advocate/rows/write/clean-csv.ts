import type { ImportJobType } from '../../api/job-types';
import type { DateRules } from '../check/convert-value';
import { HEADER_AGAIN, type HeaderRows } from '../check/header-row';
import { USER_FIELDS } from '../trace/user-marks';
import { CsvRecords } from '../read/csv-records';
import type { FileColumn, FileNames } from '../read/file-names';
import type { CsvHead } from '../../text/csv-dialect';
import { shownValue } from '../../shown';
import { ESCAPED } from '../../text/csv-scanner';
import type { TextPiece } from '../../text/text-pieces';
import type { RowChecker } from '../check/row-checker';
import type { NamePlan } from '../match/matched-names';
import type { CleanedRows, User } from './cleaned-rows';
import { textFor, CsvColumns, type SentColumn } from './csv-columns';
import { csvLine, encodeCells } from './file-lines';

/** What rows are cleaned with. */
export interface CleaningTools {
	type: ImportJobType;
	checker: RowChecker;
	names: FileNames;
	dates: DateRules;
	emptyText: 'omit' | 'send';
	rows: CleanedRows;
	headers: HeaderRows;
}

/** With more custom fields than this a user is rejected, so each row has to be counted. */
const MOST_CUSTOM_FIELDS = 100;

/** Cleans the rows of a CSV file, as its text comes in. */
export class CsvCleaner {
	private readonly records: CsvRecords;
	private readonly columns: CsvColumns;
	private readonly names: string[];
	/** Whether every row has to be looked at value by value. */
	private readonly isAlwaysUnsure: boolean;
	private readonly isOfReport: boolean;
	private readonly given: readonly string[];
	private readonly textAt = (index: number): string => this.records.scanner.cell(index);
	/** What is left to decide for each row, if names are matched. */
	private readonly plan: NamePlan | undefined;
	/** The columns that say whose rows they are. */
	private readonly ids: ReadonlyArray<{ name: string; source: number }>;
	private rowNumber = 0;
	private isBegun = false;
	/** How many bytes the header has. */
	headerBytes = 0;

	constructor(
		private readonly head: CsvHead,
		private readonly tools: CleaningTools,
	) {
		const { type, checker, names } = tools;
		this.records = new CsvRecords(head.header, head);
		this.given = head.header;
		tools.headers.learnNames(head.header);
		this.plan = tools.names.matched?.planForHeader(head.header);
		const columns: SentColumn[] = [];
		const refused: number[] = [];
		const sources: Array<{ name: string; source: number }> = [];
		for (const [source, name] of head.header.entries()) {
			// What is set by hand takes the place of the column of that name.
			if (names.isPassedOver(name)) continue;
			const use = checker.columnFor(name);
			if (use === 'refused') refused.push(source);
			else if (use !== undefined) {
				sources.push({ name: use.name, source });
				if (!columns.some((one) => one.name === use.name)) columns.push({ ...use, source });
			}
		}
		const setColumns = names.columns.flatMap((column): SentColumn[] => {
			const use = checker.columnFor(column.field);
			const source = this.sourceOf(column);
			return use === undefined || use === 'refused' ? [] : [{ ...use, source }];
		});
		const setTexts = textsOfValues(setColumns, tools);
		for (const { name, source = -1 } of setColumns) if (source >= 0) sources.push({ name, source });
		const [account, user] = USER_FIELDS[type];
		this.ids = sources.filter(({ name }) => name === account || name === user);
		this.columns = new CsvColumns({
			syntax: head,
			columns: [...columns, ...setColumns].sort(bySource),
			given: head.header.length,
			refused,
			userField: USER_FIELDS[type][1],
			dates: tools.dates,
			sendsEmpty: tools.emptyText === 'send',
			lineEnd: head.lineEnd,
			setTexts: setTexts ?? new Map<string, string>(),
		});
		this.names = this.columns.names;
		const custom = this.names.filter((name) => name.startsWith('customFields.'));
		this.isAlwaysUnsure =
			setTexts === undefined ||
			(this.plan !== undefined && this.plan.open.length > 0) ||
			hasTwice(this.names, head.header, tools) ||
			custom.length > MOST_CUSTOM_FIELDS;
		this.isOfReport = type === 'MUTATION/REDEEMABLE_REWARD_BALANCE';
	}

	/** The column of the file that a field set by hand is made of, if it is one for all rows. */
	private sourceOf(column: FileColumn): number | undefined {
		if ('column' in column) return this.given.indexOf(column.column);
		return 'sameAs' in column ? this.plan?.sure.get(column.sameAs)?.index : undefined;
	}

	/** How many rows have been read. */
	get read(): number {
		return this.rowNumber;
	}

	add(piece: TextPiece): void {
		this.records.add(piece);
		this.takeAll();
	}

	finish(): void {
		this.records.finish();
		this.takeAll();
	}

	/** The header of the file that is made; undefined while no row has been read. */
	header(): string | undefined {
		if (this.isBegun || this.records.headerLine === '') return undefined;
		this.isBegun = true;
		const header = this.columns.header({
			header: this.head.header,
			line: this.records.headerLine,
		});
		this.headerBytes = Buffer.byteLength(header);
		return header;
	}

	private takeAll(): void {
		const { records } = this;
		const { rows, headers } = this.tools;
		while (records.next()) {
			this.rowNumber++;
			const isOdd = records.problem !== undefined || headers.isName(records.firstText());
			const given = isOdd ? records.row() : undefined;
			if (given === undefined || records.isComplete) rows.list.addTexts(this.given, this.textAt);
			else rows.list.add(given);
			if (given !== undefined && headers.isHeader(given, this.rowNumber)) {
				rows.reject(this.rowNumber, given, [HEADER_AGAIN]);
			} else if (records.problem !== undefined) {
				const { isBackslashDoubtful } = this.head;
				const shown = isBackslashDoubtful ? records.writtenRow() : (given ?? {});
				rows.reject(this.rowNumber, shown, [records.problem]);
			} else {
				this.takeRow();
			}
		}
	}

	private takeRow(): void {
		const { records, columns, rowNumber } = this;
		const { rows } = this.tools;
		const { scanner } = records;
		const isSure = !this.isAlwaysUnsure && !records.isUnusual;
		if (isSure && this.isOfReport && columns.isSkipped(scanner)) {
			rows.skipped++;
			return;
		}
		const line = isSure ? columns.line(scanner) : undefined;
		if (line === undefined) {
			this.takeUnsure();
			return;
		}
		const bytes = records.isAscii ? line.length : Buffer.byteLength(line);
		if (columns.notes.length > 0) this.tools.checker.tell(columns.notes, rowNumber);
		rows.accept(rowNumber, { line, bytes }, this.user(), () => records.row());
	}

	private user(): User {
		const { scanner } = this.records;
		return {
			accountId: this.columns.textOf(scanner, 'accountId'),
			id: this.columns.textOf(scanner, 'id'),
		};
	}

	/** Why each ID in which a backslash stands for a control character can't be the one that was meant. */
	private changedIds(): string[] {
		const { scanner } = this.records;
		return this.ids.flatMap(({ name, source }) => {
			if (((scanner.marks[source] ?? 0) & ESCAPED) === 0) return [];
			const written = scanner.writtenCell(source);
			return CONTROL.test(scanner.cell(source)) && !CONTROL.test(written)
				? [withControl(name, written)]
				: [];
		});
	}

	/** A row that RowChecker has to look at, value by value. */
	private takeUnsure(): void {
		const { rowNumber, records } = this;
		const { rows, checker, names, type } = this.tools;
		const changed = this.changedIds();
		if (changed.length > 0) {
			rows.reject(rowNumber, records.writtenRow(), changed);
			return;
		}
		const given = records.row();
		const { plan } = this;
		const leftOut =
			plan && names.matched?.decide(plan, ({ index }) => records.scanner.cell(index), rowNumber);
		const checked = checker.check(names.rowWithColumns(given), rowNumber, leftOut);
		if ('skipped' in checked) {
			rows.skipped++;
			return;
		}
		const encoded = 'row' in checked ? encodeCells(checked.row, type) : checked;
		if (!('row' in checked) || 'reasons' in encoded) {
			rows.reject(rowNumber, given, 'reasons' in encoded ? encoded.reasons : []);
			return;
		}
		const line = csvLine(encoded.cells, this.names).replace(/\n$/, this.head.lineEnd);
		const user = userOf(checked.row, type);
		rows.accept(rowNumber, { line, bytes: Buffer.byteLength(line) }, user, () => given);
	}
}

const CONTROL = /\p{Cc}/u;

function withControl(name: string, written: string): string {
	return `${name} is ${shownValue(written)}, in which a backslash would stand for a control character, such as a line break, as elsewhere in the file. No ID has one, so it may stand for itself. Export the file as CSV with quotes around texts, or as JSON Lines`;
}

/** Whether several columns are sent under one name, which only a row's values can decide on. */
function hasTwice(
	sentNames: readonly string[],
	header: readonly string[],
	{ checker, names }: CleaningTools,
): boolean {
	const isSent = (name: string) =>
		!names.isPassedOver(name) && checker.columnFor(name) instanceof Object;
	const count = header.filter(isSent).length + names.columns.length;
	return new Set(sentNames).size < sentNames.length || count > sentNames.length;
}

/** Those without a source come last. */
function bySource(a: SentColumn, b: SentColumn): number {
	return Number(a.source === undefined) - Number(b.source === undefined);
}

/** The texts of values set by hand; undefined if any of them is not right, so that each row says so. */
function textsOfValues(
	setColumns: readonly SentColumn[],
	{ names, dates }: CleaningTools,
): Map<string, string> | undefined {
	const texts = new Map<string, string>();
	for (const { name, kind, source } of setColumns) {
		if (source !== undefined) continue;
		const column = names.columns.find((one) => one.field === name);
		const value = column !== undefined && 'value' in column ? column.value : undefined;
		const text = textFor(value, kind, { ...dates, hasSemicolons: false });
		if (text === undefined) return undefined;
		texts.set(name, text);
	}
	return texts;
}

/** Whose row it is. @param row as it is sent */
export function userOf(row: Record<string, unknown>, type: ImportJobType): User {
	const [account, user] = USER_FIELDS[type];
	return { accountId: textOf(row[account]), id: textOf(row[user]) };
}

function textOf(id: unknown): string {
	return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}
