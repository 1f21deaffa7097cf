/** One attempt to deliver a hook, and its outcome. */
export interface Delivery {
	/** The hook's own id, the same at every attempt. */
	readonly hookId: string;
	readonly type: string;
	readonly tenantAlias: string;
	readonly endpointUrl: string;
	/** When it was sent, in milliseconds by the sandbox's clock. */
	readonly at: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** The HTTP status of the answer; undefined if none came. */
	readonly status?: number;
	/** The body of the answer, or the reason why none came. */
	readonly answer: string;
}

type Sent = Pick<Delivery, 'endpointUrl' | 'headers' | 'body'>;

const longestWaitMs = 30_000;

/**
 * Sends a hook. Never throws: if the endpoint cannot be reached, `answer` says so. Hooks go to this
 * machine only, so that a demo does not call strangers.
 */
export async function post(
	{ endpointUrl, headers, body }: Sent,
	closing: AbortSignal,
): Promise<Pick<Delivery, 'status' | 'answer'>> {
	if (!isLoopback(endpointUrl)) return { answer: 'Not sent: the sandbox calls this machine only' };
	try {
		const response = await fetch(endpointUrl, {
			method: 'POST',
			headers,
			body,
			redirect: 'manual',
			signal: AbortSignal.any([closing, AbortSignal.timeout(longestWaitMs)]),
		});
		return { status: response.status, answer: await response.text() };
	} catch (error) {
		return { answer: `No answer: ${String(error)}` };
	}
}

function isLoopback(endpointUrl: string): boolean {
	return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(endpointUrl).hostname);
}
