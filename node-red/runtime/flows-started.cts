import type { Node } from '@node-red/registry';
import type { NodeRed } from './corrected-types.cts';

/**
 * Resolves once all flows are running: a message sent before that may find no node to take it.
 *
 * @returns false when the node was closed first
 */
export async function flowsStarted(RED: NodeRed, node: Node): Promise<boolean> {
	return await new Promise((resolve) => {
		const onStarted = () => resolve(true);
		RED.events.once('flows:started', onStarted);
		node.on('close', (_removed: boolean, done: () => void) => {
			RED.events.removeListener('flows:started', onStarted);
			resolve(false);
			done();
		});
	});
}
