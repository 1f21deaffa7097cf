import type { IExecuteFunctions } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/api/client';
import type { ImportPlan } from '../../advocate/imports/file-outcome';
import type { ImportRun } from '../../advocate/imports/run-import';
import type { RowsAt } from '../../advocate/imports/results';
import type { UnfitValueRule } from '../../advocate/rows/check/row-checker';
import type { RowRules } from '../../advocate/rows/check/row-rules';
import type { HostTexts } from '../../advocate/host-texts';
import { jobInputFrom } from '../../advocate/jobs/job-input';
import { checkedWait, waitOptions } from '../../advocate/jobs/wait';
import { settingsOf } from '../AdvocateCreateJob/job-settings';
import type { GroupSettings, SettingsReader } from '../AdvocateUpload/item-groups';
import { chosenImportType } from '../parameters/job-type';
import { chosenLimits } from '../parameters/request-options';
import { chosenRowRules } from '../parameters/row-rules';
import { hasExpression } from '../runtime/expressions';
import { N8N_TEXTS } from '../runtime/host-texts';
import { isAgentTool } from '../runtime/node-outputs';
import { clockOf } from '../runtime/system-time';
import { tenantClient } from '../runtime/tenant-client';
import { chosenImportLimits, type ImportOptions } from './import-options';
import { attemptOf, jobNameOf, runOf } from './run-of';

/** What is set for an item, and may be different for each. */
export interface ImportSettings extends GroupSettings {
	options: ImportOptions;
	unfitValues: UnfitValueRule;
	dryRun: boolean;
	deletionConfirmed: boolean;
}

export const IMPORT_TEXTS: HostTexts = {
	...N8N_TEXTS,
	job: {
		...N8N_TEXTS.job,
		confirmDeletion: N8N_TEXTS.imports.confirmDeletion,
		createUnchecked: N8N_TEXTS.imports.runAgain,
	},
	file: {
		...N8N_TEXTS.file,
		chooseColumn: (field) => N8N_TEXTS.imports.chooseColumn(labelOfId(field)),
		useFileColumn:
			'To use a column of the file, turn its rows into items first, for example with the Extract From File node: $json is the item that the file is on, not a row of it. To set one text in every row, enter it as an expression: {{ "text" }}.',
	},
};

function labelOfId(field: string): string {
	return field === 'accountId' ? 'Account ID' : 'User ID';
}

export const importSettings: SettingsReader<ImportSettings> = {
	parameters: ['type', 'options', 'unfitValues', 'dryRun', 'confirmDeletion'],
	read(context, itemIndex) {
		const parameter = (name: string, otherwise: unknown): unknown =>
			context.getNodeParameter(name, itemIndex, otherwise);
		const settings = {
			type: chosenImportType(context, itemIndex),
			options: parameter('options', {}) as ImportOptions,
			unfitValues: parameter('unfitValues', 'leaveOut') as UnfitValueRule,
			dryRun: parameter('dryRun', false) === true,
			deletionConfirmed: isSwitchedOn(context) && parameter('confirmDeletion', false) === true,
		};
		assertRunnable(settings);
		return settings;
	},
};

/** Whether it is a human who confirms a deletion: an AI model may not fill in the switch. */
function isSwitchedOn(context: IExecuteFunctions): boolean {
	if (!isAgentTool(context)) return true;
	return !hasExpression(context.getNode().parameters['confirmDeletion']);
}

/**
 * Finds out what is wrong with the settings before anything is done.
 *
 * @throws {AdvocateError} SETTINGS_INVALID, DELETION_NOT_CONFIRMED
 */
function assertRunnable({ type, options, dryRun, deletionConfirmed }: ImportSettings): void {
	const confirmed = deletionConfirmed || dryRun;
	const job = { ...settingsOf(options), type, fileRef: 'none', deletionConfirmed: confirmed };
	jobInputFrom(job, IMPORT_TEXTS);
	checkedWait(waitOptions(options));
	chosenLimits(options);
	chosenImportLimits(options);
}

/** @throws {AdvocateError} SETTINGS_INVALID for a time zone that does not exist */
export function rulesOf(
	context: IExecuteFunctions,
	{ options, unfitValues }: ImportSettings,
): RowRules {
	return chosenRowRules(context, { ...options, unfitValues, onRejectedRows: 'continue' });
}

/** What an import needs besides its rows. */
export interface Importing extends Omit<ImportRun, 'deletedBefore'> {
	client: AdvocateClient;
}

/**
 * How the rows of some items are imported.
 *
 * @param itemIndex one of these items; undefined for the first, where they are all of one tenant
 * @param part what tells these items from others of the same run
 */
export async function importingOf(
	context: IExecuteFunctions,
	{ type, options, deletionConfirmed }: ImportSettings,
	{ itemIndex, part, rowsAt }: { itemIndex: number | undefined; part: number; rowsAt: RowsAt },
): Promise<Importing> {
	const client = await tenantClient(context, chosenLimits(options), itemIndex, IMPORT_TEXTS);
	const run = runOf(context);
	const attempt = attemptOf(context);
	const job = settingsOf(options);
	const plan: ImportPlan = {
		client,
		type,
		job: { ...job, deletionConfirmed, name: job.name?.trim() || jobNameOf(run) },
		encoding: options.uploadEncoding ?? 'multipart',
		wait: options.wait === false ? undefined : waitOptions(options),
		firstRecordNumber: options.firstRecordNumber ?? 1,
		run: context.getExecutionId(),
		attemptOf: attempt && `${attempt} ${part}`,
		onStep: (step, details) => context.logger.debug(`Advocate Import: ${step}`, details),
		clock: clockOf(context),
		texts: IMPORT_TEXTS,
	};
	const limits = chosenImportLimits(options);
	return {
		client,
		plan,
		facts: {
			...{ type, run, limits, rowsAt },
			tenant: client.tenant,
			texts: IMPORT_TEXTS,
			clean: client.redact,
		},
	};
}
