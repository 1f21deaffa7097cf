/** Texts from a list, or from one text with commas, as an expression may give either; blank ones left out. */
export function textList(value: unknown): string[] {
	const entries = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
	return entries.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}
