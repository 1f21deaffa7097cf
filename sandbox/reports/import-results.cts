import { createHash } from 'node:crypto';
import { acceptedRows } from '../imports/imported-file.cts';
import type { AcceptedRow, ImportedFile } from '../imports/imported-file.cts';
import type { ImportType } from '../job-types.cts';
import { valueAt } from '../json-object.cts';
import type { JsonObject } from '../json-object.cts';
import type { Report } from './report.cts';
import { userColumns, userDetails } from './user-details.cts';

/** The columns of the results of an import of events. Source: the API sheet, "Results". */
export const eventColumns = [
	'user.accountId',
	'user.id',
	'event.id',
	'event.key',
	'event.dateTriggered',
	'event.dateReceived',
	'event.dateProcessed',
	'event.fields',
];

const columnsByType: Readonly<Record<ImportType, readonly string[]>> = {
	'MUTATION/USER': userColumns,
	'MUTATION/USER_EVENT': eventColumns,
	'MUTATION/DELETE_USER': ['accountId', 'id'],
	'MUTATION/REDEEMABLE_REWARD_BALANCE': ['userId', 'accountId', 'unit', 'valueToRedeem'],
};

/**
 * The columns of the results of an import, without custom fields. What the results of deletions and
 * redemptions hold is not documented: the sandbox says whom or what they are about.
 */
export function resultColumns(type: ImportType): readonly string[] {
	return columnsByType[type];
}

/**
 * The results of an import: the rows that were accepted.
 * @param jobId what the ids of events are made from
 */
export async function importResults(
	file: ImportedFile,
	jobId: string,
	dateReceived: number,
): Promise<Report> {
	if (file.type === 'MUTATION/USER') {
		return await userDetails(() => rowsOf(acceptedRows(file)), dateReceived);
	}
	const accepted = acceptedRows(file);
	const isEvents = file.type === 'MUTATION/USER_EVENT';
	const rows = isEvents ? eventRows(accepted, jobId, dateReceived) : rowsOf(accepted);
	return { columns: resultColumns(file.type), rows };
}

/** Rows of an import of events as reports show them. */
export async function* eventRows(
	accepted: AsyncIterable<AcceptedRow>,
	jobId: string,
	dateReceived: number,
): AsyncGenerator<JsonObject> {
	for await (const { index, row } of accepted) {
		yield {
			user: { accountId: row.accountId, id: row.userId },
			event: {
				id: eventId(jobId, index),
				key: valueAt(row, 'event.key'),
				dateTriggered: Number(valueAt(row, 'event.dateTriggered') ?? dateReceived),
				dateReceived,
				dateProcessed: dateReceived,
				fields: valueAt(row, 'event.fields') ?? {},
			},
		};
	}
}

async function* rowsOf(accepted: AsyncIterable<AcceptedRow>): AsyncGenerator<JsonObject> {
	for await (const { row } of accepted) yield row;
}

/** Always the same for the same event. */
function eventId(jobId: string, index: number): string {
	return createHash('sha256').update(`${jobId}:${index}`).digest('hex').slice(0, 24);
}
