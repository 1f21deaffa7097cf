import type { IncomingMessage, ServerResponse } from 'node:http';
import { AdvocateError } from '../../advocate/errors.ts';
import type { Handler, NodeRed } from '../runtime/corrected-types.cts';
import { messageOf } from '../runtime/node-error.cts';
import { keepBody } from './raw-body.cts';

/** Takes in one request and answers it. */
export type Receive = (request: IncomingMessage, response: ServerResponse) => void;

/** Who takes in the requests to each path, in lower case: Express does not tell it from upper case. */
type ServedPaths = Map<string, Receive | undefined>;

/**
 * The paths of each of Node-RED's servers. A route is added to a server once: Express has no way to take it
 * away again, so the one of a path that nobody serves any more passes by.
 */
const servedBy = new WeakMap<object, ServedPaths>();

/**
 * Serves a path on Node-RED's HTTP server, below httpNodeRoot. Like those of the http in node, requests go
 * through the `httpNodeMiddleware` of the settings first. They get no CORS headers: a web page has no
 * business there.
 *
 * @returns ends it
 * @throws {AdvocateError} SETTINGS_INVALID when the path is taken, or Node-RED serves none at all
 */
export function servePath(RED: NodeRed, path: string, receive: Receive): () => void {
	if (RED.settings.httpNodeRoot === false) {
		throw new AdvocateError('SETTINGS_INVALID', "Node-RED's settings turn its HTTP nodes off", {
			hint: 'Give httpNodeRoot a path in settings.js, or use advocate wait with "Wait for" set to "every job of the tenant".',
		});
	}
	const paths = servedBy.get(RED.httpNode) ?? newPaths(RED);
	const key = path.toLowerCase();
	if (paths.get(key) !== undefined) {
		throw new AdvocateError('SETTINGS_INVALID', `Another advocate hook has the path ${path}`, {
			hint: 'Give each of them a "Path" of its own.',
		});
	}
	if (!paths.has(key)) addRoute(RED, path, () => paths.get(key));
	paths.set(key, receive);
	return () => {
		if (paths.get(key) === receive) paths.set(key, undefined);
	};
}

function addRoute(RED: NodeRed, path: string, receiver: () => Receive | undefined): void {
	const middleware = [RED.settings.httpNodeMiddleware ?? []].flat();
	const handle: Handler = (request, response, next) => {
		const receive = receiver();
		if (receive === undefined) next();
		else receive(request, response);
	};
	const onProblem = (
		problem: unknown,
		_request: IncomingMessage,
		response: ServerResponse,
		next: (problem: unknown) => void,
	) => {
		if (response.headersSent) return next(problem);
		RED.log.warn(`advocate hook ${path}: ${messageOf(problem)}`);
		response.writeHead(500).end();
	};
	RED.httpNode.post(path, ...middleware, handle, onProblem);
}

/** What is used here of an Express app; `_router` is how Express 4 calls its router, `router` Express 5. */
interface App {
	/** The app below which this one is mounted. */
	parent?: App;
	path(): string;
	use(handler: Handler): void;
	_router?: Router;
	router?: Router;
}

interface Router {
	stack: Array<{ handle: unknown }>;
}

/**
 * The paths of a server that has none yet.
 *
 * With the usual `httpAdminRoot` of `/`, requests to nodes pass Node-RED's admin API first, which reads their
 * bodies as JSON. A signature covers the exact bytes, so they are kept before anything else sees the request:
 * at the top of the outermost app, where the http in node too puts what keeps raw bodies.
 */
function newPaths({ httpNode }: NodeRed): ServedPaths {
	const paths: ServedPaths = new Map();
	servedBy.set(httpNode, paths);
	const app = httpNode as unknown as App;
	const root = rootOf(app);
	const keep: Handler = (request, _response, next) => {
		const isOurs = request.method === 'POST' && paths.get(pathBelow(app, request)) !== undefined;
		if (isOurs) void keepBody(request).then(() => next());
		else next();
	};
	root.use(keep);
	const stack = root._router?.stack ?? root.router?.stack ?? [];
	const at = stack.findIndex(({ handle }) => handle === keep);
	stack.unshift(...stack.splice(at, 1));
	return paths;
}

function rootOf(app: App): App {
	return app.parent === undefined ? app : rootOf(app.parent);
}

/** The path of a request to the outermost app as one of the app's own, written like those that are served. */
function pathBelow(app: App, { url = '' }: IncomingMessage): string {
	const [path = ''] = url.toLowerCase().split('?');
	const mountedAt = app.path().toLowerCase().replace(/\/+$/, '');
	return path.startsWith(mountedAt) ? path.slice(mountedAt.length).replace(/\/$/, '') : '';
}
