import type { Node } from '@node-red/registry';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { WorkNode } from '../runtime/work-node.cts';
import { Gathering } from '../upload/gathering.cts';
import type { UploadConfig } from '../upload/upload-config.cts';
import { leftFoldersRemoved } from '../upload/scratch-folder.cts';
import { holdStreams } from '../upload/stream-source.cts';
import { uploadMessage, uploadSource, uploadWhole } from '../upload/upload-message.cts';

export = (RED: NodeRed) => {
	void leftFoldersRemoved();
	RED.nodes.registerType('advocate-upload', function (this: Node, config: UploadConfig) {
		RED.nodes.createNode(this, config);
		const workNode = new WorkNode(RED, this, config);
		const gathering = new Gathering(RED, this, workNode, config, (work, whole) =>
			uploadWhole(RED, config, work, whole, uploadSource),
		);
		workNode.onMessage((work) => uploadMessage(RED, config, gathering, work, uploadSource), {
			inTurn: true,
			onArrival: holdStreams,
			onReset: () => gathering.reset(),
		});
	});
};
