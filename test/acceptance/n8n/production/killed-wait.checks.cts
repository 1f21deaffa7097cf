import assert from 'node:assert/strict';
import { executionsOf } from '../../../../harness/n8n/executions.cts';
import type { N8nWithSandbox } from '../../../../harness/n8n/n8n-with-sandbox.cts';
import { baseNode, chain } from '../../../../harness/n8n/workflow-chain.cts';
import type { StoredWorkflow } from '../../../../harness/n8n/workflow-files.cts';
import { until } from '../../../../harness/processes/until.cts';
import type { CheckList } from '../../check-list.cts';
import { LoopbackService } from './loopback-service.cts';
import { postedTo, ProductionCopy } from './production-copy.cts';

const NIGHTLY = 'scheduled-crm-import-slack-email.json';
const SUB_WORKFLOW = 'import-rows-sub-workflow.json';
/** n8n's Wait of 65 seconds, and the time that n8n takes to start and to notice that it is over. */
const WAIT_IS_OVER_MS = 180_000;

/** n8n dies while its own Wait node waits for a job: what the templates do so that imports survive the night. */
export async function checkKilledWait(list: CheckList, running: N8nWithSandbox): Promise<void> {
	const { sandbox, n8n, rest } = running;
	await list.check(
		'n8n killed while the nightly template and a caller of the sub-workflow wait: after the restart Slack is told once by each',
		async () => {
			const slack = await LoopbackService.start();
			sandbox.jobs.hold(true);
			try {
				const before = sandbox.jobs.list().length;
				const nightly = await ProductionCopy.activated(
					running,
					ProductionCopy.template(running, NIGHTLY),
					'Every Night',
					(node) => postedTo(slack.url, node),
				);
				const caller = await callerOfSubWorkflow(running, slack.url);
				await nightly.start();
				await caller.start();
				await areWaiting(running, [nightly.workflow, caller.workflow]);
				assert.deepEqual(slack.posted, [], 'what Slack was told before the jobs had ended');

				await n8n.kill();
				sandbox.jobs.hold(false);
				await n8n.startAgain();
				await until('both messages', WAIT_IS_OVER_MS, () =>
					slack.posted.length >= 2 ? true : undefined,
				);

				const texts = slack.posted.map(({ text }) => String(text)).sort();
				console.log(texts.map((text) => `          Slack: ${text}`).join('\n'));
				assert.match(texts[0] ?? '', /^1 of 2 rows imported into .*, 1 rejected before sending, 0/);
				assert.match(texts[1] ?? '', /^:white_check_mark: 998 of 1,000 users imported into /);
				assert.equal(slack.posted.length, 2, 'messages');
				assert.equal(sandbox.jobs.list().length, before + 2, 'jobs made');
				for (const { workflow } of [nightly, caller]) {
					const ended = await executionsOf(rest, workflow.id);
					assert.deepEqual(
						ended.map(({ status }) => status),
						['success'],
						`how "${workflow.name}" ended`,
					);
				}
				await nightly.retire();
				await caller.retire();
			} finally {
				sandbox.jobs.hold(false);
				await slack.close();
			}
		},
	);
}

/** A workflow that hands rows to the sub-workflow, and tells Slack its result. */
async function callerOfSubWorkflow(
	running: N8nWithSandbox,
	slack: string,
): Promise<ProductionCopy> {
	const file = ProductionCopy.template(running, SUB_WORKFLOW);
	// For this one a person would have to choose a credential.
	const isLeft = (name: string) => name !== 'Asked over MCP';
	const nodes = file.nodes.filter(({ name }) => isLeft(name));
	const connections = Object.fromEntries(
		Object.entries(file.connections).filter(([from]) => isLeft(from)),
	);
	const sub = await running.add({
		...file,
		name: 'The sub-workflow',
		nodes,
		connections,
		pinData: {},
	});
	await running.activate(sub);
	const rows = [
		{ accountId: 'acme', id: 'ann' },
		{ accountId: 'acme', id: '' },
	];
	const call = {
		...baseNode('executeWorkflow', 'Import Rows', {
			workflowId: { __rl: true, mode: 'id', value: sub.id },
			workflowInputs: {
				mappingMode: 'defineBelow',
				value: { type: 'MUTATION/USER', rows: `={{ ${JSON.stringify(rows)} }}` },
				schema: [],
			},
			options: { waitForSubWorkflow: true },
		}),
		typeVersion: 1.3,
	};
	const message = baseNode('slack', 'Slack', { text: '={{ $json.summary }}' });
	return await ProductionCopy.activated(
		running,
		chain('Calls the sub-workflow', [call, message]),
		'Start',
		(node) => postedTo(slack, node),
	);
}

/** Waits until the executions of the workflows are in n8n's database, waiting. */
async function areWaiting(running: N8nWithSandbox, workflows: StoredWorkflow[]): Promise<void> {
	for (const { id, name } of workflows) {
		await until(`"${name}" to wait`, 120_000, async () => {
			const [execution] = await executionsOf(running.rest, id);
			return execution?.status === 'waiting' ? true : undefined;
		});
	}
}
