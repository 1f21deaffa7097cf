/**
 * Words of texts from `advocate/`, which speak to people in n8n, and what the same is called in Node-RED.
 */
const WORDS: Array<[RegExp, string]> = [
	[/\bthe Advocate API credential\b/g, 'the advocate tenant'],
	[/\bthis credential\b/gi, 'this tenant'],
	[/\bthe credential\b/g, 'the tenant'],
	[/\bthe execution was cancelled\b/gi, 'The work was stopped'],
	[/\bthe workflow\b/g, 'the flow'],
	[/\bfewer workflows\b/g, 'fewer flows'],
	[/\bn8n\b/g, 'Node-RED'],
	[/\bon the item\b/g, 'on the message'],
	[/\bthe input item\b/gi, 'The message'],
	[/\bAdvocate (Upload|Validate|Job Status|Create Job)\b/g, 'advocate $1'],
];

/** A text as it is shown in Node-RED. */
export function inNodeRedWords(text: string): string {
	return WORDS.reduce((said, [word, ours]) => said.replace(word, ours), text);
}
