import type { Message } from '../runtime/message.cts';
import type { NodeRed, RuntimeNode } from '../runtime/red.cts';
import { flowsStarted } from './flows-started.cts';
import { NodeMemory } from './node-memory.cts';

/** A wait that has not come to its end. */
export interface OpenWait {
	message: Message;
	/** Milliseconds since the epoch. */
	deadline: number;
}

type OpenWaitsById = Record<string, OpenWait>;

/**
 * The waits of a node, kept in its context so that a deploy or a restart in the middle takes them up
 * again: their messages then come in once more, and find their deadlines here.
 */
export class OpenWaits {
	private waits: OpenWaitsById = {};
	private readonly resumed = new WeakMap<Message, string>();
	private readonly memory: NodeMemory<OpenWaitsById>;
	/** Gives the waits that were open when the node was last closed. */
	private readonly loaded: Promise<OpenWaitsById>;

	constructor(
		private readonly RED: NodeRed,
		private readonly node: RuntimeNode,
		store: string | undefined,
	) {
		this.memory = new NodeMemory(node, 'openWaits', store);
		this.loaded = this.memory.read().then((waits) => {
			this.waits = { ...waits };
			return { ...waits };
		});
		void Promise.all([this.loaded, flowsStarted(RED, node)]).then(
			([waits, started]) => started && this.resume(waits),
			(problem: unknown) => node.warn(String(problem)),
		);
	}

	/**
	 * Remembers a wait until it is ended.
	 *
	 * @param timeLimitMs from now on, for one that is not taken up again
	 */
	async begin(
		message: Message,
		now: number,
		timeLimitMs: number,
	): Promise<{ id: string; deadline: number }> {
		await this.loaded;
		const known = this.resumed.get(message);
		const wait = known === undefined ? undefined : this.waits[known];
		if (known !== undefined && wait !== undefined) return { id: known, deadline: wait.deadline };
		const id = this.RED.util.generateId();
		const deadline = now + timeLimitMs;
		this.waits[id] = { message: storable(this.RED.util.cloneMessage(message)), deadline };
		await this.memory.write({ ...this.waits });
		return { id, deadline };
	}

	async end(id: string): Promise<void> {
		Reflect.deleteProperty(this.waits, id);
		await this.memory.write({ ...this.waits });
	}

	async endAll(): Promise<void> {
		await this.loaded;
		this.waits = {};
		await this.memory.write({});
	}

	private resume(waits: OpenWaitsById): void {
		for (const [id, { message }] of Object.entries(waits)) {
			// Ended by a reset meanwhile.
			if (!Object.hasOwn(this.waits, id)) continue;
			const again = this.RED.util.cloneMessage(message);
			this.resumed.set(again, id);
			this.node.receive(again);
		}
	}
}

/** What of a message a store can keep: not the request of HTTP In, nor streams, nor what refers to itself. */
function storable(message: Message): Message {
	const entries = Object.entries(message).filter(
		([name, value]) => !['req', 'res'].includes(name) && isJson(value),
	);
	return Object.fromEntries(entries) as Message;
}

function isJson(value: unknown): boolean {
	try {
		return JSON.stringify(value) !== undefined;
	} catch {
		return false;
	}
}
