/**
 * `npm run test:n8n`: this package in a whole n8n, against the sandbox, over n8n's own REST API. Installs n8n
 * into a cache folder (once), then prints a line for each check and ends with 1 unless all of them pass.
 * N8N_VERSION tries another version of n8n. With `--if-installed` nothing is installed: without n8n in the
 * cache it says so, checks nothing and ends with 0. `--only TEXT` runs the checks with this text in their title;
 * `--only mcp` checks what AI builders see, and nothing else; `--transcript FILE` writes down what they were told.
 */
import { parseArgs } from 'node:util';
import { n8nMissing } from '../../../harness/n8n/installed-n8n.cts';
import { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import { checkCancelledWait } from './cancelled-wait.checks.cts';
import { CheckList } from '../check-list.cts';
import { checkCalledWorkflow } from './production/called-workflow.checks.cts';
import { checkChangedUsers } from './production/changed-users.checks.cts';
import { checkCopies } from './copies.checks.cts';
import { checkCredential } from './credential.checks.cts';
import { checkKilledWait } from './production/killed-wait.checks.cts';
import { checkLookups } from './lookups.checks.cts';
import { checkMcp } from './mcp.checks.cts';
import { checkNodesInFront } from './nodes-in-front.checks.cts';
import { checkPackage } from './package.checks.cts';
import { checkTemplates } from './templates.checks.cts';
import { checkTriggers } from './triggers.checks.cts';

/** A template that waits within a node: by hand, a file, the four nodes. */
const PLAIN_IMPORT = 'crm-users-step-by-step.json';

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			'if-installed': { type: 'boolean', default: false },
			only: { type: 'string' },
			transcript: { type: 'string' },
		},
	});
	const missing = n8nMissing();
	if (values['if-installed'] && missing !== undefined) {
		return void console.log(`test:n8n was not run. ${missing}`);
	}
	const running = await N8nWithSandbox.start();
	try {
		console.log(`\nn8n ${running.installed.version} on its own Node 24, SQLite\n`);
		const list = new CheckList(values.only === 'mcp' ? '' : values.only);
		if (values.only === 'mcp') {
			await checkMcp(list, running, values.transcript);
			if (!list.close()) process.exitCode = 1;
			return;
		}
		const templates = await running.addTemplates();
		const plainImport = templates.get(PLAIN_IMPORT);
		if (plainImport === undefined) throw new Error(`There is no workflows/${PLAIN_IMPORT}`);
		await checkPackage(list, running);
		await checkCredential(list, running);
		await checkLookups(list, running);
		await checkMcp(list, running, values.transcript);
		await checkNodesInFront(list, running);
		await checkTemplates(list, running, templates);
		await checkCancelledWait(list, running, plainImport);
		await checkCalledWorkflow(list, running);
		await checkKilledWait(list, running);
		await checkChangedUsers(list, running);
		await checkTriggers(list, running, plainImport);
		await checkCopies(list, running);
		if (!list.close()) {
			console.error(`\nThe end of n8n's log:\n${running.n8n.lastLines()}`);
			process.exitCode = 1;
		}
	} finally {
		await running.close();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	// Whatever may still run ends with this process, which would not end by itself.
	process.exit(1);
});
