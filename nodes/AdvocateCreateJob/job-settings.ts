import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import {
	evaluationOptions,
	WEBHOOK_TYPES,
	type ANALYTICS_COLLECTIONS,
	type Evaluation,
} from '../../advocate/jobs/evaluation';
import type { DataFileFormat, ImportEvaluationOptions } from '../../advocate/api/schema';
import type { JobSettings } from '../../advocate/jobs/job-input';
import { textList } from '../../advocate/settings';
import {
	attempts,
	requestTimeout,
	retryTimeLimit,
	type RequestOptions,
} from '../parameters/request-options';
import { locatedValue } from '../runtime/located-value';
import { fileOfItem } from '../parameters/uploaded-file';

const forUsers: IDisplayOptions = { show: { '/type': ['MUTATION/USER'] } };
const forDeletions: IDisplayOptions = { show: { '/type': ['MUTATION/DELETE_USER'] } };
const EVALUATED_TYPES = ['MUTATION/USER', 'MUTATION/USER_EVENT'];
const forEvaluated: IDisplayOptions = { show: { '/type': EVALUATED_TYPES } };

/** A choice of all, none or some of the programs, webhooks or analytics that an import can trigger. */
function evaluation(name: string, displayName: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		options: [
			{ name: 'All', value: 'on' },
			{ name: 'None', value: 'off' },
			{ name: 'Only Chosen Ones', value: 'chosen' },
		],
		default: 'on',
		displayOptions: forEvaluated,
		description,
	};
}

function chosen(name: string): IDisplayOptions {
	return { show: { '/type': EVALUATED_TYPES, [name]: ['chosen'] } };
}

/** Labels of the collections of analytics events, in alphabetical order. */
const ANALYTICS_LABELS: Record<(typeof ANALYTICS_COLLECTIONS)[number], string> = {
	userApprovedReferralConverted: 'Approved Referral Converted',
	userApprovedReferralCreated: 'Approved Referral Created',
	programEvaluated: 'Program Evaluated',
	programGoal: 'Program Goal',
	userReferralConverted: 'Referral Converted',
	userReferralCreated: 'Referral Created',
	userReferralEnded: 'Referral Ended',
	userReferralModerated: 'Referral Moderated',
	userReferralProgramEngagement: 'Referral Program Engagement',
	userReferralProgramLoaded: 'Referral Program Loaded',
	userReferralShareLinkClicked: 'Referral Share Link Clicked',
	rewardCreated: 'Reward Created',
	rewardRedeemed: 'Reward Redeemed',
	userActivity: 'User Activity',
	userCreated: 'User Created',
};

