import { Rig } from '../support/rig.cts';
import { FAILED, IMPORTED, importRows, REJECTED } from '../support/import-workflow.cts';

const rig = new Rig();

beforeEach(async () => await rig.start({ jobDurationMs: 60_000 }));
afterEach(async () => await rig.stop());

it('tries', async () => {
	const run = await importRows(rig, [
		{ 'Company ID': 'acme', 'Contact ID': 'ann', Email: 'ann@example.com' },
		{ 'Company ID': 'acme', Email: 'bob@example.com' },
		{ 'Company ID': 'acme', 'Contact ID': 'cat', Email: 'cat@example.com', locale: 'French' },
	]);
	console.log(run.error, JSON.stringify(run.items('Import', IMPORTED), null, 1), JSON.stringify(run.items('Import', REJECTED), null, 1), JSON.stringify(run.items('Import', FAILED)), JSON.stringify(run.hints?.('Import')));
	console.log(rig.sandbox.requests.map(({ path, operations }) => [path, ...operations].join(' ')));
});
