import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';
import type { FinishedRun } from '../../../harness/engine/finished-run.cts';
import { loadMappingColumns, loadOptions } from '../../../harness/engine/one-node/load-options.cts';
import { createPoller, type Poller } from '../../../harness/engine/one-node/poll.cts';
import { runWorkflow, type WorkflowJson } from '../../../harness/engine/run-workflow.cts';
import { testCredential } from '../../../harness/engine/one-node/test-credential.cts';
import { AdvocateApi } from '../../../credentials/AdvocateApi.credentials.ts';
import { AdvocateCreateJob } from '../../../nodes/AdvocateCreateJob/AdvocateCreateJob.node.ts';
import { AdvocateUpload } from '../../../nodes/AdvocateUpload/AdvocateUpload.node.ts';
import { AdvocateWaitForCompletionTrigger } from '../../../nodes/AdvocateWaitForCompletionTrigger/AdvocateWaitForCompletionTrigger.node.ts';
import { credentialTypes, nodeTypes } from '../../support/advocate-nodes.cts';
import { text } from '../../support/text.cts';
import { chain, type NodeSketch } from '../../support/workflow.cts';
import { shownError, type Ending } from './endings.cts';
import { ATTEMPTS, TIMEOUT_SECONDS, type Stage } from './stage.cts';

/** Something that a user does with the nodes, from beginning to end. */
export type Errand = (stage: Stage) => Promise<Ending>;

/** How the nodes of every errand try again. */
export const PATIENCE = { attempts: ATTEMPTS, timeout: TIMEOUT_SECONDS };

const ROWS = 60;
/** A file of several pieces, to be cut between two of them. */
const MANY_ROWS = 5_000;
/** Rows that Advocate will not take: they have no ID. */
const BAD_ROWS = 2;

function csvOf(rows: number): string {
	const lines = Array.from({ length: rows }, (_, index) => {
		const id = index < BAD_ROWS ? '' : `user-${index}`;
		return `acme,${id},Ünal,user${index}@example.com`;
	});
	return ['accountId,id,firstName,email', ...lines, ''].join('\n');
}

export const upload: NodeSketch = {
	name: 'Upload',
	type: 'advocateUpload',
	// As it is, so that rows fail in Advocate.
	parameters: { type: 'MUTATION/USER', fileMode: 'asIs', options: PATIENCE },
};
const validate: NodeSketch = {
	name: 'Validate',
	type: 'advocateValidate',
	parameters: { options: PATIENCE },
};
export const createJob: NodeSketch = {
	name: 'Create Job',
	type: 'advocateCreateJob',
	parameters: { options: PATIENCE },
};

function jobStatus(wait: boolean, options: INodeParameters): NodeSketch {
	const parameters = { wait, options: { ...PATIENCE, ...options } };
	return { name: 'Job Status', type: 'advocateJobStatus', parameters };
}

const theImport = [
	upload,
	validate,
	createJob,
	jobStatus(true, { includeRowErrors: true, timeLimit: 1 }),
];

/** The main workflow with a CSV file: uploaded, validated, imported, waited for, its errors fetched. */
export async function importFile(stage: Stage): Promise<Ending> {
	return await importCsv(stage, ROWS);
}

/** The same with a file that is long on its way. */
export async function importLongFile(stage: Stage): Promise<Ending> {
	return await importCsv(stage, MANY_ROWS);
}

async function importCsv(stage: Stage, rows: number): Promise<Ending> {
	const content = csvOf(rows);
	const fileSelector = join(stage.folder, `contacts-${rows}.csv`);
	if (!existsSync(fileSelector)) writeFileSync(fileSelector, content);
	const read = {
		name: 'Read File',
		type: 'n8n-nodes-base.readWriteFile',
		parameters: { fileSelector },
	};
	const run = await runOn(stage, chain(read, ...theImport), [{ json: {} }]);
	return endingOf(stage, run, () => [
		...lostRows(run, rows, BAD_ROWS),
		...changedFile(stage, run, content),
	]);
}

/** The same with items: one of them can't be right, and is rejected before anything is sent. */
export async function importItems(stage: Stage): Promise<Ending> {
	const items = Array.from({ length: ROWS }, (_, index) => ({
		json: { accountId: 'acme', id: index === 0 ? '' : `user-${index}`, firstName: 'Ann' },
	}));
	const fromItems = {
		...upload,
		parameters: { ...upload.parameters, source: 'items' },
	};
	const run = await runOn(stage, chain(fromItems, ...theImport.slice(1)), items);
	return endingOf(stage, run, () => {
		const rejected = run.json('Upload', 1).length;
		const wrong = rejected === 1 ? [] : [`${rejected} rows were rejected, not 1`];
		return [...wrong, ...lostRows(run, ROWS - rejected, 0)];
	});
}

