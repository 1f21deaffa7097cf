import type { BuilderHint } from './node-description';
import { patterns } from './patterns';

/* What AI builders are told of either trigger, whose node they have named `ended`. */

const REPORT_IT = `export default workflow('report-imports', 'Report imports')
  .add(ended)
  .to(slackMessage); // text: expr('{{ $json.status }}: {{ $json.stats.recordsProcessed }} rows, {{ $json.stats.errors }} failed')`;

const ASK_AN_AGENT = `
export default workflow('agent-looks-at-imports', 'An agent looks at each import')
  .add(ended)
  .to(agent); // with advocateJobStatusTool among its tools, and the job in its prompt`;

/**
 * The outputs of a trigger, and code to copy.
 *
 * @param trigger the code that makes the node `ended`
 * @param byHand what to do in a workflow that is started by hand
 */
export function endedJobContent(
	outputs: string,
	trigger: string,
	byHand: string,
): BuilderHint['extraTypeDefContent'] {
	const all = patterns(
		['Report every import, such as those of the night', `${trigger}${REPORT_IT}`],
		['By hand', byHand],
		['With an AI agent', ASK_AN_AGENT],
	);
	return [{ content: `${outputs}\n${all}` }];
}
