import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowNode } from './node-red-process.cts';
import { root } from '../project.cts';

interface Tenant {
	alias: string;
	apiKey: string;
}

/** An example of the package with its tenant filled in, ready to be deployed. */
export function exampleFlow(name: string, baseUrl: string, { alias, apiKey }: Tenant): FlowNode[] {
	const path = join(root, 'node-red/examples', `${name}.json`);
	const flow = JSON.parse(readFileSync(path, 'utf8')) as FlowNode[];
	return flow.map((node) =>
		node.type === 'advocate-tenant'
			? { ...node, tenantAlias: alias, baseUrl, credentials: { apiKey } }
			: node,
	);
}