/** One job that has ended, with the rows of its errors file. */
export async function getJob(stage: Stage): Promise<Ending> {
	return await ofEndedJob(stage, { includeRowErrors: true }, (json) =>
		json?.rowErrorsTotal === BAD_ROWS ? [] : ['its row errors are not all there'],
	);
}

/** One job that has ended, with its results file attached. */
export async function fetchResults(stage: Stage): Promise<Ending> {
	return await ofEndedJob(stage, { attachResultsFile: true }, (_json, item) =>
		item?.binary?.results ? [] : ['its results file is not there'],
	);
}

/** Every job of a tenant that has more than a page of them. */
export async function listJobs(stage: Stage): Promise<Ending> {
	const ids = Array.from({ length: 130 }, (_, index) => `job-${String(index).padStart(3, '0')}`);
	for (const id of ids) addJob(stage, id, 'COMPLETED');
	const parameters = { operation: 'getMany', returnAll: true, options: PATIENCE };
	const sketch = { name: 'Job Status', type: 'advocateJobStatus', parameters };
	const run = await runOn(stage, chain(sketch), [{ json: {} }]);
	return endingOf(stage, run, () => {
		const listed = run.json('Job Status').map(({ id }) => text(id));
		return listed.sort().join() === ids.join() ? [] : [`${listed.length} of 130 jobs are listed`];
	});
}

/** The trigger: three jobs end, one of them while polls fail. Each is to start the workflow once. */
export async function pollForEnds(stage: Stage): Promise<Ending> {
	const trigger = createPoller({
		nodeType: new AdvocateWaitForCompletionTrigger(),
		credentials: { advocateApi: { ...stage.credential } },
		credentialTypes,
	});
	for (const id of ['a', 'b']) addJob(stage, id, 'PENDING');
	const started: INodeExecutionData[] = (await trigger.poll())?.flat() ?? [];
	await stage.sandbox.jobs.finish('a', 'COMPLETED');
	stage.strike();
	const struck = await tried(async () => await trigger.poll());
	started.push(...(struck.result ?? []).flat());
	addJob(stage, 'c', 'COMPLETED');
	await stage.sandbox.jobs.finish('b', 'ABORTED');
	await stage.relent();
	started.push(...(await pollTwice(trigger)));
	const ids = started.map(({ json }) => text(json.id)).sort();
	return {
		...(struck.thrown === undefined
			? { end: 'done' }
			: { end: 'error', error: shownError(struck.thrown) }),
		produced: { started, thrown: struck.thrown, staticData: trigger.staticData },
		wrong: ids.join() === 'a,b,c' ? [] : [`a, b and c ended, but it started for ${ids.join(', ')}`],
	};
}

/** A drop-down of Create Job is opened. */
export function fillDropDown(method: string): Errand {
	return async (stage) =>
		await lookedUp(stage, new AdvocateCreateJob(), async (common) => {
			const options = await loadOptions({ ...common, method });
			return options.length > 2 ? [] : [`only ${options.length} entries are listed`];
		});
}

/** Upload's columns are opened; its own fields are to be there even where the tenant's are not. */
export function fillMappingColumns(type: string, tenantsOwn: string): Errand {
	return async (stage) => {
		let isLess = false;
		const ending = await lookedUp(stage, new AdvocateUpload(), async (common) => {
			const parameters = { type, source: 'items' };
			const method = 'getMappingColumns';
			const { fields } = await loadMappingColumns({ ...common, parameters, method });
			const names = fields.flatMap(({ id, options = [] }) => [
				id,
				...options.map(({ value }: INodePropertyOptions) => String(value)),
			]);
			isLess = !names.includes(tenantsOwn);
			return names.includes('accountId') ? [] : ["Advocate's own fields are missing"];
		});
		return isLess ? { ...ending, end: 'less' } : ending;
	};
}

/** A credential is saved, which tests it. */
export async function testTheCredential(stage: Stage): Promise<Ending> {
	stage.strike();
	const result = await testCredential({
		credentialType: new AdvocateApi(),
		data: { ...stage.credential },
		nodes: [new AdvocateUpload()],
	});
	if (result.status === 'OK') return { end: 'done', produced: result, wrong: [] };
	const [message = '', ...rest] = result.message.split(/(?<=\.) /);
	const error = { message, description: rest.join(' ') };
	return { end: 'error', error, produced: result, wrong: [] };
}

async function ofEndedJob(
	stage: Stage,
	options: INodeParameters,
	missing: (json: IDataObject | undefined, item: INodeExecutionData | undefined) => string[],
): Promise<Ending> {
	const failures = Array.from({ length: BAD_ROWS }, (_, index) => ({
		recordNumber: index + 1,
		message: 'This request requires a valid non-empty id',
		apiErrorCode: 'BAD_REQUEST',
		statusCode: 400,
	}));
	addJob(stage, 'ended', 'COMPLETED', failures);
	const sketch = jobStatus(false, options);
	const parameters = { ...sketch.parameters, jobId: 'ended' };
	const run = await runOn(stage, chain({ ...sketch, parameters }), [{ json: {} }]);
	return endingOf(stage, run, () => {
		const [item] = run.items('Job Status');
		if (item?.json.status !== 'COMPLETED') return ['the job did not go out on Completed'];
		return item.json.filesError === undefined ? missing(item.json, item) : [];
	});
}

