import { randomBytes } from 'node:crypto';
import { ApiError } from '../api-error.cts';
import { snapshot } from '../jobs/jobs.cts';
import type { Job, JobEntry, Jobs } from '../jobs/jobs.cts';
import type { Settings } from '../settings.cts';
import type { Tenant } from '../tenants.cts';
import { post } from './delivery.cts';
import type { Delivery } from './delivery.cts';
import type { WebhookKeys } from './keys.cts';
import { signatureHeaders } from './signatures.cts';
import type { Forgery } from './signatures.cts';
import type { WebhookSubscriptions } from './subscriptions.cts';

/** A hook's body. Source: the API sheet, "Webhooks". */
interface Hook {
	id: string;
	type: string;
	tenantAlias: string;
	live: boolean;
	created: number;
	data: unknown;
}

/** A hook on its way to an endpoint. */
interface Waiting {
	hook: Hook;
	endpointUrl: string;
	tries: number;
	/** When it is to be sent, by the sandbox's clock (ms). */
	dueAt: number;
	underWay: boolean;
}

/** How hooks that are due go out. */
export interface FlushOptions {
	/** Newest first. Default false. */
	reversed?: boolean;
	/** How many times each is sent, as if the answers had been lost. Default 1. */
	times?: number;
	/** All at the same time instead of one after the other. Default false. */
	atOnce?: boolean;
}

/** A hook made up by a test. */
export interface HookSketch {
	/** Default: the first tenant of the sandbox. */
	tenantAlias?: string;
	/** Default `job.completed`. */
	type?: string;
	data?: unknown;
	/** More fields of the body, or other values for them; undefined leaves a field out. */
	fields?: Partial<Record<keyof Hook, unknown>>;
	/** The body as it is to be sent, instead of all that. */
	rawBody?: string;
	/** Default: wherever the tenant has subscribed to the type. */
	endpointUrl?: string;
	/** Signs it wrongly. */
	forgery?: Forgery;
}

const hourMs = 60 * 60 * 1000;
const mostRetries = 72;
const keptDeliveries = 5_000;

/** What `Webhooks` works with. */
export interface WebhookParts {
	settings: Settings;
	tenants: ReadonlyMap<string, Tenant>;
	jobs: Jobs;
	subscriptions: WebhookSubscriptions;
	keys: WebhookKeys;
	closing: AbortSignal;
}

/**
 * Tells subscribed endpoints which jobs have ended. Like the jobs, it has no timer: it notices what has
 * ended, and sends what is due, when somebody calls `flush`.
 */
export class Webhooks {
	readonly deliveries: Delivery[] = [];
	readonly #parts: WebhookParts;
	/** The ids of the jobs whose creation has been told, and of those whose end has been. */
	readonly #created = new Set<string>();
	readonly #ended = new Set<string>();
	#waiting: Waiting[] = [];

	constructor(parts: WebhookParts) {
		this.#parts = parts;
	}

