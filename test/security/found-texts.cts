/** Every text in a value, however deep, those of errors (message, stack, cause) and names among them. */
export function textsIn(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	return Object.getOwnPropertyNames(value).flatMap((name) => [
		name,
		...textsIn((value as Record<string, unknown>)[name], seen),
	]);
}

/** The forms in which a key travels; written apart from the redactor, so that a mistake can't hide. */
export function formsOf(key: string, userName = ''): string[] {
	const basic = Buffer.from(`${userName}:${key}`);
	return [
		key,
		JSON.stringify(key).slice(1, -1),
		JSON.stringify(JSON.stringify(key)).slice(3, -3),
		encodeURIComponent(key),
		new URLSearchParams([['', key]]).toString().slice(1),
		basic.toString('base64'),
		basic.toString('base64url'),
		Buffer.from(key).toString('base64'),
	];
}

/** The texts that give a key away. */
export function textsWithKey(value: unknown, key: string, userName = ''): string[] {
	const forms = formsOf(key, userName);
	return textsIn(value).filter((text) => forms.some((form) => text.includes(form)));
}
