import type { Node, NodeDef, NodeStatus } from '@node-red/registry';
import { AdvocateError } from '../../advocate/errors.ts';
import type { RequestSettings } from '../../advocate/api/limits.ts';
import { settled } from '../../advocate/settled.ts';
import { NodeError } from './node-error.cts';
import type { Message, Outgoing } from './message.cts';
import type { NodeRed } from './corrected-types.cts';
import { withShownLabels } from './shown-labels.cts';
import { stopIfAborted, systemTime } from './system-time.cts';
import { tenantOf, type TenantNode } from './tenant-node.cts';
import { TypedValues } from '../parameters/typed-value.cts';

/** Sends messages on in answer to the one that came in. */
type Send = (messages: Outgoing) => void;

/** What every node with a tenant has in its settings. */
export interface WorkConfig extends NodeDef, RequestSettings {
	tenant?: string;
}

/** Everything that working on one message needs. */
export interface Work {
	message: Message;
	send: Send;
	values: TypedValues;
	/** Reading it throws an AdvocateError (SETTINGS_INVALID) when none is chosen. */
	readonly tenant: TenantNode;
	/** Aborted by `msg.reset`, and when the node closes. */
	signal: AbortSignal;
	/** Shows on the node what is going on; a change that follows too quickly is skipped. */
	progress: (status: NodeStatus) => void;
}

/** What the node shows when the work is done; undefined to leave it as it is. */
export type Outcome = NodeStatus | undefined;

/** Thrown when work that is kept can't go on for now. The reason is shown, and the message is not done. */
export class Held extends Error {
	constructor(readonly reason: unknown) {
		super('held');
	}
}

export interface WorkOptions {
	/** Whether a message waits until the one before it is done. */
	inTurn: boolean;
	/** Called with each message as it comes in, before its turn. */
	onArrival?: (message: Message) => void;
	/** What is shown when one message is done and this many others are still being worked on. */
	stillBusy?: (count: number) => NodeStatus;
	/** Drops what is kept for messages, on `msg.reset`. */
	onReset?: () => void | Promise<void>;
}

/** One message's turn. */
interface Turn extends Pick<WorkOptions, 'stillBusy'> {
	send: Send;
	done: (error?: Error) => void;
	/** Resolves when the turn begins. */
	before: Promise<void>;
}

/** The status changes at most once in this time (ms), since each change goes to every open editor. */
const STATUS_PAUSE = 250;

/** Does a node's work for each message that comes in, and tells Node-RED how it ended. */
export class WorkNode {
	private readonly running = new Set<AbortController>();
	private last: Promise<void> = Promise.resolve();
	private shownAt = -Infinity;
	private closing = false;
	/** Node-RED no longer finds a tenant that is closed, whose key must stay out of texts all the same. */
	private lastTenant?: TenantNode;

	constructor(
		readonly RED: NodeRed,
		readonly node: Node,
		private readonly config: WorkConfig,
	) {
		node.on('close', (_removed: boolean, done: () => void) => {
			this.closing = true;
			this.stop();
			void this.last.then(() => {
				node.status({});
				done();
			});
		});
	}

	/** How many messages are being worked on. */
	get busy(): number {
		return this.running.size;
	}

	/** @throws {AdvocateError} SETTINGS_INVALID when none is chosen */
	get tenant(): TenantNode {
		this.lastTenant = tenantOf(this.RED, this.config.tenant);
		return this.lastTenant;
	}

	/**
	 * Begins to take in the node's messages.
	 *
	 * @param work does the work for one message; what it throws goes to the Catch nodes
	 */
	onMessage(work: (work: Work) => Promise<Outcome>, options: WorkOptions): void {
		const { inTurn, onArrival, onReset } = options;
		this.node.on('input', (message, send, done) => {
			if (isReset(message)) {
				this.stop();
				void settled(Promise.resolve(onReset?.())).then(() => {
					this.show({});
					done();
				});
				return;
			}
			onArrival?.(message);
			const before = inTurn ? this.last : Promise.resolve();
			this.wait(this.workOn(message, { send, done, before, ...options }, work));
		});
	}

