import { isRecord } from '../json';

/** What HubSpot's older API writes beside a value: where it came from, and what it was before. */
const ABOUT_IT = new Set([
	'isLargeValue',
	'persistenceTimestamp',
	'requestId',
	'source',
	'sourceId',
	'sourceMetadata',
	'sourceUpstreamDeployable',
	'sourceVid',
	'timestamp',
	'updatedByUserId',
	'useTimestampAsPersistenceTimestamp',
	'versions',
]);

/**
 * The value in an object that holds nothing else, such as `{ "value": "Ann", "versions": [] }` from HubSpot's older
 * API, which n8n's HubSpot node asks in most of its operations. Any other value is returned as it is.
 */
export function loneValue(value: unknown): unknown {
	return isLone(value) ? value['value'] : value;
}

/** Whether a value is such an object. */
export function isLone(value: unknown): value is Record<string, unknown> {
	if (!isRecord(value) || !Object.hasOwn(value, 'value')) return false;
	return Object.keys(value).every((key) => key === 'value' || ABOUT_IT.has(key));
}
