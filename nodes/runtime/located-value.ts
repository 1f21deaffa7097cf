import { isRecord } from '../../advocate/json';

/**
 * What was chosen in a resource locator: from its list, by ID, or by an expression. A workflow that was saved when the
 * parameter was a plain field, or whose whole locator is an expression, has the value itself.
 */
export function locatedValue(parameter: unknown): unknown {
	return isRecord(parameter) && parameter['__rl'] === true ? parameter['value'] : parameter;
}
