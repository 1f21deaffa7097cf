import type { ExportJobType, ImportJobType } from './job-types';

/**
 * `enum JobStatus` (schema). A status the API adds later arrives as a plain string; REST exports know
 * EXPIRED [2026].
 */
export type JobStatus = 'PENDING' | 'ABORTED' | 'COMPLETED';

/** The ways in which a job can end. */
export type JobEnd = Exclude<JobStatus, 'PENDING'>;

/** `enum DataFileFormat` (schema). */
export type DataFileFormat = 'CSV' | 'XLSX' | 'JSONL';

/** `JobStats` (schema): rows read so far, and how many of them failed. */
export interface JobStats {
	recordsProcessed: number;
	errors: number;
}

/** The fields of `Job` (schema) that the nodes ask for. Dates are milliseconds since the epoch. */
export interface Job {
	id: string;
	type: string;
	status: JobStatus | (string & {});
	name: string | null;
	requester: string | null;
	dateCreated: number | null;
	dateCompleted: number | null;
	dateExpires: number | null;
	outputFormat: DataFileFormat | null;
	mailtoEmail: string | null;
	fileRef: string | null;
	params: unknown;
	stats: JobStats | null;
}

/**
 * Where a job's files can be fetched until its `dateExpires`. Whether that requires the key is not documented
 * (see openResultsLink).
 */
export interface JobLinks {
	downloadUrl: string | null;
	downloadErrorUrl: string | null;
}

/** `importEvaluationOptions` (TenantJob.schema.json): on, off, or only the chosen ones. */
export interface ImportEvaluationOptions {
	webhooks?: boolean | { enabledWebhookTypes: string[] };
	programs?: boolean | { enabledProgramIds: string[] };
	analytics?: boolean | { enabledAnalyticsEventCollections: Array<{ collectionName: string }> };
}

/** `params` of an import job, by type (TenantJob.schema.json). */
export interface JobParams {
	/** Users: segment keys to add, `~key` to remove (`SegmentOperation`, schema), `~*` for all (guide). */
	segments?: string[];
	/** Users. */
	programId?: string;
	/** Users and user events. */
	importEvaluationOptions?: ImportEvaluationOptions;
	/** Deletions. */
	preserveEmptyAccounts?: boolean;
	/** Deletions. */
	doNotTrack?: boolean;
}

/** `JobInput` (schema), as the nodes fill it. */
export interface JobInput {
	type: ImportJobType;
	fileRef: string;
	name?: string;
	requester?: string;
	outputFormat?: DataFileFormat;
	mailtoEmail?: string;
	params?: JobParams;
}

/**
 * `params` of an export job, by type (TenantJob.schema.json; the dates of users: the REST description of exports).
 * Dates are milliseconds since the epoch.
 */
export interface ExportParams {
	/** Users: whose referral codes and share links they are shown with. */
	programId?: string;
	/** Users and rewards: more columns. */
	fields?: Record<string, boolean>;
	/** User events, rewards and redeemable balances: a GraphQL filter. */
	filter?: Record<string, unknown>;
	/** Rewards: their state at a moment. */
	at?: number;
	/** Referral participants. */
	shareMedium?: string;
	/** Referral participants. */
	engagementMedium?: string;
	createdSince?: number;
	createdBefore?: number;
	updatedSince?: number;
	updatedBefore?: number;
	createdOrUpdatedSince?: number;
	createdOrUpdatedBefore?: number;
}

/** `JobInput` (schema) of an export: it has no file. */
export interface ExportInput {
	type: ExportJobType;
	name: string;
	requester?: string;
	outputFormat?: DataFileFormat;
	mailtoEmail?: string;
	params?: ExportParams;
}

/** One line of a job's errors file (guide). */
export interface RowError {
	/**
	 * The row in the uploaded file, as the API counts. Whether it counts from 0 or from 1, and whether it
	 * counts the header, is not documented.
	 */
	recordNumber: number | string;
	message: string;
	apiErrorCode: string;
	statusCode: number | string;
}

/** The rows of an errors file, as many as wanted, and how many there are. */
export interface RowErrors {
	rowErrors: RowError[];
	total: number;
	/** How many of the total are events that Advocate already had (see isAlreadyKnown). */
	alreadyKnown: number;
}

/**
 * Whether a row error says that Advocate already has the event: status 409, because its idempotency key is
 * known (guide). That is a success.
 */
export function isAlreadyKnown({ statusCode }: RowError, type: string): boolean {
	return type === 'MUTATION/USER_EVENT' && statusCode === 409;
}

/** `JobFilterInput` (schema). Dates are milliseconds since the epoch. */
export interface JobFilter {
	AND?: JobFilter[];
	OR?: JobFilter[];
	id_eq?: string;
	id_in?: string[];
	type_eq?: string;
	status_eq?: JobStatus;
	status_ne?: JobStatus;
	status_in?: JobStatus[];
	dateCreated_gte?: number;
	dateCreated_lt?: number;
	dateCompleted_gte?: number;
	dateCompleted_lt?: number;
}

/** `WebhookSubscription` (schema): a URL that receives events, and of which types. */
export interface WebhookSubscription {
	endpointUrl: string;
	name: string | null;
	webhookTypes: string[];
}

/** `WebhookSubscriptionInput` (schema). Fields that are left out stay as they are. */
export interface WebhookSubscriptionInput {
	endpointUrl: string;
	name?: string;
	/** `job.completed` adds a type, `~job.completed` removes it (schema: `WebhookTypeOperation`). */
	webhookTypes: string[];
}

/**
 * The kind of failure that a GraphQL answer reports: `extensions.apiError` beside `errors` (sdk). Sometimes
 * it is missing.
 */
export interface ApiError {
	/** As an HTTP status. */
	statusCode: number;
	message: string;
	apiErrorCode: string;
	/** Finer than `apiErrorCode`; most failures have none. */
	rsCode: string;
}

/** A program, segment, … as a drop-down shows it. */
export interface NamedEntry {
	id: string;
	name: string;
}

/** Whether a text is one of the schema's statuses. */
export function isJobStatus(status: unknown): status is JobStatus {
	return ['PENDING', 'ABORTED', 'COMPLETED'].some((known) => known === status);
}

/**
 * How a job has ended; undefined if it has not. An aborted job does not recover (guide). An EXPIRED job was
 * completed, and its files are gone [2026]. A job of any other unknown status has ended once the API says
 * when; it then counts as aborted, because nobody knows whether all of it was done.
 */
export function endOf({
	status,
	dateCompleted,
}: Pick<Job, 'status' | 'dateCompleted'>): JobEnd | undefined {
	if (status === 'COMPLETED' || status === 'EXPIRED') return 'COMPLETED';
	if (status === 'ABORTED') return 'ABORTED';
	return status === 'PENDING' || dateCompleted === null ? undefined : 'ABORTED';
}

/** Whether a job has ended. */
export function hasEnded(job: Pick<Job, 'status' | 'dateCompleted'>): boolean {
	return endOf(job) !== undefined;
}
