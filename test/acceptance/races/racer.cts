/**
 * One of the two processes of `npm run test:races`: n8n's engine with the nodes, which creates a job for each file
 * that it is told of, and answers with what went out.
 */
import type { Credential } from '../../support/rig.cts';
import { runWorkflow } from '../../../harness/engine/run-workflow.cts';
import { credentialTypes, nodeTypes } from '../../support/advocate-nodes.cts';
import { chain } from '../../support/workflow.cts';

/** What a process is told: create a job for this file now. */
export interface Start {
	race: number;
	fileRef: string;
	credential: Credential;
}

/** What came of it. */
export interface Finish {
	race: number;
	/** The job on the item; undefined if the node failed. */
	id?: string;
	duplicateJobIds?: string[];
	note?: string;
	error?: string;
}

const workflow = chain({ name: 'Create Job', type: 'advocateCreateJob' });

async function created({ race, fileRef, credential }: Start): Promise<Finish> {
	const run = await runWorkflow({
		workflow,
		nodeTypes,
		credentialTypes,
		credentials: { advocateApi: { ...credential } },
		startData: [{ json: { fileRef, type: 'MUTATION/USER' } }],
	});
	const [json] = run.json('Create Job');
	if (json === undefined) return { race, error: run.error?.message ?? 'no item came out' };
	const { id, duplicateJobIds, note } = json as Omit<Finish, 'race'>;
	return { race, id, duplicateJobIds, note };
}

process.on('message', (start: Start) => {
	void created(start).then(
		(finish) => process.send?.(finish),
		(thrown: unknown) => process.send?.({ race: start.race, error: String(thrown) }),
	);
});
process.send?.('ready');
