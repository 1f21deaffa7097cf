import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { FinishedRun } from '../../../harness/engine/finished-run.cts';
import { runWorkflow, type WorkflowJson } from '../../../harness/engine/run-workflow.cts';
import type { Job, JobStats } from '../../../advocate/api/schema.ts';
import { seededRandom } from '../../../examples/seeded-random.cts';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import { startSandbox } from '../../../sandbox/sandbox.cts';
import { credentialTypes, nodeTypes } from '../../support/advocate-nodes.cts';
import { chain } from '../../support/workflow.cts';
import { quickenTime } from './quick-clock.cts';
import { randomFaults } from './random-faults.cts';

/** What came of many executions at once. */
export interface ExecutionsReport {
	executions: number;
	rows: number;
	jobs: number;
	/** Files that more than one job imports. */
	doubles: number;
	/** Executions without the job, the rows or the row errors that they should have. */
	lost: number;
	faults: number;
	requests: Record<string, number>;
	seconds: number;
	peakMemoryMiB: number;
	/** What is wrong, execution by execution. */
	wrong: string[];
}

const TENANT = 'test_acme';
const SPEED = 20;
/** Rows of each file that Advocate will not take: the sandbox, like the schema, has no dashes in names. */
const BAD_ROWS = 5;

/** Patience enough for a machine that runs everything at once: a request may be slow, and its retries too. */
const options: INodeParameters = { attempts: 10, timeout: 20, retryTimeLimit: 3_600 };

/** What runs at once, and what each of its executions says of its job. */
interface Load {
	workflow: WorkflowJson;
	/** Undefined if there is none. */
	outcomeOf: (run: FinishedRun) => Outcome | undefined;
}

interface Outcome {
	jobId: unknown;
	fileRef: unknown;
	/** Of the rows of its file. */
	imported: unknown;
	/** Rows that were not imported and are told of. */
	refused: number;
}

const LOADS: Record<LoadName, Load> = {
	/** A node for each step. */
	'four nodes': {
		workflow: chain(
			{
				name: 'Upload',
				type: 'advocateUpload',
				parameters: { type: 'MUTATION/USER', fileMode: 'asIs', options },
			},
			{ name: 'Validate', type: 'advocateValidate', parameters: { options } },
			{ name: 'Create Job', type: 'advocateCreateJob', parameters: { options } },
			{
				name: 'Job Status',
				type: 'advocateJobStatus',
				parameters: { wait: true, options: { ...options, includeRowErrors: true } },
			},
		),
		outcomeOf(run) {
			const [{ fileRef } = {}] = run.json('Upload');
			const [job] = run.json('Job Status');
			const { recordsProcessed = 0, errors = 0 } = (job?.stats ?? {}) as Partial<JobStats>;
			const refused = Number(job?.rowErrorsTotal);
			return job && { jobId: job.id, fileRef, imported: recordsProcessed - errors, refused };
		},
	},
	/** One node, which leads the rows that failed back. */
	'Advocate Import': {
		workflow: chain({
			name: 'Import',
			type: 'advocateImport',
			parameters: { type: 'MUTATION/USER', source: 'binary', options },
		}),
		outcomeOf(run) {
			const [result] = run.json('Import');
			const job = result?.job as Partial<Job> | undefined;
			const refused = run.json('Import', 1).length;
			const { rowsImported: imported } = result ?? {};
			return job && { jobId: job.id, fileRef: job.fileRef, imported, refused };
		},
	},
};

export type LoadName = 'four nodes' | 'Advocate Import';
export const LOAD_NAMES: readonly LoadName[] = ['four nodes', 'Advocate Import'];

/**
 * Runs an import a number of times at once, each with a file of its own, while requests fail at
 * random: one in five of each kind.
 *
 * @param rows of each file
 */
