import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import {
	runWorkflow,
	type RunOptions,
	type WorkflowJson,
} from '../../harness/engine/run-workflow.cts';
import { systemTime } from '../../nodes/runtime/system-time.ts';
import type { SandboxOptions } from '../../sandbox/options.cts';
import type { Sandbox } from '../../sandbox/sandbox.cts';
import { startSandbox } from '../../sandbox/sandbox.cts';
import { credentialTypes, nodeTypes } from './advocate-nodes.cts';

const START = Date.parse('2026-01-15T09:00:00Z');

/** A credential as the editor would hold it. */
export interface Credential {
	tenantAlias: string;
	apiKey: string;
	baseUrl: string;
	advanced?: boolean;
	userName?: string;
}

/**
 * A sandbox and the engine on one clock, which only moves when a node sleeps: a job of half an hour is
 * over in a moment.
 */
export class Rig {
	/** Milliseconds since the epoch. */
	now = START;
	/** How long each sleep of a node was to be (ms). */
	pauses: number[] = [];
	/** What nodes get in place of a random number: pauses between tries are this part of their bound. */
	random = 1;
	/** Called before each sleep, for what happens meanwhile. */
	whileAsleep: () => void | Promise<void> = () => undefined;

	/** Where n8n keeps files, and a test may keep its own. */
	readonly folder = mkdtempSync(join(tmpdir(), 'advocate-test-'));
	private running?: Sandbox;

	async start(options: SandboxOptions = {}): Promise<void> {
		this.now = START;
		this.pauses = [];
		this.random = 1;
		this.whileAsleep = () => undefined;
		mkdirSync(this.folder, { recursive: true });
		this.running = await startSandbox({ now: () => this.now, ...options });
		jest.spyOn(systemTime, 'now').mockImplementation(() => this.now);
		jest.spyOn(systemTime, 'random').mockImplementation(() => this.random);
		jest.spyOn(systemTime, 'sleep').mockImplementation(async (milliseconds) => {
			this.pauses.push(milliseconds);
			this.now += milliseconds;
			await this.whileAsleep();
		});
	}

	get sandbox(): Sandbox {
		if (this.running === undefined) throw new Error('start() the rig first');
		return this.running;
	}

	get credential(): Credential {
		const [tenant] = this.sandbox.tenants;
		if (tenant === undefined) throw new Error('The sandbox has no tenant');
		return { tenantAlias: tenant.alias, apiKey: tenant.apiKey, baseUrl: this.sandbox.baseUrl };
	}

	/** Runs a workflow against the sandbox; `items` is what comes out of its manual trigger. */
	async run(
		workflow: WorkflowJson,
		items: INodeExecutionData[] = [{ json: {} }],
		options: Partial<RunOptions> & { credential?: Partial<Credential> } = {},
	): Promise<FinishedRun> {
		const { credential, ...rest } = options;
		return await runWorkflow({
			workflow,
			nodeTypes,
			credentialTypes,
			credentials: { advocateApi: { ...this.credential, ...credential } },
			startData: items,
			binaryDataFolder: this.folder,
			...rest,
		});
	}

	async stop(): Promise<void> {
		jest.restoreAllMocks();
		await this.running?.close();
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** An item with a file kept in memory, as a small download comes. */
export function fileItem(
	fileName: string,
	content: string | Buffer,
	mimeType = 'text/csv',
	json = {},
): INodeExecutionData {
	const data = Buffer.from(content).toString('base64');
	return { json, binary: { data: { fileName, mimeType, data } } };
}
