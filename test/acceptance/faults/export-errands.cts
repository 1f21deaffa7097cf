import { chain } from '../../support/workflow.cts';
import { shownError, type Ending } from './endings.cts';
import { PATIENCE, runOn } from './errands.cts';
import type { Stage } from './stage.cts';

/** Few enough that a file of them comes in time where it comes byte by byte. */
const ROWS = 40;

/** Advocate Export does it all in one node: every row of the report becomes an item, once. */
export async function exportInOneNode(stage: Stage): Promise<Ending> {
	stage.sandbox.records.put(stage.credential.tenantAlias, 'QUERY/USER', ROWS);
	const parameters = { options: { ...PATIENCE, timeLimit: 1 } };
	const run = await runOn(stage, chain({ name: 'Export', type: 'advocateExport', parameters }), [
		{ json: {} },
	]);
	const produced = run.raw;
	if (run.error !== undefined) {
		return { end: 'error', error: shownError(run.error), produced, wrong: [] };
	}
	const ids = new Set(run.json('Export').map(({ id }) => id));
	const all = run.json('Export').length;
	const wrong = all === ROWS && ids.size === ROWS ? [] : [`${all} items for ${ROWS} rows`];
	const [pending] = run.json('Export', 1);
	if (pending === undefined) return { end: 'done', produced, wrong };
	const { statusError } = pending;
	if (typeof statusError !== 'string') return { end: 'done', produced, wrong: ['it is pending'] };
	const error = { message: statusError, description: statusError };
	return { end: 'noted', error, produced, wrong: [] };
}
