import type { BuilderHint } from '../described/node-description';
import { endedJobContent } from '../described/ended-job';
import { related } from '../described/related-nodes';

const OUTPUTS = `It asks Advocate regularly, every minute unless pollTimes says otherwise, and starts the workflow for each job that has
ended since: of any tool, and exports too, unless type or status says otherwise.
Output: output(0), one item for each job that has ended, with id, type, status (COMPLETED or ABORTED), fileRef and stats.
There is no output for ABORTED: look at status, with an If node.`;

const ENDED = `
const ended = trigger({
  type: 'n8n-nodes-impact-advocate.advocateWaitForCompletionTrigger',
  version: 1,
  config: {
    name: 'Job Ended',
    parameters: { status: ['COMPLETED', 'ABORTED'], type: 'MUTATION/USER', pollTimes: { item: [{ mode: 'everyMinute' }] } },
  },
});
`;

const BY_HAND = `
// Try it in the editor with "Execute workflow": it gives the newest job that has ended. In place of a trigger, a workflow
// that is started by hand uses advocateJobStatus with operation: 'getMany'.`;

export const waitTriggerHint: BuilderHint = {
	searchHint:
		'Starts a workflow when an import job has ended in impact.com Advocate, by polling; works behind a firewall. Use it instead of waiting at the end of a long import. For an n8n that the internet can reach, advocateJobCompletedTrigger does it at once. One output, the job.',
	relatedNodes: related('hookTrigger', 'import', 'createJob', 'upload', 'validate', 'jobStatus'),
	extraTypeDefContent: endedJobContent(OUTPUTS, ENDED, BY_HAND),
};
