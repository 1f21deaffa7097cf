import type { BuilderHint } from '../described/node-description';
import { patterns } from '../described/patterns';
import { related } from '../described/related-nodes';

const OUTPUTS = `In: one item for each row (from a CRM, a sheet, a database), or items with a CSV or JSON Lines file as
binary data. Column names need no preparation, they are matched the way CRMs write them. If users have no account
(company), set accountId: 'userId'.
Outputs, in this order. What leaves on an output that is not connected is dropped without an error:
- output(0) Imported: one item per run or file, with summary (a text for Slack or email), rows, rowsImported,
  rowsRejected, rowsFailed, reasons, job
- output(1) Rejected: every row that was not imported, with reasons and stage. Connect it, or nobody learns of them.
- output(2) Failed: an import that failed as a whole, with message, hint, summary, safeToRunAgain. If it is not
  connected, the node fails instead, and the error workflow starts.`;

const BY_HAND = `
const start = trigger({ type: 'n8n-nodes-base.manualTrigger', version: 1, config: { name: 'Start' } });
const importUsers = node({
  type: 'n8n-nodes-impact-advocate.advocateImport',
  version: 1,
  config: { name: 'Import Users', parameters: { type: 'MUTATION/USER', dryRun: true } },
});
// dryRun sends nothing and shows what would be sent. Take it out once the result looks right.
export default workflow('import-by-hand', 'Import by hand')
  .add(start)
  .to(contacts)
  .to(importUsers)
  .add(importUsers.output(0).to(reportResult))
  .add(importUsers.output(1).to(keepRejectedRows))
  .add(importUsers.output(2).to(reportFailure));`;

const NIGHTLY = `
const nightly = trigger({
  type: 'n8n-nodes-base.scheduleTrigger',
  version: 1.2,
  config: { name: 'Every Night', parameters: { rule: { interval: [{ triggerAtHour: 2 }] } } },
});
const importUsers = node({
  type: 'n8n-nodes-impact-advocate.advocateImport',
  version: 1,
  config: {
    name: 'Import Users',
    parameters: { type: 'MUTATION/USER', options: { maxRejected: '10%' } },
  },
});
export default workflow('nightly-import', 'Nightly import')
  .add(nightly)
  .to(contacts)
  .to(importUsers)
  .add(importUsers.output(0).to(slackSummary)) // text: expr('{{ $json.summary }}')
  .add(importUsers.output(1).to(keepRejectedRows)) // expr('{{ $json.reasons.join("; ") }}')
  .add(importUsers.output(2).to(slackAlert)); // text: expr('{{ $json.summary }}')`;

const AGENT = `
const importTool = tool({
  type: 'n8n-nodes-impact-advocate.advocateImportTool',
  version: 1,
  config: { name: 'Import into Advocate', parameters: { type: 'MUTATION/USER' } },
});
// The model gives the rows. All outputs arrive in one answer, each item with its output's name as outcome.`;

export const importHint: BuilderHint = {
	searchHint:
		'Use this for imports into impact.com Advocate (SaaSquatch): rows or a file in, and the result out. Three outputs, connect all: 0 Imported (counts and a summary), 1 Rejected (rows that were not imported, with reasons), 2 Failed (the import as a whole). Items on an unconnected output are dropped.',
	relatedNodes: related(
		'hookTrigger',
		'waitTrigger',
		'upload',
		'validate',
		'createJob',
		'jobStatus',
		'export',
	),
	extraTypeDefContent: [
		{
			content: `${OUTPUTS}\n${patterns(
				['By hand, a dry run first', BY_HAND],
				['Every night, with a report', NIGHTLY],
				['As a tool of an AI agent', AGENT],
			)}`,
		},
	],
};
