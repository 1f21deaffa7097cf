import type { RuntimeNode } from '../runtime/red.cts';

/** One value in a node's context, which outlives the node where its store does. */
export class NodeMemory<T> {
	private last: Promise<void> = Promise.resolve();

	/** @param store the name of one of the stores in Node-RED's settings; empty for the default one */
	constructor(
		private readonly node: RuntimeNode,
		private readonly key: string,
		private readonly store: string | undefined,
	) {}

	/** @throws what the store throws */
	async read(): Promise<T | undefined> {
		return await new Promise((resolve, reject) => {
			this.node.context().get(this.key, this.store || undefined, (problem, value) => {
				if (problem) reject(asError(problem));
				else resolve(value as T | undefined);
			});
		});
	}

	/** Writes one after the other, so that the last one stays. */
	async write(value: T): Promise<void> {
		const mine = this.last.then(() => this.writeNow(value));
		this.last = mine.catch(() => undefined);
		await mine;
	}

	private async writeNow(value: T): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.node.context().set(this.key, value, this.store || undefined, (problem) => {
				if (problem) reject(asError(problem));
				else resolve();
			});
		});
	}
}

function asError(problem: unknown): Error {
	return problem instanceof Error ? problem : new Error(String(problem));
}
