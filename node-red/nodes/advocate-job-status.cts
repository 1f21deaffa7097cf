import type { Node } from '@node-red/registry';
import { shownJob } from '../../advocate/jobs/shown-job.ts';
import { chosenJobId, type JobIdConfig } from '../parameters/job-id.cts';
import { matchingJobs, type ListConfig } from '../job/job-list.cts';
import type { FilesConfig } from '../job/job-files.cts';
import { jobMessage, jobOutcome, markFor } from '../job/job-result.cts';
import { onOutputOf } from '../job/status-outputs.cts';
import { DerivedMessages } from '../runtime/derived-messages.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { chosenLimits } from '../parameters/request-options.cts';
import { clockOf } from '../runtime/system-time.cts';
import { WorkNode, type Outcome, type Work, type WorkConfig } from '../runtime/work-node.cts';
import { foundJob } from '../../advocate/jobs/ask-again.ts';

interface StatusConfig extends WorkConfig, JobIdConfig, FilesConfig, ListConfig {
	operation?: 'get' | 'getMany';
}

export = (RED: NodeRed) => {
	RED.nodes.registerType('advocate-job-status', function (this: Node, config: StatusConfig) {
		RED.nodes.createNode(this, config);
		const act = config.operation === 'getMany' ? listJobs : getJob;
		new WorkNode(RED, this, config).onMessage((work) => act(RED, config, work), { inTurn: true });
	});
};

/** Gets one job, as it is now. */
async function getJob(RED: NodeRed, config: StatusConfig, work: Work): Promise<Outcome> {
	const { signal, tenant, values, progress, send } = work;
	const id = await chosenJobId(config, values);
	progress({ fill: 'blue', shape: 'ring', text: RED._('status.asking') });
	const client = tenant.client(chosenLimits(config), signal);
	const job = await foundJob(client, id, clockOf(signal));
	send(onOutputOf(job, await jobMessage(client, { job }, config, work)));
	return jobOutcome(RED, job);
}

/** Lists jobs, each as a message on the output for its status. Together they form a sequence. */
async function listJobs(RED: NodeRed, config: StatusConfig, work: Work): Promise<Outcome> {
	const { message, signal, tenant, values, progress, send } = work;
	progress({ fill: 'blue', shape: 'ring', text: RED._('status.asking') });
	const jobs = await matchingJobs(tenant.client(chosenLimits(config), signal), config, values);
	const derived = new DerivedMessages(RED, message, jobs.length);
	const id = RED.util.generateId();
	for (const [index, job] of jobs.entries()) {
		const made = derived.next(shownJob(job), markFor(job));
		const parts = { id, type: 'array' as const, index, count: jobs.length, parts: made.parts };
		send(onOutputOf(job, { ...made, parts }));
	}
	const count = jobs.length.toLocaleString('en-US');
	return { fill: 'green', shape: 'dot', text: RED._('status.listed', { count }) };
}
