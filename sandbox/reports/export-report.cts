import type { Report } from '../files/report-file.cts';
import { acceptedRows } from '../imports/imported-file.cts';
import type { ExportType } from '../job-types.cts';
import { isObject } from '../json-object.cts';
import type { JsonObject } from '../json-object.cts';
import { exportColumns, fieldsOf } from './columns.cts';
import { exportTest } from './export-filters.cts';
import { eventRows } from './import-results.cts';
import { deletions, importedUsers, userKey } from './imported-users.cts';
import type { RowSource, TenantRecords } from './records.cts';
import { withUserDetails } from './user-details.cts';

/** Gives the same rows each time it is called. */
type ReadRows = () => AsyncIterable<JsonObject> | Iterable<JsonObject>;

/**
 * The report of an export: what was imported before, and what a test has put there.
 * @param now what timeframes are relative to, in milliseconds
 */
export async function exportReport(
	type: ExportType,
	params: unknown,
	records: TenantRecords,
	now: number,
): Promise<Report> {
	const known = isObject(params) ? params : {};
	const test = exportTest(type, known, now);
	const read = await readerOf(type, known, records);
	const readWanted = () => filtered(read(), test);
	const columns = exportColumns(type, known) ?? (await fieldsOf(readWanted(), ''));
	const custom = type === 'QUERY/USER' ? await fieldsOf(readWanted(), 'customFields') : [];
	return { columns: [...columns, ...custom], rows: readWanted() };
}

async function readerOf(
	type: ExportType,
	params: JsonObject,
	records: TenantRecords,
): Promise<ReadRows> {
	const source = () => rowsOf(records.rows[type]);
	switch (type) {
		case 'QUERY/USER':
			return await readUsers(source, params, records);
		case 'QUERY/USER_EVENT':
			return await readEvents(source, records);
		case 'QUERY/REDEEMABLE_REWARD_BALANCE':
			return await readBalances(source, records);
		default:
			return source;
	}
}

async function readUsers(
	source: () => Iterable<JsonObject>,
	{ programId }: JsonObject,
	{ imports }: TenantRecords,
): Promise<ReadRows> {
	const users = await importedUsers(imports);
	const deleted = await deletions(imports);
	return function* () {
		for (const user of source()) {
			const key = userKey(user.accountId, user.id);
			if (!users.has(key) && !deleted.has(key)) yield user;
		}
		for (const user of users.values()) yield withUserDetails(user, programId);
	};
}

/** Events of a user who was deleted later are gone with that user. */
async function readEvents(
	source: () => Iterable<JsonObject>,
	{ imports }: TenantRecords,
): Promise<ReadRows> {
	const deleted = await deletions(imports);
	return async function* () {
		yield* source();
		for (const [position, past] of imports.entries()) {
			if (past.file.type !== 'MUTATION/USER_EVENT') continue;
			for await (const row of eventRows(past)) {
				const deletedAt = deleted.get(userKey(row.user.accountId, row.user.id)) ?? -1;
				if (deletedAt < position) yield row;
			}
		}
	};
}

/** Balances less what was redeemed of them. Nothing is to be redeemed as yet: that is for the reader. */
async function readBalances(
	source: () => Iterable<JsonObject>,
	{ imports }: TenantRecords,
): Promise<ReadRows> {
	const redeemed = new Map<string, number>();
	for (const { file } of imports) {
		if (file.type !== 'MUTATION/REDEEMABLE_REWARD_BALANCE') continue;
		for await (const { row } of acceptedRows(file)) {
			const key = balanceKey(row);
			redeemed.set(key, (redeemed.get(key) ?? 0) + wholeCents(row.valueToRedeem));
		}
	}
	return function* () {
		for (const row of source()) {
			const value = redeemed.get(balanceKey(row)) ?? 0;
			yield {
				...row,
				availableValue: Math.max(0, Number(row.availableValue ?? 0) - value),
				valueToRedeem: 0,
				totalRedeemedValue: Number(row.totalRedeemedValue ?? 0) + value,
			};
		}
	};
}

function balanceKey({ userId, accountId, unit }: JsonObject): string {
	return JSON.stringify([userId, accountId, unit]);
}

// Documented: fractions below the unit's smallest are cut. Here every unit has hundredths.
function wholeCents(value: unknown): number {
	return Math.floor(Number(value) * 100) / 100;
}

function rowsOf(source: RowSource = []): Iterable<JsonObject> {
	return typeof source === 'function' ? source() : source;
}

async function* filtered(rows: ReturnType<ReadRows>, test: (row: JsonObject) => boolean) {
	for await (const row of rows) if (test(row)) yield row;
}
