import { sleep } from 'n8n-workflow';
import { workStopped } from '../../advocate/api/connection-error';
import { cancelSignalOf, type RequestContext } from './request-context';
import type { Clock } from '../../advocate/clock';
import { N8N_TEXTS } from './host-texts';

/** The only place from which nodes get the time (ms) and random numbers. Tests replace it. */
export const systemTime = {
	now: () => Date.now(),
	sleep: async (milliseconds: number) => await sleep(milliseconds),
	/** At least 0 and less than 1. */
	random: () => Math.random(),
};

/** The system's clock, with pauses that end as soon as the execution is cancelled. */
export function clockOf(context: RequestContext): Clock {
	const signal = cancelSignalOf(context);
	return {
		now: () => systemTime.now(),
		async sleep(milliseconds) {
			if (signal?.aborted !== true) await untilAborted(systemTime.sleep(milliseconds), signal);
			if (signal?.aborted === true) throw workStopped(N8N_TEXTS);
		},
	};
}

/** n8n-workflow's sleep can't be cut short, so the pause ends with whichever comes first. */
async function untilAborted(pause: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
	if (signal === undefined) return await pause;
	let stop = () => {};
	const aborted = new Promise<void>((resolve) => {
		stop = () => resolve();
		signal.addEventListener('abort', stop, { once: true });
	});
	await Promise.race([pause, aborted]);
	signal.removeEventListener('abort', stop);
}
