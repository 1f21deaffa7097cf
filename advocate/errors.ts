/** What went wrong, for programs; the message and the hint are for people. */
export type AdvocateErrorCode =
	| 'SETTINGS_INVALID'
	| 'FILE_REFUSED'
	| 'DELETION_NOT_CONFIRMED'
	| 'LIMIT_EXCEEDED'
	| 'UNREACHABLE'
	| 'CONNECTION_LOST'
	| 'TIMED_OUT'
	| 'CANCELLED'
	| 'KEY_REFUSED'
	| 'FORBIDDEN'
	| 'TENANT_NOT_FOUND'
	| 'REQUEST_REFUSED'
	| 'RATE_LIMITED'
	| 'SERVER_ERROR'
	| 'UNEXPECTED_ANSWER'
	| 'GRAPHQL_ERROR'
	| 'JOB_ABORTED'
	| 'JOB_NOT_FOUND'
	| 'LINK_REFUSED';

interface AdvocateErrorDetails {
	/** What the reader can do about it, one or two sentences. */
	hint: string;
	/** The HTTP status the API answered with, or the one that a GraphQL answer names. */
	status?: number;
	cause?: unknown;
	/** Whether the same request may succeed a little later. False by default. */
	transient?: boolean;
	/** The `Retry-After` header of the answer, as it came. */
	retryAfter?: string;
	/** Whether a GraphQL answer reported it: the operation may have taken effect before it failed. */
	isWithinGraphql?: boolean;
	/** Whether the job that was to be created may exist nevertheless. False by default. */
	inDoubt?: boolean;
}

/** Every error of this layer. `message` says what happened, `hint` what to do. Neither contains a secret. */
export class AdvocateError extends Error {
	readonly hint: string;
	readonly status?: number;
	readonly transient: boolean;
	readonly retryAfter?: string;
	readonly isWithinGraphql: boolean;
	readonly inDoubt: boolean;

	constructor(
		readonly code: AdvocateErrorCode,
		message: string,
		details: AdvocateErrorDetails,
	) {
		const { hint, status, cause, transient = false, retryAfter } = details;
		const { isWithinGraphql = false, inDoubt = false } = details;
		super(message, { cause });
		this.name = 'AdvocateError';
		this.hint = hint;
		this.status = status;
		this.transient = transient;
		this.retryAfter = retryAfter;
		this.isWithinGraphql = isWithinGraphql;
		this.inDoubt = inDoubt;
	}

	/** The same error with another message, another hint, or both. */
	rephrased({ message = this.message, hint = this.hint }): AdvocateError {
		return new AdvocateError(this.code, message, { ...this.details(), hint });
	}

	/** The same error, marked as reported by a GraphQL answer. */
	withinGraphql(): AdvocateError {
		return new AdvocateError(this.code, this.message, { ...this.details(), isWithinGraphql: true });
	}

	/** The same error, marked as one after which the job may exist nevertheless. */
	leavingDoubt(): AdvocateError {
		return new AdvocateError(this.code, this.message, { ...this.details(), inDoubt: true });
	}

	private details(): AdvocateErrorDetails {
		const { hint, status, cause, transient, retryAfter, isWithinGraphql, inDoubt } = this;
		return { hint, status, cause, transient, retryAfter, isWithinGraphql, inDoubt };
	}
}

/** A file that is not sent, with every reason found. */
export class FileRefusedError extends AdvocateError {
	constructor(
		fileName: string,
		readonly reasons: string[],
	) {
		super('FILE_REFUSED', `The file "${fileName}" was not uploaded: ${reasons.join(' ')}`, {
			hint: 'Correct the file and upload it again.',
		});
		this.name = 'FileRefusedError';
	}
}
