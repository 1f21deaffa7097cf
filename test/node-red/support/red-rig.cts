import type { Node, NodeStatus } from '@node-red/registry';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import helper from 'node-red-node-test-helper';
import type { Message } from '../../../node-red/runtime/message.cts';
import type { NodeRed } from '../../../node-red/runtime/corrected-types.cts';
import { systemTime } from '../../../node-red/runtime/system-time.cts';
import createJob from '../../../node-red/nodes/advocate-create-job.cts';
import importing from '../../../node-red/nodes/advocate-import.cts';
import exporting from '../../../node-red/nodes/advocate-export.cts';
import jobStatus from '../../../node-red/nodes/advocate-job-status.cts';
import hook from '../../../node-red/nodes/advocate-hook.cts';
import tenant from '../../../node-red/nodes/advocate-tenant.cts';
import upload from '../../../node-red/nodes/advocate-upload.cts';
import validate from '../../../node-red/nodes/advocate-validate.cts';
import wait from '../../../node-red/nodes/advocate-wait.cts';
import type { SandboxOptions } from '../../../sandbox/options.cts';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import { startSandbox } from '../../../sandbox/sandbox.cts';

const START = Date.parse('2026-01-15T09:00:00Z');
type NodeModule = (RED: NodeRed) => void;
const NODES = [
	tenant,
	importing,
	exporting,
	upload,
	validate,
	createJob,
	jobStatus,
	wait,
	hook,
] as unknown as NodeModule[];

const fromHere = createRequire(__filename);

/** Node-RED's own nodes, by their modules within `@node-red/nodes/core`. */
const CORE_NODES = [
	'function/10-function',
	'function/10-switch',
	'parsers/70-CSV',
	'sequence/17-split',
	'sequence/18-sort',
	'sequence/19-batch',
	'storage/10-file',
].map((module) => fromHere(`@node-red/nodes/core/${module}`) as NodeModule);

type NodeJson = { id: string; type: string } & Record<string, unknown>;

/** The outcome of one message, or of several. */
export interface RedRun {
	/** What left on each output of the node. */
	outputs: Message[][];
	/** What the Catch node got. */
	caught: Array<Message & { error: { message: string; code?: string; cause?: { hint: string } } }>;
	/** How often the Complete node fired. */
	completed: number;
	statuses: NodeStatus[];
}

/** A sandbox and a Node-RED runtime on one clock, which only moves when a node sleeps. */
export class RedRig {
	/** Milliseconds since the epoch. */
	now = START;
	/** How long each sleep of a node was to be (ms). */
	pauses: number[] = [];
	/** Called before each sleep ends, for what happens meanwhile. */
	whileAsleep: () => void | Promise<void> = () => undefined;
	readonly folder = mkdtempSync(join(tmpdir(), 'advocate-node-red-test-'));
	/** Where Node-RED serves what nodes offer over HTTP. */
	nodeUrl = '';
	private served?: (request: IncomingMessage, response: ServerResponse) => void;
	private nodeServer?: Server;
	private running?: Sandbox;
	/** What nodes do later, unless something happens before. */
	private timers: Array<{ at: number; act: () => void }> = [];
	private run: RedRun = newRun();
	private loaded: NodeJson[] = [];

	/** @param settings of Node-RED, besides those of the rig */
	async start(options: SandboxOptions = {}, settings: object = {}): Promise<void> {
		this.now = START;
		this.pauses = [];
		this.whileAsleep = () => undefined;
		this.afterDeploy = undefined;
		this.running = await startSandbox({ now: () => this.now, ...options });
		jest.spyOn(systemTime, 'now').mockImplementation(() => this.now);
		jest.spyOn(systemTime, 'random').mockImplementation(() => 1);
		jest.spyOn(systemTime, 'sleep').mockImplementation(async (milliseconds, signal) => {
			this.pauses.push(milliseconds);
			this.now += milliseconds;
			await this.whileAsleep();
			if (this.asleepUntilStopped) await aborted(signal);
		});
		jest.spyOn(systemTime, 'later').mockImplementation((milliseconds, act) => {
			const timer = { at: this.now + milliseconds, act };
			this.timers.push(timer);
			return () => {
				this.timers = this.timers.filter((other) => other !== timer);
			};
		});
		helper.init(require.resolve('node-red'));
		// Relative paths lead from there, as of the file nodes.
		helper.settings({
			contextStorage: this.contextStorage,
			fileWorkingDirectory: this.folder,
			...settings,
		});
		await helper.startServer();
		await this.serveNodes();
	}

	/** The helper makes an Express app for nodes at each load, and serves none. */
	private async serveNodes(): Promise<void> {
		const server = createServer((request, response) => this.served?.(request, response));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		this.nodeUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		this.nodeServer = server;
	}

	/** Puts the nodes' app behind a parser, as the admin API is in Node-RED. */
	private behindParser({ httpNode }: NodeRed): void {
		const outer = express();
		outer.use(express.json());
		outer.use('/', httpNode);
		this.served = (request, response) => void outer(request, response);
	}

	/** A store that outlives nodes: without one in the settings, Node-RED forgets a node's context with it. */
	private get contextStorage(): object {
		return { default: { module: 'localfilesystem', config: { dir: this.folder, cache: false } } };
	}

	/** Whether a sleep only ends when the node is stopped. */
	asleepUntilStopped = false;
	/** Called when a flow has started, before any answer has come in: to have a node fail later on. */
	afterDeploy?: () => void;

