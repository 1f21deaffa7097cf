import { isRecord, jsonOf, saidByServer, type Question } from './response';
import { AdvocateError } from '../errors';
import * as documents from './documents';
import type { Job, JobFilter, JobInput, JobLinks } from './schema';
import { jobFrom, linksFrom } from './parsed';
import type { Page } from './pages';
import { openResultsLink } from '../jobs/results-link';
import { NO_RETRY, type Retry } from './retry';
import { readRowErrors, type RowErrors } from '../jobs/row-errors';
import { keyRemover } from '../security/redact-key';
import type { Tenant } from './tenant';
import type { ByteStream, Transport, UploadEncoding, UploadFile } from './transport';
import { fetchKeySet, type WebhookKeys } from '../webhooks/keys';
import { signerOf, type SignedHook, type Signer } from '../webhooks/signature';
import {
	subscriptionFrom,
	type WebhookSubscription,
	type WebhookSubscriptionInput,
} from '../webhooks/subscription';

/** A program, segment, … as a drop-down shows it. */
export interface NamedEntry {
	id: string;
	name: string;
}

interface GraphqlQuestion {
	document: string;
	/** The root field asked for, which is also the operation's name. */
	field: string;
	operationName?: string;
	variables?: Record<string, unknown>;
	doing: string;
}

/**
 * Advocate's bulk-import API, one method a request, tried again where that can do no harm. Every method
 * may throw an AdvocateError.
 */
export class AdvocateClient {
	/**
	 * @param tenant whose API it is
	 * @param transport how requests are sent; it holds the key too
	 * @param apiKey only to blot it out of what the server says
	 * @param retry how often a request is tried; once unless told otherwise
	 */
	constructor(
		readonly tenant: Tenant,
		private readonly transport: Transport,
		private readonly apiKey: string,
		readonly retry: Retry = NO_RETRY,
	) {}

	/** The same API with every request sent once, for whoever goes on asking anyway. */
	withoutRetry(): AdvocateClient {
		return new AdvocateClient(this.tenant, this.transport, this.apiKey);
	}

	/**
	 * Uploads a file (doc: `POST …/export/upload`). Tried again also when the answer is lost: a file
	 * that no job names is never imported.
	 *
	 * @returns its `fileRef`, different for each upload
	 */
	async upload(file: UploadFile, encoding: UploadEncoding): Promise<string> {
		const question = this.question(`upload "${file.fileName}"`);
		const url = this.tenant.url('export/upload');
		const { fileRef } = await this.retry.run(async () =>
			jsonOf(await this.transport.postFile(url, file, encoding), question),
		);
		if (typeof fileRef === 'string' && fileRef !== '') return fileRef;
		throw new AdvocateError('UNEXPECTED_ANSWER', 'The upload was answered without a fileRef', {
			hint: 'Nothing has been imported. Run the node again.',
		});
	}

	/** @returns what is wrong with the file, nothing when it is good (doc: `validateJobCreation`). */
	async validateJobCreation(jobInput: Pick<JobInput, 'fileRef' | 'type'>): Promise<string[]> {
		const result = await this.graphql({
			document: documents.VALIDATE_JOB_CREATION,
			field: 'validateJobCreation',
			variables: { jobInput },
			doing: 'validate the file',
		});
		const errors = isRecord(result) ? result['errors'] : undefined;
		if (Array.isArray(errors)) {
			return errors.map(String).map(keyRemover(this.apiKey));
		}
		throw new AdvocateError('UNEXPECTED_ANSWER', 'The validation was answered without a result', {
			hint: 'Whether the file is good is not known. Run the node again.',
		});
	}

	/**
	 * Starts an import (doc: `createJob`). Not idempotent, each call makes a job: so it is sent once,
	 * and createJobOnce is what goes about it safely.
	 */
	async createJob(jobInput: JobInput): Promise<Job> {
		const result = await this.graphqlOnce({
			document: documents.CREATE_JOB,
			field: 'createJob',
			variables: { jobInput },
			doing: 'create the job',
		});
		const job = jobFrom(result);
		if (job !== undefined) return job;
		throw new AdvocateError('UNEXPECTED_ANSWER', 'The job was answered without its ID', {
			hint: 'If it stays so, the API has changed: please report it.',
			transient: true,
		});
	}

	/**
	 * How a job is doing (doc: `job`).
	 *
	 * @throws {AdvocateError} JOB_NOT_FOUND
	 */
	async job(id: string): Promise<Job> {
		const result = await this.graphql({
			document: documents.JOB,
			field: 'job',
			variables: { id },
			doing: `get the job "${id}"`,
		});
		const job = jobFrom(result);
		if (job !== undefined) return job;
		throw this.jobNotFound(id);
	}

