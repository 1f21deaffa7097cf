/**
 * Reads what n8n hands out as an execution's `data`: JSON in which every object, list and text is told
 * once, in one list, and named elsewhere by its place there, as a text. The first of them is the whole.
 */
export function parseFlatted(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const revived = new Map<number, unknown>();

	const entry = (index: number): unknown => {
		if (revived.has(index)) return revived.get(index);
		const raw = entries[index];
		if (typeof raw !== 'object' || raw === null) return raw;
		const whole: unknown[] | Record<string, unknown> = Array.isArray(raw) ? [] : {};
		// Kept before it is filled, as it may hold itself.
		revived.set(index, whole);
		for (const [key, value] of Object.entries<unknown>(raw as Record<string, unknown>)) {
			Object.assign(whole, { [key]: typeof value === 'string' ? entry(Number(value)) : value });
		}
		return whole;
	};

	return entry(0);
}
