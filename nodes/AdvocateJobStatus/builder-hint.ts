import type { BuilderHint } from '../described/node-description';
import { patterns } from '../described/patterns';
import { related } from '../described/related-nodes';

const OUTPUTS = `In: for operation 'get', the item of advocateCreateJob, whose id is the job's; for 'getMany', any item.
A job that was just created is PENDING. Without wait: true it leaves on output(1) at once.
Outputs, in this order. What leaves on an output that is not connected is dropped without an error:
- output(0) Completed: the job has ended. Rows may have failed all the same: stats.errors counts them.
- output(1) Pending: not ended yet, or the time limit was over. Connect it, or the workflow ends without a word.
- output(2) Aborted: a fatal error in Advocate. The job does not go on. Connect it to an alert.`;

const BY_HAND = `
const jobStatus = node({
  type: 'n8n-nodes-impact-advocate.advocateJobStatus',
  version: 1,
  config: { name: 'Job Status', parameters: { operation: 'get', wait: true, options: { includeRowErrors: true } } },
});
createJob.to(jobStatus);
jobStatus.output(0).to(reportCompleted);
jobStatus.output(1).to(reportStillPending);
jobStatus.output(2).to(reportAborted);`;

const NIGHTLY = `
// A wait that survives a restart of n8n: Pending leads through a Wait node of 65 seconds or more back to this node.
const lookAgain = node({
  type: 'n8n-nodes-base.wait',
  version: 1.1,
  config: { name: 'Wait', parameters: { resume: 'timeInterval', amount: 2, unit: 'minutes' } },
});
jobStatus.output(0).to(reportCompleted);
jobStatus.output(1).to(lookAgain.to(jobStatus));
jobStatus.output(2).to(reportAborted);`;

const AGENT = `
const jobStatusTool = tool({
  type: 'n8n-nodes-impact-advocate.advocateJobStatusTool',
  version: 1,
  config: { name: 'Look at an Import', parameters: { operation: 'get' } },
});
// The model gives the job's ID. The answer's outcome is completed, pending or aborted.`;

export const jobStatusHint: BuilderHint = {
	searchHint:
		'Gets an import job, waits for its end (wait: true), or lists jobs. Three outputs, connect all: 0 Completed, 1 Pending (not ended yet), 2 Aborted. A job that was just created is pending. Items on an unconnected output are dropped.',
	relatedNodes: related('createJob', 'hookTrigger', 'waitTrigger', 'import', 'upload', 'validate'),
	extraTypeDefContent: [
		{
			content: `${OUTPUTS}\n${patterns(
				['By hand, waiting in the node', BY_HAND],
				['Every night, waiting through restarts', NIGHTLY],
				['As a tool of an AI agent', AGENT],
			)}`,
		},
	],
};
