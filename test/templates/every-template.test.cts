import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from '../../harness/engine/run-workflow.cts';
import { templateNames } from '../../harness/n8n/workflow-files.cts';
import { root } from '../../harness/project.cts';

/* What holds for every template, whatever it does. What each one does is tested in a file of its name. */

/**
 * The newest version of each node in n8n-nodes-base 2.0.0, the oldest that is supported, where that is not 1. n8n's AI
 * builder and n8n 2.42 do not take nodes that are out of date.
 */
const NEWEST_IN_2_0: Record<string, number> = {
	code: 2,
	compareDatasets: 2.3,
	// 2.0 has only 1, and runs it for 1.1 too, except that it can't create tables.
	dataTable: 1.1,
	emailSend: 2.1,
	executeWorkflowTrigger: 1.1,
	extractFromFile: 1.1,
	googleSheets: 4.7,
	httpRequest: 4.3,
	hubspot: 2.2,
	if: 2.3,
	postgres: 2.6,
	scheduleTrigger: 1.3,
	set: 3.4,
	slack: 2.4,
	wait: 1.1,
	webhook: 2.1,
};

describe.each(templateNames())('%s', (name) => {
	const path = join(root, 'workflows', name);
	const workflow = JSON.parse(readFileSync(path, 'utf8')) as WorkflowJson & { active?: boolean };

	it('is not active and holds no credentials', () => {
		expect(workflow.active ?? false).toBe(false);
		for (const node of workflow.nodes) expect(node.credentials).toBeUndefined();
	});

	it('says in a note of its own what to set, and covers no node with a note', () => {
		const notes = workflow.nodes.filter(({ type }) => type.endsWith('.stickyNote'));
		const others = workflow.nodes.filter((node) => !notes.includes(node));
		const [first] = notes.map(({ parameters }) => parameters.content as string);

		expect(first).toContain('1. Install **n8n-nodes-impact-advocate**');
		expect(first).toContain('*Advocate API*');
		for (const { position, parameters } of notes) {
			const [left, top] = position;
			const right = left + (parameters.width as number);
			const bottom = top + (parameters.height as number);
			for (const { name, position } of others) {
				const [x, y] = position;
				const covered = x + 96 > left && x < right && y + 96 > top && y < bottom;
				expect(covered ? name : undefined).toBeUndefined();
			}
		}
	});

	it('leaves no end of a job, no rejected row and no invalid file unanswered', () => {
		// The first imports: our nodes and nothing else, whose outputs one looks at.
		if (name === 'crm-users-import.json' || name === 'crm-users-step-by-step.json') return;
		const connected = (node: string, output: number) =>
			(workflow.connections[node]?.main?.[output] ?? []).length > 0;
		const all = JSON.stringify(workflow.nodes);
		const tellsOfRejected = (node: string) =>
			connected(node, 1) || all.includes(`$('${node}').all(1)`) || all.includes('$json.summary');
		for (const { name: node, type, parameters } of workflow.nodes) {
			const [, kind] = type.split('.');
			// Unless Failed is connected, a failed import stops the run.
			if (kind === 'advocateImport') expect([node, tellsOfRejected(node)]).toEqual([node, true]);
			if (kind === 'advocateUpload') expect([node, connected(node, 1)]).toEqual([node, true]);
			if (kind === 'advocateValidate') expect([node, connected(node, 1)]).toEqual([node, true]);
			if (kind === 'advocateJobStatus') {
				expect([node, connected(node, 2)]).toEqual([node, true]);
				const notes = JSON.stringify(workflow.nodes);
				if (parameters.wait) {
					expect(connected(node, 1) || notes.includes('*Pending*')).toBe(true);
				}
			}
		}
	});

	it('uses the newest version of each node that n8n 2.0 has', () => {
		for (const { name: node, type, typeVersion } of workflow.nodes) {
			const [from, kind = ''] = type.split('.');
			const newest = from === 'n8n-nodes-base' ? (NEWEST_IN_2_0[kind] ?? 1) : 1;
			expect([node, typeVersion]).toEqual([node, newest]);
		}
	});

	it('has a section with a picture in docs/workflows.md, and a line in the README', () => {
		const docs = readFileSync(join(root, 'docs/workflows.md'), 'utf8');
		const picture = `images/workflows/${name.replace(/json$/, 'png')}`;

		expect(docs).toContain(`\n\`${name}\` · `);
		expect(docs).toContain(`](${picture})`);
		expect(existsSync(join(root, 'docs', picture))).toBe(true);
		expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`\`${name}\``);
	});

	it("uses n8n's own nodes and ours only, connected to nodes that are there", () => {
		const names = workflow.nodes.map((node) => node.name);
		for (const { type } of workflow.nodes) {
			expect(type).toMatch(/^n8n-nodes-(base|impact-advocate)\./);
		}
		for (const [from, { main }] of Object.entries(workflow.connections)) {
			expect(names).toContain(from);
			for (const to of (main ?? []).flatMap((output) => output ?? [])) {
				expect(names).toContain(to.node);
			}
		}
	});

	it('has a test of its own beside this one', () => {
		expect(existsSync(join(__dirname, name.replace(/json$/, 'test.cts')))).toBe(true);
	});
});
