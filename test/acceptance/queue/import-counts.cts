import type { Sandbox } from '../../../sandbox/sandbox.cts';
import type { Crm } from './crm.cts';
import type { Asked } from './sender.cts';

/** What Advocate has in the end, told by the number in each job's name. */
export interface ImportCounts {
	jobs: number;
	/** Imports with more than one job. */
	doubles: number[];
	/** Imports with none, or with none that is COMPLETED. */
	missing: number[];
	/** Imports whose file did not arrive as it was sent. */
	changedFiles: number[];
	/** Imports that were answered with another job than the one there is. */
	wrongAnswers: number[];
	rows: number;
	failedRows: number;
	uploads: number;
}

/** Counts the jobs of all imports that were asked for. */
export async function importCounts(
	sandbox: Sandbox,
	crm: Crm,
	asked: Asked[],
): Promise<ImportCounts> {
	const listed = sandbox.jobs.list();
	const jobs = await Promise.all(listed.map(async ({ id }) => await sandbox.jobs.settled(id)));
	const counts: ImportCounts = {
		...{ jobs: jobs.length, doubles: [], missing: [], changedFiles: [], wrongAnswers: [] },
		...{ rows: 0, failedRows: 0, uploads: sandbox.uploads.list().length },
	};
	for (const { importNumber, jobId } of asked) {
		const [job, ...more] = jobs.filter((one) => one?.name === `CRM export ${importNumber}`);
		if (more.length > 0) counts.doubles.push(importNumber);
		if (job?.status !== 'COMPLETED') {
			counts.missing.push(importNumber);
			continue;
		}
		if (job.id !== jobId) counts.wrongAnswers.push(importNumber);
		const upload = sandbox.uploads.get(job.fileRef ?? '');
		if (upload?.sha256 !== crm.sha256(importNumber)) counts.changedFiles.push(importNumber);
		counts.rows += job.stats?.recordsProcessed ?? 0;
		counts.failedRows += job.stats?.errors ?? 0;
	}
	return counts;
}