	async stop(): Promise<void> {
		await helper.unload();
		await helper._redNodes.closeContextsPlugin();
		await helper.stopServer();
		this.nodeServer?.closeAllConnections();
		await new Promise((resolve) => this.nodeServer?.close(resolve));
		jest.restoreAllMocks();
		await this.running?.close();
		// Node-RED may still be writing contexts that it was told to save.
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
	}

	get sandbox(): Sandbox {
		if (this.running === undefined) throw new Error('start() the rig first');
		return this.running;
	}

	get apiKey(): string {
		return this.sandbox.tenants[0]?.apiKey ?? '';
	}

	/** The flow of one node of the type, with what listens to it. */
	flow(type: string, settings: Record<string, unknown> = {}, tenantSettings = {}): NodeJson[] {
		const listeners = ['out0', 'out1', 'out2', 'caught', 'completed', 'shown'];
		return [
			{ id: 'flow', type: 'tab', label: 'flow' },
			{
				id: 'tenant',
				type: 'advocate-tenant',
				tenantAlias: this.sandbox.tenants[0]?.alias,
				baseUrl: this.sandbox.baseUrl,
				...tenantSettings,
			},
			{
				id: 'node',
				type,
				z: 'flow',
				tenant: 'tenant',
				wires: [['out0'], ['out1'], ['out2']],
				...settings,
			},
			{ id: 'catch-all', type: 'catch', z: 'flow', scope: null, wires: [['caught']] },
			{ id: 'complete-node', type: 'complete', z: 'flow', scope: ['node'], wires: [['completed']] },
			{ id: 'status-of-node', type: 'status', z: 'flow', scope: ['node'], wires: [['shown']] },
			...listeners.map((id) => ({ id, type: 'helper', z: 'flow' })),
		];
	}

	/** Starts a flow; replaces the one that runs. */
	async load(flow: NodeJson[], { credentials = { apiKey: this.apiKey } } = {}): Promise<void> {
		await helper.unload();
		this.run = newRun();
		this.loaded = flow;
		// The helper never loads the stores of its settings.
		const { loadFlows } = helper._redNodes;
		helper._redNodes.loadFlows = async () => {
			helper._redNodes.loadFlows = loadFlows;
			await helper._redNodes.loadContextsPlugin();
			await loadFlows();
		};
		const served = (RED: NodeRed) => this.behindParser(RED);
		await helper.load([served, ...NODES, ...CORE_NODES], flow, { tenant: credentials });
		this.listen();
	}

	/**
	 * Deploys the flow that runs once more, as after a restart: nodes are new, their context is kept.
	 *
	 * @param tenant other settings of the tenant, this once
	 * @param changed the flow, if it has been changed meanwhile
	 */
	async restart(
		tenant: Record<string, unknown> = {},
		changed: NodeJson[] = this.loaded,
	): Promise<RedRun> {
		const flow = changed.map((node) => (node.id === 'tenant' ? { ...node, ...tenant } : node));
		const { apiKey = this.apiKey } = tenant;
		this.run = newRun();
		await helper.setFlows(flow, 'full', { tenant: { apiKey } });
		this.listen();
		return this.run;
	}

	/** Lets time pass (ms), with what nodes do meanwhile of their own accord. */
	async pass(milliseconds: number): Promise<void> {
		const end = this.now + milliseconds;
		for (;;) {
			const [next] = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
			if (next === undefined) break;
			this.timers = this.timers.filter((timer) => timer !== next);
			this.now = Math.max(this.now, next.at);
			next.act();
			await new Promise((resolve) => setImmediate(resolve));
		}
		this.now = end;
	}

	/** How many things nodes still mean to do later. */
	get pending(): number {
		return this.timers.length;
	}

	private listen(): void {
		const run = this.run;
		for (const output of [0, 1, 2]) {
			this.node(`out${output}`).on('input', (message) => run.outputs[output]?.push(message));
		}
		this.node('caught').on('input', (message) =>
			run.caught.push(message as RedRun['caught'][number]),
		);
		this.node('completed').on('input', () => void run.completed++);
		this.node('shown').on('input', ({ status }) => run.statuses.push(status as NodeStatus));
		this.afterDeploy?.();
	}

	node(id: string): Node {
		return helper.getNode(id) as Node;
	}

	/** What has come of the flow so far. */
	get soFar(): RedRun {
		return this.run;
	}

	/** Hands messages to the node, and waits until each of them is done with. */
	async send(...messages: Array<Partial<Message>>): Promise<RedRun> {
		const before = this.run.caught.length + this.run.completed;
		for (const [index, message] of messages.entries()) {
			this.node('node').receive({ _msgid: `message-${index}`, ...message });
		}
		await this.until(
			({ caught, completed }) => caught.length + completed >= before + messages.length,
		);
		return this.run;
	}

	/** Loads one node and hands it messages. */
	async runNode(
		type: string,
		settings: Record<string, unknown>,
		...messages: Array<Partial<Message>>
	): Promise<RedRun> {
		await this.load(this.flow(type, settings));
		return await this.send(...messages);
	}

	/** Waits, without moving the clock, until something holds. */
	async until(holds: (run: RedRun) => boolean): Promise<void> {
		// Ends only what hangs, and before jest does, to tell what there is.
		const deadline = performance.now() + 60_000;
		while (!holds(this.run)) {
			if (performance.now() > deadline)
				throw new Error(`It never came: ${JSON.stringify(this.run)}`);
			await new Promise((resolve) => setImmediate(resolve));
		}
		// What was sent with it arrives in the same turn.
		await new Promise((resolve) => setImmediate(resolve));
	}
}

function newRun(): RedRun {
	return { outputs: [[], [], []], caught: [], completed: 0, statuses: [] };
}

async function aborted(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
