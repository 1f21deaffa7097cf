import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { failure } from '../support/failure.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { runAsTool, toolAnswer, type Way } from '../support/tool-answer.cts';
import { chain } from '../support/workflow.cts';

/*
 * Whatever "On Error" is set to, and also as a tool of an AI agent: a failure is told with what came in, what
 * happened and what to do.
 */

const rig = new Rig();

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

interface Failing {
	parameters: INodeParameters;
	item: INodeExecutionData;
	/** The first words of what happened, and what stands in what to do. */
	message: string;
	hint: string;
	/** On which of its outputs the failed item goes out with Continue. */
	output: number;
	/** How many outputs it has; n8n adds the error output after them. */
	outputs: number;
}

const FROM_CRM = { from: 'crm', deal: { id: 7 } };
const FILE = { fileRef: 'imports/test_acme/users.csv', type: 'MUTATION/USER' };
const once = { options: { attempts: 1 } };

const NODES: Record<string, Failing> = {
	advocateUpload: {
		parameters: once,
		item: fileItem('users.csv', 'accountId,id\nacme,ann\n', 'text/csv', FROM_CRM),
		message: 'Could not upload "users.csv"',
		hint: 'Try again in a few minutes',
		output: 1,
		outputs: 2,
	},
	'advocateUpload of items': {
		parameters: { ...once, source: 'items' },
		item: { json: { ...FROM_CRM, accountId: 'acme', id: 'ann' } },
		message: 'Could not upload "users.jsonl"',
		hint: 'Try again in a few minutes',
		output: 1,
		outputs: 2,
	},
	advocateValidate: {
		parameters: once,
		item: { json: { ...FROM_CRM, ...FILE } },
		message: 'Could not validate the file',
		hint: 'Try again in a few minutes',
		output: 1,
		outputs: 2,
	},
	advocateCreateJob: {
		parameters: once,
		item: { json: { ...FROM_CRM, ...FILE } },
		message: 'Could not create the job',
		hint: 'The job may have been created anyway. Before you run this again, look for it',
		output: 0,
		outputs: 1,
	},
	advocateJobStatus: {
		parameters: once,
		item: { json: { ...FROM_CRM, id: '63323378e1edcd44b03eed9a' } },
		message: 'Could not get the job',
		hint: 'Try again in a few minutes',
		output: 1,
		outputs: 3,
	},
	'advocateJobStatus listing jobs': {
		parameters: { ...once, operation: 'getMany' },
		item: { json: FROM_CRM },
		message: 'Could not list the jobs',
		hint: 'Try again in a few minutes',
		output: 1,
		outputs: 3,
	},
};

const nodes = Object.entries(NODES);

/** What each node asks for fails; the look for a job whose creation was not answered does not. */
beforeEach(() => {
	for (const on of ['upload', 'validateJobCreation', 'createJob', 'job'] as const) {
		rig.sandbox.faults.add({ on, ...ALWAYS });
	}
});

const ALWAYS = { kind: 'status', status: 500, times: Infinity } as const;

function failing(name: string): void {
	if (name.endsWith('listing jobs')) rig.sandbox.faults.add({ on: 'jobs', ...ALWAYS });
}

async function runNode(
	name: string,
	onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput',
) {
	failing(name);
	const { parameters, item } = NODES[name] as Failing;
	const [type = ''] = name.split(' ');
	return await rig.run(chain({ name: 'Node', type, parameters, onError }), [item]);
}

it.each(nodes)('%s stops with both', async (name, { message, hint }) => {
	const run = await runNode(name, 'stopWorkflow');

	expect(failure(run).message).toContain(message);
	expect(failure(run).description).toContain(hint);
});

it.each(nodes)('%s goes on with both beside what came in', async (name, failed) => {
	const run = await runNode(name, 'continueRegularOutput');

	const { item, message, hint, output } = failed;
	expect(run.error).toBeUndefined();
	expect(run.json('Node', output)).toEqual([
		{
			...item.json,
			error: expect.stringContaining(message) as string,
			errorDescription: expect.stringContaining(hint) as string,
		},
	]);
});

it.each(nodes)('%s puts both on the error output beside what came in', async (name, failed) => {
	const run = await runNode(name, 'continueErrorOutput');

	const { item, message, hint, outputs } = failed;
	expect(run.error).toBeUndefined();
	expect(run.outputs('Node').slice(0, outputs)).toEqual(Array(outputs).fill([]));
	const [out] = run.items('Node', outputs);
	expect(out?.json).toEqual({
		...item.json,
		error: expect.stringContaining(message) as string,
		message: expect.stringMatching(new RegExp(`^${message}.*${hint}`)) as string,
	});
	expect(out?.pairedItem).toMatchObject({ item: 0 });
	expect(Object.keys(out?.binary ?? {})).toEqual(Object.keys(item.binary ?? {}));
});

it('each failed item of several leaves on the error output with its own JSON', async () => {
	const parameters = { fileRef: '={{ $json.ref }}', type: 'MUTATION/USER', ...once };
	const edit = { assignments: { assignments: [] }, includeOtherFields: true, options: {} };
	const run = await rig.run(
		chain(
			{ name: 'Edit', type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters: edit },
			{ name: 'Node', type: 'advocateValidate', parameters, onError: 'continueErrorOutput' },
		),
		['one', 'two', 'three'].map((ref) => ({ json: { ref } })),
	);

	expect(run.json('Node', 2).map(({ ref }) => ref)).toEqual(['one', 'two', 'three']);
});

describe.each<Way>(['directly', 'throughEngine'])('to an agent that calls %s', (way) => {
	// With an error output, n8n's engine drops whatever a tool gives, success or failure.
	const waysOn = [
		undefined,
		'continueRegularOutput',
		...(way === 'directly' ? (['continueErrorOutput'] as const) : []),
	] as const;
	const asTool: Array<[string, INodeParameters]> = [
		[
			'advocateUpload of items',
			{
				rowMode: 'mapped',
				columns: { mappingMode: 'defineBelow', value: { accountId: 'acme', id: 'ann' } },
			},
		],
		['advocateValidate', FILE],
		['advocateCreateJob', FILE],
		['advocateJobStatus', { jobId: '63323378e1edcd44b03eed9a' }],
		['advocateJobStatus listing jobs', {}],
	];

	it.each(asTool)('%s tells both', async (name, own) => {
		failing(name);
		const { parameters, message, hint } = NODES[name] as Failing;
		const [tool = ''] = name.split(' ');

		for (const onError of waysOn) {
			const answer = await toolAnswer(rig, way, tool, { ...parameters, ...own }, { onError });

			expect(answer).toEqual([
				expect.objectContaining<IDataObject>({
					error: expect.stringContaining(message) as string,
					errorDescription: expect.stringContaining(hint) as string,
				}),
			]);
		}
	});

	it('a tool that is set to stop the workflow stops it', async () => {
		const parameters = { ...once, ...FILE };
		const onError = 'stopWorkflow';

		const run = await runAsTool(rig, way, 'advocateCreateJob', parameters, { onError });

		expect(run.error?.message).toContain('Could not create the job');
	});
});
