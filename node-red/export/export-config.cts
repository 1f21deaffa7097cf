import {
	FILTER_DATES,
	FILTER_LISTS,
	FILTER_TEXTS,
	type ExportFilters,
} from '../../advocate/exports/export-input.ts';
import type { RowSettings } from '../../advocate/exports/take-rows.ts';
import type { DataFileFormat } from '../../advocate/api/schema.ts';
import type { WaitSettings } from '../../advocate/jobs/wait.ts';
import { parsedJson } from '../../advocate/json.ts';
import { timestampFrom } from '../../advocate/rows/check/timestamps.ts';
import { textList } from '../../advocate/settings.ts';
import type { JobIdConfig } from '../parameters/job-id.cts';
import { settingNotAllowed } from '../parameters/request-options.cts';
import type { TypedValues } from '../parameters/typed-value.cts';
import { isPlainObject } from '../runtime/message.cts';
import type { WorkConfig } from '../runtime/work-node.cts';

/** The settings of advocate-export, as the editor saves them. */
export interface ExportConfig extends WorkConfig, JobIdConfig, WaitSettings, RowSettings {
	operation?: 'export' | 'getResult';
	exportType?: string;
	exportTypeType?: string;
	/** Names of more columns, separated by commas; or where they come from. */
	moreColumns?: string;
	moreColumnsType?: string;
	/** An object of filters; or where it comes from. */
	filters?: string;
	filtersType?: string;
	result?: 'items' | 'file' | 'job';
	/** How many rows a message holds. */
	rowsPerMessage?: string | number;
	outputFormat?: DataFileFormat;
	wait?: boolean;
	jobName?: string;
	jobNameType?: string;
	requester?: string;
	requesterType?: string;
	mailtoEmail?: string;
	mailtoEmailType?: string;
}

const NAMES: readonly string[] = [
	...FILTER_DATES,
	...FILTER_LISTS,
	...FILTER_TEXTS,
	'rewardFilter',
];

/**
 * The filters, of which only those that the type has are sent.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for anything but an object of filters, and for a date that is none
 */
export async function chosenFilters(
	config: ExportConfig,
	values: TypedValues,
): Promise<ExportFilters> {
	const value = await values.value(config.filters || undefined, config.filtersType, 'Filters');
	const given = typeof value === 'string' ? parsedJson(value) : (value ?? {});
	if (!isPlainObject(given)) throw settingNotAllowed('Filters', 'an object');
	const unknown = Object.keys(given).find((name) => !NAMES.includes(name));
	if (unknown !== undefined) {
		throw settingNotAllowed('Filters', `an object of filters, and "${unknown}" is none`);
	}
	const filters: ExportFilters = { rewardFilter: given['rewardFilter'] };
	for (const name of FILTER_DATES) {
		if (!isEmpty(given[name])) filters[name] = milliseconds(given[name], name);
	}
	for (const name of FILTER_LISTS) filters[name] = textList(given[name]);
	for (const name of FILTER_TEXTS) {
		const text = given[name];
		if (typeof text === 'string' || typeof text === 'number') filters[name] = String(text);
	}
	return filters;
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** A date, read as dates in rows are, in Node-RED's time zone unless it names one. */
function milliseconds(value: unknown, name: string): number {
	const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
	const timestamp = timestampFrom(value, timeZone);
	if ('milliseconds' in timestamp) return timestamp.milliseconds;
	throw settingNotAllowed('Filters', `an object in which "${name}" is a date`);
}