	/** Where the files of an ended job can be fetched (schema: `downloadUrl`, `downloadErrorUrl`). */
	async jobLinks(id: string): Promise<JobLinks> {
		const result = await this.graphql({
			document: documents.JOB_LINKS,
			field: 'job',
			operationName: 'jobLinks',
			variables: { id },
			doing: `get the files of the job "${id}"`,
		});
		if (isRecord(result)) return linksFrom(result);
		throw this.jobNotFound(id);
	}

	/**
	 * One page of the jobs that match, in whatever order the API has (schema: no sort argument).
	 *
	 * @param doing what for, to stand after "could not"
	 */
	async jobs(
		filter: JobFilter | undefined,
		limit: number,
		offset: number,
		doing = 'list the jobs',
	): Promise<Page<Job>> {
		const page = await this.page(documents.JOBS, 'jobs', doing, {
			...(filter && { filter }),
			limit,
			offset,
		});
		return { ...page, data: page.data.map(jobFrom).filter((job) => job !== undefined) };
	}

	/** One page of the tenant's programs. */
	async programs(limit: number, offset: number): Promise<Page<NamedEntry>> {
		const variables = { limit, offset };
		const page = await this.page(documents.PROGRAMS, 'programs', 'list the programs', variables);
		return { ...page, data: namedEntries(page.data, 'id') };
	}

	/** One page of the tenant's segments. */
	async segments(limit: number, offset: number): Promise<Page<NamedEntry>> {
		const variables = { limit, offset };
		const page = await this.page(documents.SEGMENTS, 'segments', 'list the segments', variables);
		return { ...page, data: namedEntries(page.data, 'key') };
	}

	/** One page of the tenant's custom fields for users. */
	async customFields(limit: number, offset: number): Promise<Page<NamedEntry>> {
		const variables = { limit, offset };
		const doing = 'list the custom fields';
		const page = await this.page(documents.CUSTOM_FIELDS, 'customFields', doing, variables);
		return { ...page, data: namedEntries(page.data, 'key') };
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
		const result = await this.graphql({
			document: documents.TENANT,
			field: 'tenant',
			doing: 'reach the tenant',
		});
		if (!isRecord(result)) {
			throw new AdvocateError('UNEXPECTED_ANSWER', 'The answer did not tell of the tenant', {
				hint: `Check the tenant alias and the base URL in ${this.tenant.words.tenantSettings}.`,
			});
		}
		const isLiveMode = result['isLiveMode'];
		return { isLiveMode: typeof isLiveMode === 'boolean' ? isLiveMode : undefined };
	}

	/** One page of the tenant's webhook subscriptions. */
	async webhookSubscriptions(limit: number, offset: number): Promise<Page<WebhookSubscription>> {
		const variables = { limit, offset };
		const doing = 'list the webhook subscriptions';
		const page = await this.page(
			documents.WEBHOOK_SUBSCRIPTIONS,
			'webhookSubscriptions',
			doing,
			variables,
		);
		return { ...page, data: page.data.map(subscriptionFrom).filter((one) => one !== undefined) };
	}

	/** Makes a webhook subscription, or changes the one with this URL (schema). */
	async upsertWebhookSubscription(
		webhookSubscriptionInput: WebhookSubscriptionInput,
	): Promise<void> {
		await this.graphql({
			document: documents.UPSERT_WEBHOOK_SUBSCRIPTION,
			field: 'upsertWebhookSubscription',
			variables: { webhookSubscriptionInput },
			doing: 'set up the webhook subscription',
		});
	}

	/** Removes the webhook subscription with this URL, whatever its types (schema). */
	async deleteWebhookSubscription(endpointUrl: string): Promise<void> {
		await this.graphql({
			document: documents.DELETE_WEBHOOK_SUBSCRIPTION,
			field: 'deleteWebhookSubscription',
			variables: { endpointUrl },
			doing: 'remove the webhook subscription',
		});
	}

	/**
	 * Who signed a webhook (see signerOf).
	 *
	 * @param keys Advocate's public keys, fetched where they have to be
	 * @param now milliseconds since the epoch
	 */
	async signerOfHook(
		hook: SignedHook,
		keys: WebhookKeys,
		now: number,
	): Promise<Signer | undefined> {
		const fetch = async () =>
			await this.retry.run(async () => await fetchKeySet(this.transport, this.tenant));
		const findKey = async (kid: string) => await keys.find(kid, fetch, now);
		return await signerOf(hook, { apiKey: this.apiKey, findKey });
	}

