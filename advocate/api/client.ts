import { AdvocateError } from '../errors';
import { isRecord } from '../json';
import { keyRemover } from '../security/redact-key';
import type { SignIn } from '../security/sign-in';
import * as documents from './documents';
import { jobFrom, linksFrom, namedEntriesFrom, subscriptionFrom } from './from-json';
import { GraphqlEndpoint, pageFrom, type GraphqlQuestion } from './graphql';
import type { Page } from './pages';
import { rememberUpload } from './own-uploads';
import { jsonOf } from './response';
import { NO_RETRY, type Retry } from './retry';
import type {
	ExportInput,
	Job,
	JobFilter,
	JobInput,
	JobLinks,
	NamedEntry,
	WebhookSubscription,
	WebhookSubscriptionInput,
} from './schema';
import type { Tenant } from './tenant';
import type { Transport, UploadEncoding, UploadFile } from './transport';

/**
 * Advocate's bulk-import API, one method per request, retried where that can do no harm. Every method may
 * throw an AdvocateError.
 */
export class AdvocateClient {
	/** Removes the key from a text that came from elsewhere. */
	readonly redact: (text: string) => string;
	private readonly endpoint: GraphqlEndpoint;

	/**
	 * @param tenant the tenant whose API this is
	 * @param transport how requests are sent; it holds the key too
	 * @param signIn for redacting the key, and for checking signatures made with it
	 * @param retry how often a request is tried; once by default
	 */
	constructor(
		readonly tenant: Tenant,
		readonly transport: Transport,
		readonly signIn: SignIn,
		readonly retry: Retry = NO_RETRY,
	) {
		this.redact = keyRemover(signIn.apiKey, signIn.userName);
		this.endpoint = new GraphqlEndpoint(tenant, transport, {
			redact: this.redact,
			hasUserName: signIn.userName !== '',
		});
	}

	/** The same API without retries, for callers that keep asking anyway. */
	withoutRetry(): AdvocateClient {
		return new AdvocateClient(this.tenant, this.transport, this.signIn);
	}

	/**
	 * Uploads a file (doc: `POST …/export/upload`). Retried even if the answer was lost: a file without a job
	 * is never imported.
	 *
	 * @param run the execution or message that it is uploaded in (see rememberUpload), if there is one
	 * @returns its `fileRef`, different for each upload
	 */
	async upload(file: UploadFile, encoding: UploadEncoding, run?: string): Promise<string> {
		const question = this.endpoint.question(`upload "${file.fileName}"`);
		const url = this.tenant.url('export/upload');
		const { fileRef } = await this.retry.run(async () =>
			jsonOf(await this.transport.postFile(url, file, encoding), question),
		);
		if (typeof fileRef !== 'string' || fileRef === '') {
			throw new AdvocateError(
				'UNEXPECTED_ANSWER',
				'Advocate answered the upload without a fileRef',
				{ hint: 'Nothing has been imported. Run the node again.' },
			);
		}
		if (run !== undefined) rememberUpload(this.tenant, fileRef, run);
		return fileRef;
	}

	/** @returns what is wrong with the file; empty if it is valid (doc: `validateJobCreation`) */
	async validateJobCreation(jobInput: Pick<JobInput, 'fileRef' | 'type'>): Promise<string[]> {
		const result = await this.ask({
			document: documents.VALIDATE_JOB_CREATION,
			field: 'validateJobCreation',
			variables: { jobInput },
			doing: 'validate the file',
		});
		const errors = isRecord(result) ? result['errors'] : undefined;
		if (Array.isArray(errors)) return errors.map(String).map(this.redact);
		throw new AdvocateError(
			'UNEXPECTED_ANSWER',
			'Advocate answered the validation without a result',
			{
				hint: 'It is not known whether the file is valid. Run the node again.',
			},
		);
	}

	/**
	 * Starts an import or an export (doc: `createJob`). Not idempotent, as each call creates a job: so it is sent
	 * once, and createJobOnce and createExportOnce are the safe ways to call it.
	 */
	async createJob(jobInput: JobInput | ExportInput): Promise<Job> {
		const result = await this.endpoint.ask({
			document: documents.CREATE_JOB,
			field: 'createJob',
			variables: { jobInput },
			doing: 'create the job',
		});
		const job = jobFrom(result);
		if (job !== undefined) return job;
		throw new AdvocateError('UNEXPECTED_ANSWER', 'Advocate answered without the ID of the job', {
			hint: 'If the problem persists, the API has probably changed: please report it.',
			transient: true,
		});
	}

	/**
	 * A job as it is now (doc: `job`).
	 *
	 * @throws {AdvocateError} JOB_NOT_FOUND
	 */
	async job(id: string): Promise<Job> {
		const job = await this.findJob(id);
		if (job !== undefined) return job;
		throw this.jobNotFound(id);
	}

	/** The same; undefined if the API does not know the job, perhaps because it is very new. */
	async findJob(id: string): Promise<Job | undefined> {
		const result = await this.ask({
			document: documents.JOB,
			field: 'job',
			variables: { id },
			doing: `get the job "${id}"`,
		});
		return jobFrom(result);
	}

	/**
	 * Deletes a job (schema: `deleteJob`). Nobody has said whether a job that is PENDING can be deleted, or
	 * whether that stops it.
	 *
	 * @returns how many jobs were deleted, 1 or 0; also 0 if an earlier try had deleted it and its answer was lost
	 */
	async deleteJob(id: string): Promise<number> {
		const doing = `delete the job "${id}"`;
		const result = await this.ask({
			document: documents.DELETE_JOB,
			field: 'deleteJob',
			variables: { id },
			doing,
		});
		const deletedCount = isRecord(result) ? Number(result['deletedCount']) : NaN;
		return deletedCount > 0 ? deletedCount : 0;
	}

