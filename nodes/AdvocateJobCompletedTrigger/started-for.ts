import type { IWebhookFunctions } from 'n8n-workflow';
import { rememberedReports, type ReportedJobs } from '../../advocate/webhooks/reported';
import { NodeMemory } from '../runtime/node-memory';

/** What this n8n process remembers of each trigger node, by whose it is. Tests clear it, as a restart does. */
export const processMemory = new Map<string, ReportedJobs>();

/**
 * The jobs a trigger node has started its workflow for.
 *
 * They are kept in the node's memory, which outlives a restart. n8n gives each hook a copy of it and
 * saves the copy afterwards, so when two hooks arrive at once, one copy overwrites the other. What this
 * process has seen is therefore kept in memory too, and saved with the next hook.
 */
export class StartedFor {
	private readonly memory: NodeMemory<{ reported: ReportedJobs }>;

	constructor(context: IWebhookFunctions) {
		this.memory = new NodeMemory(context);
	}

	/** Whether the workflow has been started for this job. */
	has(jobId: string): boolean {
		return Object.hasOwn(this.known(), jobId);
	}

	/**
	 * Remembers that the workflow is started for a job.
	 *
	 * @param now milliseconds since the epoch
	 */
	add(jobId: string, now: number): void {
		const reported = rememberedReports(now, { ...this.known(), [jobId]: now });
		processMemory.set(this.memory.owner, reported);
		this.memory.update({ reported });
	}

	private known(): ReportedJobs {
		return { ...this.memory.read().reported, ...processMemory.get(this.memory.owner) };
	}
}
