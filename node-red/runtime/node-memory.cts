import type { Node } from '@node-red/registry';
import { asError } from './node-error.cts';

/** A value on its way into the store. */
interface Writing<T> {
	value: T;
	done: Promise<void>;
}

/** One value in a node's context, which outlives the node if its store does. */
export class NodeMemory<T> {
	private current: Promise<void> = Promise.resolve();
	/** Waits until the current one is written. */
	private next?: Writing<T>;

	/** @param store the name of one of the stores in Node-RED's settings; empty for the default one */
	constructor(
		private readonly node: Node,
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

	/**
	 * Writes the value, or a newer one that arrives while another is being written: a store may be slow,
	 * and only the latest value counts.
	 *
	 * @throws what the store throws
	 */
	async write(value: T): Promise<void> {
		if (this.next !== undefined) {
			this.next.value = value;
			return await this.next.done;
		}
		const next: Writing<T> = { value, done: Promise.resolve() };
		next.done = this.current
			.catch(() => undefined)
			.then(() => {
				this.next = undefined;
				this.current = this.writeNow(next.value);
				return this.current;
			});
		this.next = next;
		await next.done;
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
