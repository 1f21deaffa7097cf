import { readFileSync } from 'node:fs';

/** Reads off a worker's log what it has run. n8n's lines: "Worker started execution 7 (job 7)". */
export class WorkerLog {
	constructor(private readonly file: string) {}

	/** The ids of all executions that it has begun. */
	started(): string[] {
		return this.ids(/Worker started execution (\d+)/g);
	}

	/** Those that it began and has not finished; after it was killed, those that were lost. */
	underWay(): string[] {
		const ended = new Set([
			...this.ids(/Worker finished execution (\d+)/g),
			...this.ids(/Worker errored while running execution (\d+)/g),
		]);
		return this.started().filter((id) => !ended.has(id));
	}

	private ids(pattern: RegExp): string[] {
		const text = readFileSync(this.file, 'utf8');
		return [...text.matchAll(pattern)].map(([, id = '']) => id);
	}
}
