import type { NodeRed, RuntimeNode } from '../runtime/red.cts';

/**
 * Resolves once all flows are running: a message sent before that may find no node to take it.
 *
 * @returns false when the node was closed first
 */
export async function flowsStarted(RED: NodeRed, node: RuntimeNode): Promise<boolean> {
	return await new Promise((resolve) => {
		const onStarted = () => resolve(true);
		RED.events.once('flows:started', onStarted);
		node.on('close', (_removed, done) => {
			RED.events.removeListener('flows:started', onStarted);
			resolve(false);
			done();
		});
	});
}
