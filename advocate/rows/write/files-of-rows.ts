import { AdvocateError } from '../../errors';
import type { HostTexts } from '../../host-texts';
import { MIME_TYPES, type ImportFormat } from '../../files/file-name';
import type { ImportJobType } from '../../api/job-types';
import { importFormats } from '../../fields/import-fields';
import type { UploadFile } from '../../api/transport';
import { fileParts, type FilePart, type PartLimits } from './file-parts';
import type { ToldNames } from '../match/matched-names';
import type { NamedRows } from '../read/named-rows';
import { RowPreparation, type RejectedRow } from './prepare-rows';
import { REMOVE_HEADER } from '../check/header-row';
import { useNaForNothing } from '../check/null-words';
import { RowChecker } from '../check/row-checker';
import { assertNoneRejected, nothingToRedeem, type RowRules } from '../check/row-rules';
import type { SourceList } from '../trace/list-fingerprint';
import { rangesOf } from '../trace/row-ranges';
import { writtenSourceRows } from '../trace/source-rows';
import { fileFingerprint } from '../trace/user-marks';
import { madeFileName } from './made-file-name';

/** How files are made of rows. */
export interface FilesSettings {
	type: ImportJobType;
	/** As set; undefined for the one that suits the type. */
	format: ImportFormat | undefined;
	rules: RowRules;
	limits: PartLimits;
	/** The files' name, without their numbers; if empty, they are named after the type. */
	fileName: string;
	/** What comes before each name. */
	prefix: string;
	texts: HostTexts;
	/** All that rows are made of, to be looked through where one row does not tell what a word means. */
	sources: readonly unknown[];
	/** Whether the rows came by a way that may have made numbers of IDs. */
	areNumbersDoubtful: boolean;
}

/** What is said about each file. A type, not an interface, so that it fits into a host's items. */
export type FileSummary = {
	type: ImportJobType;
	fileName: string;
	format: ImportFormat;
	sizeBytes: number;
	rows: number;
	/** From 1. */
	part: number;
	parts: number;
	/** The first and the last row among the source rows, from 1. */
	firstRow: number;
	lastRow: number;
	/** Of all source rows that were taken. */
	rowsRejected: number;
	/** Of all source rows that were taken, those in which nothing is to be redeemed; for redemptions only. */
	rowsSkipped?: number;
	/** Which of the source rows are in the file (see SourceRows). */
	sourceRows: string;
	/** The time zone for dates without one. */
	timeZone: string;
	warnings?: string[];
} & Partial<ToldNames>;

/** What is said about rows of which none was sent. */
export type NoFileSummary = Pick<
	FileSummary,
	'rows' | 'rowsRejected' | 'rowsSkipped' | 'timeZone' | 'warnings'
> &
	Partial<ToldNames>;

/** An import file made of rows. */
export interface MadeFile {
	file: UploadFile;
	part: FilePart;
	summary: FileSummary;
}

/** The result for all rows: each is in a file, rejected or skipped. */
export interface MadeFiles {
	files: MadeFile[];
	/** In the order of their sources. */
	rejected: RejectedRow[];
	/** How many rows there are in which nothing is to be redeemed. */
	skipped: number;
	/** What was noticed but rejects no row. */
	warnings: string[];
	/** What there is to say of the columns' names, if they were matched. */
	names?: ToldNames;
	/** What there is to say if there is no file to say it of. */
	withoutFile?: NoFileSummary;
}

/** A part of the rows, and where it belongs. */
interface PlacedPart {
	part: FilePart;
	/** Of the part, from 1. */
	number: number;
	parts: number;
	list: SourceList;
}

/** Makes import files of rows, which it takes one by one. */
export class FilesOfRows {
	private readonly format: ImportFormat;
	private readonly checker: RowChecker;
	private readonly preparation: RowPreparation;

