import { AdvocateError } from '../errors';
import { isRecord } from '../json';
import { apiErrorFrom } from './from-json';
import type { Page } from './pages';
import { isTransientStatus, jsonOf, refusedBy, saidByServer, type Question } from './response';
import type { ApiError } from './schema';
import type { Tenant } from './tenant';
import type { Answer, Transport } from './transport';

/** One GraphQL request. */
export interface GraphqlQuestion {
	document: string;
	/** The root field that is asked for; also the operation's name, unless that is given. */
	field: string;
	operationName?: string;
	variables?: Record<string, unknown>;
	/** What it is for: completes "Could not …". */
	doing: string;
}

/** The tenant's GraphQL endpoint (doc). Each question is sent once. */
export class GraphqlEndpoint {
	constructor(
		private readonly tenant: Tenant,
		private readonly transport: Transport,
		private readonly signedIn: Pick<Question, 'redact' | 'hasUserName'>,
	) {}

	/**
	 * The value of the root field, which may be null.
	 *
	 * A GraphQL failure is HTTP 200 with `errors`, beside which `data` may be complete (doc): if the field
	 * came, it is the answer, whatever else is said; if it did not, the errors are.
	 *
	 * @throws {AdvocateError} GRAPHQL_ERROR, or the error of an HTTP status of the same kind (see failure);
	 * UNEXPECTED_ANSWER; see jsonOf and Transport for the others
	 */
	async ask({
		document,
		field,
		operationName = field,
		variables = {},
		doing,
	}: GraphqlQuestion): Promise<unknown> {
		const body = { query: document, variables, operationName };
		const answer = await this.transport.postJson(this.tenant.url('graphql'), body);
		const { data, errors, extensions } = jsonOf(answer, this.question(doing));
		const value = isRecord(data) ? data[field] : undefined;
		if (value !== undefined && value !== null) return value;
		const apiError = apiErrorFrom(extensions);
		const said =
			this.messages(errors) || saidByServer(apiError?.message ?? '', this.signedIn.redact);
		if (said !== '' || apiError !== undefined) throw this.failure(doing, said, answer, apiError);
		if (isRecord(data)) return value;
		throw new AdvocateError(
			'UNEXPECTED_ANSWER',
			`Could not ${doing}: the answer contained no data`,
			{
				hint: this.tenant.texts.tenant.checkBaseUrl,
				transient: true,
			},
		);
	}

	/** What is known about a request when its answer is read. */
	question(doing: string): Question {
		const { alias: tenantAlias, texts } = this.tenant;
		return { doing, tenantAlias, texts, ...this.signedIn };
	}

	/** The failure that an answer reports, by its kind if the answer names that. */
	private failure(
		doing: string,
		said: string,
		{ headers }: Answer,
		apiError: ApiError | undefined,
	): AdvocateError {
		if (apiError !== undefined && isAboutRequest(apiError)) {
			const answer = { status: apiError.statusCode, headers };
			return refusedBy(answer, said, this.question(doing)).withinGraphql();
		}
		const status = apiError?.statusCode;
		return new AdvocateError('GRAPHQL_ERROR', `Could not ${doing}: ${said || 'unknown error'}`, {
			hint: 'This is what Advocate answered. Check the values that were sent.',
			status,
			transient: status !== undefined && isTransientStatus(status),
			retryAfter: headers['retry-after'],
			isWithinGraphql: true,
		});
	}

	private messages(errors: unknown): string {
		if (!Array.isArray(errors)) return '';
		const messages = errors.map((error: unknown) =>
			isRecord(error) && typeof error['message'] === 'string' ? error['message'] : 'unknown error',
		);
		return saidByServer(messages.join('; '), this.signedIn.redact);
	}
}

/**
 * Whether a failure concerns who is asking, or how busy Advocate is, rather than what was asked for. A 404
 * can be either: a missing tenant has codes of its own (sdk).
 */
function isAboutRequest({ statusCode, apiErrorCode, rsCode }: ApiError): boolean {
	if (statusCode !== 404) return [401, 403, 429].includes(statusCode) || statusCode >= 500;
	return apiErrorCode === 'TENANT_NOT_FOUND' || rsCode === 'RS045' || apiErrorCode + rsCode === '';
}

/**
 * A page of a list, from the value of its root field.
 *
 * @throws {AdvocateError} UNEXPECTED_ANSWER for a value without a list
 */
export function pageFrom(value: unknown, doing: string): Page<unknown> {
	const data = isRecord(value) ? value['data'] : undefined;
	const totalCount = isRecord(value) ? Number(value['totalCount']) : NaN;
	if (Array.isArray(data)) {
		return { data, totalCount: Number.isFinite(totalCount) ? totalCount : data.length };
	}
	throw new AdvocateError('UNEXPECTED_ANSWER', `Could not ${doing}: the answer contained no list`, {
		hint: 'Try again. If the problem persists, the API has probably changed: please report it.',
	});
}
