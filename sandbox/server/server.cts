import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Downloads } from '../jobs/downloads.cts';
import { DropFolder } from '../jobs/drop-folder.cts';
import { Faults } from './faults.cts';
import { handleRequest } from './http-requests.cts';
import type { Host } from './http-requests.cts';
import { Jobs, snapshot } from '../jobs/jobs.cts';
import { readOptions } from '../options.cts';
import type { SandboxOptions, Settings } from '../options.cts';
import { makeOwnFolder, removeOwnFolder } from '../own-folder.cts';
import { RequestLog } from './request-log.cts';
import type {
	JobControl,
	Sandbox,
	SftpControl,
	UploadControl,
	WebhookControl,
} from '../sandbox.cts';
import { loadSchema } from './schema.cts';
import { makeTenants } from '../tenants.cts';
import { Uploads } from '../uploads/uploads.cts';
import { WebhookKeys } from '../webhooks/keys.cts';
import { WebhookSubscriptions } from '../webhooks/subscriptions.cts';
import { Webhooks } from '../webhooks/webhooks.cts';

/**
 * Starts a stand-in for impact.com Advocate's bulk-import API on 127.0.0.1. It keeps its files in
 * a folder of its own under the system's temporary one, which `close()` removes, or the end of the process.
 * @throws TypeError for an option out of range; whatever `listen` throws, such as EADDRINUSE
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const settings = readOptions(options);
	const tenants = makeTenants(settings.tenants);
	const folder = await makeOwnFolder();
	const uploads = new Uploads(join(folder, 'uploads'), settings.now);
	const jobs = new Jobs(settings, join(folder, 'results'));
	const { sftp } = settings;
	const dropFolder = sftp && new DropFolder(sftp, [...tenants.values()], uploads, jobs);
	const server = createServer();
	const closing = new AbortController();
	const underWay = new Set<Promise<void>>();
	const close = onlyOnce(async () => {
		closing.abort();
		await closeServer(server);
		await Promise.allSettled(underWay);
		await jobs.close();
		await removeOwnFolder(folder);
	});
	try {
		await Promise.all(['uploads', 'results'].map((name) => mkdir(join(folder, name))));
		await dropFolder?.prepare();
		await listen(server, settings.port);
	} catch (error) {
		await removeOwnFolder(folder);
		throw error;
	}
	const { port } = server.address() as AddressInfo;
	const baseUrl = `http://127.0.0.1:${port}`;
	const log = new RequestLog(settings.now);
	const faults = new Faults();
	const subscriptions = new WebhookSubscriptions();
	const hookKeys = new WebhookKeys();
	const webhooks = new Webhooks({
		...{ settings, tenants, jobs, subscriptions },
		...{ keys: hookKeys, closing: closing.signal },
	});
	const sandbox: Sandbox = {
		baseUrl,
		tenants: [...tenants.values()],
		requests: log.entries,
		clearRequests: () => log.clear(),
		faults,
		jobs: jobControl(jobs, (alias) => tenants.has(alias)),
		uploads: uploadControl(uploads),
		sftp: sftpControl(dropFolder),
		webhooks: webhookControl(webhooks, subscriptions, hookKeys),
		close,
	};
	const host = makeHost(settings, {
		...{ uploads, jobs, subscriptions, webhooks, hookKeys },
		...{ tenants, log, faults, sandbox, closing },
	});
	server.on('request', (request: IncomingMessage, response: ServerResponse) => {
		const handling = handleRequest(host, request, response);
		underWay.add(handling);
		void handling.finally(() => underWay.delete(handling));
	});
	return sandbox;
}

function makeHost(
	settings: Settings,
	parts: Pick<Host, 'tenants' | 'log' | 'faults' | 'sandbox'> &
		Pick<Host['world'], 'uploads' | 'jobs' | 'subscriptions' | 'webhooks' | 'hookKeys'> & {
			closing: AbortController;
		},
): Host {
	const { uploads, jobs, subscriptions, webhooks, hookKeys, closing, ...rest } = parts;
	return {
		...rest,
		closing: closing.signal,
		schema: loadSchema(),
		world: {
			settings,
			uploads,
			jobs,
			downloads: new Downloads(settings, jobs, uploads),
			subscriptions,
			webhooks,
			hookKeys,
			publicUrl: (settings.publicUrl || parts.sandbox.baseUrl).replace(/\/+$/, ''),
		},
	};
}

function jobControl(jobs: Jobs, hasTenant: (alias: string) => boolean): JobControl {
	const copy = (job: Parameters<typeof snapshot>[0] | undefined) => job && snapshot(job);
	return {
		list: (tenantAlias) => jobs.list(tenantAlias).map(snapshot),
		get: (id) => copy(jobs.find(id)),
		settled: async (id) => copy(await jobs.look(id)),
		filesRead: async () => await jobs.filesRead(),
		add: (tenantAlias, job = {}) => {
			if (!hasTenant(tenantAlias)) throw new Error(`there is no tenant ${tenantAlias}`);
			return snapshot(jobs.add(tenantAlias, job));
		},
		finish: async (id, status, when) => snapshot(await jobs.finish(id, status, when)),
		hold: (held) => jobs.hold(held),
		failNext: (_status, times = 1) => jobs.failNext(times),
		remove: (id) => jobs.remove(id),
	};
}

function uploadControl(uploads: Uploads): UploadControl {
	return {
		list: (tenantAlias) => uploads.list(tenantAlias),
		get: (fileRef) => uploads.list().find((upload) => upload.fileRef === fileRef),
	};
}

function sftpControl(dropFolder: DropFolder | undefined): SftpControl {
	return {
		collect: async () => {
			if (dropFolder) return await dropFolder.collect();
			throw new Error('the sandbox was started without the option sftp');
		},
	};
}

function webhookControl(
	webhooks: Webhooks,
	subscriptions: WebhookSubscriptions,
	keys: WebhookKeys,
): WebhookControl {
	return {
		subscriptions: (tenantAlias) => subscriptions.list(tenantAlias),
		subscribe: (tenantAlias, endpointUrl, webhookTypes) =>
			void subscriptions.upsert(tenantAlias, { endpointUrl, webhookTypes }),
		deliveries: webhooks.deliveries,
		flush: async (options) => await webhooks.flush(options),
		send: async (hook) => await webhooks.send(hook),
		redeliver: async (hookId, endpointUrl) => await webhooks.redeliver(hookId, endpointUrl),
		rotateKey: async ({ keepOld = true } = {}) => await keys.rotate(keepOld),
	};
}

async function listen(server: Server, port: number): Promise<void> {
	// An upload may take as long as it likes.
	server.requestTimeout = 0;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
}

async function closeServer(server: Server): Promise<void> {
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}

function onlyOnce(action: () => Promise<void>): () => Promise<void> {
	let done: Promise<void> | undefined;
	return () => (done ??= action());
}
