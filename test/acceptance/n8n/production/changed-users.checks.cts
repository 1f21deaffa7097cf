import assert from 'node:assert/strict';
import type { INode } from 'n8n-workflow';
import {
	endedExecution,
	executionsOf,
	startExecution,
} from '../../../../harness/n8n/executions.cts';
import type { N8nWithSandbox } from '../../../../harness/n8n/n8n-with-sandbox.cts';
import { until } from '../../../../harness/processes/until.cts';
import type { CheckList } from '../../check-list.cts';
import { LoopbackService } from './loopback-service.cts';
import { postedTo, ProductionCopy } from './production-copy.cts';

const TEMPLATE = 'changed-users-by-fingerprint.json';
const USERS = 100_000;
const CHANGED = 200;
const RUN_ENDS_MS = 600_000;

/** The template for CRMs without a reliable date of change, with as many users as a CRM may have. */
export async function checkChangedUsers(list: CheckList, running: N8nWithSandbox): Promise<void> {
	await list.check(
		`of ${shown(USERS)} users all are sent the first night, the ${CHANGED} that changed the second, none the third`,
		async () => {
			let night = 0;
			const crm = await LoopbackService.start(() => usersOf(night));
			const slack = await LoopbackService.start();
			try {
				const template = ProductionCopy.template(running, TEMPLATE);
				const copy = await ProductionCopy.activated(
					running,
					{ ...template, name: 'Changed users' },
					'Every Night',
					(node) => readFrom(crm.url, postedTo(slack.url, node)),
				);
				const byHand = 'When clicking ‘Execute workflow’';
				const made = await startExecution(running.rest, copy.workflow, byHand);
				assert.equal((await endedExecution(running.rest, made)).status, 'success');
				const sent: number[] = [];
				for (night = 1; night <= 3; night++) {
					const { rows, seconds } = await oneNight(running, copy);
					console.log(
						`          night ${night}: ${shown(USERS)} users read, ${shown(rows)} sent, ${seconds.toFixed(0)} s`,
					);
					sent.push(rows);
				}
				const { totalBytes } = await running.rest.get<{ totalBytes: number }>(
					'/data-tables-global/limits',
				);
				console.log(`          the data tables take ${(totalBytes / 1_048_576).toFixed(0)} MB`);
				assert.deepEqual(sent, [USERS, CHANGED, 0]);
				assert.deepEqual(slack.posted, [], 'what Slack was told');
				await copy.retire();
			} finally {
				await crm.close();
				await slack.close();
			}
		},
	);
}

/** Runs the template once; gives how many rows its jobs have read. */
async function oneNight(running: N8nWithSandbox, copy: ProductionCopy) {
	const { sandbox, rest } = running;
	const before = sandbox.jobs.list().length;
	const started = Date.now();
	await copy.start();
	// Successful executions of this template are not kept.
	await until('the execution to end', RUN_ENDS_MS, async () => {
		const found = await executionsOf(rest, copy.workflow.id);
		const inProduction = found.filter(({ mode }) => mode === 'webhook');
		const failed = inProduction.find(({ status }) => status === 'error' || status === 'crashed');
		if (failed !== undefined) {
			throw new Error(`It failed: ${(await endedExecution(rest, failed.id)).error}`);
		}
		return inProduction.length === 0 ? true : undefined;
	});
	const jobs = sandbox.jobs.list().slice(before);
	const rows = jobs.reduce((sum, { stats }) => sum + (stats?.recordsProcessed ?? 0), 0);
	return { rows, seconds: (Date.now() - started) / 1_000 };
}

/** What the CRM returns: from the second night on some users have another plan. */
function usersOf(night: number): Array<Record<string, string>> {
	return Array.from({ length: USERS }, (_, index) => ({
		accountId: `account-${index % 5_000}`,
		id: `user-${index}`,
		firstName: 'Ann',
		lastName: `Example ${index}`,
		email: `user-${index}@example.com`,
		'customFields.plan': night > 1 && index % (USERS / CHANGED) === 0 ? 'pro' : 'free',
	}));
}

function readFrom(url: string, node: INode): INode {
	if (node.name !== 'CRM Users') return node;
	return { ...node, parameters: { ...node.parameters, url } };
}

function shown(count: number): string {
	return count.toLocaleString('en-US');
}
