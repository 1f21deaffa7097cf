import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import { startSandbox } from '../../../sandbox/sandbox.cts';
import { installPackage } from '../../../harness/n8n/community-package.cts';
import { freePort } from '../../../harness/processes/free-port.cts';
import { installedN8n, type InstalledN8n } from '../../../harness/n8n/installed-n8n.cts';
import { N8nProcess } from '../../../harness/n8n/n8n-process.cts';
import { OWNER } from '../../../harness/n8n/n8n-with-sandbox.cts';
import { RestClient } from '../../../harness/n8n/rest-client.cts';
import type {
	CredentialRef,
	StoredWorkflow,
	WorkflowFile,
} from '../../../harness/n8n/workflow-files.cts';
import { TemporaryFolder } from '../../../harness/processes/temporary-folder.cts';
import { Postgres } from './postgres.cts';
import { Redis } from './redis.cts';
import { WorkerLog } from './worker-log.cts';

/** Executions that a worker runs at the same time; n8n's default. */
export const CONCURRENCY = 10;

/** What is ready when this answers; the other processes have no editor. */
const READY = ['/healthz/readiness'];

/** A worker and what it did. */
export interface Worker {
	name: string;
	/** Its N8N_USER_FOLDER. */
	userFolder: string;
	process: N8nProcess;
	log: WorkerLog;
}

/** What runs, in the order it was started. */
interface Parts {
	installed: InstalledN8n;
	sandbox: Sandbox;
	postgres: Postgres;
	redis: Redis;
	main: N8nProcess;
	webhook: N8nProcess;
	workers: Worker[];
}

/**
 * n8n in queue mode, as on several machines: a main, a webhook process and two workers that share nothing
 * but PostgreSQL, Redis and the encryption key. Each has a user folder of its own with the package in it.
 */
export class QueueMode {
	private constructor(
		readonly parts: Parts,
		/** Of the main, signed in. */
		readonly rest: RestClient,
		readonly credential: CredentialRef,
		private readonly end: () => Promise<void>,
	) {}

	/**
	 * Installs what is not there yet and starts all of it.
	 *
	 * @param concurrency executions that a worker runs at the same time
	 */
	static async start(concurrency = CONCURRENCY): Promise<QueueMode> {
		const folders: TemporaryFolder[] = [];
		const stops: Array<() => Promise<void>> = [];
		const end = async () => {
			for (const stop of stops.reverse()) await stop();
			for (const folder of folders) folder.remove();
		};
		const folder = (name: string): string => {
			const made = new TemporaryFolder(`advocate-queue-${name}`);
			folders.push(made);
			return made.path;
		};
		const stoppedAtEnd = <T extends { stop(): Promise<void> }>(started: T): T => {
			stops.push(async () => await started.stop());
			return started;
		};
		try {
			const parts = await startParts(concurrency, folder, stoppedAtEnd);
			stops.push(async () => await parts.sandbox.close());
			const rest = await RestClient.signedIn(parts.main.url, OWNER);
			return new QueueMode(parts, rest, await newCredential(rest, parts.sandbox), end);
		} catch (error) {
			await end();
			throw error;
		}
	}

	/** Puts a workflow into n8n and publishes it. */
	async activate(file: WorkflowFile): Promise<StoredWorkflow> {
		const workflow = await this.rest.post<StoredWorkflow>('/workflows', file);
		const { id, versionId } = workflow;
		await this.rest.post(`/workflows/${id}/activate`, { versionId });
		return workflow;
	}

	async close(): Promise<void> {
		await this.end();
	}
}

async function startParts(
	concurrency: number,
	folder: (name: string) => string,
	stoppedAtEnd: <T extends { stop(): Promise<void> }>(started: T) => T,
): Promise<Parts> {
	const installed = await installedN8n();
	const postgres = stoppedAtEnd(await Postgres.start(folder('postgres')));
	const redis = stoppedAtEnd(await Redis.start(folder('redis')));
	const mainFolder = folder('main');
	await installPackage(mainFolder);
	const webhookPort = await freePort();
	const env = {
		EXECUTIONS_MODE: 'queue',
		...postgres.env,
		...redis.env,
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('base64'),
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
		WEBHOOK_URL: `http://127.0.0.1:${webhookPort}/`,
		N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	};
	console.error('Starting the main process, which creates the tables …');
	const main = stoppedAtEnd(
		await N8nProcess.start({ n8n: installed, userFolder: mainFolder, env }),
	);
	const further = async (name: string, command: string[], port?: number) => {
		const userFolder = folder(name);
		mkdirSync(join(userFolder, '.n8n'));
		cpSync(join(mainFolder, '.n8n/nodes'), join(userFolder, '.n8n/nodes'), { recursive: true });
		const options = { n8n: installed, userFolder, command, port, env, readyPaths: READY };
		const process = stoppedAtEnd(await N8nProcess.start(options));
		return { name, userFolder, process, log: new WorkerLog(process.log) };
	};
	console.error('Starting the webhook process and two workers …');
	const work = ['worker', `--concurrency=${concurrency}`];
	const starting = [
		further('webhook', ['webhook'], webhookPort),
		further('worker-1', work),
		further('worker-2', work),
	] as const;
	// All of them, also when one fails: what is still starting would be stopped by nobody.
	await Promise.allSettled(starting);
	const [webhook, ...workers] = await Promise.all(starting);
	const sandbox = await startSandbox();
	return { installed, sandbox, postgres, redis, main, webhook: webhook.process, workers };
}

async function newCredential(
	rest: RestClient,
	{ baseUrl, tenants: [tenant] }: Sandbox,
): Promise<CredentialRef> {
	const data = { baseUrl, tenantAlias: tenant?.alias, apiKey: tenant?.apiKey };
	const { id, name } = await rest.post<CredentialRef>('/credentials', {
		name: 'Advocate (sandbox)',
		type: 'advocateApi',
		data,
	});
	return { id, name };
}
