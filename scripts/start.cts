/**
 * `npm start`: builds the package and runs a template, by default workflows/crm-users-step-by-step.json,
 * through n8n's own engine on an example file, against a sandbox of its own or a real tenant. Progress goes
 * to stderr, the outcome to stdout. Ends with 0 only when every job completed.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { FinishedRun } from '../harness/engine/finished-run.cts';
import {
	importOutcome,
	printOutcome,
	type ImportOutcome,
} from '../harness/engine/import-outcome.cts';
import { loadPackage } from '../harness/engine/load-package.cts';
import { createNodeTypes } from '../harness/engine/node-types.cts';
import { runWorkflow, type WorkflowJson } from '../harness/engine/run-workflow.cts';
import { standIns } from '../harness/engine/stand-ins.cts';
import { buildPackage } from '../harness/packages/built-package.cts';
import { root } from '../harness/project.cts';
import { startSandbox } from '../sandbox/sandbox.cts';

const USAGE = `npm start -- [options]

  --workflow FILE    the template to run (default: workflows/crm-users-step-by-step.json)
  --file FILE        the file to import (default: the one that the template names, for
                     crm-users-step-by-step.json examples/crm-contacts.csv)
  --type TYPE        what its rows are: MUTATION/USER, MUTATION/USER_EVENT,
                     MUTATION/REDEEMABLE_REWARD_BALANCE or MUTATION/DELETE_USER
                     (default: as the template has it, in that one MUTATION/USER)
  --confirm-deletion with MUTATION/DELETE_USER: yes, delete these users for good
  --json             print one JSON object in place of the table: fileRef, jobId, status,
                     recordsProcessed, errors, rowErrors; rowsRejected too where the template
                     checks every row, jobIds where it made several files of them,
                     and message where the status is not COMPLETED, or by Advocate Import
  --tenant ALIAS     import into this tenant, with the key in ADVOCATE_API_KEY, not into a sandbox
  --base-url URL     where that tenant is (default: the credential's own default)
  --help             this text

npm prints two lines of its own first; npm start --silent -- --json leaves them out.
`;

interface Settings {
	workflow: string;
	/** In place of the template's. */
	file?: string;
	/** In place of the template's. */
	type?: string;
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
			workflow: { type: 'string', default: join(root, 'workflows/crm-users-step-by-step.json') },
			file: { type: 'string' },
			type: { type: 'string' },
			'confirm-deletion': { type: 'boolean', default: false },
			json: { type: 'boolean', default: false },
			tenant: { type: 'string' },
			'base-url': { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	if (values.tenant !== undefined && !process.env.ADVOCATE_API_KEY) {
		throw new UsageError('--tenant needs the API key in the environment variable ADVOCATE_API_KEY');
	}
	if (values.tenant === undefined && values['base-url'] !== undefined) {
		throw new UsageError('--base-url needs --tenant');
	}
	if (values.type === 'MUTATION/DELETE_USER' && !values['confirm-deletion']) {
		throw new UsageError(
			"Deleted users can't be brought back. To delete them, add --confirm-deletion",
		);
	}
	return {
		workflow: resolve(values.workflow),
		...(values.file !== undefined && { file: resolve(values.file) }),
		...(values.type !== undefined && { type: values.type }),
		confirmDeletion: values['confirm-deletion'],
		json: values.json,
		tenant: values.tenant,
		baseUrl: values['base-url'],
	};
}

/** The template, with the file and the type where these were asked for. */
function workflowFor({ workflow: template, file, type, confirmDeletion }: Settings): WorkflowJson {
	const workflow = readWorkflow(template);
	for (const { type: nodeType, parameters } of workflow.nodes) {
		if (nodeType.endsWith('.readWriteFile')) {
			// Templates name the examples as seen from the repository.
			parameters.fileSelector = file ?? resolve(root, parameters.fileSelector as string);
		}
		if (type === undefined) continue;
		if (sendsRows(nodeType)) parameters.type = type;
		if (/\.advocate(CreateJob|Import)$/.test(nodeType) && confirmDeletion) {
			Object.assign(parameters, { type, confirmDeletion });
		}
	}
	return workflow;
}

function readWorkflow(template: string): WorkflowJson {
	if (!existsSync(template)) throw new UsageError(`There is no workflow ${template}`);
	const workflow = JSON.parse(readFileSync(template, 'utf8')) as Partial<WorkflowJson>;
	const { nodes, connections } = workflow;
	if (Array.isArray(nodes) && connections !== undefined) {
		if (nodes.some(({ type }) => sendsRows(type))) return { ...workflow, nodes, connections };
		const what = 'it has neither Advocate Import nor Advocate Upload';
		throw new UsageError(`${template} imports nothing: ${what}`);
	}
	throw new UsageError(`${template} is not a workflow exported from n8n`);
}

function sendsRows(nodeType: string): boolean {
	return /\.advocate(Upload|Import)$/.test(nodeType);
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

async function runImport(
	workflow: WorkflowJson,
	target: Target,
	folder: string,
): Promise<FinishedRun> {
	const { nodes, credentialTypes } = await loadPackage(root);
	return await runWorkflow({
		workflow,
		nodeTypes: createNodeTypes(nodes, standIns),
		credentialTypes,
		credentials: { advocateApi: target.credential },
		binaryDataFolder: folder,
		usePinnedData: true,
		onNodeStart: (name) => say(`  ${name} …`),
		onNodeEnd: (name, { executionTime, executionStatus }) =>
			say(`  ${name}: ${executionStatus ?? ''} after ${executionTime} ms`),
	});
}

function say(line: string): void {
	process.stderr.write(`${line}\n`);
}

function filesOf({ nodes }: WorkflowJson): string[] {
	const readers = nodes.filter(({ type }) => type.endsWith('.readWriteFile'));
	return readers.map(({ parameters }) => parameters.fileSelector as string);
}

async function importFile(settings: Settings): Promise<ImportOutcome> {
	const started = Date.now();
	const workflow = workflowFor(settings);
	say('Building …');
	buildPackage();
	const folder = mkdtempSync(join(tmpdir(), 'advocate-start-'));
	const target = await targetOf(settings);
	try {
		say(`Importing ${filesOf(workflow).join(', ') || workflow.name}`);
		const run = await runImport(workflow, target, folder);
		return importOutcome(run, workflow, Date.now() - started);
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
