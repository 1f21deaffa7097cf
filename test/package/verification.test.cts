import { spawnSync } from 'node:child_process';
import { root } from '../../harness/project.cts';

/* What n8n's verification asks of a community package, by n8n's own tools. */

function npm(...args: string[]): { printed: string; status: number | null } {
	// The lint's rules look at NODE_ENV, which jest sets to `test`: there they judge otherwise.
	const env = { ...process.env, NODE_ENV: undefined };
	const { stdout, stderr, status } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', env });
	return { printed: stdout + stderr, status };
}

it("n8n's scanner finds nothing, in the sources and in the packed tarball", () => {
	expect(npm('run', '--silent', 'scan')).toMatchObject({
		status: 0,
		printed: expect.stringContaining('sources: no findings\ntarball: no findings') as string,
	});
}, 120_000);

it("n8n's strict lint finds nothing", () => {
	const { printed, status } = npm('exec', '--', 'n8n-node', 'lint');

	expect(printed).not.toMatch(/Strict mode violation|problems?/);
	expect(status).toBe(0);
}, 120_000);
