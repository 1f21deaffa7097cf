import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { GraphQLSchema } from 'graphql';
import { ApiError } from '../api-error.cts';
import type { Tenant } from '../tenants.cts';
import { errorAnswer, fileAnswer, jsonAnswer, redirectAnswer } from './answers.cts';
import type { Answer } from './answers.cts';
import { authenticate } from './authentication.cts';
import { answerControl } from './control-endpoint.cts';
import type { Controls } from './control-endpoint.cts';
import { carryOut, resetSocket } from './fault-effects.cts';
import { cutsReading } from './faults.cts';
import type { Faults } from './faults.cts';
import { answerGraphql, maxGraphqlBytes, readGraphqlRequest } from './graphql-endpoint.cts';
import type { GraphqlRequest } from './graphql-endpoint.cts';
import { recordGraphql } from './request-log.cts';
import type { RecordedRequest, RequestLog } from './request-log.cts';
import { makeResolvers } from './resolvers.cts';
import type { World } from './resolvers.cts';
import { routeOf, storageRouteOf } from './routes.cts';
import type { Route } from './routes.cts';
import type { Storage } from './storage.cts';

/** What the HTTP side of a sandbox works with. */
export interface Host {
	readonly tenants: ReadonlyMap<string, Tenant>;
	readonly world: World;
	readonly schema: GraphQLSchema;
	readonly log: RequestLog;
	readonly storage: Storage;
	readonly faults: Faults;
	readonly controls: Controls;
	/** Aborted when the sandbox closes. */
	readonly closing: AbortSignal;
}

/** Handles one HTTP request to its end. Never throws: a failure is answered, or the connection cut. */
export async function handleRequest(
	host: Host,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	await handleRoute(host, routeOf(request.method ?? '', request.url ?? ''), request, response);
}

/** Handles one HTTP request to the storage, in the same way. */
export async function handleStorageRequest(
	host: Host,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const route = storageRouteOf(request.method ?? '', request.url ?? '');
	await handleRoute(host, route, request, response);
}

async function handleRoute(
	host: Host,
	route: Route,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	try {
		if (route.kind === 'control') return await handleControl(host, route.action, request, response);
		await handleApi(host, route, request, response);
	} catch {
		// The client has gone, or the sandbox is closing: there is nobody to answer.
		response.destroy();
	}
}

async function handleApi(
	host: Host,
	route: Route,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const { entry, body } = host.log.open(request);
	const points = pointsOf(route);
	entry.operations = points.filter((point) => !['any', 'graphql'].includes(point));
	const { fault } = host.faults.take(points, cutsReading);
	if (fault?.kind === 'reset') {
		if (fault.at === 'duringRead') await readHalf(request, body);
		return resetSocket(response);
	}
	const graphql = route.kind === 'graphql' ? await readGraphql(request, body, entry) : undefined;
	const fields = graphql instanceof ApiError ? [] : (graphql?.rootFields ?? []);
	const plan = host.faults.take([...fields, ...points], (fault) =>
		fields.includes(fault.on) ? true : !cutsReading(fault),
	);
	await carryOut(plan, {
		response,
		operation: () => answer(host, route, request, body, graphql),
		drain: () => drain(body),
		answering: (status) => (entry.status = status),
		closing: host.closing,
	});
}

function pointsOf({ kind }: Route): string[] {
	if (kind === 'export') return ['download', 'any'];
	const named = ['upload', 'download', 'storage', 'jwks', 'graphql'].includes(kind);
	return named ? [kind, 'any'] : ['any'];
}

async function readGraphql(
	request: IncomingMessage,
	body: Readable,
	entry: RecordedRequest,
): Promise<GraphqlRequest | ApiError> {
	try {
		const bytes = await readAll(body, maxGraphqlBytes);
		const graphql = readGraphqlRequest(request.headers['content-type'], bytes);
		recordGraphql(entry, graphql);
		return graphql;
	} catch (error) {
		// Answered later: a fault comes first, and so does a missing key.
		if (error instanceof ApiError) return error;
		throw error;
	}
}

