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
