/** How a check came out. */
interface Outcome {
	title: string;
	seconds: number;
	/** What was expected and what came, if it failed. */
	failure?: string;
}

/** Checks run one after the other against something slow; one that fails does not keep the next from running. */
export class CheckList {
	private readonly outcomes: Outcome[] = [];

	/** Runs a check, which fails by throwing, and tells how it went at once. */
	async check(title: string, body: () => Promise<void> | void): Promise<void> {
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

	/** Tells the sum of it; gives whether every check passed, and that there was one. */
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
