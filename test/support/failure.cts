import type { FinishedRun } from '../../harness/engine/finished-run.cts';

/** What a user reads of a failed run: what happened, and what to do. */
export function failure(run: FinishedRun): { message: string; description: string } {
	const { message = '', description } = run.error ?? {};
	return { message, description: String(description) };
}
