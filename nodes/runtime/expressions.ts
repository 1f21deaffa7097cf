/**
 * What an expression may name and still give the same for every item, apart from the time and from chance.
 * Whatever is not listed here, such as `$json`, `$input` or `$('CRM')`, may be different for each.
 */
const SAME_FOR_ALL = new Set([
	'$env',
	'$execution',
	'$if',
	'$ifEmpty',
	'$jmespath',
	'$max',
	'$min',
	'$now',
	'$prevNode',
	'$runIndex',
	'$secrets',
	'$today',
	'$vars',
	'$workflow',
]);

/** Whether a parameter, as the workflow holds it, has an expression that may differ between items. */
export function dependsOnItem(parameter: unknown): boolean {
	if (typeof parameter === 'string') {
		if (!parameter.startsWith('=')) return false;
		return (parameter.match(/\$\w*/g) ?? []).some((name) => !SAME_FOR_ALL.has(name));
	}
	if (typeof parameter !== 'object' || parameter === null) return false;
	return Object.values(parameter).some(dependsOnItem);
}

/** Whether a parameter, as the workflow holds it, has an expression. */
export function hasExpression(parameter: unknown): boolean {
	if (typeof parameter === 'string') return parameter.startsWith('=');
	if (typeof parameter !== 'object' || parameter === null) return false;
	return Object.values(parameter).some(hasExpression);
}
