import type { Message } from './message.cts';

/*
 * The parts of Node-RED's runtime that the nodes use, as its documentation on creating nodes describes
 * them (https://nodered.org/docs/creating-nodes/). Node-RED ships no types of its own.
 */

export interface NodeStatus {
	fill?: 'red' | 'green' | 'yellow' | 'blue' | 'grey';
	shape?: 'ring' | 'dot';
	text?: string;
}

/** One message per output, several for one output, or none. */
export type Outgoing = Array<Message | Message[] | null>;
export type Send = (messages: Outgoing) => void;
export type Done = (error?: Error) => void;

/** A node's context, in one of the stores that Node-RED's settings define. */
export interface NodeContext {
	get(
		key: string,
		store: string | undefined,
		callback: (error: unknown, value: unknown) => void,
	): void;
	set(
		key: string,
		value: unknown,
		store: string | undefined,
		callback: (error?: unknown) => void,
	): void;
}

/** A node as `createNode` makes it from `this`. */
export interface RuntimeNode {
	id: string;
	type: string;
	name?: string;
	credentials?: Record<string, unknown>;
	context(): NodeContext;
	status(status: NodeStatus): void;
	send(messages: Outgoing): void;
	receive(message: Message): void;
	error(problem: Error, message: Partial<Message>): void;
	warn(text: string): void;
	on(event: 'input', listener: (message: Message, send: Send, done: Done) => void): void;
	on(event: 'close', listener: (removed: boolean, done: () => void) => void): void;
}

/** The parts of an admin request and its answer (Express) that are used. */
export interface AdminRequest {
	params: Record<string, string | undefined>;
}
export interface AdminResponse {
	status(code: number): AdminResponse;
	json(body: unknown): void;
}
export type AdminHandler = (request: AdminRequest, response: AdminResponse) => void;

/** A node's settings as the editor saved them. */
export interface NodeConfig {
	id: string;
	type: string;
	name?: string;
}

/** What Node-RED hands to the function that a node's file exports. */
export interface NodeRed {
	nodes: {
		createNode(node: RuntimeNode, config: NodeConfig): void;
		registerType<T extends RuntimeNode, C extends NodeConfig>(
			type: string,
			constructor: (this: T, config: C) => void,
			options?: {
				credentials?: Record<string, { type: 'text' | 'password' }>;
				/** Each name begins with the type in camel case; the editor finds them in its `RED.settings`. */
				settings?: Record<string, { value: unknown; exportable: true }>;
			},
		): void;
		getNode(id: string): RuntimeNode | null | undefined;
	};
	util: {
		evaluateNodeProperty(
			value: string,
			type: string,
			node: RuntimeNode,
			message: Message,
			callback: (error: unknown, value: unknown) => void,
		): void;
		cloneMessage<T>(message: T): T;
		generateId(): string;
	};
	settings: {
		/** The folder in which the file nodes look for relative paths. */
		fileWorkingDirectory?: string;
		/** How many messages a node may keep waiting; 0 for any number. */
		nodeMessageBufferMaxLength?: number;
	};
	events: {
		once(event: 'flows:started', listener: () => void): void;
		removeListener(event: 'flows:started', listener: () => void): void;
	};
	httpAdmin: { get(path: string, ...handlers: AdminHandler[]): void };
	auth: { needsPermission(permission: string): AdminHandler };
	/** A text of the node's locale file. */
	_(key: string, values?: Record<string, unknown>): string;
}
