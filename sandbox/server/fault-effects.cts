import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { ApiError } from '../api-error.cts';
import { bytesAnswer, errorAnswer, jsonAnswer, redirectAnswer } from './answers.cts';
import type { Answer } from './answers.cts';
import type { FaultPlan } from './faults.cts';

type OneFault = NonNullable<FaultPlan['fault']>;

/** A request under way: how to do what it asks for, and how to skip it. */
export interface Exchange {
	response: ServerResponse;
	operation: () => Promise<Answer>;
	drain: () => Promise<void>;
	/** Called with the HTTP status of the answer, before it is sent. */
	answering: (status: number) => void;
	/** Aborted when the sandbox closes. */
	closing: AbortSignal;
}

/** Carries out a request with its faults, if any, and answers it, unless a fault prevents that. */
export async function carryOut({ delays, fault }: FaultPlan, exchange: Exchange): Promise<void> {
	const { response, operation, drain, closing } = exchange;
	const pause = async (after: boolean) => {
		const chosen = delays.filter(({ afterEffect = false }) => afterEffect === after);
		for (const { ms } of chosen) await sleep(ms, undefined, { signal: closing });
	};
	await pause(false);
	const real = fault && !hasEffect(fault) ? undefined : await operation();
	if (!real) await drain();
	await pause(true);
	if (fault?.kind === 'hang') return void (await once(response, 'close'));
	if (fault?.kind === 'reset' && fault.at !== 'midBody') return resetSocket(response);
	const answer = fault ? spoil(fault, real) : real;
	if (!answer) return;
	exchange.answering(answer.status);
	await sendAnswer(response, answer, fault, closing);
}

/** Cuts the connection the hard way, with a TCP reset. */
export function resetSocket(response: ServerResponse): void {
	response.socket?.resetAndDestroy();
}

function hasEffect(fault: OneFault): boolean {
	switch (fault.kind) {
		case 'truncate':
		case 'wrongContentType':
		case 'gzip':
		case 'slowDrip':
			return true;
		case 'reset':
			return fault.at === 'midBody' || fault.at === 'afterEffect' || fault.afterEffect === true;
		case 'graphqlErrors':
			return (fault.data ?? 'keep') === 'keep' || fault.afterEffect === true;
		default:
			return fault.afterEffect === true;
	}
}

/** The answer a fault puts in place of the real one. */
function spoil(fault: OneFault, real: Answer | undefined): Answer | undefined {
	switch (fault.kind) {
		case 'status':
			return statusAnswer(fault);
		case 'notJson':
			return bytesAnswer(200, Buffer.from(fault.body ?? gatewayPage), 'text/html');
		case 'redirect':
			return redirectAnswer(fault.status ?? 302, fault.location);
		case 'hugeBody':
			return hugeAnswer(fault.bytes);
		case 'graphqlErrors':
			return graphqlErrorsAnswer(fault, real);
		case 'apiError':
			return apiErrorAnswer(fault);
		case 'wrongContentType': {
			const contentType = fault.contentType ?? 'text/plain';
			return real && { ...real, headers: { ...real.headers, 'content-type': contentType } };
		}
		default:
			return real;
	}
}

const gatewayPage = '<!doctype html><html><body><h1>We will be right back</h1></body></html>';

function statusAnswer({ status, body, headers }: Extract<OneFault, { kind: 'status' }>): Answer {
	if (body === undefined) {
		return errorAnswer(new ApiError(status, 'A fault set on the sandbox').body, headers);
	}
	if (typeof body !== 'string') return jsonAnswer(status, body, headers);
	const answer = bytesAnswer(status, Buffer.from(body), 'text/html');
	return { ...answer, headers: { ...answer.headers, ...headers } };
}

function graphqlErrorsAnswer(
	{ errors, data = 'keep', extensions }: Extract<OneFault, { kind: 'graphqlErrors' }>,
	real: Answer | undefined,
): Answer {
	if (data === 'null') return jsonAnswer(200, { errors, data: null, extensions });
	return jsonAnswer(200, { ...(real?.json as object), errors, extensions });
}

/** A failure of any status inside an answer of status 200. */
function apiErrorAnswer(fault: Extract<OneFault, { kind: 'apiError' }>): Answer {
	const { statusCode, message = 'A fault set on the sandbox', apiErrorCode, rsCode } = fault;
	const codes = { ...(apiErrorCode && { apiErrorCode }), ...(rsCode && { rsCode }) };
	const apiError = new ApiError(statusCode, message, codes).body;
	const json = { data: null, errors: [{ message }], extensions: { apiError } };
	return jsonAnswer(200, json, fault.headers);
}

function hugeAnswer(bytes: number): Answer {
	const [head, tail] = ['{"padding":"', '"}'];
	const padding = Math.max(0, bytes - head.length - tail.length);
	const chunk = 'x'.repeat(65_536);
	function* body() {
		yield head;
		for (let left = padding; left > 0; left -= chunk.length) yield chunk.slice(0, left);
		yield tail;
	}
	const length = head.length + padding + tail.length;
	const headers = { 'content-type': 'application/json; charset=utf-8' };
	return { status: 200, headers, length, open: () => Readable.from(body()) };
}

async function sendAnswer(
	response: ServerResponse,
	answer: Answer,
	fault: OneFault | undefined,
	closing: AbortSignal,
): Promise<void> {
	const half = Math.floor(answer.length / 2);
	const send = async (
		length: number | undefined,
		body: AsyncIterable<unknown>,
		headers: Record<string, string> = {},
	) => {
		const lengthHeader = length === undefined ? {} : { 'content-length': length };
		response.writeHead(answer.status, { ...answer.headers, ...lengthHeader, ...headers });
		await pipeline(body, response);
	};
	switch (fault?.kind) {
		case 'truncate': {
			const length = fault.contentLength === 'cut' ? half : answer.length;
			return await send(length, firstBytes(answer.open(), half), { connection: 'close' });
		}
		case 'reset': {
			response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.length });
			for await (const chunk of firstBytes(answer.open(), half)) response.write(chunk);
			// An immediate reset could overtake what has just been written.
			await sleep(5, undefined, { signal: closing });
			return resetSocket(response);
		}
		case 'gzip':
			return await send(undefined, ...gzipped(answer));
		case 'hugeBody':
			if (!fault.gzip) break;
			return await send(undefined, ...gzipped(answer));
		case 'slowDrip':
			return await send(answer.length, drip(answer.open(), fault.bytesPerSecond, closing));
	}
	await send(answer.length, answer.open());
}

/** An answer's body compressed, and the header that says so. */
function gzipped(answer: Answer): [AsyncIterable<unknown>, Record<string, string>] {
	return [answer.open().pipe(createGzip()), { 'content-encoding': 'gzip' }];
}

async function* firstBytes(body: Readable, count: number): AsyncGenerator<Buffer> {
	let left = count;
	for await (const chunk of body) {
		if (left <= 0) return;
		const bytes = Buffer.from(chunk).subarray(0, left);
		left -= bytes.length;
		yield bytes;
	}
}

async function* drip(body: Readable, bytesPerSecond: number, signal: AbortSignal) {
	const stepMs = 50;
	const step = Math.max(1, Math.round((bytesPerSecond * stepMs) / 1000));
	for await (const chunk of body) {
		const bytes = Buffer.from(chunk);
		for (let at = 0; at < bytes.length; at += step) {
			yield bytes.subarray(at, at + step);
			await sleep(Math.max(stepMs, (step * 1000) / bytesPerSecond), undefined, { signal });
		}
	}
}
