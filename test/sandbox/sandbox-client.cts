import type { SandboxOptions } from '../../sandbox/options.cts';
import type { Sandbox } from '../../sandbox/sandbox.cts';
import { startSandbox } from '../../sandbox/sandbox.cts';

/** A GraphQL answer, narrowed by each test to what it asked for. */
export interface GraphqlAnswer<Data> {
	data: Data;
	errors?: Array<{ message: string; extensions?: Record<string, unknown> }>;
}

/** A clock that moves only when told. */
export interface FakeClock {
	ms: number;
	now: () => number;
}

/** 2026-03-04T05:06:07Z, a Wednesday. */
export const startOfTime = Date.UTC(2026, 2, 4, 5, 6, 7);

/** The plainest client of the sandbox: fetch, no retries, nothing from `advocate/`. */
export class SandboxClient {
	readonly sandbox: Sandbox;
	readonly clock: FakeClock;
	readonly alias: string;
	readonly authorization: string;

	constructor(sandbox: Sandbox, clock: FakeClock, tenantIndex = 0) {
		const tenant = sandbox.tenants[tenantIndex];
		if (!tenant) throw new Error(`no tenant ${tenantIndex}`);
		this.sandbox = sandbox;
		this.clock = clock;
		this.alias = tenant.alias;
		this.authorization = basic('', tenant.apiKey);
	}

	/** The same sandbox, as its second tenant. */
	otherTenant(): SandboxClient {
		return new SandboxClient(this.sandbox, this.clock, 1);
	}

	url(rest: string): string {
		return `${this.sandbox.baseUrl}/api/v1/${this.alias}/${rest}`;
	}

	async post(
		rest: string,
		body: string | FormData | Uint8Array,
		headers: Record<string, string> = {},
	) {
		const all = { authorization: this.authorization, ...headers };
		return await fetch(this.url(rest), { method: 'POST', headers: all, body, redirect: 'manual' });
	}

	async postGraphql(query: string, variables?: unknown): Promise<Response> {
		const body = JSON.stringify({ query, variables });
		return await this.post('graphql', body, { 'content-type': 'application/json' });
	}

	async graphql<Data>(query: string, variables?: unknown): Promise<GraphqlAnswer<Data>> {
		return await readJson(await this.postGraphql(query, variables));
	}

	async upload(content: string | Buffer, fileName = 'users.csv'): Promise<string> {
		const form = new FormData();
		form.append('file', new Blob([new Uint8Array(Buffer.from(content))]), fileName);
		const response = await this.post('export/upload', form);
		return (await readJson<{ fileRef: string }>(response)).fileRef;
	}

	async validate(fileRef: string, type = 'MUTATION/USER', params?: unknown): Promise<string[]> {
		const answer = await this.graphql<{ validateJobCreation: { errors: string[] } }>(
			'query($jobInput: JobInput!) { validateJobCreation(jobInput: $jobInput) { errors } }',
			{ jobInput: { fileRef, type, params } },
		);
		return answer.data.validateJobCreation.errors;
	}

	async createJob(fileRef: string, type = 'MUTATION/USER', rest: object = {}): Promise<string> {
		const { data } = await this.graphql<{ createJob: { id: string } }>(
			'mutation($jobInput: JobInput!) { createJob(jobInput: $jobInput) { id } }',
			{ jobInput: { fileRef, type, ...rest } },
		);
		return data.createJob.id;
	}

	async job(id: string): Promise<JobAnswer | null> {
		const { data } = await this.graphql<{ job: JobAnswer | null }>(
			`query($id: ID!) { job(id: $id) {
				id type name requester status dateCreated dateCompleted dateExpires outputFormat
				mailtoEmail params fileRef stats { recordsProcessed errors }
				downloadUrl downloadErrorUrl downloadFileRefUrl
			} }`,
			{ id },
		);
		return data.job;
	}

	/** Uploads, creates a job, lets it come due, and gives the ended job. */
	async runImport(content: string, type: string, fileName: string, rest: object = {}) {
		const id = await this.createJob(await this.upload(content, fileName), type, rest);
		this.clock.ms += 60_000;
		const job = await this.job(id);
		if (!job) throw new Error(`job ${id} is gone`);
		return job;
	}

	async listJobs(filter: object, page: object = {}, zone: object = {}): Promise<JobsAnswer> {
		const { data, errors } = await this.graphql<{ jobs: JobsAnswer } | null>(
			`query($filter: JobFilterInput, $limit: Int! = 20, $offset: Int! = 0, $timeZone: String) {
				jobs(filter: $filter, limit: $limit, offset: $offset, timeZone: $timeZone) {
					data { id status } count totalCount
				}
			}`,
			{ filter, ...page, ...zone },
		);
		if (!data) throw new Error(errors?.[0]?.message);
		return data.jobs;
	}
}

/** A job as `SandboxClient.job` asks for it. */
export interface JobAnswer {
	id: string;
	type: string;
	status: string;
	requester: string | null;
	dateCreated: number;
	dateCompleted: number | null;
	dateExpires: number | null;
	fileRef: string | null;
	stats: { recordsProcessed: number; errors: number } | null;
	downloadUrl: string | null;
	downloadErrorUrl: string | null;
	downloadFileRefUrl: string | null;
}

/** A page of jobs as `SandboxClient.listJobs` asks for it. */
export interface JobsAnswer {
	data: Array<{ id: string; status: string }>;
	count: number;
	totalCount: number;
}

/** Starts a sandbox under a fake clock, closes it after the test, and gives a client of it. */
export async function openSandbox(options: SandboxOptions = {}): Promise<SandboxClient> {
	const clock: FakeClock = { ms: startOfTime, now: () => clock.ms };
	const sandbox = await startSandbox({ now: clock.now, ...options });
	opened.push(sandbox);
	return new SandboxClient(sandbox, clock);
}

const opened: Sandbox[] = [];

afterEach(async () => {
	await Promise.all(opened.splice(0).map((sandbox) => sandbox.close()));
});

/** The value of an Authorization header. */
export function basic(user: string, password: string): string {
	return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A response's body as the JSON the test expects it to be. */
export async function readJson<T>(response: Response): Promise<T> {
	return (await response.json()) as T;
}

/** The body behind a download link that must be there. */
export async function download(url: string | null): Promise<string> {
	if (url === null) throw new Error('there is no link');
	const response = await fetch(url);
	expect(response.status).toBe(200);
	return await response.text();
}

/** Stands for any string that matches, inside an expected value. */
export function like(pattern: RegExp): unknown {
	return expect.stringMatching(pattern) as unknown;
}
