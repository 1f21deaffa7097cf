import type { INodeParameters } from 'n8n-workflow';
import { failure } from '../support/failure.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { chain } from '../support/workflow.cts';

const rig = new Rig();

beforeAll(async () => await rig.start());
beforeEach(() => rig.sandbox.clearRequests());
afterAll(async () => await rig.stop());

const [VALID, INVALID] = [0, 1];
const check = (parameters: INodeParameters = {}) =>
	chain({ name: 'Validate', type: 'advocateValidate', parameters });

/** Uploads without our own check, so that the API has something to say. */
async function uploaded(content: string): Promise<string> {
	const run = await rig.run(
		chain({
			name: 'Upload',
			type: 'advocateUpload',
			parameters: { fileMode: 'asIs', options: { checkFile: false } },
		}),
		[fileItem('contacts.csv', content)],
	);
	return text(run.json('Upload')[0]?.fileRef);
}

it('sends a good file on to Valid, with the item as it came', async () => {
	const fileRef = await uploaded('accountId,id\nacme,ann\n');

	const run = await rig.run(check(), [{ json: { fileRef, type: 'MUTATION/USER', rows: 1 } }]);

	expect(run.outputs('Validate')).toEqual([
		[
			{
				json: { fileRef, type: 'MUTATION/USER', rows: 1, valid: true, errors: [] },
				pairedItem: { item: 0 },
			},
		],
		[],
	]);
});

it('sends a bad file on to Invalid, with what Advocate has against it', async () => {
	const fileRef = await uploaded('accountId,firstName\nacme,Ann\n');

	const run = await rig.run(check(), [{ json: { fileRef, type: 'MUTATION/USER' } }]);

	expect(run.json('Validate', VALID)).toEqual([]);
	expect(run.json('Validate', INVALID)).toEqual([
		{
			fileRef,
			type: 'MUTATION/USER',
			valid: false,
			errors: [expect.stringContaining('id') as string],
		},
	]);
});

it('sends a file that is not there on to Invalid', async () => {
	const run = await rig.run(check(), [
		{ json: { fileRef: 'imports/x.csv', type: 'MUTATION/USER' } },
	]);

	expect(run.json('Validate', INVALID)).toHaveLength(1);
});

describe('the type', () => {
	it('can be set in the node, for an item that does not say it', async () => {
		const fileRef = await uploaded('accountId,id\nacme,ann\n');

		const run = await rig.run(check({ type: 'MUTATION/USER' }), [{ json: { fileRef } }]);

		expect(run.json('Validate', VALID)).toHaveLength(1);
	});

	it('must come from somewhere', async () => {
		const run = await rig.run(check(), [{ json: { fileRef: 'imports/x.csv' } }]);

		expect(failure(run)).toEqual({
			message: 'The input item does not say its type',
			description: expect.stringContaining('Choose the Type in this node') as string,
		});
	});

	it('must be the one the file was uploaded as', async () => {
		const run = await rig.run(check({ type: 'MUTATION/DELETE_USER' }), [
			{ json: { fileRef: 'imports/x.csv', type: 'MUTATION/USER' } },
		]);

		expect(failure(run).message).toBe(
			'The file was uploaded as users, but this node is set to users to delete',
		);
		expect(rig.sandbox.requests).toEqual([]);
	});
});

it('asks for a file reference where the item has none', async () => {
	const run = await rig.run(check(), [{ json: { type: 'MUTATION/USER' } }]);

	expect(failure(run)).toEqual({
		message: 'The file reference is missing',
		description: expect.stringContaining('Connect this node after Advocate Upload') as string,
	});
});

it('does not take an error of the API for a verdict', async () => {
	rig.sandbox.faults.add({
		on: 'validateJobCreation',
		kind: 'graphqlErrors',
		errors: [{ message: 'Internal trouble' }],
		data: 'null',
	});

	const run = await rig.run(check(), [
		{ json: { fileRef: 'imports/x.csv', type: 'MUTATION/USER' } },
	]);

	expect(failure(run).message).toBe('Could not validate the file: Internal trouble');
});

it('counts a file as not valid when the answer is lost and the workflow goes on', async () => {
	rig.sandbox.faults.add({ on: 'validateJobCreation', kind: 'notJson', times: Infinity });

	const run = await rig.run(
		chain({ name: 'Validate', type: 'advocateValidate', onError: 'continueRegularOutput' }),
		[{ json: { fileRef: 'imports/x.csv', type: 'MUTATION/USER' } }],
	);
	rig.sandbox.faults.clear();

	expect(run.json('Validate', VALID)).toEqual([]);
	expect(run.json('Validate', INVALID)[0]?.error).toBe(
		'Could not validate the file: the answer was not the JSON that Advocate sends. Tried 5 times over 15 seconds',
	);
});
