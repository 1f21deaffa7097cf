import { forgetExport } from '../../advocate/exports/create-export.ts';
import { exportInputFrom, exportType } from '../../advocate/exports/export-input.ts';
import { markOf } from '../../advocate/exports/mark.ts';
import { runExport, waitForExport } from '../../advocate/exports/run-export.ts';
import { wantedRows } from '../../advocate/exports/take-rows.ts';
import { foundJob } from '../../advocate/jobs/ask-again.ts';
import { checkedWait, waitOptions } from '../../advocate/jobs/wait.ts';
import { chosenJobId } from '../parameters/job-id.cts';
import { chosenLimits } from '../parameters/request-options.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';
import { clockOf } from '../runtime/system-time.cts';
import type { Outcome, Work } from '../runtime/work-node.cts';
import { chosenFilters, type ExportConfig } from './export-config.cts';
import { sendResult } from './export-result.cts';

/** Runs an export for a message, and sends its result. */
export async function exportForMessage(
	RED: NodeRed,
	config: ExportConfig,
	work: Work,
): Promise<Outcome> {
	const { message, signal, tenant, values, progress } = work;
	const text = async (name: 'jobName' | 'requester' | 'mailtoEmail', label: string) =>
		await values.text(config[name] || undefined, config[`${name}Type`], label);
	const input = exportInputFrom({
		type: exportType(
			await values.text(config.exportType, config.exportTypeType, 'What to export'),
			NODE_RED_TEXTS.exports.chooseType,
		),
		name: (await text('jobName', 'Job name')) || nameOf(config, message._msgid),
		requester: await text('requester', 'Requester'),
		mailtoEmail: await text('mailtoEmail', 'Notification email'),
		outputFormat: config.outputFormat ?? 'CSV',
		filters: await chosenFilters(config, values),
		columns: await values.list(config.moreColumns, config.moreColumnsType, 'More columns'),
	});
	const wanted = chosenRows(config);
	const wait = checkedWait(waitOptions(config));
	const client = tenant.client(chosenLimits(config), signal);
	const clock = clockOf(signal);
	// A message may come again and mean another export.
	const mark = markOf(undefined);
	progress({ fill: 'blue', shape: 'ring', text: RED._('status.exporting') });
	const waited = await runExport({
		...{ client, input, mark, clock },
		wait: config.wait === false ? undefined : wait,
		onJob: () => undefined,
	});
	forgetExport(client, mark);
	return await sendResult(RED, config, work, { client, waited, wanted });
}

/** Sends the result of the export that a message names. */
export async function resultForMessage(
	RED: NodeRed,
	config: ExportConfig,
	work: Work,
): Promise<Outcome> {
	const { signal, tenant, values, progress } = work;
	const id = await chosenJobId(config, values);
	const wanted = chosenRows(config);
	const wait = checkedWait(waitOptions(config));
	const client = tenant.client(chosenLimits(config), signal);
	const clock = clockOf(signal);
	progress({ fill: 'blue', shape: 'ring', text: RED._('status.asking') });
	const job = await foundJob(client, id, clock);
	const waited = config.wait === false ? { job } : await waitForExport(client, id, wait, clock);
	return await sendResult(RED, config, work, { client, waited, wanted });
}

function chosenRows(config: ExportConfig) {
	const labels = { maxRows: 'Most rows', skipRows: 'Rows to skip' };
	return wantedRows(config, labels, NODE_RED_TEXTS.setting.correct);
}

function nameOf({ name = '' }: ExportConfig, messageId: string): string {
	return [name, messageId].filter((part) => part !== '').join(', ');
}
