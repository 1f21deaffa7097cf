import type { Credential } from '../../support/rig.cts';
import type { Sandbox } from '../../../sandbox/sandbox.cts';

/** Where an errand is run: a tenant of its own, and the fault that is to come. */
export interface Stage {
	readonly sandbox: Sandbox;
	readonly credential: Credential;
	/** Where n8n keeps files. */
	readonly folder: string;
	/** The node whose start brings the fault on, in a workflow. */
	readonly node: string;
	/** Brings the fault on. */
	strike(): void;
	/** Ends the fault, however often it was still to happen. */
	relent(): Promise<void>;
}

/** How often the nodes of a cell try a request: the option `attempts` they are given. */
export const ATTEMPTS = 4;

/** How long they wait for an answer: the option `timeout`. A request that hangs costs as much real time. */
export const TIMEOUT_SECONDS = 1;
