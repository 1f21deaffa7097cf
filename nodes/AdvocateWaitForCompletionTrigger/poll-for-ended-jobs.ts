import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/api/client';
import {
	endedSince,
	lookAtJobs,
	newestEndedJob,
	type WatchedJobs,
	type WatchState,
} from '../../advocate/jobs/watch';
import { AdvocateError } from '../../advocate/errors';
import { POLL_LIMITS } from '../../advocate/api/limits';
import { shownJob } from '../../advocate/jobs/shown-job';
import { NodeMemory } from '../runtime/node-memory';
import { tenantClient } from '../runtime/tenant-client';
import { chosenEnds } from '../parameters/job-end';
import { chosenOnlyJobId } from '../parameters/job-id';
import { chosenType } from '../parameters/job-type';
import { systemTime } from '../runtime/system-time';

/**
 * Polls once. What has been seen is kept in the node's static data, which n8n saves when it activates the
 * workflow and whenever a poll starts it. After a restart, a poll that was not saved is simply repeated.
 *
 * @returns the jobs that ended since the last poll, or null if there are none
 */
export async function pollForEndedJobs(
	context: IPollFunctions,
): Promise<INodeExecutionData[] | null> {
	const client = await tenantClient(context, POLL_LIMITS);
	const watched = watchedJobs(context, client);
	if (context.getMode() === 'manual') {
		const newest = await newestEndedJob(client, watched, systemTime.now());
		return [{ json: shownJob(newest ?? noneYet()) }];
	}
	const memory = new NodeMemory<{ watch: WatchState }>(context);
	const look = await lookAtJobs(client, watched, memory.read().watch, systemTime.now());
	// The memory is read again, as another poll may have finished meanwhile. Nothing is awaited from here
	// to the write.
	const { state, ended } = endedSince(watched, memory.read().watch, look);
	memory.update({ watch: state });
	const items = ended.map((job) => ({ json: shownJob(job) }));
	return items.length > 0 ? items : null;
}

function watchedJobs(context: IPollFunctions, { tenant }: AdvocateClient): WatchedJobs {
	return {
		tenant: tenant.id,
		type: chosenType(context),
		jobId: chosenOnlyJobId(context),
		ends: chosenEnds(context),
	};
}

function noneYet(): never {
	throw new AdvocateError('SETTINGS_INVALID', 'No matching job has ended yet', {
		hint: 'Nothing is wrong with the connection. Run an import first, or widen the filters of this node.',
	});
}
