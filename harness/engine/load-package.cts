import './core/service-container.cts';

import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType } from 'n8n-workflow';

import type { NamedNodeTypes } from './node-types.cts';

export interface LoadedPackage {
	/** For `createNodeTypes`, along with the stand-ins. */
	nodes: NamedNodeTypes;
	credentialTypes: ICredentialType[];
}

/**
 * Loads a built package the way n8n loads a community package: what the `n8n` section of its
 * package.json names, from `dist`.
 *
 * @throws if a file named there is missing or holds no class of its name
 */
export async function loadPackage(folder: string): Promise<LoadedPackage> {
	const loader = new PackageDirectoryLoader(folder);
	await loader.loadAll();
	const nodes = Object.entries(loader.nodeTypes).map(([name, { type }]) => [
		`${loader.packageName}.${name}`,
		type,
	]);
	return {
		nodes: Object.fromEntries(nodes) as NamedNodeTypes,
		credentialTypes: Object.values(loader.credentialTypes).map(({ type }) => type),
	};
}
