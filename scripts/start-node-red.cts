/**
 * `npm run start:node-red`: a Node-RED on this machine with the package installed, a sandbox in place of
 * Advocate, and the example flow deployed, to try everything by hand. `--port N` (default 1880, or a free
 * one). Ctrl+C stops it and removes all of it.
 */
import { parseArgs } from 'node:util';
import { askedToEnd } from '../harness/processes/end-of-process.cts';
import { freePort } from '../harness/processes/free-port.cts';
import { exampleFlow } from '../harness/node-red/example-flow.cts';
import { startNodeRedWithSandbox } from '../harness/node-red/node-red-with-sandbox.cts';

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { port: { type: 'string', default: '1880' } } });
	console.error('Building, packing and installing the package …');
	const started = await startNodeRedWithSandbox({ port: await freePort(Number(values.port)) });
	try {
		const { red, sandbox, tenant } = started;
		await red.deploy(exampleFlow('import-users', sandbox.baseUrl, tenant));
		console.log(`Node-RED   ${red.url}`);
		console.log(`Sandbox    ${sandbox.baseUrl}, tenant ${tenant.alias}, key ${tenant.apiKey}`);
		console.log(
			'Press the button of "3 contacts". More examples are in the menu: Import, Examples.',
		);
		console.log('Ctrl+C stops both.');
		await askedToEnd();
	} finally {
		await started.stop();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
