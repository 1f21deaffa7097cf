import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { inOneText } from './node-error';
import { isInLoop, leadsSomewhere } from './wiring';

/** The most input items that one output item is linked to. */
const MOST_LINKS = 1_000;

type ItemContent = Pick<INodeExecutionData, 'json' | 'binary'>;

/**
 * Collects what a node outputs, output by output.
 *
 * An AI agent is handed the first output only, so for an agent everything goes there, each item with the
 * name of the output it belongs to as `outcome`.
 */
export class NodeOutputs<Name extends string> {
	private readonly lists: INodeExecutionData[][];
	private readonly forAgent: boolean;

	/** @param names the outputs, in the order of the node's description */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly names: readonly Name[],
	) {
		this.forAgent = isAgentTool(context);
		this.lists = (this.forAgent ? names.slice(0, 1) : names).map(() => []);
	}

	/** Adds an item that came out of one input item. */
	add(name: Name, itemIndex: number, item: ItemContent): void {
		this.push(name, { ...item, pairedItem: { item: itemIndex } });
	}

	/** Adds an item that came out of many input items. */
	addFromMany(name: Name, itemIndexes: readonly number[], item: ItemContent): void {
		// A link to each of half a million items would weigh more than the items.
		const linked = itemIndexes.length > MOST_LINKS ? itemIndexes.slice(0, 1) : itemIndexes;
		this.push(name, { ...item, pairedItem: linked.map((index) => ({ item: index })) });
	}

	/**
	 * Adds an input item that failed while the node continues: what came in, and why it failed.
	 *
	 * @param known what is known nevertheless
	 */
	addFailure(
		name: Name,
		itemIndex: number,
		error: NodeApiError | NodeOperationError,
		known: IDataObject = {},
	): void {
		const { json, binary } = inputItem(this.context, itemIndex);
		const { message, description } = error;
		const onErrorOutput = this.context.getNode().onError === 'continueErrorOutput';
		if (onErrorOutput && !this.forAgent) {
			// n8n moves an item to the error output if its JSON has `error` and `message` and nothing else,
			// and then adds the JSON of the input item. (An `error` beside the JSON would move it too, but n8n
			// then leaves nothing of the JSON but the message.)
			this.add(name, itemIndex, { json: { error: message, message: inOneText(error) }, binary });
			return;
		}
		const details: IDataObject = { ...known, error: message };
		if (description) details['errorDescription'] = description;
		this.add(name, itemIndex, { json: { ...json, ...details }, binary });
	}

	private sayLoopMayEnd(): void {
		const [first = '', ...others] = this.names;
		const message = `Nothing left on ${first} this time. If no other output leads back to Loop Over Items, the loop ends here: connect ${others.join(' and ')} back as well.`;
		this.context.addExecutionHints({ message, location: 'outputPane' });
	}

	private push(name: Name, item: INodeExecutionData): void {
		const json = this.forAgent ? { outcome: name.toLowerCase(), ...item.json } : item.json;
		const output = this.forAgent ? 0 : this.names.indexOf(name);
		this.lists[output]?.push({ ...item, json });
	}

	/**
	 * Says of items that go no further. A node of which no output leads anywhere is the last one, or being tried out, and
	 * then everything can be seen there.
	 */
	private sayDropped(): void {
		const led = this.names.map((_name, output) => leadsSomewhere(this.context, output));
		// A workflow may well end where all went well, on the first output.
		const dropped = this.names.filter(
			(_name, output) =>
				output > 0 && !led[output] && this.lists[output]?.some((item) => !this.isMoved(item)),
		);
		if (dropped.length === 0 || !led.includes(true)) return;
		const outputs = dropped.join(' and ');
		const message = `What left on ${outputs} goes no further, as nothing is connected there. Connect ${outputs} to whatever should be done about it, such as a message.`;
		this.context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}

	/** Whether n8n moves an item to the error output (see addFailure). */
	private isMoved({ json }: INodeExecutionData): boolean {
		if (this.context.getNode().onError !== 'continueErrorOutput') return false;
		return Object.keys(json).sort().join() === 'error,message';
	}

	/** What the node outputs, with hints on what may be lost after it. */
	all(): INodeExecutionData[][] {
		if (this.forAgent || this.names.length === 1) return this.lists;
		const [first = [], ...others] = this.lists;
		const isOneSided = first.length === 0 && others.some((items) => items.length > 0);
		if (isOneSided && isInLoop(this.context)) this.sayLoopMayEnd();
		else this.sayDropped();
		return this.lists;
	}
}

/** The input item with this index. */
export function inputItem(context: IExecuteFunctions, itemIndex: number): INodeExecutionData {
	return context.getInputData()[itemIndex] ?? { json: {} };
}

/** Whether an AI agent runs the node: n8n makes a `…Tool` type for every node that is `usableAsTool`. */
export function isAgentTool(context: IExecuteFunctions): boolean {
	if (context.getNode().type.endsWith('Tool')) return true;
	// n8n 2.0 and 2.1 do not have `isToolExecution` yet.
	return 'isToolExecution' in context && context.isToolExecution();
}
