import type { BuilderHint } from '../described/node-description';
import { endedJobContent } from '../described/ended-job';
import { related } from '../described/related-nodes';

const OUTPUTS = `Advocate calls it as soon as a job has ended. It sets up the webhook in Advocate by itself when the workflow is published,
and refuses to where Advocate could not reach n8n: use advocateWaitForCompletionTrigger there.
Output: output(0), the job that has ended, with id, type, status (COMPLETED or ABORTED), fileRef and stats.
There is no output for ABORTED: look at status, with an If node.`;

const ENDED = `
const ended = trigger({
  type: 'n8n-nodes-impact-advocate.advocateJobCompletedTrigger',
  version: 1,
  config: { name: 'Job Ended', parameters: { status: ['COMPLETED', 'ABORTED'], type: 'MUTATION/USER' } },
});
`;

const BY_HAND = `
// Try it in the editor with "Execute step", then let a job end. In place of a trigger, a workflow that is
// started by hand uses advocateJobStatus with wait: true.`;

export const hookTriggerHint: BuilderHint = {
	searchHint:
		'Starts a workflow as soon as an import job has ended in impact.com Advocate, by webhook; needs an n8n that the internet can reach, otherwise use advocateWaitForCompletionTrigger. One output, the job.',
	relatedNodes: related('waitTrigger', 'import', 'createJob', 'upload', 'validate', 'jobStatus'),
	extraTypeDefContent: endedJobContent(OUTPUTS, ENDED, BY_HAND),
};
