import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { atExit } from '../processes/end-of-process.cts';
import { freePort } from '../processes/free-port.cts';

/** A node as it stands in a flow file. */
export interface FlowNode {
	id: string;
	type: string;
	[property: string]: unknown;
}

export interface NodeRedOptions {
	/** Where flows, credentials and context are kept, and nodes installed. */
	userDir: string;
	/** Further settings, as in settings.js, but only JSON values. */
	settings?: Record<string, unknown>;
	/** 0 for any free one. */
	port?: number;
	/** The Node.js to run it with. */
	node?: string;
	/** Node-RED's start file. */
	red?: string;
	env?: Record<string, string>;
}

/** The Node.js to run Node-RED with: this one, unless the environment names another. */
export const NODE = process.env.NODE_RED_NODE ?? process.execPath;

/** A Node-RED in a process of its own, on this machine only. It does not outlive this process. */
export class NodeRedProcess {
	private constructor(
		private readonly child: ChildProcess,
		readonly url: string,
		private readonly ended: Promise<unknown>,
		/** All it has printed so far. */
		readonly log: string[],
	) {}

	/** Starts it, and waits until its flows run. */
	static async start({
		userDir,
		settings = {},
		port = 0,
		node = NODE,
		red = process.env.NODE_RED ?? require.resolve('node-red/red.js'),
		env = {},
	}: NodeRedOptions): Promise<NodeRedProcess> {
		mkdirSync(userDir, { recursive: true });
		const uiPort = port || (await freePort());
		const settingsFile = join(userDir, 'settings.js');
		const all = { ...DEFAULTS, userDir, uiPort, ...settings };
		writeFileSync(settingsFile, `module.exports = ${JSON.stringify(all, null, '\t')};\n`);
		const child = spawn(node, [red, '--settings', settingsFile], {
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, ...env },
		});
		const log: string[] = [];
		const ended = new Promise((resolve) => child.once('close', resolve));
		void ended.then(atExit(() => child.kill('SIGKILL')));
		await new Promise<void>((resolve, reject) => {
			const onOutput = (chunk: Buffer) => {
				log.push(chunk.toString());
				if (startsIn(log) > 0 && log.join('').includes('Server now running')) resolve();
			};
			child.stdout.on('data', onOutput);
			child.stderr.on('data', onOutput);
			void ended.then(() => reject(new Error(`Node-RED did not start:\n${log.join('')}`)));
		});
		return new NodeRedProcess(child, `http://127.0.0.1:${uiPort}`, ended, log);
	}

	/**
	 * Deploys flows over the admin API in place of all there are, and waits until they run.
	 *
	 * @param token of a user, if the settings require one
	 */
	async deploy(flows: FlowNode[], token?: string): Promise<void> {
		const before = startsIn(this.log);
		const answer = await fetch(`${this.url}/flows`, {
			method: 'POST',
			headers: {
				'Content-Type': 'application/json',
				...(token !== undefined && { Authorization: `Bearer ${token}` }),
			},
			body: JSON.stringify(flows),
		});
		if (!answer.ok) throw new Error(`Not deployed: ${answer.status} ${await answer.text()}`);
		while (startsIn(this.log) === before) {
			if (this.child.exitCode !== null) throw new Error(`It ended:\n${this.log.join('')}`);
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	}

	/** Of the process; 0 if it could not be started. */
	get pid(): number {
		return this.child.pid ?? 0;
	}

	/** Ends it in good order or, with SIGKILL, as a crash would. */
	async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
		this.child.kill(signal);
		await this.ended;
	}
}

/** How often flows have been started. */
function startsIn(log: string[]): number {
	return log.join('').split('Started flows').length - 1;
}

const DEFAULTS = {
	uiHost: '127.0.0.1',
	flowFile: 'flows.json',
	credentialSecret: 'only for trying things out on this machine',
	// On disk and at once, so that nothing is forgotten or repeated, however it is stopped.
	contextStorage: { default: { module: 'localfilesystem', config: { cache: false } } },
	externalModules: { autoInstall: false, palette: { allowInstall: false } },
	editorTheme: { tours: false, projects: { enabled: false } },
	telemetry: { enabled: false, updateNotification: false },
	// Nothing is loaded but what is on this machine.
	functionExternalModules: false,
};

/** Installs a tarball into a user folder of Node-RED, as its palette manager does. */
export function installInto(userDir: string, tarball: string, node = NODE): void {
	mkdirSync(userDir, { recursive: true });
	const arguments_ = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
	execFileSync('npm', [...arguments_, tarball], {
		cwd: userDir,
		stdio: ['ignore', 'ignore', 'inherit'],
		// npm chooses versions that fit the Node.js it runs on.
		env: { ...process.env, PATH: `${resolve(node, '..')}:${process.env.PATH}` },
	});
}
