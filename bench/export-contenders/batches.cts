/** The rows of an export batch by batch, as Node-RED's advocate-export takes them. */
import { Agent } from 'undici';
import { DEFAULT_REQUEST_LIMITS } from '../../advocate/api/limits.ts';
import { takeRows } from '../../advocate/exports/take-rows.ts';
import { tenantCredential } from '../../harness/processes/sandbox-process.cts';
import { tenantClient } from '../../node-red/runtime/tenant-client.cts';
import { measureExport } from './export-run.cts';

measureExport(({ sandbox, jobId }) => {
	const agent = new Agent();
	const access = { ...tenantCredential(sandbox), userName: '', dispatcher: () => agent };
	const client = tenantClient(access, DEFAULT_REQUEST_LIMITS, new AbortController().signal);
	return Promise.resolve(async () => {
		const wanted = { skip: 0, most: Infinity, acceptFewer: false };
		const job = await client.job(jobId);
		const { rows } = await takeRows(client, job, wanted, () => undefined, Date.now());
		await agent.close();
		return rows;
	});
});
