import { createHash } from 'node:crypto';
import type { Report } from '../files/report-file.cts';
import { acceptedRows } from '../imports/imported-file.cts';
import { valueAt } from '../json-object.cts';
import type { JsonObject } from '../json-object.cts';
import { fieldsOf, resultColumns } from './columns.cts';
import type { PastImport } from './records.cts';
import { withUserDetails } from './user-details.cts';

/** An event as reports show it. */
export type EventRow = JsonObject & { user: { accountId: unknown; id: unknown } };

/** The results of an import: the rows that were accepted. */
export async function importResults(past: PastImport): Promise<Report> {
	const { type } = past.file;
	const columns = resultColumns(type);
	if (type === 'MUTATION/USER_EVENT') return { columns, rows: eventRows(past) };
	if (type !== 'MUTATION/USER') return { columns, rows: plainRows(past) };
	const customFields = await fieldsOf(userRows(past), 'customFields');
	return { columns: [...columns, ...customFields], rows: userRows(past) };
}

/** The events of an import. */
export async function* eventRows({ file, jobId, date }: PastImport): AsyncGenerator<EventRow> {
	for await (const { index, row } of acceptedRows(file)) {
		yield {
			user: { accountId: row.accountId, id: row.userId },
			event: {
				id: eventId(jobId, index),
				key: valueAt(row, 'event.key'),
				dateTriggered: Number(valueAt(row, 'event.dateTriggered') ?? date),
				dateReceived: date,
				dateProcessed: date,
				fields: valueAt(row, 'event.fields') ?? {},
			},
		};
	}
}

async function* userRows({ file, date }: PastImport): AsyncGenerator<JsonObject> {
	for await (const { row } of acceptedRows(file)) {
		yield withUserDetails({ ...row, dateCreated: row.dateCreated ?? date });
	}
}

async function* plainRows({ file }: PastImport): AsyncGenerator<JsonObject> {
	for await (const { row } of acceptedRows(file)) yield row;
}

/** Always the same for the same event. */
function eventId(jobId: string, index: number): string {
	return createHash('sha256').update(`${jobId}:${index}`).digest('hex').slice(0, 24);
}
