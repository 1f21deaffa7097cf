import { services } from './service-container.cts';

import { BinaryDataConfig, BinaryDataService } from 'n8n-core';

/**
 * Sets where files that pass through a workflow are kept. n8n-core has one such place per process, so
 * runs that overlap must agree on it.
 *
 * @param folder keeps each file on disk under this folder, so nodes can stream it; without a folder files
 * stay in memory as base64, as in n8n's `default` mode.
 */
export async function keepBinaryData(folder?: string): Promise<void> {
	const config = services.get(BinaryDataConfig);
	config.mode = folder === undefined ? 'default' : 'filesystem';
	if (folder !== undefined) config.localStoragePath = folder;
	await services.get(BinaryDataService).init();
}
