import type { WorkflowFile } from '../../scripts/n8n/workflow-file.cts';
import type { NodeType } from './package.checks.cts';

/** A trigger of this package, as it comes, and nothing after it. */
export function triggerAlone({ name: type, displayName: name }: NodeType): WorkflowFile {
	const node = { id: '00000000-0000-4000-8000-000000000000', name, type };
	return {
		name: `${name} by itself`,
		nodes: [{ ...node, typeVersion: 1, position: [0, 0], parameters: {} }],
		connections: {},
	};
}
