/** How a check came out. */
interface Outcome {
	title: string;
	seconds: number;
	/** What was expected and what came, if it failed. */
	failure?: string;
}

/** Checks that run one after the other against something slow. One that fails does not stop the next. */
export class CheckList {
	private readonly outcomes: Outcome[] = [];

	/** @param only a part of the titles of those that run; by default all do */
	constructor(private readonly only = '') {}

	/** Runs a check, which fails by throwing, and prints at once how it went. */
	async check(title: string, body: () => Promise<void> | void): Promise<void> {
		if (!title.includes(this.only)) return;
		const started = Date.now();
		const failure = await Promise.resolve()
			.then(body)
			.then(
				() => undefined,
				(error: unknown) => (error instanceof Error ? error.message : String(error)),
			);
		const seconds = (Date.now() - started) / 1000;
		const outcome: Outcome = { title, seconds, ...(failure !== undefined && { failure }) };
		this.outcomes.push(outcome);
		console.log(line(outcome));
	}

	/** Prints the totals; returns whether there was a check and all passed. */
	close(): boolean {
		const failed = this.outcomes.filter(({ failure }) => failure !== undefined).length;
		console.log(`\n${this.outcomes.length - failed} passed, ${failed} failed`);
		return failed === 0 && this.outcomes.length > 0;
	}
}

function line({ title, seconds, failure }: Outcome): string {
	const row = `${failure === undefined ? 'ok  ' : 'FAIL'} ${seconds.toFixed(1).padStart(6)} s  ${title}`;
	return failure === undefined ? row : `${row}\n${failure.replace(/^/gm, '       ')}`;
}
