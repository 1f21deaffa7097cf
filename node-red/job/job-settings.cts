import { evaluationOptions, type Evaluation } from '../../advocate/jobs/evaluation.ts';
import type { DataFileFormat, ImportEvaluationOptions } from '../../advocate/api/schema.ts';
import type { JobSettings } from '../../advocate/jobs/job-input.ts';
import { fileOfMessage, type FileRefConfig } from '../parameters/uploaded-file.cts';
import type { Work, WorkConfig } from '../runtime/work-node.cts';

/** The settings of advocate-create-job, as the editor saves them. */
export interface CreateJobConfig extends WorkConfig, FileRefConfig, JobConfig {
	preventDuplicates?: boolean;
}

/** What a job can be given besides its file. */
export interface JobConfig {
	confirmDeletion?: boolean;
	jobName?: string;
	jobNameType?: string;
	requester?: string;
	requesterType?: string;
	mailtoEmail?: string;
	mailtoEmailType?: string;
	outputFormat?: DataFileFormat;
	programId?: string;
	programIdType?: string;
	segmentsToAdd?: string;
	segmentsToAddType?: string;
	segmentsToRemove?: string;
	segmentsToRemoveType?: string;
	clearSegments?: boolean;
	preserveEmptyAccounts?: boolean;
	doNotTrack?: boolean;
	webhooks?: Evaluation;
	webhookTypes?: string;
	webhookTypesType?: string;
	programs?: Evaluation;
	programIds?: string;
	programIdsType?: string;
	analytics?: Evaluation;
	analyticsCollections?: string;
	analyticsCollectionsType?: string;
}

/**
 * What is set for one message's job.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a file or a choice that is missing
 */
export async function jobSettings(
	config: CreateJobConfig,
	{ values, message }: Work,
): Promise<JobSettings> {
	const file = await fileOfMessage(config, values, message);
	const deletionConfirmed = config.confirmDeletion === true;
	return { ...file, ...(await settingsOf(config, values)), deletionConfirmed };
}

/**
 * What is set of a job, whatever its file.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a choice that is missing
 */
export async function settingsOf(
	config: JobConfig,
	values: Work['values'],
): Promise<Omit<JobSettings, 'type' | 'fileRef' | 'deletionConfirmed'>> {
	const { outputFormat = 'CSV' } = config;
	const { clearSegments, preserveEmptyAccounts, doNotTrack } = config;
	const text = async (name: 'jobName' | 'requester' | 'mailtoEmail' | 'programId', label: string) =>
		await values.text(config[name], config[`${name}Type`], label);
	const list = async (name: 'segmentsToAdd' | 'segmentsToRemove', label: string) =>
		await values.list(config[name], config[`${name}Type`], label);
	return {
		name: await text('jobName', 'Job name'),
		requester: (await text('requester', 'Requester')) || 'Node-RED',
		mailtoEmail: await text('mailtoEmail', 'Notification email'),
		outputFormat,
		programId: await text('programId', 'Program'),
		segmentsToAdd: await list('segmentsToAdd', 'Segments to add'),
		segmentsToRemove: await list('segmentsToRemove', 'Segments to remove'),
		clearSegments,
		// Left to Advocate unless it is turned on.
		preserveEmptyAccounts: preserveEmptyAccounts || undefined,
		doNotTrack: doNotTrack || undefined,
		evaluation: await evaluationFrom(config, values),
	};
}

async function evaluationFrom(
	config: JobConfig,
	values: Work['values'],
): Promise<ImportEvaluationOptions> {
	const choices = async (
		name: 'webhookTypes' | 'programIds' | 'analyticsCollections',
		label: string,
	) => await values.list(config[name], config[`${name}Type`], label);
	return evaluationOptions({
		webhooks: {
			evaluation: config.webhooks,
			chosen: await choices('webhookTypes', 'Webhook types'),
			label: 'Send webhooks',
		},
		programs: {
			evaluation: config.programs,
			chosen: await choices('programIds', 'Programs to evaluate'),
			label: 'Evaluate programs',
		},
		analytics: {
			evaluation: config.analytics,
			chosen: await choices('analyticsCollections', 'Analytics collections'),
			label: 'Track analytics',
		},
	});
}
