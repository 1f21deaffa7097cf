import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Downloads } from './jobs/downloads.cts';
import { DropFolder, controlSftp } from './jobs/drop-folder.cts';
import type { SftpControl } from './jobs/drop-folder.cts';
import { controlJobs } from './jobs/job-control.cts';
import { JobFiles } from './jobs/job-files.cts';
import { JobRunner } from './jobs/job-runner.cts';
import { Jobs } from './jobs/jobs.cts';
import type { SandboxOptions } from './options.cts';
import { makeOwnFolder, removeOwnFolder } from './own-folder.cts';
import { Records } from './reports/records.cts';
import type { Controls } from './server/control-endpoint.cts';
import { Faults } from './server/faults.cts';
import { handleRequest, handleStorageRequest } from './server/http-requests.cts';
import type { Host } from './server/http-requests.cts';
import { RequestLog } from './server/request-log.cts';
import { loadSchema } from './server/schema.cts';
import { openServer } from './server/server.cts';
import { Storage } from './server/storage.cts';
import { controlOptions, readOptions } from './settings.cts';
import type { Settings } from './settings.cts';
import { makeTenants } from './tenants.cts';
import type { Tenant } from './tenants.cts';
import { Uploads } from './uploads/uploads.cts';
import { WebhookKeys } from './webhooks/keys.cts';
import { WebhookSubscriptions } from './webhooks/subscriptions.cts';
import { controlWebhooks } from './webhooks/webhook-control.cts';
import { Webhooks } from './webhooks/webhooks.cts';

/** A running stand-in for Advocate's bulk-import API. */
export interface Sandbox extends Controls {
	readonly sftp: SftpControl;
	/** Ends every connection and removes every file. May be called twice. */
	close(): Promise<void>;
}

/**
 * Starts a stand-in for impact.com Advocate's bulk-import API on 127.0.0.1. It keeps its files in a
 * folder of its own under the system's temporary one, which goes at `close()`, or with the process.
 * @throws TypeError for an option out of range; whatever `listen` throws, such as EADDRINUSE
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const settings = readOptions(options);
	const tenants = makeTenants(settings.tenants);
	const folder = await makeOwnFolder();
	try {
		return await startIn(folder, settings, tenants);
	} catch (error) {
		await removeOwnFolder(folder);
		throw error;
	}
}

async function startIn(
	folder: string,
	settings: Settings,
	tenants: ReadonlyMap<string, Tenant>,
): Promise<Sandbox> {
	await Promise.all(['uploads', 'results'].map((name) => mkdir(join(folder, name))));
	const uploads = new Uploads(join(folder, 'uploads'), settings.now);
	const records = new Records();
	const runner = new JobRunner(settings, join(folder, 'results'), records);
	const jobs = new Jobs(settings, runner);
	const dropFolder =
		settings.sftp && new DropFolder(settings.sftp, [...tenants.values()], uploads, jobs);
	await dropFolder?.prepare();
	const server = await openServer(settings.port);
	const { baseUrl } = server;

	const closing = new AbortController();
	const log = new RequestLog(settings.now);
	const faults = new Faults();
	const keys = new WebhookKeys();
	const subscriptions = new WebhookSubscriptions();
	const webhooks = new Webhooks({
		settings,
		tenants,
		jobs,
		subscriptions,
		keys,
		closing: closing.signal,
	});
	const controls: Controls = {
		baseUrl,
		tenants: [...tenants.values()],
		requests: log.entries,
		clearRequests: () => log.clear(),
		options: controlOptions(settings),
		faults,
		jobs: controlJobs(jobs, runner, (alias) => tenants.has(alias)),
		uploads,
		records,
		webhooks: controlWebhooks(webhooks, subscriptions, keys),
	};
	const storage = new Storage((request, response) => handleStorageRequest(host, request, response));
	const host: Host = {
		tenants,
		log,
		storage,
		faults,
		controls,
		schema: loadSchema(),
		closing: closing.signal,
		world: {
			settings,
			uploads,
			jobs,
			downloads: new Downloads(settings, jobs, new JobFiles(join(folder, 'results'), uploads)),
			subscriptions,
			webhooks,
			hookKeys: keys,
			publicUrl: (settings.publicUrl || baseUrl).replace(/\/+$/, ''),
		},
	};
	server.serve((request, response) => handleRequest(host, request, response));
	const close = onlyOnce(async () => {
		closing.abort();
		await Promise.all([server.close(), storage.close()]);
		await runner.close();
		await removeOwnFolder(folder);
	});
	return { ...controls, sftp: controlSftp(dropFolder), close };
}

function onlyOnce(action: () => Promise<void>): () => Promise<void> {
	let done: Promise<void> | undefined;
	return () => (done ??= action());
}
