import type { Node } from '@node-red/registry';
import { createJobOnce } from '../../advocate/jobs/create-once.ts';
import type { CreatedJob } from '../../advocate/jobs/doubles.ts';
import { ANALYTICS_COLLECTIONS, WEBHOOK_TYPES } from '../../advocate/jobs/evaluation.ts';
import { jobInputFrom } from '../../advocate/jobs/job-input.ts';
import { shownCreatedJob } from '../../advocate/jobs/shown-job.ts';
import { jobSettings, type CreateJobConfig } from '../job/job-settings.cts';
import { withResult } from '../runtime/message.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { chosenLimits } from '../parameters/request-options.cts';
import { clockOf } from '../runtime/system-time.cts';
import { WorkNode, type Outcome, type Work } from '../runtime/work-node.cts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';

export = (RED: NodeRed) => {
	RED.nodes.registerType(
		'advocate-create-job',
		function (this: Node, config: CreateJobConfig) {
			RED.nodes.createNode(this, config);
			new WorkNode(RED, this, config).onMessage((work) => createJob(RED, this, config, work), {
				inTurn: true,
			});
		},
		{
			settings: {
				advocateCreateJobWebhookTypes: { value: WEBHOOK_TYPES, exportable: true },
				advocateCreateJobAnalyticsCollections: { value: ANALYTICS_COLLECTIONS, exportable: true },
			},
		},
	);
};

/** Starts the import of a file, or sends the job that already imports it. */
async function createJob(
	RED: NodeRed,
	node: Node,
	config: CreateJobConfig,
	work: Work,
): Promise<Outcome> {
	const { message, send, signal, tenant, progress } = work;
	const jobInput = jobInputFrom(await jobSettings(config, work), NODE_RED_TEXTS);
	progress({ fill: 'blue', shape: 'ring', text: RED._('status.creating') });
	const { preventDuplicates = true } = config;
	const client = tenant.client(chosenLimits(config), signal);
	const how = { preventDuplicates, run: message._msgid };
	const created = await createJobOnce(client, jobInput, how, clockOf(signal));
	const payload = shownCreatedJob(created, NODE_RED_TEXTS);
	const { fileRef, type } = jobInput;
	const { id: jobId } = payload;
	if (created.note !== undefined) node.warn(tenant.clean(`Job ${jobId}: ${created.note}`));
	send([withResult(message, payload, { fileRef, type, jobId })]);
	const isOrdinary = !created.alreadyExisted && created.note === undefined;
	return {
		fill: isOrdinary ? 'green' : 'yellow',
		shape: 'dot',
		text: RED._(statusOf(created), { id: jobId.slice(-6) }),
	};
}

/** What the node shows: a second job matters more than whose the job is. */
function statusOf({ alreadyExisted, duplicateIds }: CreatedJob): string {
	if (duplicateIds !== undefined) return 'status.several';
	return alreadyExisted ? 'status.existed' : 'status.created';
}