	/** Does something when all messages that have come in are done with. */
	afterMessages(act: () => void): void {
		void this.last.then(() => {
			if (!this.closing) act();
		});
	}

	/** Does work in its turn that the message did not ask for as it came in. What it throws goes to the Catch nodes. */
	begin(message: Message, work: (work: Work) => Promise<Outcome>): void {
		const done = (error?: Error) => {
			if (error !== undefined) this.node.error(error, message);
		};
		const send: Send = (messages) => this.node.send(messages);
		this.wait(this.workOn(message, { send, done, before: this.last }, work));
	}

	private wait(work: Promise<void>): void {
		this.last = Promise.all([this.last, work]).then(() => undefined);
	}

	/** Shows what went wrong, and returns the error for Node-RED. */
	failure(thrown: unknown): NodeError {
		const failure = this.errorFor(thrown);
		this.show({ fill: 'red', shape: 'dot', text: failure.reason.slice(0, 60) });
		return failure;
	}

	/** The same, for a text that is not shown on the node. */
	errorFor(thrown: unknown): NodeError {
		const withLabels = (text: string) => withShownLabels(this.RED, text);
		return new NodeError(thrown, (text) => this.clean(text), withLabels);
	}

	/** Shows what is going on, unless something was shown a moment ago. */
	progress(status: NodeStatus): void {
		const now = systemTime.now();
		if (this.closing || Math.abs(now - this.shownAt) < STATUS_PAUSE) return;
		this.shownAt = now;
		this.node.status(status);
	}

	/** Shows an outcome. Progress after it may be shown at once. */
	show(status: NodeStatus): void {
		this.shownAt = -Infinity;
		this.node.status(status);
	}

	private async workOn(
		message: Message,
		{ send, done, before, stillBusy }: Turn,
		work: (work: Work) => Promise<Outcome>,
	): Promise<void> {
		const controller = new AbortController();
		const { signal } = controller;
		this.running.add(controller);
		const tenant = () => this.tenant;
		const begun = async () => {
			await before;
			stopIfAborted(signal);
			return await work({
				...{ message, send, signal },
				get tenant() {
					return tenant();
				},
				values: new TypedValues(this.RED, this.node, message),
				progress: (status) => this.progress(status),
			});
		};
		const outcome = await settled(begun());
		this.running.delete(controller);
		this.end(outcome, signal, { done, stillBusy });
	}

	private end(
		outcome: { value: Outcome } | { thrown: unknown },
		signal: AbortSignal,
		{ done, stillBusy }: Pick<Turn, 'done' | 'stillBusy'>,
	): void {
		// A closed node no longer reports anything; what it was waiting for is resumed by the next one.
		if (this.closing) return;
		if ('value' in outcome) {
			const status = this.busy > 0 ? (stillBusy?.(this.busy) ?? outcome.value) : outcome.value;
			if (status !== undefined) this.show(status);
			done();
		} else if (outcome.thrown instanceof Held) {
			this.node.error(this.failure(outcome.thrown.reason), {});
		} else if (signal.aborted && isCancelled(outcome.thrown)) {
			done();
		} else {
			done(this.failure(outcome.thrown));
		}
	}

	private stop(): void {
		for (const controller of this.running) controller.abort();
	}

	private clean(text: string): string {
		const node = this.RED.nodes.getNode(this.config.tenant ?? '') as TenantNode | undefined;
		const tenant = node ?? this.lastTenant;
		return tenant?.clean?.(text) ?? text;
	}
}

function isReset(message: Message): boolean {
	return Object.hasOwn(message, 'reset') && message.reset !== false;
}

function isCancelled(thrown: unknown): boolean {
	return thrown instanceof AdvocateError && thrown.code === 'CANCELLED';
}
