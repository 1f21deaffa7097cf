import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { rowRules, type RowRules } from '../../advocate/rows/check/row-rules';
import { systemTime } from '../runtime/system-time';

/** Options that say how rows are checked, and what happens to those that are not right. */
export const rowRuleOptions: INodeProperties[] = [
	{
		displayName: 'Duplicate Rows',
		name: 'duplicates',
		type: 'options',
		options: [
			{ name: 'Last One Wins', value: 'lastWins' },
			{ name: 'Reject the Later Ones', value: 'reject' },
		],
		default: 'lastWins',
		description:
			'What happens to several rows for the same user (account ID and user ID), if every row is checked. Rows that are not sent go to Rejected.',
	},
	{
		displayName: 'Empty Texts',
		name: 'emptyText',
		type: 'options',
		options: [
			{ name: 'Leave Out', value: 'omit', description: 'The field keeps its value in Advocate' },
			{
				name: 'Send to Clear the Field',
				value: 'send',
				description: 'Custom fields are removed, which only a JSON Lines file can express',
			},
		],
		default: 'omit',
		description:
			'What an empty text in a row means, and null in a custom field, if every row is checked',
	},
	{
		displayName: 'Locales Without a Country',
		name: 'loneLanguages',
		type: 'options',
		options: [
			{
				name: "Add the Row's Country",
				value: 'addCountry',
				description: 'So en in a row whose country is CA is sent as en_CA',
			},
			{ name: 'Reject', value: 'reject', description: 'As any value that does not fit' },
		],
		default: 'reject',
		description:
			'What happens to a locale that is only a language, such as en, if every row is checked',
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Europe/Paris',
		description:
			'The time zone of dates that do not name one, such as 2024-05-01. Leave empty for that of the workflow.',
	},
	{
		displayName: "Values That Don't Fit",
		name: 'unfitValues',
		type: 'options',
		options: [
			{
				name: 'Leave Out',
				value: 'leaveOut',
				description: 'The rest of the row is sent, and the output warns about the field',
			},
			{ name: 'Reject the Row', value: 'reject' },
		],
		default: 'reject',
		description:
			'What happens when an optional field has a value that it cannot take, such as "North America" as a country, if every row is checked. Rows that delete users are always rejected.',
	},
	{
		displayName: 'Words for Nothing',
		name: 'nullWords',
		type: 'options',
		options: [
			{ name: 'Keep as Text', value: 'keep', description: 'IDs are rejected all the same' },
			{
				name: 'Leave Out',
				value: 'leaveOut',
				description: 'The field keeps its value in Advocate, and the output warns about it',
			},
		],
		default: 'leaveOut',
		description:
			'What happens to words that databases, R, Python and spreadsheets write where there is no value, such as NULL, \\N, NA, nan or None, if every row is checked',
	},
	{
		displayName: 'When Rows Are Rejected',
		name: 'onRejectedRows',
		type: 'options',
		options: [
			{
				name: 'Go on Without Them',
				value: 'continue',
				description: 'They go to the Rejected output, and the others are uploaded',
			},
			{
				name: 'Stop With an Error',
				value: 'error',
				description: 'Nothing is uploaded',
			},
		],
		default: 'continue',
		description: 'What happens when a row is not right, if every row is checked',
	},
];

/** What the builder chose in `rowRuleOptions`. */
export type RowOptions = Partial<Omit<RowRules, 'now'>>;

/** @throws {AdvocateError} SETTINGS_INVALID for a time zone that does not exist */
export function chosenRowRules(context: IExecuteFunctions, options: RowOptions): RowRules {
	return rowRules(options, context.getTimezone(), systemTime.now());
}
