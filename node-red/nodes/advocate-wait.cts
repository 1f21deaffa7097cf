import type { Node } from '@node-red/registry';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { WorkNode } from '../runtime/work-node.cts';
import { OpenWaits } from '../wait/open-waits.cts';
import { TenantWatch } from '../wait/tenant-watch.cts';
import type { WaitConfig } from '../wait/wait-config.cts';
import { waitForMessage } from '../wait/wait-for-message.cts';

export = (RED: NodeRed) => {
	RED.nodes.registerType('advocate-wait', function (this: Node, config: WaitConfig) {
		RED.nodes.createNode(this, config);
		const node = new WorkNode(RED, this, config);
		if (config.mode === 'tenant') {
			new TenantWatch(RED, this, config, node);
			return;
		}
		const waits = new OpenWaits(RED, this, config.store);
		const jobs = () => node.busy;
		node.onMessage((work) => waitForMessage({ RED, config, waits, jobs }, work), {
			inTurn: false,
			stillBusy: (count) => ({
				fill: 'blue',
				shape: 'ring',
				text: RED._('status.waitingForMany', { jobs: count }),
			}),
			onReset: () => waits.endAll(),
		});
	});
};
