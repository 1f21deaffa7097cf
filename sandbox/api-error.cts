const codes: Readonly<Record<number, string>> = {
	400: 'BAD_REQUEST',
	401: 'UNAUTHORIZED',
	402: 'REQUEST_FAILED',
	403: 'FORBIDDEN',
	404: 'NOT_FOUND',
	405: 'METHOD_NOT_ALLOWED',
	409: 'CONFLICT',
	413: 'PAYLOAD_TOO_LARGE',
	415: 'UNSUPPORTED_MEDIA_TYPE',
	429: 'TOO_MANY_REQUESTS',
	500: 'INTERNAL_SERVER_ERROR',
	502: 'BAD_GATEWAY',
	503: 'SERVICE_UNAVAILABLE',
	504: 'GATEWAY_TIMEOUT',
};

/** An error as the API's guides show it. */
export interface ErrorBody {
	message: string;
	statusCode: number;
	apiErrorCode: string;
	/** A finer code that some errors have, such as `RS045`. */
	rsCode?: string;
}

/** A refusal, which the API answers with an HTTP status or, inside GraphQL, beside the `errors`. */
export class ApiError extends Error {
	readonly body: ErrorBody;

	/** @param codes where they are other than the status implies */
	constructor(
		statusCode: number,
		message: string,
		codes: Partial<Pick<ErrorBody, 'apiErrorCode' | 'rsCode'>> = {},
	) {
		super(message);
		this.name = 'ApiError';
		this.body = { message, statusCode, apiErrorCode: codeOf(statusCode), ...codes };
	}
}

function codeOf(statusCode: number): string {
	return codes[statusCode] ?? (statusCode >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST');
}
