/* Loaded before the nodes, it takes the look after the creation out of them: what the races were like before. */
import * as doubles from '../../../advocate/jobs/doubles.ts';
import type { CreatedJob, Creation } from '../../../advocate/jobs/doubles.ts';
import type { Job } from '../../../advocate/api/schema.ts';

const loaded = require.cache[require.resolve('../../../advocate/jobs/doubles.ts')];
if (loaded === undefined) throw new Error('The second look is no longer where it was');
loaded.exports = {
	...doubles,
	withoutDouble: (_creation: Creation, job: Job): Promise<CreatedJob> =>
		Promise.resolve({ job, alreadyExisted: false }),
};
