import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createNodeTypes, nodesOfPackage } from '../../harness/engine/node-types.cts';
import { standIns } from '../../harness/engine/stand-ins.cts';
import { ToolAgent } from '../../harness/engine/stand-ins/tool-agent.cts';
import { nodeClasses } from '../support/advocate-nodes.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { chain } from '../support/workflow.cts';

const rig = new Rig();
const nodeTypes = createNodeTypes(
	nodesOfPackage('n8n-nodes-impact-advocate', [...nodeClasses, ToolAgent]),
	standIns,
);

beforeAll(async () => await rig.start());
afterAll(async () => await rig.stop());

type Way = 'directly' | 'throughEngine';

/** Has an agent call a node as its tool, in one of n8n's two ways; returns what the agent gets. */
async function toolAnswer(
	calls: Way,
	tool: string,
	parameters: INodeParameters,
): Promise<IDataObject[]> {
	const workflow = chain({
		name: 'Agent',
		type: 'toolAgent',
		parameters: { calls, toolInput: {} },
	});
	workflow.nodes.push({
		id: 'tool',
		name: 'Tool',
		type: `n8n-nodes-impact-advocate.${tool}Tool`,
		typeVersion: 1,
		position: [220, 220],
		parameters,
	});
	workflow.connections.Tool = { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] };
	const run = await rig.run(workflow, undefined, { nodeTypes });
	expect(run.error).toBeUndefined();
	return JSON.parse(text(run.json('Agent')[0]?.answer)) as IDataObject[];
}

async function uploaded(content: string): Promise<string> {
	const parameters = { options: { checkFile: false } };
	const run = await rig.run(chain({ name: 'Upload', type: 'advocateUpload', parameters }), [
		fileItem('contacts.csv', content),
	]);
	return text(run.json('Upload')[0]?.fileRef);
}

describe.each<Way>(['directly', 'throughEngine'])('to an agent that calls %s', (way) => {
	it('Validate tells that a file is not valid, though that is its second output', async () => {
		const fileRef = await uploaded('accountId\nacme\n');

		expect(await toolAnswer(way, 'advocateValidate', { fileRef, type: 'MUTATION/USER' })).toEqual([
			expect.objectContaining({ outcome: 'invalid', valid: false, fileRef }),
		]);
	});

	it('Create Job and Job Status tell of the job, pending or ended', async () => {
		const fileRef = await uploaded('accountId,id\nacme,ann\n');

		const [job] = await toolAnswer(way, 'advocateCreateJob', { fileRef, type: 'MUTATION/USER' });
		expect(job).toMatchObject({ status: 'PENDING' });
		const jobId = text(job?.id);
		expect(await toolAnswer(way, 'advocateJobStatus', { jobId })).toEqual([
			expect.objectContaining({ outcome: 'pending', status: 'PENDING' }),
		]);
		rig.now += 10_000;
		expect(await toolAnswer(way, 'advocateJobStatus', { jobId })).toEqual([
			expect.objectContaining({ outcome: 'completed', status: 'COMPLETED' }),
		]);
	});

	it('Job Status lists jobs of every status', async () => {
		rig.sandbox.jobs.add('test_acme', { type: 'MUTATION/USER', status: 'ABORTED' });

		const jobs = await toolAnswer(way, 'advocateJobStatus', {
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
			await toolAnswer(way, 'advocateUpload', {
				source: 'items',
				columns: columns({ accountId: 'acme', id: 'ann' }),
			}),
		).toEqual([expect.objectContaining({ outcome: 'uploaded', rows: 1 })]);
		expect(
			await toolAnswer(way, 'advocateUpload', { source: 'items', columns: columns({ id: 'ann' }) }),
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
