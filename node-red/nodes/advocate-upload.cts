import type { Node } from '@node-red/registry';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { WorkNode } from '../runtime/work-node.cts';
import { GatheredParts } from '../upload/gathered-parts.cts';
import type { UploadConfig } from '../upload/upload-config.cts';
import { leftFoldersRemoved } from '../upload/scratch-folder.cts';
import { holdStreams } from '../upload/stream-source.cts';
import { uploadMessage } from '../upload/upload-message.cts';

export = (RED: NodeRed) => {
	void leftFoldersRemoved();
	RED.nodes.registerType('advocate-upload', function (this: Node, config: UploadConfig) {
		RED.nodes.createNode(this, config);
		const gathered = new GatheredParts(RED.settings.nodeMessageBufferMaxLength ?? 0);
		new WorkNode(RED, this, config).onMessage(
			(work) => uploadMessage(RED, config, gathered, work),
			{ inTurn: true, onArrival: holdStreams, onReset: () => gathered.clear() },
		);
	});
};
