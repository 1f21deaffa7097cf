import { readFileSync } from 'node:fs';
import { EXPORT_JOB_TYPES, type ExportJobType } from '../../../advocate/api/job-types.ts';
import {
	DATE_LIMITS_OF,
	exportInputFrom,
	MORE_COLUMNS,
	type ExportFilters,
} from '../../../advocate/exports/export-input.ts';

interface Properties {
	properties?: Record<string, Properties & { enum?: string[] }>;
}

/** What `TenantJob.schema.json` has as params of each type. */
function paramsOf(type: ExportJobType): Record<string, Properties> {
	const path = require.resolve('@saasquatch/schema/json/TenantJob.schema.json');
	const { dependencies } = JSON.parse(readFileSync(path, 'utf8')) as {
		dependencies: { type: { oneOf: Properties[] } };
	};
	const branch = dependencies.type.oneOf.find((one) => one.properties?.type?.enum?.includes(type));
	return branch?.properties?.params?.properties ?? {};
}

/** Everything that could be set, whatever the type. */
const everything: ExportFilters = {
	...{ createdSince: 1, createdBefore: 2, updatedSince: 3, updatedBefore: 4 },
	...{ createdOrUpdatedSince: 5, createdOrUpdatedBefore: 6, at: 7 },
	...{ dateTriggeredSince: 1, dateTriggeredBefore: 2, dateTriggeredTimeframe: 'this_day' },
	...{ dateReceivedSince: 1, dateProcessedBefore: 2, eventId: 'e', eventKeys: ['a', 'b'] },
	...{ notEventKeys: ['c'], userId: 'ann', accountId: 'acme', rewardType: 'CREDIT' },
	...{ units: ['POINT'], unitType: 'CREDIT', currency: 'USD', shareMedium: 'EMAIL' },
	...{ engagementMedium: 'EMBED', programId: 'p', rewardFilter: { type_eq: 'CREDIT' } },
};
const columns = Object.values(MORE_COLUMNS).flat();

describe.each(EXPORT_JOB_TYPES)('%s', (type) => {
	const { params = {} } = exportInputFrom({ type, filters: everything, columns });
	const known = paramsOf(type);

	it('is sent what the schema of jobs has for it, and nothing else', () => {
		// The REST description has dates for users too; see docs/api-unknowns.
		const more = type === 'QUERY/USER' ? (DATE_LIMITS_OF[type] ?? []) : [];
		expect(Object.keys(params).sort()).toEqual([...Object.keys(known), ...more].sort());
		for (const name of ['fields', 'filter'] as const) {
			const allowed = Object.keys(known[name]?.properties ?? {});
			if (allowed.length === 0) continue;
			const sent = Object.keys(params[name] ?? {});
			expect(sent.filter((one) => !allowed.includes(one))).toEqual([]);
		}
	});

	it('is sent no params where nothing is set', () => {
		expect(exportInputFrom({ type, filters: {} })).toEqual({ type, name: '' });
	});
});

it('asks for one key or unit by itself, and for several as a list', () => {
	const filterOf = (filters: ExportFilters) =>
		exportInputFrom({ type: 'QUERY/USER_EVENT', filters }).params?.filter;
	expect(filterOf({ eventKeys: ['a'], notEventKeys: ['b', 'c'] })).toEqual({
		key_eq: 'a',
		key_nin: ['b', 'c'],
	});
});
