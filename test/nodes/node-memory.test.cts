import '../../harness/engine/core/service-container.cts';

import { PollContext } from 'n8n-core';
import { createSingleNode, savedStaticData } from '../../harness/engine/one-node/single-node.cts';
import { AdvocateWaitForCompletionTrigger } from '../../nodes/AdvocateWaitForCompletionTrigger/AdvocateWaitForCompletionTrigger.node.ts';
import { NodeMemory } from '../../nodes/runtime/node-memory.ts';

interface Remembered {
	jobs: string[];
	since: number;
}

function opened(staticData = {}) {
	const nodeType = new AdvocateWaitForCompletionTrigger();
	const { workflow, node, additionalData } = createSingleNode({ nodeType }, staticData);
	const context = new PollContext(workflow, node, additionalData, 'trigger', 'init');
	return { workflow, memory: new NodeMemory<Remembered>(context) };
}

it("a node's memory outlives n8n, and is changed piece by piece", () => {
	const { workflow, memory } = opened();
	expect(memory.read()).toEqual({});
	memory.update({ jobs: ['a'] });
	memory.update({ since: 7 });

	const again = opened(savedStaticData(workflow)).memory;
	expect(again.read()).toEqual({ jobs: ['a'], since: 7 });
	again.update({ since: undefined });
	expect(again.read()).toEqual({ jobs: ['a'] });
});

it.each([
	['a first', {}],
	['a later', savedStaticData(changed().workflow)],
])('n8n notices each change of %s life, and nothing else, and so saves it', (_life, staticData) => {
	const { workflow, memory } = opened(staticData);
	memory.read();
	expect(workflow.staticData['__dataChanged']).toBe(false);

	for (const since of [7, 8]) {
		memory.update({ since });
		expect(workflow.staticData['__dataChanged']).toBe(true);
		// As n8n does once it has saved it.
		workflow.staticData['__dataChanged'] = false;
	}
});

function changed() {
	const one = opened();
	one.memory.update({ jobs: ['a'] });
	return one;
}
