import type { INodeParameters } from 'n8n-workflow';
import { fileItem, Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { toolAnswer, type Way } from '../support/tool-answer.cts';
import { chain } from '../support/workflow.cts';

const rig = new Rig();
beforeAll(async () => await rig.start());
afterAll(async () => await rig.stop());

async function uploaded(content: string): Promise<string> {
	const parameters = { fileMode: 'asIs', options: { checkFile: false } };
	const run = await rig.run(chain({ name: 'Upload', type: 'advocateUpload', parameters }), [
		fileItem('contacts.csv', content),
	]);
	return text(run.json('Upload')[0]?.fileRef);
}

describe.each<Way>(['directly', 'throughEngine'])('to an agent that calls %s', (way) => {
	it('Validate tells that a file is not valid, though that is its second output', async () => {
		const fileRef = await uploaded('accountId\nacme\n');

		expect(
			await toolAnswer(rig, way, 'advocateValidate', { fileRef, type: 'MUTATION/USER' }),
		).toEqual([expect.objectContaining({ outcome: 'invalid', valid: false, fileRef })]);
	});

	it('Create Job and Job Status tell of the job, pending or ended', async () => {
		const fileRef = await uploaded('accountId,id\nacme,ann\n');

		const [job] = await toolAnswer(rig, way, 'advocateCreateJob', {
			fileRef,
			type: 'MUTATION/USER',
		});
		expect(job).toMatchObject({ status: 'PENDING' });
		const jobId = text(job?.id);
		expect(await toolAnswer(rig, way, 'advocateJobStatus', { jobId })).toEqual([
			expect.objectContaining({ outcome: 'pending', status: 'PENDING' }),
		]);
		rig.now += 10_000;
		expect(await toolAnswer(rig, way, 'advocateJobStatus', { jobId })).toEqual([
			expect.objectContaining({ outcome: 'completed', status: 'COMPLETED' }),
		]);
	});

	it('Job Status lists jobs of every status', async () => {
		rig.sandbox.jobs.add('test_acme', { type: 'MUTATION/USER', status: 'ABORTED' });

		const jobs = await toolAnswer(rig, way, 'advocateJobStatus', {
			operation: 'getMany',
			returnAll: true,
		});

		expect(jobs.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['aborted']));
		expect(jobs).toHaveLength(rig.sandbox.jobs.list('test_acme').length);
	});
});

it.each<Way>(['directly', 'throughEngine'])(
	'Upload takes a row from an agent that calls %s',
	async (way) => {
		const columns = (value: INodeParameters) => ({ mappingMode: 'defineBelow', value });

		expect(
			await toolAnswer(rig, way, 'advocateUpload', {
				source: 'items',
				rowMode: 'mapped',
				columns: columns({ accountId: 'acme', id: 'ann' }),
			}),
		).toEqual([expect.objectContaining({ outcome: 'uploaded', rows: 1 })]);
		expect(
			await toolAnswer(rig, way, 'advocateUpload', {
				source: 'items',
				rowMode: 'mapped',
				columns: columns({ id: 'ann' }),
			}),
		).toEqual([
			expect.objectContaining({ outcome: 'rejected', reasons: ['accountId is required'] }),
		]);
	},
);

it('a step in a workflow keeps its outputs', async () => {
	const fileRef = await uploaded('accountId\nacme\n');

	const run = await rig.run(chain({ name: 'Validate', type: 'advocateValidate' }), [
		{ json: { fileRef, type: 'MUTATION/USER' } },
	]);

	expect(run.json('Validate', 0)).toEqual([]);
	expect(run.json('Validate', 1)[0]).not.toHaveProperty('outcome');
});
