import type { Node } from '@node-red/registry';
import type { Message } from '../runtime/message.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { flowsStarted } from '../runtime/flows-started.cts';
import { NodeMemory } from '../runtime/node-memory.cts';
import { restoredMessage, storedMessage } from './stored-message.cts';

/** A wait that has not ended yet. */
export interface OpenWait {
	jobId: string;
	/** Milliseconds since the epoch. */
	deadline: number;
}

/** An open wait as it is stored. */
interface StoredWait extends OpenWait {
	/** See storedMessage. */
	message: string;
}

type StoredWaits = Record<string, StoredWait>;

/**
 * The waits of a node, kept in its context so that they resume after a deploy or a restart: their
 * messages then come in again, and find their jobs and deadlines here.
 */
export class OpenWaits {
	private waits: StoredWaits = {};
	private readonly resumed = new WeakMap<Message, string>();
	private readonly memory: NodeMemory<StoredWaits>;
	private readonly started: Promise<boolean>;
	private loading?: Promise<void>;

	constructor(
		private readonly RED: NodeRed,
		private readonly node: Node,
		store: string | undefined,
	) {
		this.memory = new NodeMemory(node, 'openWaits', store);
		this.started = flowsStarted(RED, node);
		this.loaded().catch((problem: unknown) => node.warn(String(problem)));
	}

	/** The wait of a message that came in again; undefined for a new message. */
	resumedWait(message: Message): ({ id: string } & OpenWait) | undefined {
		const id = this.resumed.get(message);
		const wait = id === undefined ? undefined : this.waits[id];
		return id === undefined || wait === undefined ? undefined : { ...wait, id };
	}

	/**
	 * Remembers a wait until it is ended.
	 *
	 * @throws what the store throws; the wait is then not remembered
	 */
	async begin(message: Message, wait: OpenWait): Promise<string> {
		await this.loaded();
		const id = this.RED.util.generateId();
		this.waits[id] = { ...wait, message: storedMessage(message) };
		await this.memory.write({ ...this.waits }).catch((problem: unknown) => {
			Reflect.deleteProperty(this.waits, id);
			throw problem;
		});
		return id;
	}

	/** @throws what the store throws */
	async end(id: string): Promise<void> {
		Reflect.deleteProperty(this.waits, id);
		await this.memory.write({ ...this.waits });
	}

	/** @throws what the store throws */
	async endAll(): Promise<void> {
		await this.loaded();
		this.waits = {};
		await this.memory.write({});
	}

	/** Reads the waits that were open when the node was last closed: once, or again if the store failed. */
	private async loaded(): Promise<void> {
		this.loading ??= this.load();
		await this.loading.catch((problem: unknown) => {
			this.loading = undefined;
			throw problem;
		});
	}

	private async load(): Promise<void> {
		const before = (await this.memory.read()) ?? {};
		this.waits = { ...before, ...this.waits };
		void this.started.then((started) => started && this.resume(Object.keys(before)));
	}

	private resume(ids: string[]): void {
		for (const id of ids) {
			const wait = this.waits[id];
			// A reset has ended it meanwhile.
			if (wait === undefined) continue;
			const again = restoredMessage(wait.message);
			this.resumed.set(again, id);
			this.node.receive(again);
		}
	}
}
