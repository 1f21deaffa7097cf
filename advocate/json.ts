/** Whether a value is a JSON object, not an array or null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is bytes: a Buffer, as Node has it or as JSON writes it, or another view of memory. */
export function isBytes(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return true;
	const { type, data } = value as { type?: unknown; data?: unknown };
	return type === 'Buffer' && Array.isArray(data);
}

/** The value of a JSON text; undefined if it is not JSON. */
export function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The object in a JSON text; undefined if it is anything else. */
export function parsedRecord(text: string): Record<string, unknown> | undefined {
	const value = parsedJson(text);
	return isRecord(value) ? value : undefined;
}

/** The value at the end of a path of names; undefined if the path leads nowhere. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
	let found = value;
	// Not reduce: this runs for every required field of every row.
	for (const name of path) {
		if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name))
			return undefined;
		found = (found as Record<string, unknown>)[name];
	}
	return found;
}

/** Sets a property of any name: `__proto__` is just a name here. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
	if (key !== '__proto__') target[key] = value;
	else
		Object.defineProperty(target, key, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
}

/** The most levels of objects and lists that a row may have: JSON readers stop at about a thousand. */
export const DEEPEST = 500;

/** Whether a JSON value has more than this many levels; looks no deeper than that. */
export function isDeeperThan(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (levels === 0) return true;
	return Object.values(value).some((part) => isDeeperThan(part, levels - 1));
}
