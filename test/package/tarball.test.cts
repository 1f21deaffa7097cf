import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPackage } from '../../harness/engine/load-package.cts';
import { createNodeTypes } from '../../harness/engine/node-types.cts';
import { standIns } from '../../harness/engine/stand-ins.cts';
import { PackedTarball } from '../../harness/packages/packed-tarball.cts';
import { root } from '../../harness/project.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';

const tarball = new PackedTarball();
const rig = new Rig();

beforeAll(async () => await rig.start({ jobDurationMs: 0 }));
afterAll(async () => {
	await rig.stop();
	tarball.remove();
});

interface Manifest {
	dependencies?: object;
	peerDependencies: object;
	n8n: { nodes: string[]; credentials: string[]; strict: boolean };
}

const manifest = JSON.parse(readFileSync(join(tarball.folder, 'package.json'), 'utf8')) as Manifest;

it('ships without runtime dependencies', () => {
	expect(manifest.dependencies).toBeUndefined();
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	expect(manifest.n8n.strict).toBe(true);
});

it('holds the compiled nodes and what they need, and nothing else', () => {
	const allowed =
		/^(package\.json|index\.js|README\.md|LICENSE|dist\/(advocate|credentials|nodes)\/.+\.(js|json|svg))$/;
	expect(tarball.files().filter((file) => !allowed.test(file))).toEqual([]);
});

it.each(manifest.n8n.nodes)('%s has its codex file and its icons beside it', (node) => {
	const folder = node.slice(0, node.lastIndexOf('/'));
	const beside = tarball.files().filter((file) => file.startsWith(`${folder}/`));
	expect(beside).toContain(node.replace('.node.js', '.node.json'));
	expect(beside.filter((file) => file.endsWith('.svg'))).toHaveLength(2);
});

it("is loaded by n8n's package loader under the names that never change", async () => {
	const { nodes, credentialTypes } = await loadPackage(tarball.folder);

	const described = Object.entries(nodes).map(([name, { description }]) => [
		name,
		description.displayName,
		'outputNames' in description ? description.outputNames : undefined,
	]);
	expect(described).toEqual([
		[
			'n8n-nodes-impact-advocate.advocateImport',
			'Advocate Import',
			['Imported', 'Rejected', 'Failed'],
		],
		[
			'n8n-nodes-impact-advocate.advocateExport',
			'Advocate Export',
			['Exported', 'Pending', 'Aborted'],
		],
		['n8n-nodes-impact-advocate.advocateUpload', 'Advocate Upload', ['Uploaded', 'Rejected']],
		['n8n-nodes-impact-advocate.advocateValidate', 'Advocate Validate', ['Valid', 'Invalid']],
		['n8n-nodes-impact-advocate.advocateCreateJob', 'Advocate Create Job', undefined],
		[
			'n8n-nodes-impact-advocate.advocateJobStatus',
			'Advocate Job Status',
			['Completed', 'Pending', 'Aborted'],
		],
		[
			'n8n-nodes-impact-advocate.advocateWaitForCompletionTrigger',
			'Advocate Wait for Completion Trigger',
			undefined,
		],
		[
			'n8n-nodes-impact-advocate.advocateJobCompletedTrigger',
			'Advocate Job Completed Trigger',
			undefined,
		],
	]);
	expect(
		credentialTypes.map(({ name, properties }) => [name, ...properties.map((p) => p.name)]),
	).toEqual([['advocateApi', 'tenantAlias', 'apiKey', 'baseUrl', 'advanced', 'userName']]);
});

it('runs an import from there', async () => {
	const { nodes, credentialTypes } = await loadPackage(tarball.folder);
	const workflow = chain(
		{ name: 'Upload', type: 'advocateUpload' },
		{ name: 'Validate', type: 'advocateValidate' },
		{ name: 'Create Job', type: 'advocateCreateJob' },
		{ name: 'Job Status', type: 'advocateJobStatus', parameters: { wait: true } },
	);

	const run = await rig.run(workflow, [fileItem('a.csv', 'accountId,id\nacme,ann\n')], {
		nodeTypes: createNodeTypes(nodes, standIns),
		credentialTypes,
	});

	expect(run.error).toBeUndefined();
	expect(run.json('Job Status')[0]).toMatchObject({ status: 'COMPLETED' });
});

it('takes from n8n-workflow only what every n8n 2 has', () => {
	// The engine here is 2.8; 2.40 has, for one, no `sleepWithAbort` any more.
	const used = tarball
		.files()
		.filter((file) => file.endsWith('.js'))
		.flatMap((file) => {
			const code = readFileSync(join(tarball.folder, file), 'utf8');
			return [...code.matchAll(/n8n_workflow_1\.(\w+)/g)].map(([, name]) => name);
		});
	expect([...new Set(used)].sort()).toEqual([
		'NodeApiError',
		'NodeConnectionTypes',
		'NodeOperationError',
		'sleep',
	]);
});

it('has a README in which every node is named', () => {
	const readme = readFileSync(join(root, 'README.md'), 'utf8');
	for (const name of ['Upload', 'Validate', 'Create Job', 'Job Status', 'Wait for Completion']) {
		expect(readme).toContain(`Advocate ${name}`);
	}
});
