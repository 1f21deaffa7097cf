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
	[/"Confirm Deletion"/g, '"yes, delete these users for good"'],
	[/"Delete Users"/g, '"Delete users"'],
	[/"Prevent Duplicate Jobs" in the options/g, '"prevent duplicate jobs"'],
	[/"File Name" in the options/g, '"File name"'],
];

/** A text as it is shown in Node-RED. */
export function inNodeRedWords(text: string): string {
	return WORDS.reduce((said, [word, ours]) => said.replace(word, ours), text);
}
