/** What went wrong, for programs; the message and the hint are for people. */
export type AdvocateErrorCode =
	| 'SETTINGS_INVALID'
	| 'FILE_REFUSED'
	| 'DELETION_NOT_CONFIRMED'
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
	| 'JOB_NOT_FOUND'
	| 'LINK_REFUSED';

interface AdvocateErrorDetails {
	/** What the reader can do about it, one or two sentences. */
	hint: string;
	/** The HTTP status the API answered with, if it did. */
	status?: number;
	cause?: unknown;
	/** Whether the same request may succeed a little later. False by default. */
	transient?: boolean;
	/** The `Retry-After` header of the answer, as it came. */
	retryAfter?: string;
}

/** Every error of this layer. `message` says what happened, `hint` what to do. Neither contains a secret. */
export class AdvocateError extends Error {
	readonly hint: string;
	readonly status?: number;
	readonly transient: boolean;
	readonly retryAfter?: string;

	constructor(
		readonly code: AdvocateErrorCode,
		message: string,
		{ hint, status, cause, transient = false, retryAfter }: AdvocateErrorDetails,
	) {
		super(message, { cause });
		this.name = 'AdvocateError';
		this.hint = hint;
		this.status = status;
		this.transient = transient;
		this.retryAfter = retryAfter;
	}

	/** The same error with another message, another hint, or both. */
	rephrased({ message = this.message, hint = this.hint }): AdvocateError {
		const { code, status, cause, transient, retryAfter } = this;
		return new AdvocateError(code, message, { hint, status, cause, transient, retryAfter });
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
