import type { Node, NodeStatus } from '@node-red/registry';
import type { AdvocateClient } from '../../advocate/api/client.ts';
import type { AdvocateError } from '../../advocate/errors.ts';
import { endOf, hasEnded, type Job } from '../../advocate/api/schema.ts';
import { shownJob } from '../../advocate/jobs/shown-job.ts';
import { TypedValues } from '../parameters/typed-value.cts';
import { NodeError } from '../runtime/node-error.cts';
import { withResult, type Message } from '../runtime/message.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { SHARED_TEXTS } from '../runtime/shown-labels.cts';
import type { Work } from '../runtime/work-node.cts';
import { jobFiles, type FilesConfig } from './job-files.cts';

/**
 * The message that a node sends about a job: the job as the payload and, once it has ended, what is
 * wanted of its files.
 *
 * @param failure why the job could not be fetched again, if that is so
 */
export async function jobMessage(
	client: AdvocateClient,
	{ job, failure }: { job: Job; failure?: AdvocateError },
	config: FilesConfig,
	work: Pick<Work, 'message' | 'values' | 'tenant' | 'signal'>,
): Promise<Message> {
	const files = hasEnded(job) ? await jobFiles(client, job, config, work) : {};
	const payload = {
		...shownJob(job),
		...(failure && {
			statusError: new NodeError(failure, (text) => work.tenant.clean(text)).message,
		}),
		...files,
	};
	return withResult(work.message, payload, markFor(job));
}

/**
 * The message about a job that no message asked for.
 *
 * @param sender the node that sends it, with its tenant; `signal` ends the work
 * @throws {AdvocateError} CANCELLED
 */
export async function newJobMessage(
	client: AdvocateClient,
	job: Job,
	config: FilesConfig,
	sender: { RED: NodeRed; node: Node } & Pick<Work, 'tenant' | 'signal'>,
): Promise<Message> {
	const { RED, node, tenant, signal } = sender;
	const message = { _msgid: RED.util.generateId() };
	const values = new TypedValues(RED, node, message);
	return await jobMessage(client, { job }, config, { message, values, tenant, signal });
}

/** What the nodes after this one need to know about a job. */
export function markFor({ id, type, fileRef }: Job) {
	return { jobId: id, type, ...(fileRef !== null && { fileRef }) };
}

const TEXTS = `${SHARED_TEXTS}job.`;

/** The status that a node shows for a job. */
export function jobOutcome(RED: NodeRed, job: Job): NodeStatus {
	const { status, stats } = job;
	const rows = (stats?.recordsProcessed ?? 0).toLocaleString('en-US');
	const failed = (stats?.errors ?? 0).toLocaleString('en-US');
	const end = endOf(job);
	if (end === 'COMPLETED') {
		const key = stats?.errors ? 'completedWithErrors' : 'completed';
		const text = RED._(TEXTS + key, { rows, failed });
		return { fill: stats?.errors ? 'yellow' : 'green', shape: 'dot', text };
	}
	if (end === 'ABORTED') {
		const text = status === 'ABORTED' ? RED._(`${TEXTS}aborted`) : status;
		return { fill: 'red', shape: 'dot', text };
	}
	return { fill: 'blue', shape: 'ring', text: RED._(`${TEXTS}pending`, { status, rows }) };
}
