import { ClientRequest } from 'node:http';
import type { Sandbox } from '../../sandbox/sandbox.cts';

interface Timer {
	endsAt: number;
	end: () => void;
}

/**
 * The time that requests have to be answered in, in a test's hands. Real time would make the test wait, and
 * fail on a machine so busy that good answers are late too. It takes the place of both timers that end
 * requests: `AbortSignal.timeout`, and that of n8n's HTTP client. `jest.restoreAllMocks` ends it.
 */
export class RequestTime {
	/** How much time requests have been given so far, in ms. */
	readonly given: number[] = [];
	private now = 0;
	private timers: Timer[] = [];

	constructor() {
		const start = (milliseconds: number, end: () => void) => {
			this.given.push(milliseconds);
			this.timers.push({ endsAt: this.now + milliseconds, end });
		};
		jest.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
			const controller = new AbortController();
			start(milliseconds, () => controller.abort());
			return controller.signal;
		});
		jest.spyOn(ClientRequest.prototype, 'setTimeout').mockImplementation(function (
			this: ClientRequest,
			milliseconds,
			end = () => undefined,
		) {
			start(milliseconds, end);
			return this;
		});
	}

	/** Lets so many milliseconds pass. */
	pass(milliseconds: number): void {
		this.now += milliseconds;
		this.endAll(({ endsAt }) => endsAt <= this.now);
	}

	/** Takes the time of every request that the sandbox lets hang as over, until the work is done. */
	async endHanging<T>({ faults }: Sandbox, work: Promise<T>): Promise<T> {
		const hanging = () =>
			Object.entries(faults.fired)
				.filter(([name]) => name.endsWith(':hang'))
				.reduce((sum, [, times]) => sum + times, 0);
		let ended = hanging();
		let isDone = false;
		const done = work.finally(() => (isDone = true));
		while (!isDone) {
			if (hanging() > ended) this.endAll(() => true);
			ended = hanging();
			await nextTurn();
		}
		return await done;
	}

	private endAll(isOver: (timer: Timer) => boolean): void {
		const over = this.timers.filter(isOver);
		this.timers = this.timers.filter((timer) => !over.includes(timer));
		for (const { end } of over) end();
	}
}

/** Lets everything else that is ready to run go first. */
export async function nextTurn(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}
