import { valueAt } from '../../advocate/json.ts';

/** One step of a path: `name`, `["name"]`, `['name']` or `[0]`. */
const STEP = /\.?([^.[\]]+)|\[(?:"([^"]*)"|'([^']*)'|(\d+))\]/y;

/**
 * How to get a property of a row.
 *
 * @param property its name, whatever is in it (`Plan.Type`), or, in rows that have no such name, the way to
 * it, as anywhere in Node-RED (`company.id`, `["Plan.Type"]`, `emails[0]`)
 * @returns reads it; undefined where a row has neither
 */
export function rowProperty(property: string): (row: unknown) => unknown {
	const path = pathIn(property.trim());
	return (row) => {
		const named = valueAt(row, [property]);
		return named === undefined ? valueAt(row, path) : named;
	};
}

/** The names on the way, at least one; all that is between dots where it is not written as a path. */
function pathIn(expression: string): string[] {
	const names: string[] = [];
	STEP.lastIndex = 0;
	while (names.length === 0 || STEP.lastIndex < expression.length) {
		const step = STEP.exec(expression);
		if (step === null) return expression.split('.');
		const [, plain, double, single, index] = step;
		names.push(plain ?? double ?? single ?? index ?? '');
	}
	return names;
}
