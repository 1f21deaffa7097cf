import type { ImportFormat } from '../../advocate/files/file-name.ts';
import type { UploadEncoding } from '../../advocate/api/transport.ts';
import type { ImportJobType } from '../../advocate/api/job-types.ts';
import { chosenFields, type FieldChoice } from '../../advocate/imports/id-columns.ts';
import { mostDeletions, rowLimit, type ImportLimits } from '../../advocate/imports/limits.ts';
import type { WaitSettings } from '../../advocate/jobs/wait.ts';
import type { PartSettings } from '../../advocate/rows/write/file-parts.ts';
import type { JobConfig } from '../job/job-settings.cts';
import { settingNotAllowed } from '../parameters/request-options.cts';
import type { RowRulesConfig } from '../parameters/row-rules.cts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';
import type { Work, WorkConfig } from '../runtime/work-node.cts';
import type { ColumnConfig } from '../upload/message-rows.cts';
import type { SourceConfig } from '../upload/upload-config.cts';

/** The settings of advocate-import, as the editor saves them. */
export interface ImportConfig
	extends WorkConfig,
		SourceConfig,
		PartSettings,
		RowRulesConfig,
		JobConfig,
		WaitSettings {
	accountId?: string;
	accountIdType?: string;
	userId?: string;
	userIdType?: string;
	eventKey?: string;
	eventKeyType?: string;
	/** Whether other names are matched, or only the columns set by hand are sent. */
	rowMode?: 'matched' | 'columns';
	columns?: ColumnConfig[];
	dryRun?: boolean;
	wait?: boolean;
	firstRecordNumber?: string | number;
	maxRejected?: string;
	maxFailed?: string;
	maxDeletions?: string | number;
	format?: ImportFormat;
	uploadEncoding?: UploadEncoding;
	/** To which nodes each output leads, as Node-RED saves it. */
	wires?: string[][];
}

/** @throws {AdvocateError} SETTINGS_INVALID for a limit that is none */
export function chosenImportLimits(config: ImportConfig): ImportLimits {
	const { setting } = NODE_RED_TEXTS;
	return {
		rejected: rowLimit(config.maxRejected, 'Most rejected rows', setting),
		failed: rowLimit(config.maxFailed, 'Most failed rows', setting),
		deletions: mostDeletions(config.maxDeletions, 'Most deletions', setting),
	};
}

const SETTINGS = {
	accountId: { name: 'accountId', label: 'Account ID' },
	id: { name: 'userId', label: 'User ID' },
	userId: { name: 'userId', label: 'User ID' },
	'event.key': { name: 'eventKey', label: 'Event key' },
} as const;

/**
 * Where the fields that every row needs come from: matched, a property of the row, the user ID, or one value for all.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for an expression that can't be evaluated
 */
export async function fieldChoices(
	config: ImportConfig,
	type: ImportJobType,
	values: Work['values'],
): Promise<FieldChoice[]> {
	const choices = chosenFields(type).map(async (field): Promise<FieldChoice> => {
		const { name, label } = SETTINGS[field];
		const value = config[name] ?? '';
		const kind = config[`${name}Type`] ?? 'match';
		if (kind === 'match') return { field, label, from: 'match' };
		if (kind === 'userId') return { field, label, from: 'userId' };
		if (kind === 'row') return { field, label, from: 'column', column: value };
		const fixed = await values.value(value, kind, label);
		if (kind === 'str') return { field, label, from: 'value', fixed };
		return { field, label, from: 'value', read: () => fixed };
	});
	return await Promise.all(choices);
}

/** @throws {AdvocateError} SETTINGS_INVALID for another number */
export function firstRecordNumber({ firstRecordNumber: set = 1 }: ImportConfig): number {
	const number = Number(set);
	if ([0, 1, 2].includes(number)) return number;
	throw settingNotAllowed('First row number', '0, 1 or 2');
}
