import { isRecord, jsonOf, saidByServer, type Question } from './answer';
import { AdvocateError, type AdvocateErrorCode } from './errors';
import * as documents from './graphql-documents';
import type { Job, JobFilter, JobInput, JobLinks } from './job';
import { jobFrom, linksFrom } from './job-from-answer';
import type { Page } from './pages';
import { openResultsLink } from './results-link';
import { withoutKey } from './secrets';
import type { Tenant } from './tenant';
import type { FileAnswer, Transport, UploadEncoding, UploadFile } from './transport';

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

/** Advocate's bulk-import API, one method a request. Every method may throw an AdvocateError. */
export class AdvocateClient {
	/**
	 * @param tenant whose API it is
	 * @param transport how requests are sent; it holds the key too
	 * @param apiKey only to blot it out of what the server says
	 */
	constructor(
		private readonly tenant: Tenant,
		private readonly transport: Transport,
		private readonly apiKey: string,
	) {}

	/**
	 * Uploads a file (doc: `POST …/export/upload`).
	 *
	 * @returns its `fileRef`, different for each upload
	 */
	async upload(file: UploadFile, encoding: UploadEncoding): Promise<string> {
		const question = this.question(`upload "${file.fileName}"`);
		const url = this.tenant.url('export/upload');
		const { fileRef } = jsonOf(await this.transport.postFile(url, file, encoding), question);
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
			return errors.map((error) => withoutKey(String(error), this.apiKey));
		}
		throw new AdvocateError('UNEXPECTED_ANSWER', 'The validation was answered without a result', {
			hint: 'Whether the file is good is not known. Run the node again.',
		});
	}

	/** Starts an import (doc: `createJob`). Not idempotent: each call makes a job. */
	async createJob(jobInput: JobInput): Promise<Job> {
		const result = await this.graphql({
			document: documents.CREATE_JOB,
			field: 'createJob',
			variables: { jobInput },
			doing: 'create the job',
		}).catch((thrown: unknown) => {
			throw mayBeDone(thrown);
		});
		const job = jobFrom(result);
		if (job !== undefined) return job;
		throw new AdvocateError('UNEXPECTED_ANSWER', 'The job was answered without its ID', {
			hint: MAY_BE_DONE,
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

	/** One page of the jobs that match, in whatever order the API has (schema: no sort argument). */
	async jobs(filter: JobFilter | undefined, limit: number, offset: number): Promise<Page<Job>> {
		const page = await this.page(documents.JOBS, 'jobs', 'list the jobs', {
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
				hint: 'Check the tenant alias and the base URL in the Advocate API credential.',
			});
		}
		const isLiveMode = result['isLiveMode'];
		return { isLiveMode: typeof isLiveMode === 'boolean' ? isLiveMode : undefined };
	}

	/** Opens the file behind one of a job's links, without the key (see openResultsLink). */
	async openResults(link: string): Promise<FileAnswer> {
		return await openResultsLink(this.transport, link, this.tenant.baseUrl);
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

	/**
	 * Sends one GraphQL request (doc) and gives the value of its root field, null included.
	 *
	 * A GraphQL failure is HTTP 200 with `errors`, beside which `data` may be whole (doc): what was asked
	 * for and came is an answer, whatever else is said; with nothing there, the errors are the answer.
	 */
	private async graphql({
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
			hint: 'Check the base URL in the Advocate API credential.',
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
		return new AdvocateError(
			'JOB_NOT_FOUND',
			`There is no job "${id}" in the tenant "${this.tenant.alias}"`,
			{
				hint: 'Check the job ID, and that the credential is for the tenant in which the job was created.',
			},
		);
	}

	private question(doing: string): Question {
		return { doing, tenantAlias: this.tenant.alias, apiKey: this.apiKey };
	}
}

const MAY_BE_DONE =
	'The job may have been created all the same. Look for it in the Advocate portal before you run this again.';

/** Failures after which the API may have done what it was asked. */
const LEAVES_DOUBT: AdvocateErrorCode[] = [
	'CANCELLED',
	'CONNECTION_LOST',
	'SERVER_ERROR',
	'TIMED_OUT',
	'UNEXPECTED_ANSWER',
];

/** Says of a creation that failed whether it may have happened, so that nobody simply tries again. */
function mayBeDone(thrown: unknown): unknown {
	if (!(thrown instanceof AdvocateError) || !LEAVES_DOUBT.includes(thrown.code)) return thrown;
	const { code, message, status } = thrown;
	return new AdvocateError(code, message, { hint: MAY_BE_DONE, status });
}

function namedEntries(entries: unknown[], idField: 'id' | 'key'): NamedEntry[] {
	return entries.filter(isRecord).flatMap((entry) => {
		const { [idField]: id, name } = entry;
		if (typeof id !== 'string' || id === '') return [];
		return [{ id, name: typeof name === 'string' && name !== '' ? name : id }];
	});
}
