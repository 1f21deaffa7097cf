import { AdvocateError } from '../errors';
import type { HostTexts } from '../host-texts';
import type { DataFileFormat, ImportEvaluationOptions, JobInput, JobParams } from '../api/schema';
import type { ImportJobType } from '../api/job-types';
import { CLEAR_SEGMENTS, orderedSegments } from '../fields/segments';

/** The settings for any type; only what the type takes is sent. */
export interface JobSettings {
	type: ImportJobType;
	fileRef: string;
	name?: string;
	requester?: string;
	outputFormat?: DataFileFormat;
	mailtoEmail?: string;
	/** Keys of segments. */
	segmentsToAdd?: string[];
	/** Keys of segments. */
	segmentsToRemove?: string[];
	/** Whether users are taken out of all segments first, so that they are in those to add and no others. */
	clearSegments?: boolean;
	programId?: string;
	evaluation?: ImportEvaluationOptions;
	preserveEmptyAccounts?: boolean;
	doNotTrack?: boolean;
	/** Must be true for a deletion, which can't be undone (guide). */
	deletionConfirmed?: boolean;
}

/**
 * The `JobInput` to send (schema; `params` by type: TenantJob.schema.json).
 *
 * @param texts for the hint that says how to confirm a deletion
 * @throws {AdvocateError} DELETION_NOT_CONFIRMED; SETTINGS_INVALID for a segment both added and removed, or
 * given with the `~` that means removal
 */
export function jobInputFrom(settings: JobSettings, { job }: HostTexts): JobInput {
	if (settings.type === 'MUTATION/DELETE_USER' && settings.deletionConfirmed !== true) {
		throw new AdvocateError(
			'DELETION_NOT_CONFIRMED',
			'The deletion was not started, because it was not confirmed',
			{
				hint: `Deleted users can't be brought back. ${job.confirmDeletion}`,
			},
		);
	}
	const params = withoutEmpty(paramsFor(settings));
	return withoutEmpty({
		type: settings.type,
		fileRef: settings.fileRef,
		name: settings.name?.trim(),
		requester: settings.requester?.trim(),
		outputFormat: settings.outputFormat,
		mailtoEmail: settings.mailtoEmail?.trim(),
		params: Object.keys(params).length > 0 ? params : undefined,
	});
}

function paramsFor(settings: JobSettings): JobParams {
	switch (settings.type) {
		case 'MUTATION/USER':
			return {
				segments: segmentOperations(settings),
				programId: settings.programId?.trim(),
				importEvaluationOptions: evaluationOptions(settings),
			};
		case 'MUTATION/USER_EVENT':
			return { importEvaluationOptions: evaluationOptions(settings) };
		case 'MUTATION/DELETE_USER':
			return {
				preserveEmptyAccounts: settings.preserveEmptyAccounts,
				doNotTrack: settings.doNotTrack,
			};
		case 'MUTATION/REDEEMABLE_REWARD_BALANCE':
			return {};
	}
}

function evaluationOptions({ evaluation = {} }: JobSettings): ImportEvaluationOptions | undefined {
	const given = withoutEmpty(evaluation);
	return Object.keys(given).length > 0 ? given : undefined;
}

function segmentOperations(settings: JobSettings): string[] | undefined {
	// An expression may give "~*" among the others, in either list.
	const isKey = (entry: string) => entry !== CLEAR_SEGMENTS;
	const { segmentsToAdd = [], segmentsToRemove = [], clearSegments = false } = settings;
	const toAdd = segmentsToAdd.filter(isKey);
	const toRemove = segmentsToRemove.filter(isKey);
	const clears = clearSegments || ![...segmentsToAdd, ...segmentsToRemove].every(isKey);
	assertUnmistakable(toAdd, toRemove);
	const operations = orderedSegments([
		...(clears ? [CLEAR_SEGMENTS] : []),
		...toAdd,
		...toRemove.map((key) => `~${key}`),
	]);
	return operations.length > 0 ? operations : undefined;
}

function assertUnmistakable(toAdd: string[], toRemove: string[]): void {
	const marked = [...toAdd, ...toRemove].find((key) => key.startsWith('~'));
	if (marked !== undefined) {
		throw new AdvocateError('SETTINGS_INVALID', `The segment key "${marked}" begins with "~"`, {
			hint: 'Enter the key without "~", in the list of segments to add or in the list of segments to remove.',
		});
	}
	const both = toAdd.find((key) => toRemove.includes(key));
	if (both !== undefined) {
		throw new AdvocateError(
			'SETTINGS_INVALID',
			`The segment "${both}" is set to be both added and removed`,
			{ hint: 'Remove it from one of the two lists.' },
		);
	}
}

function withoutEmpty<T extends object>(values: T): T {
	const entries = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
	return Object.fromEntries(entries) as T;
}
