import './n8n-environment.cts';

import { createRequire } from 'node:module';

import { SSHClientsManager } from 'n8n-core/dist/execution-engine/ssh-clients-manager';

/** The part of @n8n/di's Container that the engine uses. */
interface ServiceContainer {
	get<T>(type: new (...args: never[]) => T): T;
}

const requireAsCore = createRequire(require.resolve('n8n-core'));

/**
 * The container that holds n8n-core's singletons. It is resolved from n8n-core's own folder, since
 * other packages here bring other copies of @n8n/di, whose containers are empty.
 */
export const services = (requireAsCore('@n8n/di') as { Container: ServiceContainer }).Container;

// The first node to run would start this service's timer, which keeps the process from ending.
services.get(SSHClientsManager).onShutdown();
