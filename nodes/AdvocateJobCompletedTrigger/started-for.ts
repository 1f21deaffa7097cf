import type { IWebhookFunctions } from 'n8n-workflow';
import { rememberedReports, type ReportedJobs } from '../../advocate/webhooks/reported';

/** What this n8n process remembers of each trigger node, by workflow and node. */
const memories = new Map<string, ReportedJobs>();

/**
 * The jobs a trigger node has started its workflow for.
 *
 * They are kept in the node's static data, which outlives a restart. n8n gives each hook a copy of it and
 * saves the copy afterwards, so when two hooks arrive at once, one copy overwrites the other. What this
 * process has seen is therefore kept in memory too, and saved with the next hook.
 */
export class StartedFor {
	private readonly saved: { reported?: ReportedJobs };
	private readonly node: string;

	constructor(context: IWebhookFunctions) {
		this.saved = context.getWorkflowStaticData('node');
		this.node = `${context.getWorkflow().id} ${context.getNode().id}`;
	}

	/** Whether the workflow has been started for this job. */
	has(jobId: string): boolean {
		return [this.saved.reported, memories.get(this.node)].some(
			(jobs) => jobs !== undefined && Object.hasOwn(jobs, jobId),
		);
	}

	/**
	 * Remembers that the workflow is started for a job.
	 *
	 * @param now milliseconds since the epoch
	 */
	add(jobId: string, now: number): void {
		const known = { ...this.saved.reported, ...memories.get(this.node) };
		const jobs = rememberedReports(now, { ...known, [jobId]: now });
		memories.set(this.node, jobs);
		this.saved.reported = jobs;
	}
}
