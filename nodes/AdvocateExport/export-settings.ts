import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { DataFileFormat } from '../../advocate/api/schema';
import type { ExportSettings } from '../../advocate/exports/export-input';
import { textList } from '../../advocate/settings';
import { jobNameOf, runOf } from '../AdvocateImport/run-of';
import { exportFilters, chosenFilters } from './export-filters';
import type { ExportOptions } from './export-options';
import { chosenExportType, typeOfExport } from './export-type';
import type { ChosenResult } from './result';

const CSV = { name: 'CSV', value: 'CSV' };
const JSONL = {
	name: 'JSON Lines',
	value: 'JSONL',
	description: 'Keeps the types of custom fields, which CSV has as texts',
};
const XLSX = {
	name: 'Excel (XLSX)',
	value: 'XLSX',
	description: 'Comes as a ZIP file with the workbook in it',
};

function outputFormat(
	results: ChosenResult['kind'][],
	options: INodePropertyOptions[],
): INodeProperties {
	return {
		displayName: 'Output Format',
		name: 'outputFormat',
		type: 'options',
		options,
		default: 'CSV',
		displayOptions: { show: { operation: ['export'], result: results } },
		description: 'The format in which Advocate writes the result',
	};
}

/** The format, of which rows can be read from two. */
export const formatProperties: INodeProperties[] = [
	outputFormat(['items'], [CSV, JSONL]),
	outputFormat(['file', 'job'], [CSV, XLSX, JSONL]),
];

function moreColumns(type: string, options: INodeProperties['options']): INodeProperties {
	return {
		displayName: 'More Columns',
		name: 'columns',
		type: 'multiOptions',
		options,
		default: [],
		displayOptions: { show: { operation: ['export'], type: [type] } },
		description: 'What each row has besides the columns that it always has',
	};
}

/** What is exported. */
export const exportProperties: INodeProperties[] = [
	typeOfExport,
	moreColumns('QUERY/USER', [
		{
			name: 'Program Share Links and Referral Codes',
			value: 'includeProgramShareLinksAndReferralCodes',
		},
		{ name: 'Segments', value: 'includeSegments' },
		{ name: 'User Statistics', value: 'includeUserStatsFields' },
	]),
	moreColumns('QUERY/REWARD', [
		{ name: 'Referral', value: 'includeReferralFields' },
		{ name: 'User', value: 'includeUserFields' },
	]),
	exportFilters,
];

/**
 * What the builder set for one item's export.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a type or a date that is none
 */
export function exportSettings(
	context: IExecuteFunctions,
	itemIndex: number,
	{ name, requester = 'n8n', mailtoEmail }: ExportOptions,
): ExportSettings {
	const outputFormat: unknown = context.getNodeParameter('outputFormat', itemIndex, 'CSV');
	return {
		type: chosenExportType(context, itemIndex),
		name: name?.trim() || jobNameOf(runOf(context)),
		requester,
		outputFormat: outputFormat as DataFileFormat,
		mailtoEmail,
		filters: chosenFilters(context, itemIndex),
		columns: textList(context.getNodeParameter('columns', itemIndex, [])),
	};
}
