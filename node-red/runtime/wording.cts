/**
 * Words of texts from `advocate/`, which speak to people in n8n, and what the same is called in Node-RED.
 */
const WORDS: Array<[RegExp, string]> = [
	[/\bthe Advocate API credential\b/g, 'the advocate tenant'],
	[/\bThis credential\b/g, 'This tenant'],
	[/\bthe credential\b/g, 'the tenant'],
	[/\bThe execution was cancelled\b/g, 'The work was stopped'],
	[/\bthe workflow\b/g, 'the flow'],
	[/\bfewer workflows\b/g, 'fewer flows'],
	[/\bn8n\b/g, 'Node-RED'],
	[/\bAdvocate Upload\b/g, 'advocate upload'],
	[/\bAdvocate Create Job\b/g, 'advocate create job'],
	[/\bAdvocate Job Status\b/g, 'advocate job status'],
];

/** The same for what stands in quotes: names of settings. */
const SETTINGS = new Map([
	['"Confirm Deletion"', '"yes, delete these users for good"'],
	['"Delete Users"', '"Delete users"'],
	['"Prevent Duplicate Jobs"', '"prevent duplicate jobs"'],
]);

/**
 * A text as it is shown in Node-RED. What else stands in quotes stays as it is: the name of a file or a
 * column, or what Advocate said.
 */
export function inNodeRedWords(text: string): string {
	const [first = '', ...quotedAndPlain] = text.split(/("[^"]*")/);
	const said = quotedAndPlain.map((part) =>
		part.startsWith('"') ? (SETTINGS.get(part) ?? part) : inWords(part),
	);
	return [inWords(first), ...said]
		.join('')
		.replace(/("prevent duplicate jobs") in the options/, '$1');
}

function inWords(plain: string): string {
	return WORDS.reduce((said, [word, ours]) => said.replace(word, ours), plain);
}
