/** The ways an import file can be written. */
export type ImportFormat = 'csv' | 'jsonl';

/** How a job's results are written. XLSX is answered as CSV by the sandbox. */
export type OutputFormat = 'CSV' | 'XLSX' | 'JSONL';

/** Where a job stands. */
export type JobStatus = 'PENDING' | 'ABORTED' | 'COMPLETED';

const importTypes = [
	'MUTATION/USER',
	'MUTATION/DELETE_USER',
	'MUTATION/USER_EVENT',
	'MUTATION/REDEEMABLE_REWARD_BALANCE',
] as const;

const exportTypes = [
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

/** A job type that reads a file. Source: the API sheet, "Job types". */
export type ImportType = (typeof importTypes)[number];

/** Any job type the sandbox knows: imports and exports. */
export type JobType = ImportType | (typeof exportTypes)[number];

/** Every job type, imports first. */
export const jobTypes: readonly JobType[] = [...importTypes, ...exportTypes];

/** Whether a word is a job type; the words are case-sensitive. */
export function isJobType(word: unknown): word is JobType {
	return jobTypes.some((type) => type === word);
}

/** Whether a job of this type reads an import file. */
export function isImportType(type: JobType): type is ImportType {
	return importTypes.some((known) => known === type);
}

/**
 * The columns (CSV) or fields (JSONL, as dotted paths) a file of this type must have.
 * Source: the API sheet, "The import files". Of the redemption report only the column its reader
 * adds is documented.
 */
export const requiredFields: Readonly<Record<ImportType, readonly string[]>> = {
	'MUTATION/USER': ['accountId', 'id'],
	'MUTATION/DELETE_USER': ['accountId', 'id'],
	'MUTATION/USER_EVENT': ['accountId', 'userId', 'event.key'],
	'MUTATION/REDEEMABLE_REWARD_BALANCE': ['valueToRedeem'],
};