async function answer(
	host: Host,
	route: Route,
	request: IncomingMessage,
	body: Readable,
	graphql: GraphqlRequest | ApiError | undefined,
): Promise<Answer> {
	try {
		return await answerOrThrow(host, route, request, body, graphql);
	} catch (error) {
		const cutOff = request.destroyed && !request.complete;
		if (host.closing.aborted || cutOff) throw error;
		// Some clients read the answer only once they have sent everything.
		await drain(body);
		return refuse(error);
	}
}

async function answerOrThrow(
	{ tenants, world, schema, storage }: Host,
	route: Route,
	request: IncomingMessage,
	body: Readable,
	graphql: GraphqlRequest | ApiError | undefined,
): Promise<Answer> {
	if (route.kind === 'refused') throw new ApiError(route.status, route.message);
	if (route.kind === 'control') throw new ApiError(404, 'Not a path of the API');
	if (route.kind === 'download' || route.kind === 'storage') {
		// Storage behind a signed link refuses a second way to sign in. Here it also catches a client
		// that leaks its API key to whatever host a link names.
		if (request.headers.authorization !== undefined) {
			throw new ApiError(400, 'Only one way to authenticate is allowed: send no Authorization');
		}
		return fileAnswer(await world.downloads.find(route.token));
	}
	if (route.kind === 'jwks') return jsonAnswer(200, await world.hookKeys.keySet());
	const tenant = authenticate(
		tenants.get(route.tenantAlias),
		request.headers.authorization,
		world.settings,
	);
	if (route.kind === 'export') {
		const path = await world.downloads.sign(tenant.alias, route.jobId, route.file);
		return redirectAnswer(303, (await storage.baseUrl()) + path);
	}
	if (route.kind === 'upload') {
		const { fileRef } = await world.uploads.receive(tenant, request.headers, body);
		return jsonAnswer(200, { fileRef });
	}
	if (graphql instanceof ApiError) throw graphql;
	if (!graphql) throw new Error('the GraphQL request was not read');
	const resolvers = makeResolvers(world, tenant);
	return await answerGraphql(schema, graphql, resolvers, world.settings.graphqlErrorKind);
}

function refuse(error: unknown): Answer {
	const { body } =
		error instanceof ApiError ? error : new ApiError(500, `The sandbox failed: ${String(error)}`);
	const challenge: Record<string, string> =
		body.statusCode === 401 ? { 'www-authenticate': 'Basic realm="Advocate sandbox"' } : {};
	return errorAnswer(body, challenge);
}

async function handleControl(
	host: Host,
	action: string,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const operation = async () => {
		try {
			const bytes = await readAll(request, maxGraphqlBytes);
			return await answerControl(host.controls, action, parseBody(bytes));
		} catch (error) {
			return refuse(error);
		}
	};
	const noFaults = { delays: [], fault: undefined };
	await carryOut(noFaults, {
		response,
		operation,
		drain: () => drain(request),
		answering: () => undefined,
		closing: host.closing,
	});
}

function parseBody(bytes: Buffer): unknown {
	if (bytes.length === 0) return undefined;
	try {
		return JSON.parse(bytes.toString('utf8'));
	} catch {
		// Refused below.
	}
	throw new ApiError(400, 'The body is not valid JSON');
}

async function readAll(body: Readable, most: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of body as AsyncIterable<Buffer>) {
		length += chunk.length;
		if (length <= most) chunks.push(chunk);
	}
	if (length > most) throw new ApiError(413, `The body is larger than ${most} bytes`);
	return Buffer.concat(chunks);
}

/** Reads half of what the request says it holds, or everything if it does not say how much. */
async function readHalf(request: IncomingMessage, body: Readable): Promise<void> {
	const half = Number(request.headers['content-length'] ?? Infinity) / 2;
	let length = 0;
	// A loop over the body would end it, and close its socket, gracefully.
	await new Promise<void>((resolve) => {
		body.on('data', (chunk: Buffer) => {
			length += chunk.length;
			if (length >= half) resolve();
		});
		body.once('close', resolve);
	});
	body.pause();
}

async function drain(body: Readable): Promise<void> {
	if (body.readableEnded || body.destroyed) return;
	body.resume();
	await finished(body, { writable: false });
}
