/**
 * Reads an execution's `data` as n8n returns it: JSON in which every object, list and text stands once,
 * in one list, and is referred to elsewhere by its index there, as a text. The first entry is the whole.
 */
export function parseFlatted(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const revived = new Map<number, unknown>();

	const entry = (index: number): unknown => {
		if (revived.has(index)) return revived.get(index);
		const raw = entries[index];
		if (typeof raw !== 'object' || raw === null) return raw;
		const whole: unknown[] | Record<string, unknown> = Array.isArray(raw) ? [] : {};
		// Kept before it is filled, as it may contain itself.
		revived.set(index, whole);
		for (const [key, value] of Object.entries<unknown>(raw as Record<string, unknown>)) {
			Object.assign(whole, { [key]: typeof value === 'string' ? entry(Number(value)) : value });
		}
		return whole;
	};

	return entry(0);
}
