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

/** The type of a job that reads a file. Source: the API sheet, "Job types". */
export type ImportType = (typeof importTypes)[number];

/** The type of any job the sandbox knows, imports and exports. */
export type JobType = ImportType | (typeof exportTypes)[number];

/** Every job type, imports first. */
export const jobTypes: readonly JobType[] = [...importTypes, ...exportTypes];

/** Whether a word is a job type. Case counts. */
export function isJobType(word: unknown): word is JobType {
	return jobTypes.some((type) => type === word);
}

/** Whether a job of this type reads an import file. */
export function isImportType(type: JobType): type is ImportType {
	return importTypes.some((known) => known === type);
}
