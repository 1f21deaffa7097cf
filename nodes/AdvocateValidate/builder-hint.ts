import type { BuilderHint } from '../described/node-description';
import { patterns } from '../described/patterns';
import { related } from '../described/related-nodes';

const OUTPUTS = `In: the item of advocateUpload's output(0), with fileRef and type. It needs no parameters after that node.
Outputs, in this order. What leaves on an output that is not connected is dropped without an error:
- output(0) Valid: the input item, with valid: true. Connect advocateCreateJob here.
- output(1) Invalid: the input item, with valid: false and errors, a list of texts. Connect it, or an import that cannot
  start looks like one that went well.`;

const BY_HAND = `
const validate = node({ type: 'n8n-nodes-impact-advocate.advocateValidate', version: 1, config: { name: 'Validate' } });
upload.output(0).to(validate);
validate.output(0).to(createJob);
validate.output(1).to(reportInvalid); // expr('{{ $json.errors.join("; ") }}')`;

const NIGHTLY = `
// The same behind n8n-nodes-base.scheduleTrigger, and Invalid to Slack or an email, as nobody looks at night.
validate.output(1).to(slackAlert);`;

const AGENT = `
const validateTool = tool({
  type: 'n8n-nodes-impact-advocate.advocateValidateTool',
  version: 1,
  config: { name: 'Check an Uploaded File', parameters: { type: 'MUTATION/USER' } },
});
// The model gives fileRef; type has to be set. The answer's outcome is valid or invalid.`;

export const validateHint: BuilderHint = {
	searchHint:
		'Second step of an import that is built step by step, between advocateUpload and advocateCreateJob. Two outputs, connect both: 0 Valid, 1 Invalid (with errors). Items on an unconnected output are dropped.',
	relatedNodes: related('upload', 'createJob', 'jobStatus', 'import', 'hookTrigger', 'waitTrigger'),
	extraTypeDefContent: [
		{
			content: `${OUTPUTS}\n${patterns(
				['By hand, in the chain', BY_HAND],
				['Every night', NIGHTLY],
				['As a tool of an AI agent', AGENT],
			)}`,
		},
	],
};
