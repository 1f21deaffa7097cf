import { randomUUID } from 'node:crypto';
import type { WorkflowFile } from '../../../harness/n8n/workflow-file.cts';
import type { NodeType } from './package.checks.cts';

/** A trigger of this package, as it comes, and nothing after it. */
export function triggerAlone({ name: type, displayName: name }: NodeType): WorkflowFile {
	// The editor gives each node both; the second makes the address that Advocate calls.
	const node = { id: randomUUID(), webhookId: randomUUID(), name, type };
	return {
		name: `${name} by itself`,
		nodes: [{ ...node, typeVersion: 1, position: [0, 0], parameters: {} }],
		connections: {},
	};
}
