/* What AI builders copy behind either trigger, which they have named `ended`. */

/** Tells people of each import. */
export const REPORT_IT = `export default workflow('report-imports', 'Report imports')
  .add(ended)
  .to(slackMessage); // text: expr('{{ $json.status }}: {{ $json.stats.recordsProcessed }} rows, {{ $json.stats.errors }} failed')`;

/** Has an agent look at each import. */
export const ASK_AN_AGENT = `
export default workflow('agent-looks-at-imports', 'An agent looks at each import')
  .add(ended)
  .to(agent); // with advocateJobStatusTool among its tools, and the job in its prompt`;
