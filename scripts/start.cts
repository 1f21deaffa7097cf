/**
 * `npm start`: builds the package and runs workflows/crm-users-import.json through n8n's own engine on
 * examples/crm-contacts.csv, against a sandbox of its own or a real tenant. Progress goes to stderr, the
 * outcome to stdout. Ends with 0 only when the job completed.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { FinishedRun } from '../engine/finished-run.cts';
import { loadPackage } from '../engine/load-package.cts';
import { createNodeTypes } from '../engine/node-types.cts';
import { runWorkflow, type WorkflowJson } from '../engine/run-workflow.cts';
import { standIns } from '../engine/stand-ins.cts';
import { startSandbox } from '../sandbox/server.cts';
import { importOutcome, printOutcome, type ImportOutcome } from './import-outcome.cts';

const USAGE = `npm start -- [options]

  --file FILE        the file to import (default: examples/crm-contacts.csv)
  --type TYPE        what its rows are: MUTATION/USER (default), MUTATION/USER_EVENT,
                     MUTATION/REDEEMABLE_REWARD_BALANCE or MUTATION/DELETE_USER
  --confirm-deletion with MUTATION/DELETE_USER: yes, delete these users for good
  --json             print one JSON object in place of the table
  --tenant ALIAS     import into this tenant, with the key in ADVOCATE_API_KEY, not into a sandbox
  --base-url URL     where that tenant is (default: the credential's own default)
  --help             this text

npm prints two lines of its own first; npm start --silent -- --json leaves them out.
`;

const root = resolve(__dirname, '..');

interface Settings {
	file: string;
	type: string;
	confirmDeletion: boolean;
	json: boolean;
	tenant?: string;
	baseUrl?: string;
}

class UsageError extends Error {}

function settingsFrom(args: string[]): Settings | undefined {
	const { values } = parseArgs({
		args,
		options: {
			file: { type: 'string', default: join(root, 'examples/crm-contacts.csv') },
			type: { type: 'string', default: 'MUTATION/USER' },
			'confirm-deletion': { type: 'boolean', default: false },
			json: { type: 'boolean', default: false },
			tenant: { type: 'string' },
			'base-url': { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	if (values.tenant !== undefined && !process.env.ADVOCATE_API_KEY) {
		throw new UsageError('With --tenant the API key must be in the environment: ADVOCATE_API_KEY');
	}
	if (values.tenant === undefined && values['base-url'] !== undefined) {
		throw new UsageError('--base-url goes with --tenant');
	}
	if (values.type === 'MUTATION/DELETE_USER' && !values['confirm-deletion']) {
		throw new UsageError("Deleted users can't be brought back: say so with --confirm-deletion");
	}
	return {
		file: resolve(values.file),
		type: values.type,
		confirmDeletion: values['confirm-deletion'],
		json: values.json,
		tenant: values.tenant,
		baseUrl: values['base-url'],
	};
}

/** The template, with the file and the type that were asked for. */
function workflowFor({ file, type, confirmDeletion }: Settings): WorkflowJson {
	const template = join(root, 'workflows/crm-users-import.json');
	const workflow = JSON.parse(readFileSync(template, 'utf8')) as WorkflowJson;
	for (const { type: nodeType, parameters } of workflow.nodes) {
		if (nodeType.endsWith('.readWriteFile')) parameters.fileSelector = file;
		if (nodeType.endsWith('.advocateUpload')) parameters.type = type;
		if (nodeType.endsWith('.advocateCreateJob') && confirmDeletion) {
			Object.assign(parameters, { type, confirmDeletion });
		}
	}
	return workflow;
}

interface Target {
	credential: ICredentialDataDecryptedObject;
	close: () => Promise<void>;
}

async function targetOf({ tenant, baseUrl }: Settings): Promise<Target> {
	if (tenant !== undefined) {
		const apiKey = process.env.ADVOCATE_API_KEY ?? '';
		const credential = { tenantAlias: tenant, apiKey, ...(baseUrl && { baseUrl }) };
		return { credential, close: () => Promise.resolve() };
	}
	const sandbox = await startSandbox();
	const [{ alias, apiKey } = { alias: '', apiKey: '' }] = sandbox.tenants;
	say(`Sandbox at ${sandbox.baseUrl}, tenant ${alias}`);
	return {
		credential: { tenantAlias: alias, apiKey, baseUrl: sandbox.baseUrl },
		close: async () => await sandbox.close(),
	};
}

async function runImport(settings: Settings, target: Target, folder: string): Promise<FinishedRun> {
	const { nodes, credentialTypes } = await loadPackage(root);
	return await runWorkflow({
		workflow: workflowFor(settings),
		nodeTypes: createNodeTypes(nodes, standIns),
		credentialTypes,
		credentials: { advocateApi: target.credential },
		binaryDataFolder: folder,
		onNodeStart: (name) => say(`  ${name} …`),
		onNodeEnd: (name, { executionTime, executionStatus }) =>
			say(`  ${name}: ${executionStatus ?? ''} after ${executionTime} ms`),
	});
}

function say(line: string): void {
	process.stderr.write(`${line}\n`);
}

async function importFile(settings: Settings): Promise<ImportOutcome> {
	const started = Date.now();
	say('Building …');
	execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: ['ignore', 2, 2] });
	const folder = mkdtempSync(join(tmpdir(), 'advocate-start-'));
	const target = await targetOf(settings);
	try {
		say(`Importing ${settings.file}`);
		const run = await runImport(settings, target, folder);
		return importOutcome(run, Date.now() - started);
	} finally {
		await target.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function main(): Promise<void> {
	const settings = settingsFrom(process.argv.slice(2));
	if (settings === undefined) {
		process.stdout.write(USAGE);
		return;
	}
	const outcome = await importFile(settings);
	printOutcome(outcome, settings.json);
	if (outcome.status !== 'COMPLETED') process.exitCode = 1;
}

main().catch((error: unknown) => {
	const message = error instanceof Error ? error.message : String(error);
	const isUsage =
		error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
	say(isUsage ? `${message}\n\n${USAGE}` : message);
	process.exitCode = isUsage ? 2 : 1;
});
