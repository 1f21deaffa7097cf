import { sleepWithAbort, type IExecuteFunctions } from 'n8n-workflow';
import { AdvocateError } from '../advocate/errors';
import type { Clock } from '../advocate/transport';

/** The one place where nodes get the time from; tests put a clock of their own in its place. */
export const systemTime = {
	now: () => Date.now(),
	sleep: sleepWithAbort,
};

/** The time, with pauses that end when the execution is cancelled. */
export function clockOf(context: IExecuteFunctions): Clock {
	const signal = context.getExecutionCancelSignal();
	return {
		now: () => systemTime.now(),
		async sleep(milliseconds) {
			await systemTime.sleep(milliseconds, signal).catch(() => undefined);
			if (signal?.aborted !== true) return;
			throw new AdvocateError(
				'CANCELLED',
				'The execution was cancelled while waiting for the job',
				{
					hint: 'The job itself goes on in Advocate. Look at it again with Advocate Job Status.',
				},
			);
		},
	};
}
