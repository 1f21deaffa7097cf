import type { IDataObject } from 'n8n-workflow';
import type { FinishedRun } from '../../../harness/engine/finished-run.cts';
import { chain } from '../../support/workflow.cts';
import { shownError, type Ending } from './endings.cts';
import { PATIENCE, runOn } from './errands.cts';
import type { Stage } from './stage.cts';

const ROWS = 60;
/** Rows that are rejected before anything is sent: they have no ID. */
const REJECTED = 1;
/** Rows that Advocate will not take: it wants no dash in the name of a custom field. */
const REFUSED = 2;

/** Advocate Import does it all in one node; nothing is connected to Failed, so that a failure fails the workflow. */
export async function importInOneNode(stage: Stage): Promise<Ending> {
	const items = Array.from({ length: ROWS }, (_, index) => ({
		json: {
			...{ accountId: 'acme', id: index < REJECTED ? '' : `user-${index}`, firstName: 'Ann' },
			...(index >= ROWS - REFUSED && { 'customFields.my-plan': 'pro' }),
		},
	}));
	const parameters = { options: { ...PATIENCE, timeLimit: 1 } };
	const importer = { name: 'Import', type: 'advocateImport', parameters };
	const run = await runOn(stage, chain(importer), items);
	const produced = run.raw;
	if (run.error !== undefined) {
		return { end: 'error', error: shownError(run.error), produced, wrong: [] };
	}
	const [json = {}] = run.json('Import');
	const { filesError } = json;
	const wrong = lostRows(run, json);
	if (typeof filesError !== 'string') return { end: 'done', produced, wrong };
	return {
		end: 'noted',
		error: { message: filesError, description: filesError },
		...{ produced, wrong },
	};
}

/** Every row is counted once, and each that was not imported is told, unless it can't be known which failed. */
function lostRows(run: FinishedRun, json: IDataObject): string[] {
	const { rows, rowsImported, rowsRejected, rowsFailed } = json;
	const counts = JSON.stringify([rows, rowsImported, rowsRejected, rowsFailed]);
	const expected = JSON.stringify([ROWS, ROWS - REJECTED - REFUSED, REJECTED, REFUSED]);
	const wrong = counts === expected ? [] : [`the rows are ${counts}, not ${expected}`];
	const told = run.json('Import', 1).length;
	const all = REJECTED + REFUSED;
	// Of a file that is cut off some rows are there.
	const isTold = json.filesError === undefined ? told === all : told >= REJECTED && told < all;
	return isTold ? wrong : [...wrong, `${told} of ${all} rows are on Rejected`];
}
