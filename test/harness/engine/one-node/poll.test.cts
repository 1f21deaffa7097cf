import type { INodeExecutionData, INodeType, IPollFunctions } from 'n8n-workflow';

import { createPoller } from '../../../../harness/engine/one-node/poll.cts';
import { describeNode } from '../../../../harness/engine/stand-ins/describe-node.cts';

let mailbox: string | undefined;
beforeEach(() => {
	mailbox = '';
});

/** Emits letters it has not seen; remembers in its static data how many polls there were, too. */
class Letters implements INodeType {
	description = describeNode({ name: 'letters', version: 1, inputs: [], polling: true });

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const kept = this.getWorkflowStaticData('node') as { seen?: string; polls?: number };
		kept.polls = (kept.polls ?? 0) + 1;

		if (mailbox === undefined) throw new Error('The post office is closed');
		const fresh = [...mailbox].filter((letter) => !kept.seen?.includes(letter));
		if (fresh.length === 0) return await Promise.resolve(null);
		kept.seen = mailbox;
		return [fresh.map((letter) => ({ json: { letter, activation: this.getActivationMode() } }))];
	}
}

const letterPoller = () => createPoller({ nodeType: new Letters() });
const lettersIn = (items: INodeExecutionData[][] | null) =>
	items?.[0]?.map(({ json }) => json.letter) ?? null;

test('a poller emits what is new since the last poll', async () => {
	const poller = letterPoller();
	mailbox = 'a';
	expect(lettersIn(await poller.poll())).toEqual(['a']);
	expect(lettersIn(await poller.poll())).toBeNull();
	mailbox = 'abc';
	expect(lettersIn(await poller.poll())).toEqual(['b', 'c']);
	expect(poller.staticData).toEqual({ 'node:letters': { polls: 3, seen: 'abc' } });
});

test('static data survives a restart up to the last poll that emitted', async () => {
	const poller = letterPoller();
	mailbox = 'a';
	await poller.poll();
	await poller.poll();
	await poller.poll();

	poller.restart();

	expect(poller.staticData).toEqual({ 'node:letters': { polls: 1, seen: 'a' } });
	expect(lettersIn(await poller.poll())).toBeNull();
});

test('the poll that activates the workflow saves its static data even when it emits nothing', async () => {
	const poller = letterPoller();
	await poller.poll();
	await poller.poll();
	poller.restart();
	expect(poller.staticData).toEqual({ 'node:letters': { polls: 1 } });
});

test('a restart can be told to keep what was not saved', async () => {
	const poller = letterPoller();
	await poller.poll();
	await poller.poll();
	poller.restart({ lostUnsaved: false });
	expect(poller.staticData).toEqual({ 'node:letters': { polls: 2 } });
});

test('a test poll in the editor works on a copy of what was saved', async () => {
	const poller = letterPoller();
	mailbox = 'a';
	const items = await poller.poll('manual');
	expect(items?.[0]?.[0]?.json).toEqual({ letter: 'a', activation: 'manual' });
	expect(poller.staticData).toEqual({});
});

test('a poll that fails throws, and polling goes on', async () => {
	const poller = letterPoller();
	await poller.poll();
	mailbox = undefined;
	await expect(poller.poll()).rejects.toThrow('The post office is closed');
	mailbox = 'a';
	expect(lettersIn(await poller.poll())).toEqual(['a']);
});

test('a poller goes on from static data it is given', async () => {
	mailbox = 'ab';
	const staticData = { 'node:letters': { seen: 'a' } };
	const poller = createPoller({ nodeType: new Letters(), staticData });
	expect(lettersIn(await poller.poll())).toEqual(['b']);
});
