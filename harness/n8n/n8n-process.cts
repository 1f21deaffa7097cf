import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../project.cts';
import { freePort } from '../processes/free-port.cts';
import type { InstalledN8n } from './installed-n8n.cts';
import { run } from '../processes/command.cts';
import { lastLines, ProcessGroup } from '../processes/process-group.cts';

/** The time limit for one answer while n8n starts, in ms. A hung n8n would keep a request open forever. */
const ANSWERS_WITHIN_MS = 10_000;

/** n8n listens on loopback only, and neither calls nor reports to any outside service. */
const QUIET = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_AI_ENABLED: 'false',
	N8N_SECURE_COOKIE: 'false',
};

/** This module fetches a list from n8n's server; versions that do not have it refuse its name. */
function withoutRegistry({ bin }: InstalledN8n): Record<string, string> {
	const module = join(dirname(bin), '../dist/modules/mcp-registry');
	return existsSync(module) ? { N8N_DISABLED_MODULES: 'mcp-registry' } : {};
}

export interface N8nProcessOptions {
	n8n: InstalledN8n;
	/** N8N_USER_FOLDER: n8n's database and the community packages are in it. */
	userFolder: string;
	/** `start` by default; `worker` and others take the same options. */
	command?: string[];
	/**
	 * The paths that answer once n8n is ready. By default `/healthz/readiness`, which says that the
	 * database is migrated, and `/rest/settings`, which says that the editor can load.
	 */
	readyPaths?: string[];
	/** Used if it is free, otherwise another one is. */
	port?: number;
	/** On top of what is set here: another database, queue mode … */
	env?: Record<string, string>;
}

/** A running n8n, on loopback. What it prints goes to `n8n.log` in its user folder. */
export class N8nProcess {
	private group: ProcessGroup | undefined;
	/** The file with what it prints. */
	readonly log: string;

	private constructor(
		private readonly options: N8nProcessOptions,
		readonly port: number,
	) {
		this.log = join(options.userFolder, 'n8n.log');
	}

	/** Starts n8n and waits until it answers, for two minutes at most. */
	static async start(options: N8nProcessOptions): Promise<N8nProcess> {
		const n8n = new N8nProcess(options, await freePort(options.port));
		await n8n.startAgain();
		return n8n;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Of the process while it runs, undefined otherwise. */
	get pid(): number | undefined {
		return this.group?.hasEnded === false ? this.group.pid : undefined;
	}

	/** Starts n8n after `stop` or `kill`, on the same port and the same database. */
	async startAgain(): Promise<void> {
		const { n8n, command = ['start'], userFolder } = this.options;
		const env = { ...process.env, ...this.environment(await freePort()) };
		// n8n's task runner belongs to the group too.
		const group = new ProcessGroup(n8n.node, [n8n.bin, ...command], {
			cwd: userFolder,
			log: this.log,
			env,
		});
		this.group = group;
		await group.ready('n8n', 120_000, async () => await this.isReady());
	}

	/** Runs a command of n8n's that ends by itself, such as `export:workflow`, on the same database. */
	async runCommand(...command: string[]): Promise<void> {
		const { n8n, userFolder: cwd } = this.options;
		await run(n8n.node, [n8n.bin, ...command], { cwd, env: this.environment(await freePort()) });
	}

	/** Ends n8n as Ctrl+C does; if it hangs for 40 s, it is killed. */
	async stop(): Promise<void> {
		await this.group?.end('SIGTERM');
	}

	/** Ends n8n with no chance to tidy up, as a crash or the kernel would. */
	async kill(): Promise<void> {
		await this.group?.end('SIGKILL');
	}

	/** The end of what n8n printed. */
	lastLines(count?: number): string {
		return lastLines(this.log, count);
	}

	private environment(brokerPort: number): Record<string, string> {
		const { n8n, userFolder, env } = this.options;
		return {
			...n8n.env,
			...QUIET,
			...withoutRegistry(n8n),
			N8N_USER_FOLDER: userFolder,
			N8N_PORT: String(this.port),
			QUEUE_HEALTH_CHECK_PORT: String(this.port),
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			N8N_EDITOR_BASE_URL: this.url,
			WEBHOOK_URL: `${this.url}/`,
			N8N_RESTRICT_FILE_ACCESS_TO: join(root, 'examples'),
			...env,
		};
	}

	/** n8n answers with its editor's page when it does not know a path yet. */
	private async isReady(): Promise<boolean> {
		const { readyPaths = ['/healthz/readiness', '/rest/settings'] } = this.options;
		try {
			for (const path of readyPaths) {
				const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
				const { ok, headers } = await fetch(this.url + path, { signal });
				if (!ok || !headers.get('content-type')?.includes('json')) return false;
			}
			return true;
		} catch {
			return false;
		}
	}
}
