/** Imports: a file in, records changed. Values as `JobInput.type` takes them (schema, guide). */
export const IMPORT_JOB_TYPES = [
	'MUTATION/USER',
	'MUTATION/USER_EVENT',
	'MUTATION/REDEEMABLE_REWARD_BALANCE',
	'MUTATION/DELETE_USER',
] as const;

/** Exports: records out, as a file (schema). */
export const EXPORT_JOB_TYPES = [
	'QUERY/USER',
	'QUERY/USER_EVENT',
	'QUERY/USER_REFERRAL',
	'QUERY/USER_REWARD_BALANCE',
	'QUERY/REWARD_BALANCE',
	'QUERY/REFERRAL',
	'QUERY/REWARD',
	'QUERY/REFERRAL_PARTICIPANT',
	'QUERY/REDEEMABLE_REWARD_BALANCE',
	'QUERY/US_TAXABLE_VALUE',
] as const;

export type ImportJobType = (typeof IMPORT_JOB_TYPES)[number];
export type ExportJobType = (typeof EXPORT_JOB_TYPES)[number];

/** What the rows of an import are, worded to follow "as" or "of". */
export const ROWS_OF_TYPE: Record<ImportJobType, string> = {
	'MUTATION/USER': 'users',
	'MUTATION/USER_EVENT': 'user events',
	'MUTATION/REDEEMABLE_REWARD_BALANCE': 'reward redemptions',
	'MUTATION/DELETE_USER': 'users to delete',
};

/** What the rows of an export are, worded to follow "of". */
export const ROWS_OF_EXPORT: Record<ExportJobType, string> = {
	'QUERY/USER': 'users',
	'QUERY/USER_EVENT': 'user events',
	'QUERY/USER_REFERRAL': 'user referrals',
	'QUERY/USER_REWARD_BALANCE': 'user reward balances',
	'QUERY/REWARD_BALANCE': 'reward balances',
	'QUERY/REFERRAL': 'referrals',
	'QUERY/REWARD': 'rewards',
	'QUERY/REFERRAL_PARTICIPANT': 'referral participants',
	'QUERY/REDEEMABLE_REWARD_BALANCE': 'redeemable reward balances',
	'QUERY/US_TAXABLE_VALUE': 'US taxable values',
};

/** Whether a value from an item or an expression is the type of an export job. */
export function isExportJobType(value: unknown): value is ExportJobType {
	return EXPORT_JOB_TYPES.some((type) => type === value);
}

/** Whether a job is an export, even of a type unknown here. */
export function isExport({ type }: { type: string }): boolean {
	return type.startsWith('QUERY/');
}

/** Whether a value from an item or an expression is the type of an import job. */
export function isImportJobType(value: unknown): value is ImportJobType {
	return IMPORT_JOB_TYPES.some((type) => type === value);
}
