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
	const key = Buffer.from(apiKey).toString();
	const inJson = JSON.stringify(key).slice(1, -1);
	const inUrl = encodeURIComponent(key);
	const basic = Buffer.from(`:${key}`);
	const forms = [
		key,
		inJson,
		inJson.replaceAll('/', '\\/'),
		inUrl,
		inUrl.replace(/%../g, (code) => code.toLowerCase()),
		new URLSearchParams([['', key]]).toString().slice(1),
		basic.toString('base64'),
		basic.toString('base64url'),
	];
	return forms.reduce((clean, form) => clean.replaceAll(form, MASK), text);
}
