/** What of the helper the tests use; it ships no types of its own. */
declare module 'node-red-node-test-helper' {
	interface Helper {
		init(runtimePath: string): void;
		settings(settings: object): void;
		startServer(): Promise<void>;
		stopServer(): Promise<void>;
		load(nodes: unknown, flow: unknown, credentials: unknown): Promise<void>;
		unload(): Promise<void>;
		setFlows(flow: unknown, type: 'full', credentials: unknown): Promise<void>;
		getNode(id: string): unknown;
		/** Where the admin API listens. */
		url(): string;
		/** The runtime's own module about flows. */
		_redNodes: {
			loadFlows: () => Promise<void>;
			loadContextsPlugin: () => Promise<void>;
			closeContextsPlugin: () => Promise<void>;
		};
	}
	const helper: Helper;
	export default helper;
}
