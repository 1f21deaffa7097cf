import { AdvocateError } from '../../advocate/errors.ts';
import type { ImportFormat } from '../../advocate/import-files/file-name.ts';
import { numberOr } from '../../advocate/number-setting.ts';
import type { DuplicateRule } from '../../advocate/rows/duplicates.ts';
import { DEFAULT_LIMITS, type PartLimits } from '../../advocate/rows/file-parts.ts';
import type { UnfitValueRule } from '../../advocate/rows/row-checker.ts';
import type { UploadEncoding } from '../../advocate/transport.ts';
import type { TypeConfig } from '../runtime/imported-type.cts';
import { notAllowed } from '../runtime/settings.cts';
import type { WorkConfig } from '../runtime/work-node.cts';
import type { RowMode, SetColumn } from './message-rows.cts';
import type { TextIs } from './source-file.cts';

/** The settings of advocate-upload, as the editor saves them. */
export interface UploadConfig extends WorkConfig, TypeConfig {
	source?: string;
	sourceType?: string;
	textIs?: TextIs;
	gather?: boolean;
	fileName?: string;
	fileNameType?: string;
	rowMode?: RowMode;
	columns?: SetColumn[];
	checkFile?: boolean;
	checkRows?: boolean;
	onRefused?: 'error' | 'rejected';
	onRejectedRows?: 'continue' | 'error';
	duplicates?: DuplicateRule;
	emptyText?: 'omit' | 'send';
	unfitValues?: UnfitValueRule;
	timeZone?: string;
	format?: ImportFormat;
	prefix?: string;
	maxRows?: string | number;
	/** Megabytes. */
	maxSize?: string | number;
	prepareOnly?: boolean;
	uploadEncoding?: UploadEncoding;
}

/** How rows are checked. */
export interface RowRules {
	duplicates: DuplicateRule;
	emptyText: 'omit' | 'send';
	unfitValues: UnfitValueRule;
	/** IANA name. */
	timeZone: string;
}

/** @throws {AdvocateError} SETTINGS_INVALID for a time zone that is none */
export function rowRules(config: UploadConfig): RowRules {
	const { duplicates = 'lastWins', emptyText = 'omit', unfitValues = 'reject' } = config;
	const timeZone = config.timeZone?.trim() || Intl.DateTimeFormat().resolvedOptions().timeZone;
	if (isTimeZone(timeZone)) return { duplicates, emptyText, unfitValues, timeZone };
	throw notAllowed('Time zone', 'one: use a name such as Europe/Paris or UTC');
}

/** @throws {AdvocateError} SETTINGS_INVALID for files that could hold nothing */
export function partLimits({ maxRows, maxSize }: UploadConfig): PartLimits {
	const rows = numberOr(maxRows, DEFAULT_LIMITS.rows);
	const bytes = numberOr(maxSize, DEFAULT_LIMITS.bytes / 1_000_000) * 1_000_000;
	if (!Number.isInteger(rows) || rows < 1) throw notAllowed('Rows per file', 'at least 1');
	if (!(bytes > 0)) throw notAllowed('File size', 'more than 0 MB');
	return { rows, bytes };
}

/** What stops everything when a row is not right and that is wanted so. */
export function refusedRows(
	rejected: Array<{ rowNumber: number; reasons: readonly string[] }>,
): AdvocateError {
	const [first] = rejected;
	const rows = rejected.length === 1 ? '1 row is' : `${rejected.length} rows are`;
	return new AdvocateError(
		'FILE_REFUSED',
		`Nothing was uploaded, as ${rows} not right. Row ${first?.rowNumber}: ${first?.reasons.join('; ')}`,
		{
			hint: 'Correct the rows, or set "Rows that are not right" to go on without them: they then leave on the second output.',
		},
	);
}

function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en-US', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}
