import type { ImportFormat } from '../../advocate/files/file-name.ts';
import type { PartSettings } from '../../advocate/rows/write/file-parts.ts';
import type { UploadEncoding } from '../../advocate/api/transport.ts';
import type { TypeConfig } from '../parameters/job-type.cts';
import type { RowRulesConfig } from '../parameters/row-rules.cts';
import type { WorkConfig } from '../runtime/work-node.cts';
import type { ColumnConfig, RowMode } from './message-rows.cts';
import type { TextIs } from './source-file.cts';

/** A node's settings for where rows or a file come from. */
export interface SourceConfig extends TypeConfig {
	source?: string;
	sourceType?: string;
	textIs?: TextIs;
	gather?: boolean;
	/** Seconds. */
	gatherTimeout?: number | string;
	fileName?: string;
	fileNameType?: string;
}

/** The settings of advocate-upload, as the editor saves them. */
export interface UploadConfig extends WorkConfig, SourceConfig, PartSettings, RowRulesConfig {
	rowMode?: RowMode;
	columns?: ColumnConfig[];
	checkFile?: boolean;
	checkRows?: boolean;
	onRefused?: 'error' | 'rejected';
	format?: ImportFormat;
	prefix?: string;
	prepareOnly?: boolean;
	dryRun?: boolean;
	uploadEncoding?: UploadEncoding;
}
