const codes: Readonly<Record<number, string>> = {
	400: 'BAD_REQUEST',
	401: 'UNAUTHORIZED',
	402: 'REQUEST_FAILED',
	403: 'FORBIDDEN',
	404: 'NOT_FOUND',
	405: 'METHOD_NOT_ALLOWED',
	413: 'PAYLOAD_TOO_LARGE',
	415: 'UNSUPPORTED_MEDIA_TYPE',
	429: 'TOO_MANY_REQUESTS',
	500: 'INTERNAL_SERVER_ERROR',
	502: 'BAD_GATEWAY',
	503: 'SERVICE_UNAVAILABLE',
	504: 'GATEWAY_TIMEOUT',
};

/** The code that goes with an HTTP status in an error body. */
export function apiErrorCode(statusCode: number): string {
	return codes[statusCode] ?? (statusCode >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST');
}

/** A refusal, which the API answers with an HTTP status or, inside GraphQL, among the `errors`. */
export class ApiError extends Error {
	readonly statusCode: number;
	readonly apiErrorCode: string;

	constructor(statusCode: number, message: string) {
		super(message);
		this.name = 'ApiError';
		this.statusCode = statusCode;
		this.apiErrorCode = apiErrorCode(statusCode);
	}
}
