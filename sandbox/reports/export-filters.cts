import type { ExportType } from '../job-types.cts';
import { isObject, valueAt } from '../json-object.cts';
import type { JsonObject } from '../json-object.cts';
import { readTimeframe } from '../timeframes.cts';

type Test = (row: JsonObject) => boolean;

/** The dates by which an export can be limited, as dotted paths. */
interface Dates {
	created: string;
	updated: string;
}

const userDates: Dates = { created: 'dateCreated', updated: 'dateModified' };
const referralDates: Dates = { created: 'dateReferralStarted', updated: 'dateModified' };

/** The fields that the filter of an export of events is about, as dotted paths. */
const eventPaths: Readonly<Record<string, string>> = {
	id: 'event.id',
	key: 'event.key',
	dateTriggered: 'event.dateTriggered',
	dateReceived: 'event.dateReceived',
	dateProcessed: 'event.dateProcessed',
	userId: 'user.id',
	accountId: 'user.accountId',
};

/**
 * Which rows an export has by its `params`. Source: `TenantJob.schema.json` of `@saasquatch/schema`.
 * @param now what timeframes are relative to, in milliseconds
 */
export function exportTest(type: ExportType, params: JsonObject, now: number): Test {
	const filter = isObject(params.filter) ? params.filter : {};
	const tests =
		type === 'QUERY/USER_EVENT'
			? filterTests(filter, (field) => eventPaths[field] ?? field, now)
			: type === 'QUERY/REDEEMABLE_REWARD_BALANCE'
				? filterTests(filter, (field) => field, now)
				: dateTests(params, type.includes('REFERRAL') ? referralDates : userDates);
	return (row) => tests.every((test) => test(row));
}

/** Tests of a GraphQL filter: `{field}_{operation}`. */
function filterTests(filter: JsonObject, pathOf: (field: string) => string, now: number): Test[] {
	return Object.entries(filter).map(([name, wanted]) => {
		const [field = '', operation = ''] = name.split('_');
		const test = operations[operation]?.(wanted, now);
		return (row) => test?.(valueAt(row, pathOf(field))) ?? true;
	});
}

type Operation = (wanted: unknown, now: number) => (value: unknown) => boolean;

const operations: Readonly<Record<string, Operation>> = {
	eq: (wanted) => (value) => value === wanted,
	ne: (wanted) => (value) => value !== wanted,
	in: (wanted) => (value) => wordsOf(wanted).includes(value),
	nin: (wanted) => (value) => !wordsOf(wanted).includes(value),
	gte: (wanted) => (value) => Number(value) >= Number(wanted),
	lt: (wanted) => (value) => Number(value) < Number(wanted),
	timeframe: (wanted, now) => {
		const { from, to } = readTimeframe(String(wanted), now);
		return (value) => Number(value) >= from && Number(value) < to;
	},
};

/** Several words: a list, or a text with commas, as the schema's form has it. */
function wordsOf(wanted: unknown): unknown[] {
	if (Array.isArray(wanted)) return wanted;
	return typeof wanted === 'string' ? wanted.split(',').map((word) => word.trim()) : [];
}

function dateTests(params: JsonObject, { created, updated }: Dates): Test[] {
	const spans: Array<[name: string, paths: readonly string[]]> = [
		['created', [created]],
		['updated', [updated]],
		['createdOrUpdated', [created, updated]],
	];
	return spans.flatMap(([name, paths]) => {
		const since = params[`${name}Since`] ?? -Infinity;
		const before = params[`${name}Before`] ?? Infinity;
		if (since === -Infinity && before === Infinity) return [];
		return (row) =>
			paths.some((path) => {
				const date = Number(valueAt(row, path) ?? NaN);
				return date >= Number(since) && date < Number(before);
			});
	});
}
