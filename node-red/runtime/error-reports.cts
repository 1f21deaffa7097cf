import type { WorkNode } from './work-node.cts';

/** Reports errors that no message caused. One that comes again and again is reported once. */
export class ErrorReports {
	/** The code of the error reported last. */
	private lastCode?: string;

	constructor(private readonly work: WorkNode) {}

	/** Shows the error and, if it is not the one reported last, hands it to the Catch nodes. */
	report(thrown: unknown): void {
		const failure = this.work.failure(thrown);
		if (failure.code !== this.lastCode) this.work.node.error(failure, {});
		this.lastCode = failure.code;
	}

	/** Something succeeded: the next error is news, whichever it is. */
	wentWell(): void {
		this.lastCode = undefined;
	}
}
