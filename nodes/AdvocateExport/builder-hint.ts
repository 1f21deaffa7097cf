import type { BuilderHint } from '../described/node-description';
import { patterns } from '../described/patterns';
import { related } from '../described/related-nodes';

const OUTPUTS = `In: any item; an export is started for each, so let one item in. It waits for the result unless wait is false.
Outputs, in this order. What leaves on an output that is not connected is dropped without an error:
- output(0) Exported: one item for each row of the export (result: 'items'), or one item with the job and the file
  (result: 'file') or with the job alone (result: 'job')
- output(1) Pending: the job of an export that has not ended yet. Connect it to a Wait node of 65 seconds or more, and that
  to a second advocateExport with operation: 'getResult'.
- output(2) Aborted: the job of an export that failed in Advocate. Connect it to an alert.`;

const BY_HAND = `
const exportUsers = node({
  type: 'n8n-nodes-impact-advocate.advocateExport',
  version: 1,
  config: { name: 'Export Users', parameters: { operation: 'export', type: 'QUERY/USER' } },
});
export default workflow('export-by-hand', 'Export by hand')
  .add(start) // n8n-nodes-base.manualTrigger
  .to(exportUsers)
  .add(exportUsers.output(0).to(useRows))
  .add(exportUsers.output(1).to(reportStillPending))
  .add(exportUsers.output(2).to(reportAborted));`;

const NIGHTLY = `
// The rows of balances, filled in and imported as redemptions: advocateImport with type MUTATION/REDEEMABLE_REWARD_BALANCE.
export default workflow('nightly-export', 'Nightly export')
  .add(nightly) // n8n-nodes-base.scheduleTrigger
  .to(exportBalances) // type: 'QUERY/REDEEMABLE_REWARD_BALANCE'
  .add(exportBalances.output(0).to(fillIn.to(importRedemptions)))
  .add(exportBalances.output(1).to(reportStillPending))
  .add(exportBalances.output(2).to(reportAborted));`;

const AGENT = `
const exportTool = tool({
  type: 'n8n-nodes-impact-advocate.advocateExportTool',
  version: 1,
  config: { name: 'Export from Advocate', parameters: { operation: 'export', type: 'QUERY/REFERRAL', options: { maxRows: 50 } } },
});
// All outputs arrive in one answer, each item with its output's name as outcome. maxRows keeps the answer short.`;

export const exportHint: BuilderHint = {
	searchHint:
		'Gets users, user events, referrals, rewards or balances out of impact.com Advocate (SaaSquatch). Three outputs, connect all: 0 Exported (the rows, or the file), 1 Pending (not ended yet), 2 Aborted. Items on an unconnected output are dropped.',
	relatedNodes: related('import', 'hookTrigger', 'waitTrigger', 'jobStatus'),
	extraTypeDefContent: [
		{
			content: `${OUTPUTS}\n${patterns(
				['By hand', BY_HAND],
				['Every night, into an import', NIGHTLY],
				['As a tool of an AI agent', AGENT],
			)}`,
		},
	],
};
