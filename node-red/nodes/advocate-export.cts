import type { Node } from '@node-red/registry';
import { MORE_COLUMNS } from '../../advocate/exports/export-input.ts';
import type { ExportConfig } from '../export/export-config.cts';
import { exportForMessage, resultForMessage } from '../export/exporting.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { WorkNode } from '../runtime/work-node.cts';

export = (RED: NodeRed) => {
	RED.nodes.registerType(
		'advocate-export',
		function (this: Node, config: ExportConfig) {
			RED.nodes.createNode(this, config);
			const act = config.operation === 'getResult' ? resultForMessage : exportForMessage;
			new WorkNode(RED, this, config).onMessage((work) => act(RED, config, work), {
				inTurn: true,
			});
		},
		{
			settings: {
				advocateExportMoreColumns: { value: Object.values(MORE_COLUMNS).flat(), exportable: true },
			},
		},
	);
};
