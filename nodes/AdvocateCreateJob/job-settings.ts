import type { IExecuteFunctions } from 'n8n-workflow';
import { evaluationOptions, type Evaluation } from '../../advocate/jobs/evaluation';
import type { DataFileFormat, ImportEvaluationOptions } from '../../advocate/api/schema';
import type { JobSettings } from '../../advocate/jobs/job-input';
import { textList } from '../../advocate/text-list';
import type { RequestOptions } from '../parameters/request-options';
import { uploadedFile } from '../parameters/uploaded-file';

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
		segmentsToAdd: textList(segmentsToAdd),
		segmentsToRemove: textList(segmentsToRemove),
		preserveEmptyAccounts,
		doNotTrack,
		evaluation: evaluationFrom(options),
		deletionConfirmed: context.getNodeParameter('confirmDeletion', itemIndex, false) === true,
	};
}

function evaluationFrom(options: JobOptions): ImportEvaluationOptions {
	return evaluationOptions({
		webhooks: {
			evaluation: options.webhooks,
			chosen: textList(options.webhookTypes),
			label: 'Send Webhooks',
		},
		programs: {
			evaluation: options.programs,
			chosen: textList(options.programIds),
			label: 'Evaluate Programs',
		},
		analytics: {
			evaluation: options.analytics,
			chosen: textList(options.analyticsCollections),
			label: 'Track Analytics',
		},
	});
}
