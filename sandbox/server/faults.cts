/** What a fault can be set on: an operation, `graphql` for any GraphQL request, or `any` request. */
export type FaultPoint = (typeof faultPoints)[number];

/** Every `on` a fault can have. */
export const faultPoints = [
	'any',
	'upload',
	'download',
	'storage',
	'jwks',
	'graphql',
	'job',
	'jobs',
	'validateJobCreation',
	'createJob',
	'deleteJob',
	'tenant',
	'programs',
	'segments',
	'customFields',
	'userEventKeys',
	'webhookSubscriptions',
	'upsertWebhookSubscription',
	'deleteWebhookSubscription',
	'testWebhookSubscription',
] as const;

/** What goes wrong. The README says what each kind does and what it takes. */
export type FaultEffect =
	| { kind: 'delay'; ms: number }
	| { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
	| { kind: 'reset'; at?: 'beforeRead' | 'duringRead' | 'beforeAnswer' | 'midBody' | 'afterEffect' }
	| { kind: 'truncate'; contentLength?: 'full' | 'cut' }
	| { kind: 'notJson'; body?: string }
	| { kind: 'wrongContentType'; contentType?: string }
	| {
			kind: 'graphqlErrors';
			errors: readonly unknown[];
			data?: 'keep' | 'null';
			extensions?: object;
	  }
	| {
			kind: 'apiError';
			statusCode: number;
			message?: string;
			apiErrorCode?: string;
			rsCode?: string;
			headers?: Record<string, string>;
	  }
	| { kind: 'redirect'; location: string; status?: 301 | 302 | 303 | 307 | 308 }
	| { kind: 'gzip' }
	| { kind: 'slowDrip'; bytesPerSecond: number }
	| { kind: 'hugeBody'; bytes: number; gzip?: boolean }
	| { kind: 'hang' };

/** A fault to come. */
export type Fault = FaultEffect & {
	on: FaultPoint;
	/** How many requests it happens to before it is gone. Default 1; Infinity for all. */
	times?: number;
	/** How many matching requests pass unharmed before that. Default 0. */
	skip?: number;
	/**
	 * Lets the operation take effect first, so that the job is created but the client does not learn of
	 * it. Default false. The kinds that spoil a real answer always do so.
	 */
	afterEffect?: boolean;
};

/** The faults of one request: every delay in turn, and at most one other. */
export interface FaultPlan {
	delays: Array<Extract<Fault, { kind: 'delay' }>>;
	fault: Exclude<Fault, { kind: 'delay' }> | undefined;
}

interface Waiting {
	fault: Fault;
	skip: number;
	times: number;
}

/** Where tests set faults on a running sandbox. */
export class Faults {
	#waiting: Waiting[] = [];
	readonly #fired: Record<string, number> = {};

	/** How often each fault has happened, by `on:kind`, such as `createJob:status`. */
	get fired(): Readonly<Record<string, number>> {
		return { ...this.#fired };
	}

	/** The faults still to come, in the order in which they were added. */
	get waiting(): readonly Fault[] {
		return this.#waiting.map(({ fault, times, skip }) => ({ ...fault, times, skip }));
	}

	/**
	 * Adds faults. Of several on the same operation, the one added first happens first.
	 * @throws TypeError for an unknown `on` or `kind`, or a field that the kind needs and lacks
	 */
	add(...faults: readonly Fault[]): void {
		for (const fault of faults) checkFault(fault);
		for (const fault of faults) {
			this.#waiting.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
		}
	}

	/** Removes every fault still to come; those that have happened stay counted. */
	clear(): void {
		this.#waiting = [];
	}

	/** The wanted faults for a request that matches these points. They count as having happened. */
	take(points: readonly string[], wanted: (fault: Fault) => boolean = () => true): FaultPlan {
		const plan: FaultPlan = { delays: [], fault: undefined };
		for (const waiting of this.#waiting) {
			const { fault } = waiting;
			if (!points.includes(fault.on) || !wanted(fault)) continue;
			if (waiting.skip > 0) waiting.skip -= 1;
			else if (fault.kind === 'delay') this.#fire(waiting, () => plan.delays.push(fault));
			else if (!plan.fault) this.#fire(waiting, () => (plan.fault = fault));
		}
		this.#waiting = this.#waiting.filter(({ times }) => times > 0);
		return plan;
	}

	#fire(waiting: Waiting, plan: () => void): void {
		const { on, kind } = waiting.fault;
		waiting.times -= 1;
		this.#fired[`${on}:${kind}`] = (this.#fired[`${on}:${kind}`] ?? 0) + 1;
		plan();
	}
}

/** Whether the fault cuts the connection before the request's body is read to its end. */
export function cutsReading(fault: Fault): boolean {
	if (fault.kind !== 'reset' || fault.afterEffect) return false;
	return fault.at === undefined || fault.at === 'beforeRead' || fault.at === 'duringRead';
}

const neededFields: Readonly<Record<FaultEffect['kind'], Readonly<Record<string, string>>>> = {
	delay: { ms: 'number' },
	status: { status: 'number' },
	reset: {},
	truncate: {},
	notJson: {},
	wrongContentType: {},
	graphqlErrors: { errors: 'object' },
	apiError: { statusCode: 'number' },
	redirect: { location: 'string' },
	gzip: {},
	slowDrip: { bytesPerSecond: 'number' },
	hugeBody: { bytes: 'number' },
	hang: {},
};

// Faults also arrive over HTTP, where no compiler has checked them.
function checkFault(fault: Fault): void {
	const needed = neededFields[fault.kind];
	if (!needed) throw new TypeError(`there is no kind of fault "${String(fault.kind)}"`);
	if (!faultPoints.includes(fault.on)) {
		throw new TypeError(`a fault cannot be on "${String(fault.on)}"`);
	}
	if (
		fault.kind === 'apiError' &&
		['any', 'upload', 'download', 'storage', 'jwks'].includes(fault.on)
	) {
		throw new TypeError(`an apiError fault is one of GraphQL: it cannot be on "${fault.on}"`);
	}
	const fields = new Map(Object.entries(fault));
	for (const [name, type] of Object.entries(needed)) {
		const found = typeof fields.get(name);
		if (found !== type) throw new TypeError(`a ${fault.kind} fault needs ${name}, a ${type}`);
	}
}