	/**
	 * The rows of an errors file, with the key blotted out of what is said of them.
	 *
	 * @param most how many rows to keep
	 * @throws {AdvocateError} UNEXPECTED_ANSWER (see readRowErrors)
	 */
	async rowErrors(content: ByteStream | Uint8Array, most: number): Promise<RowErrors> {
		const bytes = content instanceof Uint8Array ? [content] : content;
		const { rowErrors, total } = await readRowErrors(bytes, most);
		const clean = keyRemover(this.apiKey);
		return { rowErrors: rowErrors.map((row) => ({ ...row, message: clean(row.message) })), total };
	}

	/**
	 * Reads the file behind one of a job's links, without the key (see openResultsLink).
	 *
	 * @param read takes in the content; called again with the content from its start when it broke off
	 */
	async readResults<T>(link: string, read: (content: ByteStream) => Promise<T>): Promise<T> {
		return await this.retry.run(async () => {
			const answer = await openResultsLink(this.transport, link, this.tenant.baseUrl);
			return await read(answer.content);
		});
	}

	private async page(
		document: string,
		field: string,
		doing: string,
		variables: Record<string, unknown>,
	): Promise<Page<unknown>> {
		const result = await this.graphql({ document, field, doing, variables });
		const data = isRecord(result) ? result['data'] : undefined;
		const totalCount = isRecord(result) ? Number(result['totalCount']) : NaN;
		if (Array.isArray(data)) {
			return { data, totalCount: Number.isFinite(totalCount) ? totalCount : data.length };
		}
		throw new AdvocateError('UNEXPECTED_ANSWER', `Could not ${doing}: the answer held no list`, {
			hint: 'Try again. If it stays so, the API has changed: please report it.',
		});
	}

	/** Asks for something that may be asked for twice without harm. */
	private async graphql(question: GraphqlQuestion): Promise<unknown> {
		return await this.retry.run(async () => await this.graphqlOnce(question));
	}

	/**
	 * Sends one GraphQL request (doc) and gives the value of its root field, null included.
	 *
	 * A GraphQL failure is HTTP 200 with `errors`, beside which `data` may be whole (doc): what was asked
	 * for and came is an answer, whatever else is said; with nothing there, the errors are the answer.
	 */
	private async graphqlOnce({
		document,
		field,
		operationName = field,
		variables = {},
		doing,
	}: GraphqlQuestion): Promise<unknown> {
		const body = { query: document, variables, operationName };
		const answer = await this.transport.postJson(this.tenant.url('graphql'), body);
		const { data, errors } = jsonOf(answer, this.question(doing));
		const value = isRecord(data) ? data[field] : undefined;
		if (value !== undefined && value !== null) return value;
		const said = this.graphqlMessages(errors);
		if (said !== '') {
			throw new AdvocateError('GRAPHQL_ERROR', `Could not ${doing}: ${said}`, {
				hint: 'This is what Advocate answered. Check the values that were sent.',
			});
		}
		if (isRecord(data)) return value;
		throw new AdvocateError('UNEXPECTED_ANSWER', `Could not ${doing}: the answer held no data`, {
			hint: `Check the base URL in ${this.tenant.words.tenantSettings}.`,
			transient: true,
		});
	}

	private graphqlMessages(errors: unknown): string {
		if (!Array.isArray(errors)) return '';
		const messages = errors.map((error: unknown) =>
			isRecord(error) && typeof error['message'] === 'string' ? error['message'] : 'unknown error',
		);
		return saidByServer(messages.join('; '), this.apiKey);
	}

	private jobNotFound(id: string): AdvocateError {
		const { alias, words } = this.tenant;
		return new AdvocateError('JOB_NOT_FOUND', `There is no job "${id}" in the tenant "${alias}"`, {
			hint: `Check the job ID, and that ${words.tenantSettings} is for the tenant in which the job was created.`,
		});
	}

	private question(doing: string): Question {
		const { alias: tenantAlias, words } = this.tenant;
		const { tenantSettings } = words;
		return { doing, tenantAlias, tenantSettings, apiKey: this.apiKey };
	}
}

function namedEntries(entries: unknown[], idField: 'id' | 'key'): NamedEntry[] {
	return entries.filter(isRecord).flatMap((entry) => {
		const { [idField]: id, name } = entry;
		if (typeof id !== 'string' || id === '') return [];
		return [{ id, name: typeof name === 'string' && name !== '' ? name : id }];
	});
}
