const MASK = '*****';

/**
 * Blots a key out of text that came from elsewhere (a server's message, a library's error), in the
 * forms in which a key travels: as it is, in a URL, in JSON, and in a Basic header.
 *
 * @param text any text on its way to a person
 * @param apiKey the tenant's API key; an empty one changes nothing
 */
export function withoutKey(text: string, apiKey: string): string {
	if (apiKey === '') return text;
	const forms = [
		apiKey,
		encodeURIComponent(apiKey),
		JSON.stringify(apiKey).slice(1, -1),
		Buffer.from(`:${apiKey}`).toString('base64'),
	];
	return forms.reduce((clean, form) => clean.split(form).join(MASK), text);
}
