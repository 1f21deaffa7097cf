/** What n8n answered, when it did not do what was asked. */
export class RestError extends Error {
	constructor(
		readonly status: number,
		request: string,
		answer: string,
	) {
		super(`${request} was answered ${status}: ${answer.slice(0, 500)}`);
	}
}

/** For one answer, in ms. Without it, waiting for a hung n8n would outlast any `until`. */
const ANSWERS_WITHIN_MS = 60_000;

/** The person whose n8n it is. */
export interface Owner {
	email: string;
	password: string;
}

/** n8n's REST API as its editor uses it, signed in. */
export class RestClient {
	private cookie = '';

	private constructor(private readonly url: string) {}

	/** Signs in; on a new n8n, creates its owner first. */
	static async signedIn(url: string, { email, password }: Owner): Promise<RestClient> {
		const client = new RestClient(url);
		const settings = await client.get<{
			userManagement?: { showSetupOnFirstLoad?: boolean };
		}>('/settings');
		if (settings.userManagement?.showSetupOnFirstLoad) {
			const owner = { email, password, firstName: 'Ada', lastName: 'Owner' };
			await client.post('/owner/setup', owner);
		} else {
			await client.post('/login', { emailOrLdapLoginId: email, password });
		}
		return client;
	}

	/** Gives the `data` of the answer; throws RestError. */
	async get<T>(path: string): Promise<T> {
		return await this.send<T>('GET', path);
	}

	/** Gives the `data` of the answer; throws RestError. */
	async post<T>(path: string, body: unknown = {}): Promise<T> {
		return await this.send<T>('POST', path, body);
	}

	/** Gives the `data` of the answer; throws RestError. */
	async patch<T>(path: string, body: unknown): Promise<T> {
		return await this.send<T>('PATCH', path, body);
	}

	/** A file that n8n serves to those signed in, such as `/types/nodes.json`. */
	async file<T>(path: string): Promise<T> {
		const response = await fetch(this.url + path, {
			headers: this.headers(),
			signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
		});
		if (!response.ok) throw new RestError(response.status, `GET ${path}`, await response.text());
		return (await response.json()) as T;
	}

	private headers(): Record<string, string> {
		// The cookie is valid only for the browser that signed in.
		return { cookie: this.cookie, 'browser-id': 'n8n-nodes-impact-advocate' };
	}

	private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: { ...this.headers(), 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
		});
		const text = await response.text();
		if (!response.ok) throw new RestError(response.status, `${method} /rest${path}`, text);
		const cookies = response.headers.getSetCookie();
		if (cookies.length > 0) this.cookie = cookies.map((line) => line.split(';')[0]).join('; ');
		const answer = text === '' ? {} : (JSON.parse(text) as { data?: T });
		return (answer.data ?? answer) as T;
	}
}
