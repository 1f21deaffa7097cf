import type { Node } from '@node-red/registry';
import type { OwnSubscription } from '../../advocate/webhooks/own-subscription.ts';
import type { ReportMemory } from '../../advocate/webhooks/receive.ts';
import { rememberedReports, type ReportedJobs } from '../../advocate/webhooks/reported.ts';
import { NodeMemory } from '../runtime/node-memory.cts';

/** What a node knows of its webhook. */
interface Known {
	/** The jobs that it has reported. */
	reported: ReportedJobs;
	/** The subscription that it has made; undefined for none. */
	subscription?: OwnSubscription;
}

/**
 * What each node of this process knows, by its ID: without a context store in its settings, Node-RED forgets
 * a node's context at each deploy. Tests clear it, as a restart does.
 */
export const processMemory = new Map<string, Known>();

/**
 * Which jobs a node has reported, and which subscription it has made. Kept in its context, which outlives a
 * restart if its store does.
 */
export class HookMemory implements ReportMemory {
	private readonly stored: NodeMemory<Known>;
	private known: Known = { reported: {} };
	private loading?: Promise<void>;

	/** @param store the name of one of the stores in Node-RED's settings; empty for the default one */
	constructor(
		private readonly node: Node,
		store: string | undefined,
	) {
		this.stored = new NodeMemory(node, 'hook', store);
	}

	/**
	 * Reads what was known before: once, or again if the store failed.
	 *
	 * @throws what the store throws
	 */
	async load(): Promise<void> {
		this.loading ??= this.read();
		await this.loading.catch((problem: unknown) => {
			this.loading = undefined;
			throw problem;
		});
	}

	has(jobId: string): boolean {
		return Object.hasOwn(this.known.reported, jobId);
	}

	add(jobId: string, now: number): void {
		this.update({ reported: rememberedReports(now, { ...this.known.reported, [jobId]: now }) });
	}

	/** Takes back that a job was reported. */
	forget(jobId: string): void {
		const others = Object.entries(this.known.reported).filter(([id]) => id !== jobId);
		this.update({ reported: Object.fromEntries(others) });
	}

	get subscription(): OwnSubscription | undefined {
		return this.known.subscription;
	}

	set subscription(subscription: OwnSubscription | undefined) {
		this.update({ subscription });
	}

	/** @throws what the store throws; this process remembers all the same */
	async save(): Promise<void> {
		await this.stored.write(this.known);
	}

	private update(change: Partial<Known>): void {
		this.known = { ...this.known, ...change };
		processMemory.set(this.node.id, this.known);
	}

	private async read(): Promise<void> {
		const before = await this.stored.read();
		const here = processMemory.get(this.node.id);
		this.known = {
			...(here ?? before),
			reported: { ...before?.reported, ...here?.reported, ...this.known.reported },
		};
	}
}
