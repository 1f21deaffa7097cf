import { AdvocateError } from '../errors';
import type { HostTexts } from '../host-texts';
import type { DataFileFormat, ImportEvaluationOptions, JobInput, JobParams } from '../api/schema';
import type { ImportJobType } from '../api/job-types';

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
				segments: segmentOperations(settings.segmentsToAdd ?? [], settings.segmentsToRemove ?? []),
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

/** `SegmentOperation`: a segment's key to add, `~key` to remove (schema). */
function segmentOperations(toAdd: string[], toRemove: string[]): string[] | undefined {
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
	const operations = [...new Set([...toAdd, ...toRemove.map((key) => `~${key}`)])];
	return operations.length > 0 ? operations : undefined;
}

function withoutEmpty<T extends object>(values: T): T {
	const entries = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
	return Object.fromEntries(entries) as T;
}
