/**
 * Runs a workflow in the real n8n, headless: installs n8n into a cache folder outside of the checkout
 * (once), installs this package in it the way a community package is installed, starts the sandbox and
 * runs `n8n execute`.
 *
 * `npm run start:template` runs workflows/crm-users-import.json; `npm run start:template -- FILE` another one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/sandbox.cts';
import { run } from '../harness/processes/command.cts';
import { installPackage } from '../harness/n8n/community-package.cts';
import { installedN8n } from '../harness/n8n/installed-n8n.cts';
import { runnable, type WorkflowFile } from '../harness/n8n/workflow-files.cts';
import { root } from '../harness/project.cts';
import { TemporaryFolder } from '../harness/processes/temporary-folder.cts';

const WORKFLOW_ID = 'advocaterun00001';
const CREDENTIAL = { id: 'advocate', name: 'Sandbox' };

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
	const file = process.argv[2] ?? join(root, 'workflows/crm-users-import.json');
	const workflow = runnable(JSON.parse(readFileSync(file, 'utf8')) as WorkflowFile, CREDENTIAL);
	const installed = await installedN8n();
	const temporary = new TemporaryFolder('advocate-n8n');
	const userFolder = temporary.path;
	const sandbox = await startSandbox();
	try {
		await installPackage(userFolder);
		const [tenant] = sandbox.tenants;
		const data = { tenantAlias: tenant?.alias, apiKey: tenant?.apiKey, baseUrl: sandbox.baseUrl };
		const files = {
			credentials: [{ ...CREDENTIAL, type: 'advocateApi', data }],
			workflow: { ...workflow, id: WORKFLOW_ID, active: false },
		};
		const env = {
			...installed.env,
			N8N_USER_FOLDER: userFolder,
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_RESTRICT_FILE_ACCESS_TO: join(root, 'examples'),
			N8N_LOG_LEVEL: 'info',
		};
		const n8n = async (...args: string[]) =>
			await run(installed.node, [installed.bin, ...args], { env });
		for (const [name, content] of Object.entries(files)) {
			const path = join(userFolder, `${name}.json`);
			writeFileSync(path, JSON.stringify(content));
			await n8n(`import:${name}`, `--input=${path}`);
		}
		console.error(`Running "${workflow.name}" in n8n ${installed.version} …`);
		report(await n8n('execute', `--id=${WORKFLOW_ID}`, '--rawOutput'));
		console.log(`Jobs in the sandbox: ${sandbox.jobs.list().length}`);
	} finally {
		await sandbox.close();
		temporary.remove();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
