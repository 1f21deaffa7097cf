import { sleep } from 'n8n-workflow';
import { workStopped } from '../../advocate/api/connection-error';
import { cancelSignalOf, type RequestContext } from './request-context';
import type { Clock } from '../../advocate/clock';
import { N8N_TEXTS } from './host-texts';

/** The one place where nodes get time (ms) and chance from; tests put their own in their place. */
export const systemTime = {
	now: () => Date.now(),
	sleep: async (milliseconds: number) => await sleep(milliseconds),
	/** From 0 to 1, without 1. */
	random: () => Math.random(),
};

/** The time, with pauses that end as soon as the execution is cancelled. */
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

/** n8n-workflow's own sleep can't be cut short, so whichever comes first ends the pause. */
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
