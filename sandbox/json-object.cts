/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object, as JSON knows them: neither null nor a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path; undefined where there is none. */
export function valueAt(object: JsonObject, path: string): unknown {
	return readerOf(path)(object);
}

/** Reads the value at one dotted path of many objects. */
export function readerOf(path: string): (object: JsonObject) => unknown {
	const names = path.split('.');
	return (object) => {
		let value: unknown = object;
		for (const name of names) {
			if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
			value = value[name];
		}
		return value;
	};
}
