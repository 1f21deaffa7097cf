import type { IExecuteFunctions } from 'n8n-workflow';
import { AdvocateError } from '../../advocate/errors';
import type { DataFileFormat, ImportEvaluationOptions } from '../../advocate/job';
import type { JobSettings } from '../../advocate/job-input';
import type { RequestOptions } from '../descriptions/request-options';
import { uploadedFile } from '../uploaded-file';

type Evaluation = 'on' | 'off' | 'chosen';

/** The collection "Options" of Create Job, as far as it is filled in. */
export interface JobOptions extends RequestOptions {
	name?: string;
	requester?: string;
	outputFormat?: DataFileFormat;
	mailtoEmail?: string;
	programId?: string;
	segmentsToAdd?: string[];
	segmentsToRemove?: string[];
	preserveEmptyAccounts?: boolean;
	doNotTrack?: boolean;
	webhooks?: Evaluation;
	webhookTypes?: string[];
	programs?: Evaluation;
	programIds?: string[];
	analytics?: Evaluation;
	analyticsCollections?: string[];
	preventDuplicates?: boolean;
}

/**
 * What the builder set for one item's job.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a file or a choice that is missing
 */
export function jobSettings(
	context: IExecuteFunctions,
	itemIndex: number,
	options: JobOptions,
): JobSettings {
	const { fileRef, type } = uploadedFile(context, itemIndex);
	const { requester = 'n8n', outputFormat = 'CSV' } = options;
	const { name, mailtoEmail, programId, segmentsToAdd, segmentsToRemove } = options;
	const { preserveEmptyAccounts, doNotTrack } = options;
	return {
		type,
		fileRef,
		name,
		requester,
		outputFormat,
		mailtoEmail,
		programId,
		segmentsToAdd: listOf(segmentsToAdd),
		segmentsToRemove: listOf(segmentsToRemove),
		preserveEmptyAccounts,
		doNotTrack,
		evaluation: evaluationFrom(options),
		deletionConfirmed: context.getNodeParameter('confirmDeletion', itemIndex, false) === true,
	};
}

function evaluationFrom(options: JobOptions): ImportEvaluationOptions | undefined {
	const { webhooks, programs, analytics } = options;
	const evaluation: ImportEvaluationOptions = {};
	if (webhooks !== undefined) {
		evaluation.webhooks = selection(webhooks, 'Send Webhooks', options.webhookTypes, (chosen) => ({
			enabledWebhookTypes: chosen,
		}));
	}
	if (programs !== undefined) {
		evaluation.programs = selection(
			programs,
			'Evaluate Programs',
			options.programIds,
			(chosen) => ({
				enabledProgramIds: chosen,
			}),
		);
	}
	if (analytics !== undefined) {
		const collections = options.analyticsCollections;
		evaluation.analytics = selection(analytics, 'Track Analytics', collections, (chosen) => ({
			enabledAnalyticsEventCollections: chosen.map((collectionName) => ({ collectionName })),
		}));
	}
	return Object.keys(evaluation).length > 0 ? evaluation : undefined;
}

function selection<T>(
	evaluation: Evaluation,
	label: string,
	chosen: string[] | undefined,
	only: (chosen: string[]) => T,
): boolean | T {
	if (evaluation !== 'chosen') return evaluation === 'on';
	const list = listOf(chosen);
	if (list.length > 0) return only(list);
	throw new AdvocateError(
		'SETTINGS_INVALID',
		`"${label}" is set to chosen ones, but none is chosen`,
		{
			hint: `Choose at least one, or set "${label}" to None.`,
		},
	);
}

/** An expression may give one value, or several with commas, where a list is meant. */
function listOf(value: unknown): string[] {
	const values = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
	return values.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}
