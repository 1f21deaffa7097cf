/**
 * `npm run start:n8n`: a whole n8n to try everything in by hand. Installs n8n into a cache folder (once), puts this
 * package into it, starts it and a sandbox on loopback, makes the owner and the credential, imports every
 * template, and prints where to go and how to sign in. Ctrl+C ends both.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { askedToEnd } from '../harness/processes/end-of-process.cts';
import { N8nWithSandbox, OWNER } from '../harness/n8n/n8n-with-sandbox.cts';

const HOOKS_EVERY_MS = 1_000;

const USAGE = `npm run start:n8n -- [options]

  --port N       the editor's port (default: 5678, or any free one where that is taken)
  --folder DIR   keep n8n's data there, and go on with it next time (default: a temporary
                 folder, removed at the end)
  --help         this text

N8N_VERSION names another version of n8n than 2.40.7, N8N_CACHE another folder to install it
into than ~/.cache/n8n-VERSION.
`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '5678' },
			folder: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return void process.stdout.write(USAGE);
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Error(`--port takes a number from 1 to 65535, not "${values.port}"`);
	}
	const folder = values.folder && resolve(values.folder);
	const running = await N8nWithSandbox.start({ port, ...(folder && { folder }) });
	// The sandbox has no timers, and somebody may try the trigger that Advocate calls.
	const hooks = setInterval(() => {
		// Fails only when the sandbox closes under it.
		running.sandbox.webhooks.flush().catch(() => undefined);
	}, HOOKS_EVERY_MS);
	try {
		const templates = await running.addTemplates();
		const { n8n, installed, sandbox, credential } = running;
		process.stdout.write(`
n8n ${installed.version} with this package: ${n8n.url}

  E-mail:      ${OWNER.email}
  Password:    ${OWNER.password}
  Credential:  ${credential.name}, for the sandbox at ${sandbox.baseUrl}
  Templates:   ${templates.size} imported, ready to run: open one and click "Execute workflow".
               Slack, e-mail and other services are pinned, so nothing is sent anywhere.

${folder ? `All is kept in ${folder}.` : 'Nothing is kept when you end it.'} Ctrl+C ends n8n and the sandbox.
`);
		await askedToEnd();
		console.error('Ending n8n …');
	} finally {
		clearInterval(hooks);
		await running.close();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
