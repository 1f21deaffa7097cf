/** What a request asks for by its method and path. */
export type Route =
	| { kind: 'upload'; tenantAlias: string }
	| { kind: 'graphql'; tenantAlias: string }
	/** A file by an open link. */
	| { kind: 'download'; token: string }
	/** A file of a job by its id, for which the key is needed. `file` is what the query string asks for. */
	| { kind: 'export'; tenantAlias: string; jobId: string; file: string }
	/** A file by a signed link, at the storage's own address. */
	| { kind: 'storage'; token: string }
	| { kind: 'jwks' }
	/** The method and the path after `/__sandbox`. */
	| { kind: 'control'; action: string }
	| { kind: 'refused'; status: 404 | 405; message: string };

/** Finds the route of a request. For a wrong path or method that is a refusal. */
export function routeOf(method: string, url: string): Route {
	const path = url.replace(/[?#].*$/, '');
	if (path.startsWith('/__sandbox/')) {
		return { kind: 'control', action: `${method} ${path.slice('/__sandbox'.length)}` };
	}
	const [, token] = /^\/downloads\/([0-9a-f]+)\/[^/]+$/.exec(path) ?? [];
	if (token !== undefined) return allow(['GET', 'HEAD'], method, { kind: 'download', token });
	if (path === '/.well-known/jwks.json') return allow(['GET', 'HEAD'], method, { kind: 'jwks' });
	const [, alias, rest] = /^\/api\/v1\/([^/]+)\/(.+)$/.exec(path) ?? [];
	const tenantAlias = decoded(alias ?? '');
	if (rest === 'export/upload') return allow(['POST'], method, { kind: 'upload', tenantAlias });
	if (rest === 'graphql') return allow(['POST'], method, { kind: 'graphql', tenantAlias });
	const [, jobId] = /^export\/([^/]+)\/download$/.exec(rest ?? '') ?? [];
	if (jobId !== undefined) {
		const file = new URLSearchParams(url.replace(/^[^?]*/, '')).get('file') ?? 'results';
		return allow(['GET', 'HEAD'], method, { kind: 'export', tenantAlias, jobId, file });
	}
	return nothingAt(path);
}

/** Finds the route of a request to the storage. */
export function storageRouteOf(method: string, url: string): Route {
	const path = url.replace(/[?#].*$/, '');
	const [, token] = /^\/([0-9a-f]+)\/[^/]+$/.exec(path) ?? [];
	if (token === undefined) return nothingAt(path);
	return allow(['GET', 'HEAD'], method, { kind: 'storage', token });
}

function nothingAt(path: string): Route {
	return { kind: 'refused', status: 404, message: `There is nothing at ${path}` };
}

function allow(methods: readonly string[], method: string, route: Route): Route {
	if (methods.includes(method)) return route;
	return { kind: 'refused', status: 405, message: `Use ${methods.join(' or ')}, not ${method}` };
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
