import type { Job } from '../../../advocate/api/schema.ts';
import { isLongOver, rememberedReports } from '../../../advocate/webhooks/reported.ts';
import { jobFrom } from '../../../advocate/api/from-json.ts';

const DAY = 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 0, 15);

it('reports are remembered for a week', () => {
	const reports = { late: NOW - 7 * DAY, later: NOW - 7 * DAY - 1, new: NOW };

	expect(rememberedReports(NOW, reports)).toEqual({ late: NOW - 7 * DAY, new: NOW });
});

it('of very many, the latest 10,000 are', () => {
	const many = Object.fromEntries(Array.from({ length: 12_000 }, (_, i) => [`job${i}`, NOW - i]));

	const kept = rememberedReports(NOW, many);

	expect(Object.keys(kept)).toHaveLength(10_000);
	expect(kept).toHaveProperty('job0');
	expect(kept).not.toHaveProperty('job10000');
});

it('a job is long over when its report may be forgotten', () => {
	const ended = (dates: Partial<Job>) =>
		isLongOver({ ...(jobFrom({ id: 'a' }) as Job), ...dates }, NOW);

	expect(ended({ dateCompleted: NOW - 7 * DAY })).toBe(false);
	expect(ended({ dateCompleted: NOW - 7 * DAY - 1 })).toBe(true);
	expect(ended({ dateCreated: NOW - 8 * DAY })).toBe(true);
	expect(ended({ dateCreated: NOW - 8 * DAY, dateCompleted: NOW })).toBe(false);
	expect(ended({})).toBe(false);
});
