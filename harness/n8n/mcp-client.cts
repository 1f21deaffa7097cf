/** The time limit for one answer, in ms: of a tool that waits for an import, too. */
const ANSWERS_WITHIN_MS = 120_000;

/** A tool as its server lists it. */
export interface McpTool {
	name: string;
	description?: string;
	inputSchema: { properties?: Record<string, { type?: string; description?: string }> };
}

interface Answer {
	result?: { tools?: McpTool[]; content?: Array<{ text?: string }>; isError?: boolean };
	error?: { message: string };
}

/** A client of the Model Context Protocol, over its streamable HTTP: of n8n's own server, or of a workflow's. */
export class McpClient {
	private session: string | undefined;
	private calls = 0;

	private constructor(
		private readonly url: string,
		private readonly key: string | undefined,
	) {}

	/** Begins a session. Throws for anything but an answer of the protocol. */
	static async connected(url: string, key?: string): Promise<McpClient> {
		const client = new McpClient(url, key);
		await client.send('initialize', {
			protocolVersion: '2025-03-26',
			capabilities: {},
			clientInfo: { name: 'n8n-nodes-impact-advocate', version: '0.1.0' },
		});
		await client.post({ method: 'notifications/initialized' });
		return client;
	}

	async tools(): Promise<McpTool[]> {
		const { result } = await this.send('tools/list', {});
		return result?.tools ?? [];
	}

	/** Calls a tool; gives what it says, its texts one after the other. */
	async call(name: string, args: object): Promise<string> {
		const { result } = await this.send('tools/call', { name, arguments: args });
		return (result?.content ?? []).map(({ text = '' }) => text).join('\n');
	}

	private async send(method: string, params: object): Promise<Answer> {
		const answer = await this.post({ id: ++this.calls, method, params });
		if (answer?.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
		return answer ?? {};
	}

	private async post(message: object): Promise<Answer | undefined> {
		const response = await fetch(this.url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				accept: 'application/json, text/event-stream',
				...(this.key !== undefined && { authorization: `Bearer ${this.key}` }),
				...(this.session !== undefined && { 'mcp-session-id': this.session }),
			},
			body: JSON.stringify({ jsonrpc: '2.0', ...message }),
			signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${this.url} was answered ${response.status}: ${text}`);
		this.session = response.headers.get('mcp-session-id') ?? this.session;
		return answerIn(text);
	}
}

/** The answer, which comes as JSON or as the last event of a stream. */
function answerIn(text: string): Answer | undefined {
	const events = text.split('\n').filter((line) => line.startsWith('data:'));
	const json = events.at(-1)?.slice('data:'.length) ?? text;
	return json.trim() === '' ? undefined : (JSON.parse(json) as Answer);
}
