import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError, sleepWithAbort } from 'n8n-workflow';

import { createNodeTypes, nodesOfPackage } from '../../../harness/engine/node-types.cts';
import { runWorkflow } from '../../../harness/engine/run-workflow.cts';
import { describeNode, property } from '../../../harness/engine/stand-ins/describe-node.cts';
import { standIns } from '../../../harness/engine/stand-ins.cts';
import { inARow, node, ofN8n } from './tiny-workflow.cts';

/** Gives each item's `text` parameter in capitals, and drops items without one. */
class Shout implements INodeType {
	description = describeNode({
		name: 'shout',
		version: 1,
		properties: [property('text', 'string', '={{ $json.text }}')],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const shouted: INodeExecutionData[] = [];
		for (const index of this.getInputData().keys()) {
			const text = this.getNodeParameter('text', index, '') as string;
			if (text) shouted.push({ json: { text: text.toUpperCase() }, pairedItem: { item: index } });
		}
		return await Promise.resolve([shouted]);
	}
}

/** Fails for items that say so, as the node's settings want it. */
class Picky implements INodeType {
	description = describeNode({ name: 'picky', version: 1 });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData().map((item, index) => {
			if (!item.json.bad) return { json: item.json, pairedItem: { item: index } };
			const error = new NodeOperationError(this.getNode(), 'Too bad', { itemIndex: index });
			if (!this.continueOnFail()) throw error;
			return { json: { error: error.message }, pairedItem: { item: index } };
		});
		return await Promise.resolve([items]);
	}
}

/** Takes a minute, unless the run is cancelled. */
class Slow implements INodeType {
	description = describeNode({ name: 'slow', version: 1 });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		await sleepWithAbort(60_000, this.getExecutionCancelSignal());
		return [this.getInputData()];
	}
}

class Counter implements INodeType {
	description = describeNode({ name: 'counter', version: 1 });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const kept = this.getWorkflowStaticData('node');
		kept.count = Number(kept.count ?? 0) + 1;
		return await Promise.resolve([[{ json: { count: kept.count } }]]);
	}
}

