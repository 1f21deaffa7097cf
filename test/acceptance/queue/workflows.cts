import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeParameters } from 'n8n-workflow';
import {
	OUR_NODES,
	runnable,
	type CredentialRef,
	type WorkflowFile,
} from '../../../harness/n8n/workflow-files.cts';
import { OFTEN } from '../n8n/job-watcher.cts';

/** The path of its webhook. */
export const IMPORT_PATH = 'webhook/advocate-import';

/** The workflow that docs/scaling.md hands out, with files from elsewhere than it says. */
export function importWorkflow(credential: CredentialRef, crmUrl: string): WorkflowFile {
	const text = readFileSync(join(__dirname, 'once-per-import.workflow.json'), 'utf8');
	const here = text.replaceAll('https://crm.example.com', crmUrl);
	return runnable(JSON.parse(here) as WorkflowFile, credential);
}

/** The path of the webhook of `raceWorkflow`. */
export const RACE_PATH = 'webhook/advocate-race';

/** A workflow that creates a job for a file it is told of, as soon as the starting line lets it go. */
export function raceWorkflow(credential: CredentialRef, startingLine: string): WorkflowFile {
	const node = (name: string, type: string, typeVersion: number, parameters: INodeParameters) => ({
		...{ id: `race-${name}`, name, type, typeVersion, parameters },
		position: [0, 0] as [number, number],
		webhookId: 'race',
	});
	const nodes = [
		node('Race', 'n8n-nodes-base.webhook', 2, {
			httpMethod: 'POST',
			path: 'advocate-race',
			responseMode: 'lastNode',
			options: {},
		}),
		node('Starting Line', 'n8n-nodes-base.httpRequest', 4.2, {
			url: `=${startingLine}/{{ $json.body.race }}`,
			options: {},
		}),
		node('Create Job', `${OUR_NODES}advocateCreateJob`, 1, {
			type: 'MUTATION/USER',
			fileRef: "={{ $('Race').first().json.body.fileRef }}",
		}),
	];
	const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	const connections = { Race: to('Starting Line'), 'Starting Line': to('Create Job') };
	return runnable({ name: 'Race for a file', nodes, connections }, credential);
}

/** How a watcher learns that jobs have ended. */
export type WatcherKind = 'polling' | 'webhook';

const TRIGGERS: Record<WatcherKind, { type: string; parameters: INodeParameters }> = {
	polling: { type: 'advocateWaitForCompletionTrigger', parameters: { pollTimes: OFTEN } },
	webhook: { type: 'advocateJobCompletedTrigger', parameters: {} },
};

/** A workflow that tells the CRM of each job that has ended. */
export function watcherWorkflow(
	kind: WatcherKind,
	credential: CredentialRef,
	crmUrl: string,
): WorkflowFile {
	const { type, parameters } = TRIGGERS[kind];
	const node = (name: string, rest: Pick<INode, 'type' | 'typeVersion' | 'parameters'>): INode => ({
		...rest,
		id: `${kind}-${name}`,
		name,
		position: [0, 0],
		webhookId: `${kind}-watcher`,
	});
	const nodes = [
		node('Job Ended', { type: OUR_NODES + type, typeVersion: 1, parameters }),
		node('Tell the CRM', {
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url: `${crmUrl}/told/${kind}`,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ { id: $json.id } }}',
			},
		}),
	];
	const connections = {
		'Job Ended': { main: [[{ node: 'Tell the CRM', type: 'main' as const, index: 0 }]] },
	};
	return runnable({ name: `Tell the CRM (${kind})`, nodes, connections }, credential);
}
