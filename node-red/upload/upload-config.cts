import type { ImportFormat } from '../../advocate/files/file-name.ts';
import type { LimitSettings } from '../../advocate/rows/write/file-parts.ts';
import { rowRules, type RowRules } from '../../advocate/rows/check/row-rules.ts';
import type { UploadEncoding } from '../../advocate/api/transport.ts';
import type { TypeConfig } from '../parameters/uploaded-file.cts';
import type { WorkConfig } from '../runtime/work-node.cts';
import type { ColumnConfig, RowMode } from './message-rows.cts';
import type { TextIs } from './source-file.cts';

/** The settings of advocate-upload, as the editor saves them. */
export interface UploadConfig extends WorkConfig, TypeConfig, LimitSettings, Partial<RowRules> {
	source?: string;
	sourceType?: string;
	textIs?: TextIs;
	gather?: boolean;
	fileName?: string;
	fileNameType?: string;
	rowMode?: RowMode;
	columns?: ColumnConfig[];
	checkFile?: boolean;
	checkRows?: boolean;
	onRefused?: 'error' | 'rejected';
	format?: ImportFormat;
	prefix?: string;
	prepareOnly?: boolean;
	uploadEncoding?: UploadEncoding;
}

/** What can be done about rejected rows that stop everything. */
export const HOW_TO_GO_ON =
	'set "Rows that are not right" to go on without them: they then leave on the second output';

/** @throws {AdvocateError} SETTINGS_INVALID for a time zone that is none */
export function rowRulesOf(config: UploadConfig): RowRules {
	return rowRules(config, Intl.DateTimeFormat().resolvedOptions().timeZone);
}
