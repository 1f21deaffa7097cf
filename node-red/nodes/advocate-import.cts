import type { Node } from '@node-red/registry';
import type { ImportConfig } from '../import/import-config.cts';
import { importSource } from '../import/import-source.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { WorkNode } from '../runtime/work-node.cts';
import { Gathering } from '../upload/gathering.cts';
import { holdStreams } from '../upload/stream-source.cts';
import { uploadMessage, uploadWhole } from '../upload/upload-message.cts';

export = (RED: NodeRed) => {
	RED.nodes.registerType('advocate-import', function (this: Node, config: ImportConfig) {
		RED.nodes.createNode(this, config);
		const workNode = new WorkNode(RED, this, config);
		const gathering = new Gathering(RED, this, workNode, config, (work, whole) =>
			uploadWhole(RED, config, work, whole, importSource),
		);
		workNode.onMessage((work) => uploadMessage(RED, config, gathering, work, importSource), {
			inTurn: true,
			onArrival: holdStreams,
			onReset: () => gathering.reset(),
		});
	});
};
