import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/sandbox.cts';
import { startSandbox } from '../../sandbox/sandbox.cts';
import { TemporaryFolder } from '../processes/temporary-folder.cts';
import { installInto, NodeRedProcess, type NodeRedOptions } from './node-red-process.cts';
import { packNodeRed } from '../packages/packed-node-red.cts';

export interface NodeRedWithSandbox {
	red: NodeRedProcess;
	sandbox: Sandbox;
	/** The tenant of the sandbox that flows are to use. */
	tenant: { alias: string; apiKey: string };
	/** A folder that `stop` removes. */
	folder: string;
	stop(): Promise<void>;
}

/** Starts a Node-RED with the packed package installed as the palette manager does, and a sandbox. */
export async function startNodeRedWithSandbox(
	options: Partial<NodeRedOptions> = {},
): Promise<NodeRedWithSandbox> {
	const temporary = new TemporaryFolder('advocate-node-red');
	const folder = temporary.path;
	const userDir = join(folder, 'user');
	installInto(userDir, packNodeRed(folder), options.node);
	const sandbox = await startSandbox();
	const [tenant = { alias: '', apiKey: '' }] = sandbox.tenants;
	const closeSandbox = async () => {
		await sandbox.close();
		temporary.remove();
	};
	try {
		// File paths can then be relative to the folder.
		const settings = { fileWorkingDirectory: folder, ...options.settings };
		const red = await NodeRedProcess.start({ userDir, ...options, settings });
		const stop = async () => {
			await red.stop();
			await closeSandbox();
		};
		return { red, sandbox, tenant, folder, stop };
	} catch (error) {
		await closeSandbox();
		throw error;
	}
}
