import type { FaultEffect } from '../../../sandbox/server/faults.cts';

/** What is asked for: it decides which faults there can be, and what an answer may look like. */
export type RequestKind = 'upload' | 'graphql' | 'file' | 'keys';

/**
 * What a fault means for who asked.
 * - `harmless`: the answer is there all the same.
 * - `passing`: another try may bring it.
 * - `final`: no try will; who tries on only makes it worse.
 */
export type Verdict = 'harmless' | 'passing' | 'final';

/** What a fault needs to know of the cell it happens in. */
export interface FaultPlace {
	kind: RequestKind;
	/** How long the nodes wait for an answer. */
	timeoutSeconds: number;
	/** The key, for servers that say in an error what they were sent. */
	apiKey: string;
	/** An address on a host that is no part of Advocate. */
	otherHost: string;
	/** Milliseconds since the epoch. */
	now: number;
}

/** A column of the matrix: one way in which a request goes wrong. */
export interface FaultColumn {
	name: string;
	/** What happens, for people. */
	what: string;
	/** Undefined where the port is closed instead. */
	effect?: (place: FaultPlace) => FaultEffect & { afterEffect?: boolean };
	verdict: Verdict | ((kind: RequestKind) => Verdict);
	/** Which kinds of request it can happen to; all where none are named. */
	kinds?: RequestKind[];
	/** Only worth a cell where the request changes something. */
	onlyChanges?: boolean;
	/** Whether the API does what it was asked all the same. */
	takesEffect?: boolean;
	/** Whether each try of it lasts a whole timeout. */
	usesUpTimeout?: boolean;
	/** How long the least pause before the next try must be (ms), where the answer says so. */
	asksForPause?: number;
	/** The same as a time: how long after the fault came on (ms) the next try is at the earliest. */
	asksToWaitFor?: number;
}

/** More than any answer may have, so that no hostile one fills the memory (bytes). */
const TOO_MUCH = 20 * 1024 * 1024;

const RETRY_AFTER_SECONDS = 3;

const gatewayPage = '<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>';

function somethingBroke({ apiKey }: FaultPlace): object[] {
	const header = Buffer.from(`:${apiKey}`).toString('base64');
	return [
		{ message: `Something broke on the way of "Authorization: Basic ${header}"`, path: ['x'] },
	];
}

/** Slow enough that an answer of the API takes longer than the timeout; a file only has to flow. */
function dripRate({ kind, timeoutSeconds }: FaultPlace): number {
	return kind === 'file' ? 400 : 20 / timeoutSeconds;
}

function status(code: number): FaultColumn['effect'] {
	return () => ({ kind: 'status', status: code });
}

/** An error in the shape that the API documents. */
function refusal(statusCode: number, message: string): FaultEffect {
	return { kind: 'status', status: statusCode, body: { message, statusCode } };
}