	/** Where the files of an ended job can be fetched (schema: `downloadUrl`, `downloadErrorUrl`). */
	async jobLinks(id: string): Promise<JobLinks> {
		const result = await this.ask({
			document: documents.JOB_LINKS,
			field: 'job',
			operationName: 'jobLinks',
			variables: { id },
			doing: `get the files of the job "${id}"`,
		});
		if (isRecord(result)) return linksFrom(result);
		throw this.jobNotFound(id);
	}

	/** The error for a job that does not exist. */
	jobNotFound(id: string): AdvocateError {
		const { alias, texts } = this.tenant;
		return new AdvocateError('JOB_NOT_FOUND', `There is no job "${id}" in the tenant "${alias}"`, {
			hint: texts.job.checkJobId,
		});
	}

	/**
	 * One page of the jobs that match, in whatever order the API has (schema: no sort argument).
	 *
	 * @param doing what it is for: completes "Could not …"
	 */
	async jobs(
		filter: JobFilter | undefined,
		limit: number,
		offset: number,
		doing = 'list the jobs',
	): Promise<Page<Job>> {
		const variables = { ...(filter && { filter }), limit, offset };
		const { data, totalCount } = await this.page(documents.JOBS, 'jobs', doing, variables);
		return { data: data.map(jobFrom).filter((job) => job !== undefined), totalCount };
	}

	/** One page of the tenant's programs. */
	async programs(limit: number, offset: number): Promise<Page<NamedEntry>> {
		const doing = 'list the programs';
		const page = await this.page(documents.PROGRAMS, 'programs', doing, { limit, offset });
		return { ...page, data: namedEntriesFrom(page.data, 'id') };
	}

	/** One page of the tenant's segments. */
	async segments(limit: number, offset: number): Promise<Page<NamedEntry>> {
		const doing = 'list the segments';
		const page = await this.page(documents.SEGMENTS, 'segments', doing, { limit, offset });
		return { ...page, data: namedEntriesFrom(page.data, 'key') };
	}

	/** One page of the tenant's custom fields for users. */
	async customFields(limit: number, offset: number): Promise<Page<NamedEntry>> {
		const doing = 'list the custom fields';
		const page = await this.page(documents.CUSTOM_FIELDS, 'customFields', doing, { limit, offset });
		return { ...page, data: namedEntriesFrom(page.data, 'key') };
	}

	/** One page of the keys of the tenant's user events. */
	async userEventKeys(limit: number, offset: number): Promise<Page<string>> {
		const variables = { limit, offset };
		const doing = 'list the event keys';
		const page = await this.page(documents.USER_EVENT_KEYS, 'userEventKeys', doing, variables);
		return { ...page, data: page.data.filter((key) => typeof key === 'string') };
	}

	/** Asks for the tenant itself: the smallest request that proves host, alias and key. */
	async checkAccess(): Promise<{ isLiveMode: boolean | undefined }> {
		const result = await this.ask({
			document: documents.TENANT,
			field: 'tenant',
			doing: 'reach the tenant',
		});
		if (!isRecord(result)) {
			throw new AdvocateError('UNEXPECTED_ANSWER', 'The answer did not contain the tenant', {
				hint: this.tenant.texts.tenant.checkAliasAndBaseUrl,
			});
		}
		const isLiveMode = result['isLiveMode'];
		return { isLiveMode: typeof isLiveMode === 'boolean' ? isLiveMode : undefined };
	}

	/** One page of the tenant's webhook subscriptions. */
	async webhookSubscriptions(limit: number, offset: number): Promise<Page<WebhookSubscription>> {
		const { data, totalCount } = await this.page(
			documents.WEBHOOK_SUBSCRIPTIONS,
			'webhookSubscriptions',
			'list the webhook subscriptions',
			{ limit, offset },
		);
		return { data: data.map(subscriptionFrom).filter((one) => one !== undefined), totalCount };
	}

	/** Creates a webhook subscription, or changes the one with this URL (schema). */
	async upsertWebhookSubscription(
		webhookSubscriptionInput: WebhookSubscriptionInput,
	): Promise<void> {
		await this.ask({
			document: documents.UPSERT_WEBHOOK_SUBSCRIPTION,
			field: 'upsertWebhookSubscription',
			variables: { webhookSubscriptionInput },
			doing: 'set up the webhook subscription',
		});
	}

	/** Removes the webhook subscription with this URL, whatever its types (schema). */
	async deleteWebhookSubscription(endpointUrl: string): Promise<void> {
		await this.ask({
			document: documents.DELETE_WEBHOOK_SUBSCRIPTION,
			field: 'deleteWebhookSubscription',
			variables: { endpointUrl },
			doing: 'remove the webhook subscription',
		});
	}

	private async page(
		document: string,
		field: string,
		doing: string,
		variables: Record<string, unknown>,
	): Promise<Page<unknown>> {
		return pageFrom(await this.ask({ document, field, doing, variables }), doing);
	}

	/** Sends a question that may be sent twice without harm. */
	private async ask(question: GraphqlQuestion): Promise<unknown> {
		return await this.retry.run(async () => await this.endpoint.ask(question));
	}
}