type Failures = NonNullable<Parameters<Stage['sandbox']['jobs']['add']>[1]>['failures'];

function addJob(
	{ sandbox, credential }: Stage,
	id: string,
	status: 'PENDING' | 'COMPLETED',
	failures?: Failures,
): void {
	sandbox.jobs.add(credential.tenantAlias, { id, type: 'MUTATION/USER', status, failures });
}

/** Runs a workflow; the fault comes on as the stage's node starts. */
export async function runOn(
	stage: Stage,
	workflow: WorkflowJson,
	items: INodeExecutionData[],
): Promise<FinishedRun> {
	return await runWorkflow({
		workflow,
		nodeTypes,
		credentialTypes,
		credentials: { advocateApi: { ...stage.credential } },
		startData: items,
		binaryDataFolder: stage.folder,
		onNodeStart: (name) => {
			if (name === stage.node) stage.strike();
		},
	});
}

/** How a run ended; `check` tells what is wrong with one that succeeded. */
function endingOf(stage: Stage, run: FinishedRun, check: () => string[]): Ending {
	const produced = run.raw;
	if (run.error !== undefined) {
		const failed = run.raw.data.resultData.lastNodeExecuted ?? '';
		const wrong = failed === stage.node ? [] : [`"${failed}" failed, not "${stage.node}"`];
		return { end: 'error', error: shownError(run.error), produced, wrong };
	}
	const note = noteOn(run);
	const wrong = note === undefined || note.isOfFiles ? check() : [];
	if (note === undefined) return { end: 'done', produced, wrong };
	return { end: 'noted', error: { message: note.text, description: note.text }, produced, wrong };
}

/** What Job Status says on its item of something that is not to be had. */
function noteOn(run: FinishedRun): { text: string; isOfFiles: boolean } | undefined {
	for (const json of run.outputs('Job Status').flatMap((items) => items.map((item) => item.json))) {
		const { filesError, statusError } = json;
		if (typeof filesError === 'string') return { text: filesError, isOfFiles: true };
		if (typeof statusError === 'string') return { text: statusError, isOfFiles: false };
	}
	return undefined;
}

/** What became of the rows sent: each is imported or among the row errors, or the job counts it. */
function lostRows(run: FinishedRun, rows: number, badRows: number): string[] {
	const [json] = run.json('Job Status');
	if (json?.status !== 'COMPLETED') return ['the job did not go out on Completed'];
	const stats = json.stats as { recordsProcessed?: number; errors?: number } | null;
	const wrong: string[] = [];
	if (stats?.recordsProcessed !== rows) {
		wrong.push(`${stats?.recordsProcessed} of ${rows} rows were processed`);
	}
	if (stats?.errors !== badRows) wrong.push(`${stats?.errors} rows failed, not ${badRows}`);
	if (json.filesError === undefined && json.rowErrorsTotal !== badRows) {
		wrong.push(`${JSON.stringify(json.rowErrorsTotal)} of ${badRows} row errors are on the item`);
	}
	return wrong;
}

/** Whether the file that was imported is, byte for byte, the one that went in. */
function changedFile({ sandbox }: Stage, run: FinishedRun, content: string): string[] {
	const [{ fileRef } = {}] = run.json('Upload');
	const stored = sandbox.uploads.list().find((upload) => upload.fileRef === fileRef);
	const sent = createHash('sha256').update(content).digest('hex');
	return stored?.sha256 === sent ? [] : ['the file imported is not the file that went in'];
}

type Lookup = Parameters<typeof loadOptions>[0];

async function lookedUp(
	stage: Stage,
	nodeType: INodeType,
	look: (common: Omit<Lookup, 'method'>) => Promise<string[]>,
): Promise<Ending> {
	stage.strike();
	const credentials = { advocateApi: { ...stage.credential } };
	const { result: wrong, thrown } = await tried(
		async () => await look({ nodeType, credentials, credentialTypes }),
	);
	if (wrong !== undefined) return { end: 'done', produced: {}, wrong };
	return { end: 'error', error: shownError(thrown), produced: { thrown }, wrong: [] };
}

async function tried<T>(work: () => Promise<T>): Promise<{ result?: T; thrown?: unknown }> {
	return await work().then(
		(result) => ({ result }),
		(thrown: unknown) => ({ thrown: thrown ?? 'nothing' }),
	);
}

async function pollTwice(trigger: Poller): Promise<INodeExecutionData[]> {
	const first = await trigger.poll();
	const second = await trigger.poll();
	return [...(first ?? []), ...(second ?? [])].flat();
}
