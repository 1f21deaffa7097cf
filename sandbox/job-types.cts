const importTypes = [
	'MUTATION/USER',
	'MUTATION/DELETE_USER',
	'MUTATION/USER_EVENT',
	'MUTATION/REDEEMABLE_REWARD_BALANCE',
] as const;

/** Every type of job that writes a report. */
export const exportTypes = [
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

/** Imports that `TenantJob.schema.json` of `@saasquatch/schema` knows, and the sandbox cannot run. */
const otherTypes = ['MUTATION/REFERRAL', 'MUTATION/USER_STATS'] as const;

/** The type of a job that reads a file. Source: the API sheet, "Job types". */
export type ImportType = (typeof importTypes)[number];

/** The type of a job that writes a report. Source: the same. */
export type ExportType = (typeof exportTypes)[number];

/** A type that can be named in a request. A list of jobs may hold others as well. */
export type JobType = ImportType | ExportType | (typeof otherTypes)[number];

/** Every job type that can be named, imports first. */
export const jobTypes: readonly JobType[] = [...importTypes, ...otherTypes, ...exportTypes];

/** Whether a word is such a job type. Case counts. */
export function isJobType(word: unknown): word is JobType {
	return jobTypes.some((type) => type === word);
}

/** Whether a job of this type reads an import file. */
export function isImportType(type: string): type is ImportType {
	return importTypes.some((known) => known === type);
}

/** Whether a job of this type writes a report. */
export function isExportType(type: string): type is ExportType {
	return exportTypes.some((known) => known === type);
}