/** Every way in which a request goes wrong here, as the README describes them. */
export const columns: readonly FaultColumn[] = [
	{ name: 'refused', what: 'nothing listens at the port', verdict: 'passing' },
	{
		name: 'reset:before',
		what: 'the connection is reset before the request is read',
		effect: () => ({ kind: 'reset', at: 'beforeRead' }),
		verdict: 'passing',
	},
	{
		name: 'reset:request',
		what: 'the connection is reset in the middle of the request',
		effect: () => ({ kind: 'reset', at: 'duringRead' }),
		verdict: 'passing',
		kinds: ['upload'],
	},
	{
		name: 'reset:after',
		what: 'the connection is reset once the request is read, and nothing was done',
		effect: () => ({ kind: 'reset', at: 'beforeAnswer' }),
		verdict: 'passing',
	},
	{
		name: 'reset:done',
		what: 'what was asked is done, then the connection is reset',
		effect: () => ({ kind: 'reset', at: 'afterEffect' }),
		verdict: 'passing',
		takesEffect: true,
	},
	{
		name: 'reset:answer',
		what: 'the connection is reset in the middle of the answer',
		effect: () => ({ kind: 'reset', at: 'midBody' }),
		verdict: 'passing',
		takesEffect: true,
	},
	{
		name: 'timeout',
		what: 'no answer ever',
		effect: () => ({ kind: 'hang' }),
		verdict: 'passing',
		usesUpTimeout: true,
	},
	{
		name: 'timeout:done',
		what: 'what was asked is done, but no answer ever',
		effect: () => ({ kind: 'hang', afterEffect: true }),
		verdict: 'passing',
		onlyChanges: true,
		takesEffect: true,
		usesUpTimeout: true,
	},
	{ name: '429', what: 'too many requests', effect: status(429), verdict: 'passing' },
	{
		name: '429:seconds',
		what: 'too many requests, with Retry-After in seconds',
		effect: () => ({
			kind: 'status',
			status: 429,
			headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
		}),
		verdict: 'passing',
		asksForPause: RETRY_AFTER_SECONDS * 1_000,
	},
	{
		name: '429:date',
		what: 'too many requests, with Retry-After as a date',
		effect: ({ now }) => ({
			kind: 'status',
			status: 429,
			headers: { 'retry-after': new Date(now + RETRY_AFTER_SECONDS * 1_000).toUTCString() },
		}),
		verdict: 'passing',
		// A date has whole seconds only.
		asksToWaitFor: (RETRY_AFTER_SECONDS - 1) * 1_000,
	},
	{ name: '500', what: 'a server error in JSON', effect: status(500), verdict: 'passing' },
	{
		name: '500:done',
		what: 'what was asked is done, then a server error',
		effect: () => ({ kind: 'status', status: 500, afterEffect: true }),
		verdict: 'passing',
		onlyChanges: true,
		takesEffect: true,
	},
	{
		name: '502:html',
		what: 'a bad gateway, as a web page',
		effect: () => ({ kind: 'status', status: 502, body: gatewayPage }),
		verdict: 'passing',
	},
	{ name: '503', what: 'unavailable', effect: status(503), verdict: 'passing' },
	{
		name: 'cut',
		what: 'half the answer, whose length says it is whole',
		effect: () => ({ kind: 'truncate', contentLength: 'cut' }),
		// Nobody can fetch the other half of a file by asking for the whole a second time, or tell.
		verdict: (kind) => (kind === 'file' ? 'final' : 'passing'),
		takesEffect: true,
	},
	{
		name: 'short',
		what: 'half the answer, whose length says there is more',
		effect: () => ({ kind: 'truncate', contentLength: 'full' }),
		verdict: 'passing',
		takesEffect: true,
	},
	{
		name: 'page',
		what: '200 with a web page',
		effect: () => ({ kind: 'notJson' }),
		verdict: (kind) => (kind === 'file' ? 'final' : 'passing'),
	},
	{
		name: 'page:done',
		what: 'what was asked is done, then 200 with a web page',
		effect: () => ({ kind: 'notJson', afterEffect: true }),
		verdict: 'passing',
		onlyChanges: true,
		takesEffect: true,
	},
	{
		name: 'type',
		what: 'the right answer, called text/plain',
		effect: () => ({ kind: 'wrongContentType' }),
		verdict: 'harmless',
		takesEffect: true,
	},
	{
		name: 'errors:beside',
		what: 'GraphQL errors beside whole data',
		effect: (place) => ({ kind: 'graphqlErrors', errors: somethingBroke(place), data: 'keep' }),
		verdict: 'harmless',
		kinds: ['graphql'],
		takesEffect: true,
	},
	{
		name: 'errors:alone',
		what: 'GraphQL errors and no data',
		effect: (place) => ({ kind: 'graphqlErrors', errors: somethingBroke(place), data: 'null' }),
		verdict: 'final',
		kinds: ['graphql'],
	},
	{
		name: 'errors:done',
		what: 'what was asked is done, then GraphQL errors and no data',
		effect: (place) => ({
			kind: 'graphqlErrors',
			errors: somethingBroke(place),
			data: 'null',
			afterEffect: true,
		}),
		verdict: 'final',
		kinds: ['graphql'],
		onlyChanges: true,
		takesEffect: true,
	},
	{
		name: 'drip',
		what: 'the answer byte by byte: too slow for an answer of the API, good enough for a file',
		effect: (place) => ({ kind: 'slowDrip', bytesPerSecond: dripRate(place) }),
		verdict: (kind) => (kind === 'file' ? 'harmless' : 'passing'),
		takesEffect: true,
		usesUpTimeout: true,
	},
	{
		name: 'redirect',
		what: 'a redirect to another host',
		effect: ({ otherHost }) => ({ kind: 'redirect', location: otherHost, status: 307 }),
		// A file needs no key, and file stores are other hosts.
		verdict: (kind) => (kind === 'file' ? 'harmless' : 'final'),
	},
	{
		name: 'gzip',
		what: 'the right answer, compressed',
		effect: () => ({ kind: 'gzip' }),
		verdict: 'harmless',
		takesEffect: true,
	},
	{
		name: 'huge',
		what: 'an answer of 20 MiB',
		effect: () => ({ kind: 'hugeBody', bytes: TOO_MUCH }),
		verdict: (kind) => (kind === 'file' ? 'final' : 'passing'),
	},
	{
		name: 'bomb',
		what: 'an answer that unpacks to 20 MiB',
		effect: () => ({ kind: 'hugeBody', bytes: TOO_MUCH, gzip: true }),
		verdict: 'passing',
		kinds: ['upload', 'graphql', 'keys'],
	},
	{
		name: '400',
		what: 'a bad request, which the answer repeats with the key in it',
		effect: ({ apiKey }) => refusal(400, `Bad request: {"key":${JSON.stringify(apiKey)}}`),
		verdict: 'final',
	},
	{
		name: '401',
		what: 'the key is refused, which the answer repeats',
		effect: ({ apiKey }) =>
			refusal(401, `${apiKey} is no key, and neither is ${encodeURIComponent(apiKey)}`),
		verdict: 'final',
	},
	{ name: '403', what: 'the key may not do that', effect: status(403), verdict: 'final' },
	{ name: '404', what: 'not found', effect: status(404), verdict: 'final' },
];

/** What a fault of this column means for a request of this kind. */
export function verdictOf({ verdict }: FaultColumn, kind: RequestKind): Verdict {
	return typeof verdict === 'function' ? verdict(kind) : verdict;
}