class Demanding implements INodeType {
	description = describeNode({
		name: 'demanding',
		version: 1,
		properties: [{ ...property('wanted', 'string'), displayName: 'Wanted', required: true }],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await Promise.resolve([this.getInputData()]);
	}
}

const nodeTypes = createNodeTypes(
	nodesOfPackage('tiny', [Shout, Picky, Slow, Counter, Demanding]),
	standIns,
);
const manual = ofN8n('Start', 'manualTrigger');
const texts = (...values: string[]) => values.map((text) => ({ json: { text } }));

describe('a run', () => {
	test('passes items from node to node and resolves expressions', async () => {
		const workflow = inARow(
			manual,
			{ name: 'Shout', type: 'tiny.shout' },
			{
				name: 'Both',
				type: 'tiny.shout',
				parameters: { text: '={{ $json.text }} was {{ $("Start").item.json.text }}' },
			},
		);

		const run = await runWorkflow({ workflow, nodeTypes, startData: texts('a', '', 'c') });

		expect(run.status).toBe('success');
		expect(run.json('Shout')).toEqual([{ text: 'A' }, { text: 'C' }]);
		// The middle item was dropped, yet the last is still paired with the one it came from.
		expect(run.json('Both')).toEqual([{ text: 'A WAS A' }, { text: 'C WAS C' }]);
		expect(run.items('Both')[1]?.pairedItem).toEqual({ item: 1 });
	});

	test('leaves the workflow JSON as it was', async () => {
		const workflow = inARow(manual, { name: 'Shout', type: 'tiny.shout' });
		const before = structuredClone(workflow);
		await runWorkflow({ workflow, nodeTypes, startData: texts('a') });
		expect(workflow).toEqual(before);
	});

	test('starts at its trigger with one empty item when given no data', async () => {
		const run = await runWorkflow({ workflow: inARow(manual), nodeTypes });
		expect(run.json('Start')).toEqual([{}]);
	});

	test('gives the start data to a node that is no trigger as its input', async () => {
		const workflow = inARow({ name: 'Shout', type: 'tiny.shout' });
		const startData = texts('a');
		const run = await runWorkflow({ workflow, nodeTypes, startNode: 'Shout', startData });
		expect(run.json('Shout')).toEqual([{ text: 'A' }]);
	});

	test('in trigger mode takes the start data as what the trigger emitted', async () => {
		const workflow = inARow(ofN8n('Schedule', 'scheduleTrigger'), ofN8n('End', 'noOp'));
		const startData = texts('a', 'b');
		const run = await runWorkflow({ workflow, nodeTypes, startData, mode: 'trigger' });
		expect(run.json('End')).toEqual([{ text: 'a' }, { text: 'b' }]);
	});

	test('tells of each node as it starts and ends', async () => {
		const told: string[] = [];
		await runWorkflow({
			workflow: inARow(manual, ofN8n('End', 'noOp')),
			nodeTypes,
			onNodeStart: (name) => told.push(`${name} starts`),
			onNodeEnd: (name, { executionStatus }) => told.push(`${name}: ${executionStatus}`),
		});
		expect(told).toEqual(['Start starts', 'Start: success', 'End starts', 'End: success']);
	});

	test('hands static data on to the next run', async () => {
		const workflow = inARow(manual, { name: 'Counter', type: 'tiny.counter' });
		const first = await runWorkflow({ workflow, nodeTypes });
		const second = await runWorkflow({ workflow, nodeTypes, staticData: first.staticData });
		expect(first.staticData).toEqual({ 'node:Counter': { count: 1 } });
		expect(second.json('Counter')).toEqual([{ count: 2 }]);
	});
});

describe('a failing node', () => {
	const startData = [{ json: { bad: false } }, { json: { bad: true } }];

	test('ends the run in error', async () => {
		const workflow = inARow(manual, { name: 'Picky', type: 'tiny.picky' }, ofN8n('End', 'noOp'));
		const run = await runWorkflow({ workflow, nodeTypes, startData });
		expect(run.status).toBe('error');
		expect(run.error).toMatchObject({ message: 'Too bad', context: { itemIndex: 1 } });
		expect(run.runs('End')).toEqual([]);
	});

	test('that continues on fail passes the error on as an item', async () => {
		const onError = 'continueRegularOutput';
		const workflow = inARow(manual, { name: 'Picky', type: 'tiny.picky', onError });
		const run = await runWorkflow({ workflow, nodeTypes, startData });
		expect(run.status).toBe('success');
		expect(run.json('Picky')).toEqual([{ bad: false }, { error: 'Too bad' }]);
	});

	test('with an error output sends the failed items there, joined with their input', async () => {
		const onError = 'continueErrorOutput';
		const workflow = inARow(manual, { name: 'Picky', type: 'tiny.picky', onError });
		const run = await runWorkflow({ workflow, nodeTypes, startData });
		expect(run.json('Picky', 0)).toEqual([{ bad: false }]);
		expect(run.json('Picky', 1)).toEqual([{ bad: true, error: 'Too bad' }]);
	});
});

describe('cancelling', () => {
	test('stops a node that listens for it', async () => {
		const stop = new AbortController();
		const run = await runWorkflow({
			workflow: inARow(manual, { name: 'Slow', type: 'tiny.slow' }, ofN8n('End', 'noOp')),
			nodeTypes,
			signal: stop.signal,
			onNodeStart: (name) => void (name === 'Slow' && setTimeout(() => stop.abort(), 20)),
		});
		expect(run.status).toBe('canceled');
		expect(run.runs('End')).toEqual([]);
	});

	test('before the start runs nothing', async () => {
		const workflow = inARow(manual, ofN8n('End', 'noOp'));
		const run = await runWorkflow({ workflow, nodeTypes, signal: AbortSignal.abort() });
		expect(run.status).toBe('canceled');
		expect(run.runs('End')).toEqual([]);
	});
});

describe('a workflow that cannot run', () => {
	test('because of an unknown node type says which types there are', async () => {
		const workflow = inARow(manual, ofN8n('Fetch', 'airtable'));
		await expect(runWorkflow({ workflow, nodeTypes })).rejects.toThrow(
			/Unknown node type "n8n-nodes-base\.airtable"\. .*n8n-nodes-base\.manualTrigger/,
		);
	});

	test('because a parameter is missing says which', async () => {
		const workflow = inARow(manual, { name: 'Demanding', type: 'tiny.demanding' });
		await expect(runWorkflow({ workflow, nodeTypes })).rejects.toThrow(
			/"Demanding".*Parameter \\"Wanted\\" is required/,
		);
	});

	test('because nothing starts it says so', async () => {
		const nodes = [node(ofN8n('A', 'noOp')), node(ofN8n('B', 'noOp'))];
		const workflow = { nodes, connections: {} };
		await expect(runWorkflow({ workflow, nodeTypes })).rejects.toThrow('has no trigger');
	});
});

test('pinned data is ignored, unless a run asks for it', async () => {
	const workflow = {
		...inARow(ofN8n('Start', 'manualTrigger'), ofN8n('Node', 'noOp')),
		pinData: { Node: [{ json: { pinned: true } }] },
	};
	const nodeTypes = createNodeTypes(standIns);

	expect((await runWorkflow({ workflow, nodeTypes })).json('Node')).toEqual([{}]);
	const asInTheEditor = await runWorkflow({ workflow, nodeTypes, usePinnedData: true });
	expect(asInTheEditor.json('Node')).toEqual([{ pinned: true }]);
});

test('asking a finished run for a node that is not there fails, rather than finding no items', async () => {
	const run = await runWorkflow({ workflow: inARow(manual), nodeTypes });
	expect(() => run.items('Begin')).toThrow('The workflow has no node "Begin", only Start');
});

test('items which join at one node are given together', async () => {
	const start = texts('a', 'b');
	const workflow = inARow(manual, ofN8n('End', 'noOp'));
	const branch = { node: 'End', type: NodeConnectionTypes.Main, index: 0 };
	workflow.connections.Start = { main: [[branch, branch]] };
	const run = await runWorkflow({ workflow, nodeTypes, startData: start });
	expect(run.runs('End')).toHaveLength(2);
	expect(run.json('End').map(({ text }) => text)).toEqual(['a', 'b', 'a', 'b']);
});