/** What a job can be given besides its file, in the order of the labels. */
export const jobOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Analytics Collections to Track',
			name: 'analyticsCollections',
			type: 'multiOptions',
			options: Object.entries(ANALYTICS_LABELS).map(([value, name]) => ({ name, value })),
			default: [],
			displayOptions: chosen('analytics'),
			description: 'The collections to add to, when "Track Analytics" is "Only Chosen Ones"',
		},
		attempts,
		{
			displayName: 'Clear Segments First',
			name: 'clearSegments',
			type: 'boolean',
			default: false,
			displayOptions: forUsers,
			description:
				'Whether every imported user is taken out of all segments first, so that they end up in "Segments to Add" and in no others',
		},
		{
			displayName: 'Do Not Track',
			name: 'doNotTrack',
			type: 'boolean',
			default: false,
			displayOptions: forDeletions,
			description: 'Whether to keep the deleted users from being tracked again',
		},
		evaluation(
			'programs',
			'Evaluate Programs',
			'Which programs are evaluated for the imported rows',
		),
		{
			displayName: 'Job Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. CRM contacts, weekly',
			description: 'The name under which the job is listed in the Advocate portal',
		},
		{
			displayName: 'Notification Email',
			name: 'mailtoEmail',
			type: 'string',
			default: '',
			placeholder: 'e.g. team@example.com',
			description: 'Where Advocate sends an email when the job has ended',
		},
		{
			displayName: 'Output Format',
			name: 'outputFormat',
			type: 'options',
			options: [
				{ name: 'CSV', value: 'CSV' },
				{ name: 'Excel (XLSX)', value: 'XLSX' },
				{ name: 'JSON Lines', value: 'JSONL' },
			],
			default: 'CSV',
			description: 'The format of the results and errors files that the job produces',
		},
		{
			displayName: 'Preserve Empty Accounts',
			name: 'preserveEmptyAccounts',
			type: 'boolean',
			default: false,
			displayOptions: forDeletions,
			description: 'Whether to keep an account when its last user is deleted',
		},
		{
			displayName: 'Prevent Duplicate Jobs',
			name: 'preventDuplicates',
			type: 'boolean',
			default: true,
			description:
				'Whether to look first for a job from the last 30 days with the same file and type, so that a second run does not import the file twice. If there is one, it goes out marked "alreadyExisted", even if it was aborted: to import that file again, upload it again or turn this off. If another worker creates a job for the file at the same moment, the younger of the two is deleted.',
		},
		{
			displayName: 'Program',
			name: 'programId',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: 'searchPrograms', searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. my-program' },
			],
			displayOptions: forUsers,
			description: 'The program that the users are imported for',
		},
		{
			displayName: 'Programs to Evaluate Names or IDs',
			name: 'programIds',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getPrograms' },
			default: [],
			displayOptions: chosen('programs'),
			description:
				'The programs, when "Evaluate Programs" is "Only Chosen Ones". Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		requestTimeout,
		{
			displayName: 'Requester',
			name: 'requester',
			type: 'string',
			default: 'n8n',
			placeholder: 'e.g. n8n',
			description: 'Who is named in the Advocate portal as having started the job',
		},
		retryTimeLimit,
		{
			displayName: 'Segments to Add Names or IDs',
			name: 'segmentsToAdd',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getSegments' },
			default: [],
			displayOptions: forUsers,
			description:
				'The segments that every imported user is added to. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Segments to Remove Names or IDs',
			name: 'segmentsToRemove',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getSegments' },
			default: [],
			displayOptions: forUsers,
			description:
				'The segments that every imported user is removed from. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		evaluation('webhooks', 'Send Webhooks', 'Which webhooks Advocate sends for the imported rows'),
		evaluation(
			'analytics',
			'Track Analytics',
			'Which collections of analytics events the imported rows are added to',
		),
		{
			displayName: 'Webhook Types to Send',
			name: 'webhookTypes',
			type: 'multiOptions',
			options: WEBHOOK_TYPES.map((type) => ({ name: type, value: type })),
			default: [],
			displayOptions: chosen('webhooks'),
			description: 'The webhooks to send, when "Send Webhooks" is "Only Chosen Ones"',
		},
	],
};

/** What the builder chose in `jobOptions`. */
export interface JobOptions extends RequestOptions {
	name?: string;
	requester?: string;
	outputFormat?: DataFileFormat;
	mailtoEmail?: string;
	/** A locator, or the ID itself. */
	programId?: unknown;
	segmentsToAdd?: string[];
	segmentsToRemove?: string[];
	clearSegments?: boolean;
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
	const deletionConfirmed = context.getNodeParameter('confirmDeletion', itemIndex, false) === true;
	return { ...fileOfItem(context, itemIndex), ...settingsOf(options), deletionConfirmed };
}

/**
 * What the options say of a job, whatever its file.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a choice that is missing
 */
export function settingsOf(
	options: JobOptions,
): Omit<JobSettings, 'type' | 'fileRef' | 'deletionConfirmed'> {
	const { requester = 'n8n', outputFormat = 'CSV' } = options;
	const { name, mailtoEmail, segmentsToAdd, segmentsToRemove } = options;
	const { clearSegments, preserveEmptyAccounts, doNotTrack } = options;
	return {
		name,
		requester,
		outputFormat,
		mailtoEmail,
		programId: programIdOf(options),
		segmentsToAdd: textList(segmentsToAdd),
		segmentsToRemove: textList(segmentsToRemove),
		clearSegments,
		preserveEmptyAccounts,
		doNotTrack,
		evaluation: evaluationFrom(options),
	};
}

function programIdOf(options: JobOptions): string | undefined {
	const id = locatedValue(options.programId);
	return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
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
