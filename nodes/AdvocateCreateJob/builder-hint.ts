import type { BuilderHint } from '../described/node-description';
import { patterns } from '../described/patterns';
import { related } from '../described/related-nodes';

const OUTPUTS = `In: the item of advocateUpload or of advocateValidate's output(0), with fileRef and type. It needs no parameters after
these. Run twice with the same file, it creates one job.
Output: output(0), the job: id, type, status (PENDING at first), fileRef. The import is not over yet. What leaves on an
output that is not connected is dropped: connect advocateJobStatus with wait: true here, or let a trigger
(advocateJobCompletedTrigger, advocateWaitForCompletionTrigger) start another workflow once the job has ended.`;

const BY_HAND = `
const createJob = node({ type: 'n8n-nodes-impact-advocate.advocateCreateJob', version: 1, config: { name: 'Create Job' } });
validate.output(0).to(createJob);
createJob.to(jobStatus); // parameters: { operation: 'get', wait: true }`;

const NIGHTLY = `
// The workflow ends here, and the one with the trigger reports.
validate.output(0).to(createJob);`;

const AGENT = `
const createJobTool = tool({
  type: 'n8n-nodes-impact-advocate.advocateCreateJobTool',
  version: 1,
  config: { name: 'Start an Import', parameters: { type: 'MUTATION/USER' } },
});
// The model gives fileRef; type has to be set. It gets the job with its id. It cannot delete users.`;

export const createJobHint: BuilderHint = {
	searchHint:
		'Third step of an import that is built step by step: starts the import of an uploaded file and gives the job, which is still pending. One output, the job. Follow it with advocateJobStatus (wait: true), or learn of the end by a trigger.',
	relatedNodes: related('jobStatus', 'hookTrigger', 'waitTrigger', 'upload', 'validate', 'import'),
	extraTypeDefContent: [
		{
			content: `${OUTPUTS}\n${patterns(
				['By hand, in the chain', BY_HAND],
				['Every night, without waiting', NIGHTLY],
				['As a tool of an AI agent', AGENT],
			)}`,
		},
	],
};
