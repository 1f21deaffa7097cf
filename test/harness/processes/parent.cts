/**
 * A process like those that npm commands run: it starts a sandbox and a program that starts another, has a
 * temporary folder, and prints what it has as JSON. Its argument is the folder to make temporary folders in;
 * with `--asked` it waits to be asked to end, as `npm run start:n8n` does, and says so.
 */
import { join } from 'node:path';
import { startSandbox } from '../../../sandbox/sandbox.cts';
import { askedToEnd, atExit } from '../../../harness/processes/end-of-process.cts';
import { ProcessGroup } from '../../../harness/processes/process-group.cts';
import { TemporaryFolder } from '../../../harness/processes/temporary-folder.cts';

export interface Printed {
	/** Of the program, and of the group that the other is in too. */
	group: number;
	folder: string;
}

async function main(): Promise<void> {
	// Not set from outside, as tsx would then keep its cache there as well.
	process.env.TMPDIR = process.argv[2];
	const { path: folder } = new TemporaryFolder('advocate-parent');
	// In the way of what was registered before.
	atExit(() => {
		throw new Error('This one fails');
	});
	const log = join(folder, 'log');
	const { pid: group = 0 } = new ProcessGroup('sh', ['-c', 'sleep 600 & sleep 600'], { log });
	// For as long as the sandbox listens this process does not end by itself.
	await startSandbox();
	process.stdout.write(`${JSON.stringify({ group, folder } satisfies Printed)}\n`);
	if (!process.argv.includes('--asked')) return;
	await askedToEnd();
	process.stdout.write('asked to end\n');
}

void main();