	/**
	 * Makes hooks for what has happened to jobs since the last look, to whoever is subscribed now. It is
	 * called before a subscription changes, so that those hear of a job who were subscribed by then.
	 */
	async notice(): Promise<void> {
		const { jobs, settings } = this.#parts;
		for (const { id } of jobs.list()) {
			if (this.#ended.has(id)) continue;
			const job = await jobs.look(id);
			if (!job || this.#ended.has(id)) continue;
			const endTypes = endTypesOf(job, settings);
			if (!this.#created.has(id) && endTypes.includes('export.completed')) {
				this.#queue(job, 'export.created', newlyCreated);
			}
			this.#created.add(id);
			if (job.status === 'PENDING') continue;
			this.#ended.add(id);
			if (job.status === 'ABORTED' && !settings.hooksOfAborted) continue;
			for (const type of endTypes) this.#queue(job, type);
		}
	}

	/**
	 * Sends every hook that is due. One that is not answered with 200 is due again an hour later, up
	 * to 72 times.
	 */
	async flush({ reversed, times = 1, atOnce }: FlushOptions = {}): Promise<Delivery[]> {
		await this.notice();
		const now = this.#parts.settings.now();
		const due = this.#waiting.filter(({ dueAt, underWay }) => dueAt <= now && !underWay);
		if (reversed) due.reverse();
		for (const one of due) one.underWay = true;
		const sends = due.flatMap((one) => Array.from({ length: times }, () => () => this.#try(one)));
		const deliveries = atOnce ? await Promise.all(sends.map((send) => send())) : [];
		if (!atOnce) for (const send of sends) deliveries.push(await send());
		for (const one of due) this.#settle(one);
		return deliveries;
	}

	/** Sends a hook of the type `test` to an endpoint, at once and only once. */
	async test(tenantAlias: string, endpointUrl: string): Promise<void> {
		await this.#deliver(this.#newHook(tenantAlias, 'test', {}), endpointUrl);
	}

	/**
	 * Sends a hook made up by a test, at once and only once.
	 * @throws ApiError 404 when there is no such tenant, or nobody is subscribed
	 */
	async send(sketch: HookSketch): Promise<Delivery[]> {
		const { tenants, subscriptions } = this.#parts;
		const { tenantAlias = [...tenants.keys()][0] ?? '', type = 'job.completed' } = sketch;
		const hook = {
			...this.#newHook(tenantAlias, type, sketch.data ?? {}),
			...sketch.fields,
		} as Hook;
		const endpoints =
			sketch.endpointUrl === undefined
				? subscriptions.subscribed(tenantAlias, type)
				: [sketch.endpointUrl];
		if (endpoints.length === 0) throw new ApiError(404, `Nobody is subscribed to ${type}`);
		const sent: Delivery[] = [];
		for (const endpointUrl of endpoints) {
			sent.push(await this.#deliver(hook, endpointUrl, tenantAlias, sketch));
		}
		return sent;
	}

	/**
	 * Sends a hook again as it was sent the first time, as when the answer was lost.
	 * @param endpointUrl where to send it; not needed if it went to only one endpoint
	 * @throws ApiError 404 when no hook of that id went there, 400 when it went to several and none is named
	 */
	async redeliver(hookId: string, endpointUrl?: string): Promise<Delivery> {
		const tries = this.deliveries.filter((one) => one.hookId === hookId);
		const endpoints = new Set(tries.map((one) => one.endpointUrl));
		if (endpoints.size > 1 && endpointUrl === undefined) {
			const all = [...endpoints].join(', ');
			throw new ApiError(400, `The hook ${hookId} went to several endpoints, name one: ${all}`);
		}
		const earlier = tries.find((one) => one.endpointUrl === (endpointUrl ?? one.endpointUrl));
		if (!earlier) throw new ApiError(404, `There is no hook ${hookId}${whither(endpointUrl)}`);
		return await this.#post(earlier);
	}

	#newHook(tenantAlias: string, type: string, data: unknown): Hook {
		const { tenants, settings } = this.#parts;
		const tenant = tenants.get(tenantAlias);
		if (!tenant) throw new ApiError(404, `There is no tenant ${tenantAlias}`);
		const id = randomBytes(12).toString('hex');
		const live = tenant.isLiveMode;
		return { id, type, tenantAlias, live, created: settings.now(), data };
	}

	#queue(job: JobEntry, type: string, fields: Partial<Job> = {}): void {
		const endpoints = this.#parts.subscriptions.subscribed(job.tenantAlias, type);
		if (endpoints.length === 0) return;
		const hook = this.#newHook(job.tenantAlias, type, hookData({ ...snapshot(job), ...fields }));
		for (const endpointUrl of endpoints) {
			this.#waiting.push({ hook, endpointUrl, tries: 0, dueAt: hook.created, underWay: false });
		}
	}

	async #try(one: Waiting): Promise<Delivery> {
		const delivery = await this.#deliver(one.hook, one.endpointUrl);
		one.tries += 1;
		if (delivery.status === 200) one.dueAt = Infinity;
		return delivery;
	}

	#settle(one: Waiting): void {
		one.underWay = false;
		const done = one.dueAt === Infinity || one.tries > mostRetries;
		if (done) this.#waiting = this.#waiting.filter((waiting) => waiting !== one);
		else one.dueAt = this.#parts.settings.now() + hourMs;
	}

	async #deliver(
		hook: Hook,
		endpointUrl: string,
		tenantAlias = hook.tenantAlias,
		{ forgery, rawBody }: HookSketch = {},
	): Promise<Delivery> {
		const { keys, settings, tenants } = this.#parts;
		const body = rawBody ?? JSON.stringify(hook);
		const signer = { key: await keys.current(), apiKey: tenants.get(tenantAlias)?.apiKey ?? '' };
		const signatures = await signatureHeaders(Buffer.from(body), settings, signer, forgery);
		const headers = { 'Content-Type': 'application/json', ...signatures };
		const { id: hookId, type } = hook;
		return await this.#post({ hookId, type, tenantAlias, endpointUrl, headers, body });
	}

	async #post(hook: Omit<Delivery, 'at' | 'status' | 'answer'>): Promise<Delivery> {
		const at = this.#parts.settings.now();
		const outcome = await post(hook, this.#parts.closing);
		const delivery = { ...hook, at, ...outcome };
		this.deliveries.push(delivery);
		if (this.deliveries.length > keptDeliveries) this.deliveries.shift();
		return delivery;
	}
}

function whither(endpointUrl: string | undefined): string {
	return endpointUrl === undefined ? '' : ` that went to ${endpointUrl}`;
}

/** What a job looks like at its creation, also to those who are told of it later. */
const newlyCreated = {
	status: 'PENDING',
	dateCompleted: null,
	dateExpires: null,
	stats: null,
} as const;

/** The types of the hooks that tell of a job's end: documented of exports, an option of imports. */
function endTypesOf({ type }: Job, { endHooks }: Settings): string[] {
	const types = endHooks === 'both' ? ['job.completed', 'export.completed'] : [endHooks];
	const isExport = type.startsWith('QUERY/');
	return isExport && !types.includes('export.completed') ? [...types, 'export.completed'] : types;
}

/**
 * What a hook says about a job. Source: `ExportData.schema.json` of `@saasquatch/schema`, which
 * describes exports; what a hook says of an import is unknown.
 */
function hookData(job: Job) {
	const [operation, task] = job.type.split('/');
	return {
		id: job.id,
		name: job.name,
		requester: job.requester,
		status: job.status,
		dateCreated: job.dateCreated,
		dateCompleted: job.dateCompleted,
		dateExpires: job.dateExpires,
		mailtoEmail: job.mailtoEmail,
		outputFormat: job.outputFormat,
		task,
		operation,
		stats: job.stats,
		...(job.params ? { params: job.params } : {}),
		...(job.fileRef && { fileRef: job.fileRef }),
	};
}
