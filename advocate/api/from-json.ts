import { isRecord } from '../json';
import type {
	ApiError,
	DataFileFormat,
	Job,
	JobLinks,
	JobStats,
	NamedEntry,
	WebhookSubscription,
} from './schema';

/** A job from the API's answer, with null for what is missing; undefined if there is no job. */
export function jobFrom(value: unknown): Job | undefined {
	if (!isRecord(value) || typeof value['id'] !== 'string' || value['id'] === '') return undefined;
	return {
		id: value['id'],
		type: text(value['type']) ?? '',
		// A job just created is pending (doc: its answer need not say so).
		status: text(value['status']) ?? 'PENDING',
		name: text(value['name']),
		requester: text(value['requester']),
		dateCreated: date(value['dateCreated']),
		dateCompleted: date(value['dateCompleted']),
		dateExpires: date(value['dateExpires']),
		outputFormat: text(value['outputFormat']) as DataFileFormat | null,
		mailtoEmail: text(value['mailtoEmail']),
		fileRef: text(value['fileRef']),
		params: value['params'] ?? null,
		stats: stats(value['stats']),
	};
}

/** The links of a job; null for a file that does not exist. */
export function linksFrom(value: Record<string, unknown>): JobLinks {
	return {
		downloadUrl: text(value['downloadUrl']),
		downloadErrorUrl: text(value['downloadErrorUrl']),
	};
}

/** A subscription from the API's answer; undefined if there is none. */
export function subscriptionFrom(value: unknown): WebhookSubscription | undefined {
	if (!isRecord(value) || typeof value['endpointUrl'] !== 'string') return undefined;
	const { endpointUrl, name, webhookTypes } = value;
	return {
		endpointUrl,
		name: text(name),
		webhookTypes: Array.isArray(webhookTypes)
			? webhookTypes.filter((type) => typeof type === 'string')
			: [],
	};
}

/** The kind of failure that an answer's `extensions` name; undefined if they name none. */
export function apiErrorFrom(extensions: unknown): ApiError | undefined {
	const apiError = isRecord(extensions) ? extensions['apiError'] : undefined;
	if (!isRecord(apiError)) return undefined;
	const statusCode = Number(apiError['statusCode']);
	if (!Number.isInteger(statusCode) || statusCode < 400 || statusCode > 599) return undefined;
	return {
		statusCode,
		message: text(apiError['message']) ?? '',
		apiErrorCode: text(apiError['apiErrorCode']) ?? '',
		rsCode: text(apiError['rsCode']) ?? '',
	};
}

/** Programs, segments, …, identified by one of their fields; those without it are dropped. */
export function namedEntriesFrom(entries: unknown[], idField: 'id' | 'key'): NamedEntry[] {
	return entries.filter(isRecord).flatMap((entry) => {
		const { [idField]: id, name } = entry;
		if (typeof id !== 'string' || id === '') return [];
		return [{ id, name: text(name) ?? id }];
	});
}

function text(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

/** `RSDate`: milliseconds since the epoch (schema). */
function date(value: unknown): number | null {
	const milliseconds = typeof value === 'string' && value !== '' ? Number(value) : value;
	return typeof milliseconds === 'number' && Number.isFinite(milliseconds) ? milliseconds : null;
}

function stats(value: unknown): JobStats | null {
	if (!isRecord(value)) return null;
	return {
		recordsProcessed: Number(value['recordsProcessed'] ?? 0),
		errors: Number(value['errors'] ?? 0),
	};
}
