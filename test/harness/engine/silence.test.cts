import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const engine = resolve(__dirname, '../../../harness/engine');

// A node fails, so that n8n has something to log.
const SCRIPT = `
import { createNodeTypes } from '${engine}/node-types.cts';
import { runWorkflow } from '${engine}/run-workflow.cts';
import { standIns } from '${engine}/stand-ins.cts';

const node = (name: string, type: string, typeVersion: number, parameters = {}) => ({
	id: name, name, type: 'n8n-nodes-base.' + type, typeVersion, position: [0, 0] as [number, number], parameters,
});
void runWorkflow({
	workflow: {
		nodes: [node('Start', 'manualTrigger', 1), node('Read', 'readWriteFile', 1.1, { fileSelector: '/none' })],
		connections: { Start: { main: [[{ node: 'Read', type: 'main', index: 0 }]] } },
	},
	nodeTypes: createNodeTypes(standIns),
}).then((run) => console.log(run.status));
`;

test('a run in plain Node says nothing of its own, ends, and leaves the home folder alone', () => {
	const home = mkdtempSync(join(tmpdir(), 'engine-home-'));
	const script = join(home, '..', `engine-script-${process.pid}.cts`);
	writeFileSync(script, SCRIPT);
	try {
		const environment = { PATH: process.env.PATH, HOME: home };
		const { stdout, stderr, status } = spawnSync(
			process.execPath,
			['--require', require.resolve('tsx/cjs'), script],
			{ env: environment, encoding: 'utf8' },
		);
		expect({ stdout, stderr, status }).toEqual({ stdout: 'error\n', stderr: '', status: 0 });
		expect(readdirSync(home)).toEqual([]);
	} finally {
		rmSync(home, { recursive: true });
		rmSync(script);
	}
});
