import type { Message } from './message.cts';

/*
 * What of Node-RED's runtime the nodes use, as its documentation on creating nodes describes it
 * (https://nodered.org/docs/creating-nodes/). Node-RED ships no types of its own.
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

/** A node's memory, in whichever store the settings of Node-RED have. */
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

/** A node as `createNode` makes it of `this`. */
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

/** What of an admin request and its answer (Express) is used. */
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

/** What Node-RED hands to the function a node's file exports. */
export interface NodeRed {
	nodes: {
		createNode(node: RuntimeNode, config: NodeConfig): void;
		registerType<T extends RuntimeNode, C extends NodeConfig>(
			type: string,
			constructor: (this: T, config: C) => void,
			options?: {
				credentials?: Record<string, { type: 'text' | 'password' }>;
				/** Each begins with the type in camel case; the editor finds them in its `RED.settings`. */
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
		/** Where the file nodes look for relative paths. */
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
