import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { chain, type NodeSketch } from '../support/workflow.cts';

const rig = new Rig();
beforeEach(async () => await rig.start({ jobDurationMs: 60_000 }));
afterEach(async () => await rig.stop());

const upload: NodeSketch = { name: 'Upload', type: 'advocateUpload' };
const validate: NodeSketch = { name: 'Validate', type: 'advocateValidate' };
const GOOD_AND_BAD = 'accountId,id\nacme,ann\nacme,\n';

function warnings(run: FinishedRun, node: string): string[] {
	const hints = run.runs(node).flatMap((one) => one.hints ?? []);
	return hints.map(({ message }) => message).filter((message) => message.includes('no further'));
}

it('items on an output that leads nowhere are told of, while another one leads on', async () => {
	const run = await rig.run(chain(upload, validate), [fileItem('a.csv', GOOD_AND_BAD)]);

	expect(warnings(run, 'Upload')).toEqual([
		'What left on Rejected goes no further, as nothing is connected there. Connect Rejected to whatever should be done about it, such as a message.',
	]);
});

it('nothing is said of an output that is empty', async () => {
	const run = await rig.run(chain(upload, validate), [
		fileItem('a.csv', 'accountId,id\nacme,ann\n'),
	]);

	expect(warnings(run, 'Upload')).toEqual([]);
});

it('nothing is said of one that is connected', async () => {
	const workflow = chain(upload, validate);
	const after = { node: 'Validate', type: 'main' as const, index: 0 };
	workflow.connections['Upload'] = { main: [[], [after]] };

	const run = await rig.run(workflow, [fileItem('a.csv', 'accountId,id\nacme,\n')]);

	expect(warnings(run, 'Upload')).toEqual([]);
});

it('nothing is said of a last node, where everything can be seen', async () => {
	const run = await rig.run(chain(upload), [fileItem('a.csv', GOOD_AND_BAD)]);

	expect(warnings(run, 'Upload')).toEqual([]);
});

it('nothing is said of what n8n moves to the error output', async () => {
	rig.sandbox.faults.add({ on: 'validateJobCreation', kind: 'status', status: 403 });
	const workflow = chain(
		upload,
		{ ...validate, onError: 'continueErrorOutput' },
		{ name: 'Create Job', type: 'advocateCreateJob' },
	);

	const run = await rig.run(workflow, [fileItem('a.csv', 'accountId,id\nacme,ann\n')]);

	expect(warnings(run, 'Validate')).toEqual([]);
});