	/** @param names what the names in the rows stand for */
	constructor(
		private readonly names: Omit<NamedRows, 'rows'>,
		private readonly settings: FilesSettings,
	) {
		const { type, format: asked, rules } = settings;
		const formats = importFormats(type);
		const format = asked !== undefined && formats.includes(asked) ? asked : formats[0];
		this.format = format;
		const { matched, otherNamesExpected } = names;
		const { sources, areNumbersDoubtful, texts } = settings;
		let usesNa: boolean | undefined;
		this.checker = new RowChecker({
			...{ type, format, ...rules, names: matched, otherNamesExpected },
			usesNa: () => (usesNa ??= useNaForNothing(sources)),
			...(areNumbersDoubtful && { numberAdvice: texts.file.numbersAsIds }),
		});
		const { duplicates } = rules;
		this.preparation = new RowPreparation(this.checker, {
			...{ type, format, duplicates, matched },
			texts: texts.file,
		});
	}

	/**
	 * Takes the next row.
	 *
	 * @param rowIndex of the source row, where some source rows are not taken
	 * @param source what the row was made from
	 */
	take(row: unknown, rowIndex?: number, source?: unknown): void {
		this.preparation.take(row, rowIndex, source);
	}

	/**
	 * Makes the files, once all rows are in.
	 *
	 * @param list all source rows, taken or not
	 * @throws {AdvocateError} FILE_REFUSED if a row is rejected and the rules say to stop, for a header among the rows
	 * after which they can't be trusted, if it turns out not to be certain whose a row is, or how a column is to be read
	 */
	end(list: SourceList): MadeFiles {
		const { rules, limits, texts } = this.settings;
		const { accepted, rejected, skipped, headerProblem } = this.preparation.end();
		if (headerProblem !== undefined) {
			throw new AdvocateError('FILE_REFUSED', `Nothing was uploaded, because ${headerProblem}.`, {
				hint: REMOVE_HEADER,
			});
		}
		const { doubt } = this.checker;
		if (doubt !== undefined) {
			throw new AdvocateError('FILE_REFUSED', `Nothing was uploaded, because ${doubt.clause}.`, {
				hint: doubt.advice,
			});
		}
		const names = this.names.matched?.end();
		const [first] = rejected
			.slice(0, 1)
			.map(({ rowIndex, reasons }) => ({ rowNumber: rowIndex + 1, reasons }));
		assertNoneRejected({ count: rejected.length, first }, rules, texts);
		const warnings = [
			...(this.names.warnings?.() ?? []),
			...this.checker.warnings,
			...(names?.warnings ?? []),
			...this.formatWarning(),
		];
		const parts = [...fileParts(accepted, limits)];
		if (parts.length === 0 && skipped > 0) warnings.push(nothingToRedeem(skipped, rejected.length));
		const isOfReport = this.settings.type === 'MUTATION/REDEEMABLE_REWARD_BALANCE';
		const told = {
			rowsRejected: rejected.length,
			...(isOfReport && { rowsSkipped: skipped }),
			timeZone: rules.timeZone,
			...names?.told,
			...(warnings.length > 0 && { warnings }),
		};
		const files = parts.map((part, index) =>
			this.madeFile({ part, number: index + 1, parts: parts.length, list }, told),
		);
		const withoutFile = files.length === 0 ? { rows: 0, ...told } : undefined;
		return { files, rejected, skipped, warnings, names: names?.told, withoutFile };
	}

	private formatWarning(): string[] {
		const { format } = this.settings;
		if (format === undefined || format === this.format) return [];
		return [
			'The file was made as CSV, because Advocate accepts reward redemptions in no other format.',
		];
	}

	private madeFile(
		{ part, number, parts, list }: PlacedPart,
		told: Omit<NoFileSummary, 'rows'>,
	): MadeFile {
		const { format } = this;
		const { type, fileName: name, prefix } = this.settings;
		const { chunks, sizeBytes, rowIndexes, marks } = part;
		const fileNumber = parts > 1 ? number : undefined;
		const fileName = madeFileName({ name, prefix, type, format, number: fileNumber });
		const open = () => Promise.resolve(chunks);
		return {
			part,
			file: { fileName, mimeType: MIME_TYPES[format], sizeBytes, open },
			summary: {
				type,
				fileName,
				format,
				sizeBytes,
				rows: rowIndexes.length,
				part: number,
				parts,
				firstRow: (rowIndexes[0] ?? 0) + 1,
				lastRow: (rowIndexes.at(-1) ?? 0) + 1,
				sourceRows: writtenSourceRows({
					...{ ranges: rangesOf(rowIndexes), list },
					file: fileFingerprint(marks),
				}),
				...told,
			},
		};
	}
}
