import type { Node } from '@node-red/registry';
import { numberOr } from '../../advocate/settings.ts';
import { settingNotAllowed } from '../parameters/request-options.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import type { Message, Parts } from '../runtime/message.cts';
import { systemTime } from '../runtime/system-time.cts';
import type { Outcome, Work, WorkNode } from '../runtime/work-node.cts';
import { GatheredParts, type Whole } from './gathered-parts.cts';
import type { PartMessage } from './part-message.cts';
import { closedMeanwhile, uploadedWithout } from './sequence-errors.cts';
import type { UploadConfig } from './upload-config.cts';

/** How long (s) to wait for the next part of a sequence. */
const DEFAULT_PATIENCE = 300;
const LONGEST_PATIENCE = 86_400;

/**
 * Gathers the sequences that come to a node, and tells of those that do not come to their end: after a time,
 * or when the node is closed.
 */
export class Gathering {
	private readonly parts: GatheredParts;
	private timer?: { dueAt: number; callOff: () => void };

	/** @param upload uploads a sequence for which no other part is waited for */
	constructor(
		RED: NodeRed,
		private readonly node: Node,
		private readonly workNode: WorkNode,
		private readonly config: UploadConfig,
		private readonly upload: (work: Work, whole: Whole) => Promise<Outcome>,
	) {
		this.parts = new GatheredParts(RED.settings.nodeMessageBufferMaxLength ?? 0);
		node.on('close', () => this.close());
	}

	/** @throws {AdvocateError} SETTINGS_INVALID as `GatheredParts.take`, and for a time that can't be right */
	take(message: PartMessage, payload: unknown, type: string): Whole | undefined {
		try {
			return this.parts.take(message, payload, { type, ...this.taking() });
		} finally {
			this.watch();
		}
	}

	/** @throws {AdvocateError} SETTINGS_INVALID as `GatheredParts.end`, and for a time that can't be right */
	end(): Whole | undefined {
		try {
			return this.parts.end(this.taking());
		} finally {
			this.watch();
		}
	}

	/** How many parts have arrived of the sequence that a part belongs to. */
	countOf(parts: Parts): number {
		return this.parts.countOf(parts);
	}

	get isOpen(): boolean {
		return this.parts.open.sequences > 0;
	}

	/** Forgets everything that is waiting. */
	reset(): void {
		this.parts.clear();
		this.stopWatching();
	}

	private taking(): { now: number; patience: number } {
		const seconds = numberOr(this.config.gatherTimeout, DEFAULT_PATIENCE);
		if (!(seconds >= 1 && seconds <= LONGEST_PATIENCE)) {
			throw settingNotAllowed(
				'Wait for missing parts (s)',
				`a number from 1 to ${LONGEST_PATIENCE}`,
			);
		}
		return { now: systemTime.now(), patience: seconds * 1_000 };
	}

	private watch(): void {
		const dueAt = this.parts.nextDue;
		if (dueAt !== undefined && this.timer !== undefined && this.timer.dueAt <= dueAt) return;
		this.stopWatching();
		if (dueAt === undefined) return;
		const callOff = systemTime.later(Math.max(0, dueAt - systemTime.now()), () => {
			this.timer = undefined;
			// The next part may be among the messages that wait for their turn.
			this.workNode.afterMessages(() => this.settleDue());
		});
		this.timer = { dueAt, callOff };
	}

	private stopWatching(): void {
		this.timer?.callOff();
		this.timer = undefined;
	}

	private settleDue(): void {
		const now = systemTime.now();
		for (let due = this.parts.takeDue(now); due !== undefined; due = this.parts.takeDue(now)) {
			if ('error' in due) this.report(due.error, due.message);
			else this.settle(due);
		}
		this.watch();
	}

	private settle(whole: Whole): void {
		if (whole.missing.length > 0) this.node.warn(uploadedWithout(whole.missing));
		this.workNode.begin(whole.message, (work) => this.upload(work, whole));
	}

	private close(): void {
		this.stopWatching();
		const { sequences, parts } = this.parts.open;
		// Without a message it is logged: Catch nodes are being closed as well.
		if (sequences > 0) this.report(closedMeanwhile(sequences, parts));
	}

	private report(error: unknown, message?: Message): void {
		const failure = this.workNode.failure(error);
		if (message === undefined) this.node.error(failure);
		else this.node.error(failure, message);
	}
}
