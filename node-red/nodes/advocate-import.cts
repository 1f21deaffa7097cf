import type { Node } from '@node-red/registry';
import type { ImportConfig } from '../import/import-config.cts';
import { importSource } from '../import/import-source.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { WorkNode } from '../runtime/work-node.cts';
import { GatheredParts } from '../upload/gathered-parts.cts';
import { holdStreams } from '../upload/stream-source.cts';
import { uploadMessage } from '../upload/upload-message.cts';

export = (RED: NodeRed) => {
	RED.nodes.registerType('advocate-import', function (this: Node, config: ImportConfig) {
		RED.nodes.createNode(this, config);
		const gathered = new GatheredParts(RED.settings.nodeMessageBufferMaxLength ?? 0);
		new WorkNode(RED, this, config).onMessage(
			(work) => uploadMessage(RED, config, gathered, work, importSource),
			{ inTurn: true, onArrival: holdStreams, onReset: () => gathered.clear() },
		);
	});
};
