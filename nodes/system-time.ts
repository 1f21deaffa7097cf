import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { AdvocateError } from '../advocate/errors';
import type { Clock } from '../advocate/transport';

/** The one place where nodes get the time from (ms); tests put a clock of their own in its place. */
export const systemTime = {
	now: () => Date.now(),
	sleep: async (milliseconds: number) => await sleep(milliseconds),
};

/** The time, with pauses that end as soon as the execution is cancelled. */
export function clockOf(context: IExecuteFunctions): Clock {
	const signal = context.getExecutionCancelSignal();
	return {
		now: () => systemTime.now(),
		async sleep(milliseconds) {
			await untilAborted(systemTime.sleep(milliseconds), signal);
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

/** n8n-workflow's own sleep can't be cut short, so whichever comes first ends the pause. */
async function untilAborted(pause: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
	if (signal === undefined) return await pause;
	if (signal.aborted) return;
	let stop = () => {};
	const aborted = new Promise<void>((resolve) => {
		stop = () => resolve();
		signal.addEventListener('abort', stop, { once: true });
	});
	await Promise.race([pause, aborted]);
	signal.removeEventListener('abort', stop);
}
