import { spawn } from 'node:child_process';
import { root, tsxScript } from '../project.cts';

/** Where a sandbox is and who may come in: the line that `sandbox/cli.cts --json` prints. */
export interface SandboxAddress {
	baseUrl: string;
	tenants: Array<{ alias: string; apiKey: string }>;
}

/** What of a file that the sandbox was sent a bench looks at. */
export interface ReceivedFile {
	fileRef: string;
	sizeBytes: number;
	/** Where the sandbox keeps the file. */
	path: string;
}

/** The credential for the sandbox's first tenant. */
export function tenantCredential({ baseUrl, tenants: [tenant] }: SandboxAddress) {
	if (tenant === undefined) throw new Error('The sandbox has no tenant');
	return { tenantAlias: tenant.alias, apiKey: tenant.apiKey, baseUrl };
}

/** Where the sandbox's first tenant uploads files. */
export function uploadUrl(address: SandboxAddress): string {
	const { baseUrl, tenantAlias } = tenantCredential(address);
	return `${baseUrl}/api/v1/${tenantAlias}/export/upload`;
}

/**
 * Starts a sandbox in a process of its own, and ends it, with its files, after the action.
 *
 * @param options further ones of its command line
 */
export async function withSandbox<T>(
	action: (address: SandboxAddress) => Promise<T>,
	options: string[] = [],
): Promise<T> {
	const script = tsxScript('sandbox/cli.cts', '--port', '0', '--json', ...options);
	const sandbox = spawn(process.execPath, script, {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = new Promise((done) => sandbox.once('close', done));
	try {
		return await action(JSON.parse(await firstLine(sandbox.stdout)) as SandboxAddress);
	} finally {
		sandbox.kill();
		await ended;
	}
}

/** Every file the sandbox holds, oldest first. */
export async function receivedFiles({ baseUrl }: SandboxAddress): Promise<ReceivedFile[]> {
	const answer = await fetch(`${baseUrl}/__sandbox/state`);
	return ((await answer.json()) as { uploads: ReceivedFile[] }).uploads;
}

async function firstLine(stream: AsyncIterable<Buffer>): Promise<string> {
	for await (const chunk of stream) return chunk.toString().trim();
	throw new Error('The sandbox did not start');
}
