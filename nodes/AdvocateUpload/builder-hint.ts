import type { BuilderHint } from '../described/node-description';
import { patterns } from '../described/patterns';
import { related } from '../described/related-nodes';

const OUTPUTS = `In: with source 'binary', items with a CSV or JSON Lines file as binary data; with source 'items', one item for each
row. Uploading imports nothing yet: advocateCreateJob does.
Outputs, in this order. What leaves on an output that is not connected is dropped without an error:
- output(0) Uploaded: one item per file, with fileRef, type, rows, rowsRejected, warnings. The three nodes after it need
  no parameters: they take fileRef, type and the job's ID from the item.
- output(1) Rejected: every row that was not sent, with reasons. Connect it, or nobody learns of them.`;

const CHAIN = `
const upload = node({
  type: 'n8n-nodes-impact-advocate.advocateUpload',
  version: 1,
  config: { name: 'Upload', parameters: { type: 'MUTATION/USER', source: 'items' } },
});
const validate = node({ type: 'n8n-nodes-impact-advocate.advocateValidate', version: 1, config: { name: 'Validate' } });
const createJob = node({ type: 'n8n-nodes-impact-advocate.advocateCreateJob', version: 1, config: { name: 'Create Job' } });
const jobStatus = node({
  type: 'n8n-nodes-impact-advocate.advocateJobStatus',
  version: 1,
  config: { name: 'Job Status', parameters: { operation: 'get', wait: true } },
});
export default workflow('import-step-by-step', 'Import step by step')
  .add(start) // n8n-nodes-base.manualTrigger
  .to(contacts)
  .to(upload)
  .add(upload.output(0).to(validate))
  .add(upload.output(1).to(keepRejectedRows))
  .add(validate.output(0).to(createJob))
  .add(validate.output(1).to(reportInvalid))
  .add(createJob.to(jobStatus))
  .add(jobStatus.output(0).to(reportCompleted))
  .add(jobStatus.output(1).to(reportStillPending))
  .add(jobStatus.output(2).to(reportAborted));`;

const NIGHTLY = `
// Two workflows, so that no execution stays open while Advocate works.
export default workflow('nightly-upload', 'Nightly upload')
  .add(nightly) // n8n-nodes-base.scheduleTrigger
  .to(contacts)
  .to(upload)
  .add(upload.output(0).to(createJob))
  .add(upload.output(1).to(keepRejectedRows));
// The other one begins with advocateJobCompletedTrigger or advocateWaitForCompletionTrigger.`;

const AGENT = `
// An agent that imports rows: use advocateImportTool. To let one look at a file that was uploaded before it, upload here
// and give the agent the fileRef, which advocateValidateTool and advocateCreateJobTool take from the model.`;

export const uploadHint: BuilderHint = {
	searchHint:
		'First step of an import that is built step by step; for an import in one node use advocateImport. Two outputs, connect both: 0 Uploaded (the file), 1 Rejected (rows that were not sent, with reasons). Items on an unconnected output are dropped.',
	relatedNodes: related(
		'import',
		'validate',
		'createJob',
		'jobStatus',
		'hookTrigger',
		'waitTrigger',
	),
	extraTypeDefContent: [
		{
			content: `${OUTPUTS}\n${patterns(
				['By hand, all four steps with every output', CHAIN],
				['Every night, without waiting', NIGHTLY],
				['With an AI agent', AGENT],
			)}`,
		},
	],
};
