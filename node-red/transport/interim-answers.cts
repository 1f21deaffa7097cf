import type { Socket } from 'node:net';
import { buildConnector, Pool } from 'undici';

/*
 * A server, or a proxy, may say "100 Continue" before its answer although nobody asked for that, and a client may
 * leave it out (RFC 9110, 15.2). undici breaks off instead ("bad response"), each time the request is tried.
 */

/** The first line of a request, which undici writes as a text. */
const REQUEST = /^[A-Z]+ \S+ HTTP\/1\.1\r\n/;
const CONTINUE = Buffer.from('HTTP/1.1 100');
const END = '\r\n\r\n';
/** More than that is no interim answer (bytes). */
const LONGEST = 16_384;

/** Makes undici's pools, whose connections leave out each "100 Continue" before an answer. */
export function poolWithoutContinue(origin: string | URL, options: object): Pool {
	const { connect = {} } = options as Pool.Options;
	const connector = typeof connect === 'function' ? connect : buildConnector(connect);
	return new Pool(origin, {
		...options,
		connect: (target, callback) =>
			connector(target, (...connected) => {
				const [, socket] = connected;
				if (socket !== null) leaveOutContinue(socket);
				callback(...connected);
			}),
	});
}

function leaveOutContinue(socket: Socket): void {
	const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
	const write = socket.write.bind(socket) as (...given: unknown[]) => boolean;
	/** Whether the answer to the last request has not begun. */
	let isAwaited = false;
	let held = Buffer.alloc(0);
	socket.write = (...given: unknown[]) => {
		const [written] = given;
		if (typeof written === 'string' && REQUEST.test(written)) isAwaited = true;
		return write(...given);
	};
	socket.read = (size?: number) => {
		for (;;) {
			const chunk = read(size);
			if (chunk === null || !isAwaited) return chunk;
			held = withoutContinue(Buffer.concat([held, chunk]));
			if (mayBeContinue(held)) continue;
			isAwaited = false;
			const answer = held;
			held = Buffer.alloc(0);
			return answer;
		}
	};
}

/** What comes after the interim answers that are whole. */
function withoutContinue(bytes: Buffer): Buffer {
	let rest = bytes;
	while (rest.subarray(0, CONTINUE.length).equals(CONTINUE)) {
		const end = rest.indexOf(END);
		if (end < 0) break;
		rest = rest.subarray(end + END.length);
	}
	return rest;
}

/** Whether it is nothing yet, or the beginning of an interim answer. */
function mayBeContinue(bytes: Buffer): boolean {
	const beginning = bytes.subarray(0, CONTINUE.length);
	return beginning.equals(CONTINUE.subarray(0, beginning.length)) && bytes.length < LONGEST;
}
