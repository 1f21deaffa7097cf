import type { ExportType } from '../job-types.cts';
import type { JsonObject } from '../json-object.cts';
import { exportColumns } from './columns.cts';

/** 2026-01-01: made-up rows are dated from then on, a minute apart. */
const firstDate = Date.UTC(2026, 0, 1);
const minuteMs = 60_000;

/** As many rows of a report as wanted, always the same ones, in memory that does not grow. */
export function* madeUpRows(type: ExportType, count: number): Generator<JsonObject> {
	const everything = {
		fields: {
			includeUserStatsFields: true,
			includeProgramShareLinksAndReferralCodes: true,
			includeSegments: true,
			includeUserFields: true,
			includeReferralFields: true,
		},
	};
	const columns = exportColumns(type, everything) ?? ['id', 'userId', 'accountId', 'dateCreated'];
	const makers = columns.map((column) => ({
		path: column.split('.').slice(0, -1),
		name: column.replace(/^.*\./, ''),
		make: makerOf(type, column),
	}));
	for (let index = 1; index <= count; index += 1) {
		const row: Record<string, unknown> = {};
		for (const { path, name, make } of makers) {
			let inner = row;
			for (const step of path) inner = (inner[step] ??= {}) as Record<string, unknown>;
			inner[name] = make(index);
		}
		yield row;
	}
}

/** Makes up the values of a column. */
function makerOf(type: ExportType, column: string): (index: number) => unknown {
	const name = column.replace(/^.*\./, '');
	const isUser = /user\.id$/i.test(column) || (column === 'id' && type === 'QUERY/USER');
	if (name === 'id') return (index) => `${isUser ? 'user' : 'record'}-${index}`;
	if (/^(userId|referredUser|referrerUser)$/.test(name)) return (index) => `user-${index}`;
	if (/^(accountId|referredAccount|referrerAccount)$/.test(name)) {
		return (index) => `account-${index}`;
	}
	if (/email$/i.test(name)) return (index) => `user-${index}@example.com`;
	if (/firstName$/i.test(name)) return () => 'Ann';
	if (/lastName$/i.test(name)) return (index) => `Number ${index}`;
	if (/^date(Created|Modified|Triggered|Received|Processed|Given|ReferralStarted)$/.test(name)) {
		return (index) => firstDate + index * minuteMs;
	}
	return otherMakers[name] ?? (() => null);
}

const otherMakers: Readonly<Record<string, (index: number) => unknown>> = {
	key: () => 'purchase',
	fields: (index) => ({ revenue: index % 100 }),
	availableValue: (index) => index % 100,
	amount: (index) => index % 100,
	value: (index) => index % 100,
	valueToRedeem: () => 0,
	totalRedeemedValue: () => 0,
	unit: () => 'CREDIT/USD',
	unitName: () => 'Credit',
	currency: () => 'USD',
	type: () => 'CREDIT',
	statuses: () => ['AVAILABLE'],
	segments: (index) => (index % 2 === 0 ? ['vip'] : []),
};
