const dayMs = 24 * 60 * 60 * 1000;

/**
 * The idempotency keys of the events that tenants have sent. Advocate keeps each for 24 hours from
 * when it first received it. Source: the API sheet, "The import files".
 */
export class EventKeys {
	readonly #now: () => number;
	/** When a key was first received, by tenant and key. */
	readonly #received = new Map<string, number>();

	constructor(now: () => number) {
		this.#now = now;
	}

	/** Takes a key for an event; false when an earlier event has it. */
	take(tenantAlias: string, key: string): boolean {
		const name = `${tenantAlias}/${key}`;
		const now = this.#now();
		const received = this.#received.get(name);
		if (received !== undefined && now < received + dayMs) return false;
		this.#received.set(name, now);
		return true;
	}
}
