import type { FinishedRun } from '../../../harness/engine/finished-run.cts';
import { fileItem } from '../../support/rig.cts';
import { text } from '../../support/text.cts';
import { chain } from '../../support/workflow.cts';
import { createJob, runOn, upload } from './errands.cts';
import { shownError, type Ending } from './endings.cts';
import type { Stage } from './stage.cts';

const TYPE = 'MUTATION/USER';

/** Longer than the first look can take; over twenty seconds of looks the list catches up. */
const LAG_MS = 15_000;

const CREATE = `mutation createJob($jobInput: JobInput!) { createJob(jobInput: $jobInput) { id } }`;

/** A job is created for a file that another execution uploaded. */
export async function createForSharedFile(stage: Stage): Promise<Ending> {
	return await createdJob(stage, await uploadedElsewhere(stage));
}

/** The same, while another process has created one that the list does not show yet: ours is the double. */
export async function createDouble(stage: Stage): Promise<Ending> {
	const fileRef = await uploadedElsewhere(stage);
	stage.sandbox.options.change({ listLagMs: LAG_MS, jobDurationMs: 3_600_000 });
	await createElsewhere(stage, fileRef);
	return await createdJob(stage, fileRef);
}

async function uploadedElsewhere(stage: Stage): Promise<string> {
	const item = fileItem('contacts.csv', 'accountId,id\nacme,ann\n');
	const run = await runOn(stage, chain(upload), [item]);
	return text(run.json('Upload')[0]?.fileRef);
}

async function createElsewhere(
	{ credential: { baseUrl, tenantAlias, apiKey } }: Stage,
	fileRef: string,
): Promise<void> {
	const authorization = `Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`;
	const response = await fetch(`${baseUrl}/api/v1/${tenantAlias}/graphql`, {
		method: 'POST',
		headers: { authorization, 'content-type': 'application/json' },
		body: JSON.stringify({ query: CREATE, variables: { jobInput: { type: TYPE, fileRef } } }),
	});
	const answer = await response.text();
	if (!answer.includes('"id"')) throw new Error(`The other job was not created: ${answer}`);
}

async function createdJob(stage: Stage, fileRef: string): Promise<Ending> {
	const run = await runOn(stage, chain(createJob), [{ json: { fileRef, type: TYPE } }]);
	const produced = run.raw;
	if (run.error !== undefined) {
		return { end: 'error', error: shownError(run.error), produced, wrong: [] };
	}
	return { ...endOf(run), produced, wrong: wrongWith(stage, run) };
}

/** A note says that there may be a second job; one about ours being deleted says that there is none. */
function endOf(run: FinishedRun): Pick<Ending, 'end' | 'error'> {
	const [{ note, alreadyExisted } = {}] = run.json('Create Job');
	if (note === undefined || alreadyExisted === true) return { end: 'done' };
	return { end: 'noted', error: { message: text(note), description: text(note) } };
}

/** The job that goes out is there, and tells of every other. */
function wrongWith({ sandbox, credential }: Stage, run: FinishedRun): string[] {
	const [{ id, note, duplicateJobIds = [] } = {}] = run.json('Create Job');
	const there = sandbox.jobs.list(credential.tenantAlias).map((job) => job.id);
	if (!there.includes(text(id))) return ['the job that went out is not there'];
	const told = duplicateJobIds as string[];
	const others = there.filter((one) => one !== id);
	const untold = others.filter((one) => !told.includes(one));
	return untold.length > 0 && note === undefined ? [`nothing tells of ${untold.join()}`] : [];
}
