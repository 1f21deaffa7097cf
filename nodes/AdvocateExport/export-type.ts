import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { ExportJobType } from '../../advocate/api/job-types';
import { exportType } from '../../advocate/exports/export-input';
import { N8N_TEXTS } from '../runtime/host-texts';

const TYPES: Array<INodePropertyOptions & { value: ExportJobType }> = [
	{
		name: 'Redeemable Reward Balances',
		value: 'QUERY/REDEEMABLE_REWARD_BALANCE',
		description: 'What users can redeem: filled in, it is imported as reward redemptions',
	},
	{
		name: 'Referral Participants',
		value: 'QUERY/REFERRAL_PARTICIPANT',
		description: 'Who took part in referrals',
	},
	{ name: 'Referrals', value: 'QUERY/REFERRAL', description: 'Who referred whom, and its state' },
	{ name: 'Reward Balances', value: 'QUERY/REWARD_BALANCE', description: 'Balances of rewards' },
	{ name: 'Rewards', value: 'QUERY/REWARD', description: 'Each reward with its state' },
	{
		name: 'US Taxable Values',
		value: 'QUERY/US_TAXABLE_VALUE',
		description: 'What has to be reported for taxes',
	},
	{
		name: 'User Events',
		value: 'QUERY/USER_EVENT',
		description: 'What users did, such as a purchase',
	},
	{
		name: 'User Referrals',
		value: 'QUERY/USER_REFERRAL',
		description: 'Referrals from the view of users',
	},
	{
		name: 'User Reward Balances',
		value: 'QUERY/USER_REWARD_BALANCE',
		description: 'The balances of each user',
	},
	{
		name: 'Users',
		value: 'QUERY/USER',
		description: 'Everybody who takes part, with their custom fields',
	},
];

/** What is exported. */
export const typeOfExport: INodeProperties = {
	displayName: 'What to Export',
	name: 'type',
	type: 'options',
	options: TYPES,
	default: 'QUERY/USER',
	displayOptions: { show: { operation: ['export'] } },
	description: 'What the rows of the result are',
};

/** @throws {AdvocateError} SETTINGS_INVALID when an expression gives anything but a type of export */
export function chosenExportType(context: IExecuteFunctions, itemIndex: number): ExportJobType {
	const type: unknown = context.getNodeParameter('type', itemIndex);
	return exportType(type, N8N_TEXTS.exports.chooseType);
}