export async function runExecutions(
	name: LoadName,
	executions: number,
	rows: number,
	seed: number,
): Promise<ExecutionsReport> {
	const now = quickenTime(SPEED);
	const sandbox = await startSandbox({ now, jobDurationMs: 30_000, listLagMs: 3_000 });
	const random = seededRandom(seed);
	const once = { requests: executions, faults: executions / 5 };
	sandbox.faults.add(
		...randomFaults(
			[
				{ on: 'upload', ...once },
				{ on: 'validateJobCreation', ...once },
				{ on: 'jobs', ...once },
				{ on: 'createJob', requests: executions, faults: executions / 2 },
				{ on: 'job', requests: executions * 4, faults: executions / 2 },
				{ on: 'download', ...once },
			],
			random,
		),
		{ on: 'createJob', kind: 'hang', afterEffect: true, skip: Math.floor(random() * executions) },
		{ on: 'upload', kind: 'hang', skip: Math.floor(random() * executions) },
	);
	const folder = mkdtempSync(join(tmpdir(), 'advocate-load-'));
	const load = LOADS[name];
	const watch = new Watch(sandbox, load);
	try {
		const runs = await Promise.all(
			Array.from({ length: executions }, async (_, index) =>
				run(load, sandbox, folder, index, rows),
			),
		);
		await sandbox.jobs.filesRead();
		return watch.report(runs, rows);
	} finally {
		watch.stop();
		await sandbox.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function run(
	{ workflow }: Load,
	sandbox: Sandbox,
	folder: string,
	index: number,
	rows: number,
): Promise<FinishedRun> {
	const lines = Array.from({ length: rows }, (_, row) => {
		const planType = row < BAD_ROWS ? 'pro' : '';
		return `acme,user-${index}-${row},Ann,user${row}@example.com,${planType}`;
	});
	const header = 'accountId,id,firstName,email,customFields.plan-type';
	const data = Buffer.from([header, ...lines, ''].join('\n'));
	const file = { fileName: `contacts-${index}.csv`, mimeType: 'text/csv' };
	const apiKey = sandbox.tenants.find(({ alias }) => alias === TENANT)?.apiKey ?? '';
	return await runWorkflow({
		workflow,
		nodeTypes,
		credentialTypes,
		credentials: { advocateApi: { tenantAlias: TENANT, apiKey, baseUrl: sandbox.baseUrl } },
		startData: [{ json: {}, binary: { data: { ...file, data: data.toString('base64') } } }],
		binaryDataFolder: folder,
	});
}

/** Counts what goes on while the executions run. */
class Watch {
	private readonly begun = performance.now();
	private readonly requests: Record<string, number> = {};
	private peak = 0;
	private readonly timer = setInterval(() => this.look(), 50);

	constructor(
		private readonly sandbox: Sandbox,
		private readonly load: Load,
	) {}

	stop(): void {
		clearInterval(this.timer);
	}

	report(runs: FinishedRun[], rows: number): ExecutionsReport {
		this.look();
		const jobs = this.sandbox.jobs.list(TENANT);
		const files = new Set(jobs.map(({ fileRef }) => fileRef));
		const found = runs.map((run) => wrongWith(run, rows, this.sandbox, this.load));
		const wrong = found.flatMap((lines, index) =>
			lines.map((line) => `execution ${index}: ${line}`),
		);
		return {
			executions: runs.length,
			rows: runs.length * rows,
			jobs: jobs.length,
			doubles: jobs.length - files.size,
			lost: found.filter((lines) => lines.length > 0).length,
			faults: Object.values(this.sandbox.faults.fired).reduce((sum, count) => sum + count, 0),
			requests: this.requests,
			seconds: (performance.now() - this.begun) / 1_000,
			peakMemoryMiB: this.peak / 1_048_576,
			wrong,
		};
	}

	/** The sandbox keeps the latest requests only, so they are counted as they come. */
	private look(): void {
		for (const { operations } of this.sandbox.requests) {
			const name = operations.join() || 'unread';
			this.requests[name] = (this.requests[name] ?? 0) + 1;
		}
		this.sandbox.clearRequests();
		this.peak = Math.max(this.peak, process.memoryUsage().rss);
	}
}

/** What is wrong with one execution: its job is there, and its own, and its rows are accounted for. */
function wrongWith(
	run: FinishedRun,
	rows: number,
	sandbox: Sandbox,
	{ outcomeOf }: Load,
): string[] {
	if (run.error !== undefined) {
		return [`it failed: ${run.error.message}. ${String(run.error.description)}`];
	}
	const outcome = outcomeOf(run);
	if (outcome === undefined) return ['it has no job'];
	const { jobId, fileRef, imported, refused } = outcome;
	const wrong: string[] = [];
	const own = sandbox.jobs.list(TENANT).filter((job) => job.fileRef === fileRef);
	if (!own.some(({ id }) => id === jobId)) wrong.push('its job is not its own');
	if (imported !== rows - BAD_ROWS) wrong.push(`it has imported ${String(imported)} rows`);
	if (refused !== BAD_ROWS) wrong.push(`it tells of ${refused} rows that were not imported`);
	return wrong;
}
