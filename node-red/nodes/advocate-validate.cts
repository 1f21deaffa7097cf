import type { Node } from '@node-red/registry';
import { withResult, isPlainObject } from '../runtime/message.cts';
import { fileOfMessage, type FileRefConfig } from '../parameters/uploaded-file.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { chosenLimits } from '../parameters/request-options.cts';
import { WorkNode, type Outcome, type Work, type WorkConfig } from '../runtime/work-node.cts';

type ValidateConfig = WorkConfig & FileRefConfig;

export = (RED: NodeRed) => {
	RED.nodes.registerType('advocate-validate', function (this: Node, config: ValidateConfig) {
		RED.nodes.createNode(this, config);
		new WorkNode(RED, this, config).onMessage((work) => validateFile(RED, config, work), {
			inTurn: true,
		});
	});
};

/** Has Advocate validate a file. The payload keeps its properties, with `valid` and `errors` added. */
async function validateFile(RED: NodeRed, config: ValidateConfig, work: Work): Promise<Outcome> {
	const { message, send, signal, tenant, values, progress } = work;
	const file = await fileOfMessage(config, values, message);
	progress({ fill: 'blue', shape: 'ring', text: RED._('status.validating') });
	const errors = await tenant.client(chosenLimits(config), signal).validateJobCreation(file);
	const valid = errors.length === 0;
	const before = isPlainObject(message.payload) ? message.payload : {};
	const result = withResult(message, { ...before, ...file, valid, errors }, file);
	send(valid ? [result, null] : [null, result]);
	return valid
		? { fill: 'green', shape: 'dot', text: RED._('status.valid') }
		: { fill: 'red', shape: 'dot', text: RED._('status.invalid', { count: errors.length }) };
}
