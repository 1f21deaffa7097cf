import type { Node } from '@node-red/registry';
import type { HookConfig } from '../hook/hook-config.cts';
import { JobHook } from '../hook/job-hook.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { WorkNode } from '../runtime/work-node.cts';

export = (RED: NodeRed) => {
	RED.nodes.registerType('advocate-hook', function (this: Node, config: HookConfig) {
		RED.nodes.createNode(this, config);
		new JobHook(new WorkNode(RED, this, config), config);
	});
};
