import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import type { FailedResult, ImportedResult, RefusedRow } from '../../advocate/imports/results';
import type { AdvocateError } from '../../advocate/errors';
import { inOneText, nodeError } from '../runtime/node-error';
import { continuesOnFailure } from '../runtime/for-each-item';
import { inputItem, isAgentTool, NodeOutputs } from '../runtime/node-outputs';
import { leadsSomewhere } from '../runtime/wiring';

export const IMPORT_OUTPUTS = ['Imported', 'Rejected', 'Failed'] as const;

const FAILED = IMPORT_OUTPUTS.indexOf('Failed');

/** Collects what the node outputs. */
export class ImportOutputs {
	private readonly outputs: NodeOutputs<(typeof IMPORT_OUTPUTS)[number]>;
	private readonly summaries: string[] = [];
	private readonly warnings = new Set<string>();
	/** What left on Failed. */
	private readonly failed: Array<{ safeToRunAgain: boolean }> = [];
	private isWorthAHint = false;

	constructor(private readonly context: IExecuteFunctions) {
		this.outputs = new NodeOutputs(context, IMPORT_OUTPUTS);
	}

	/** @param itemIndexes the input items that it was made of */
	addImported(result: ImportedResult, itemIndexes: readonly number[]): void {
		this.outputs.addFromMany('Imported', itemIndexes, { json: result as IDataObject });
		const { summary, warnings = [], filesError, rowsRejected, rowsFailed, rows } = result;
		this.summaries.push(summary);
		for (const warning of warnings) this.warnings.add(warning);
		if (filesError !== undefined) this.warnings.add(filesError);
		this.isWorthAHint ||= rowsRejected + rowsFailed > 0 || rows === 0 || 'dryRun' in result;
	}

	/** A row that was not imported, as it came in, with why. */
	addRejected(
		{ row = {}, reasons, stage }: RefusedRow,
		itemIndexes: readonly number[],
		extra: Pick<INodeExecutionData, 'binary'> & { rowNumber?: number } = {},
	): void {
		const { binary, ...number } = extra;
		// First among the columns, and not the row's own from an earlier run.
		const told = { reasons: [...reasons], stage, ...number };
		const json = { ...told, ...(row as IDataObject), ...told };
		this.outputs.addFromMany('Rejected', itemIndexes, { json, ...(binary && { binary }) });
	}

	/**
	 * An import that failed. If nothing is connected to Failed, it must not go unnoticed: then the node fails.
	 *
	 * @param before what the run did before it
	 */
	async addFailed(
		{ failed, thrown }: { failed: FailedResult; thrown: AdvocateError },
		itemIndexes: readonly number[],
		before: DoneBefore,
	): Promise<void> {
		const [itemIndex = 0] = itemIndexes;
		if (this.isHeard) {
			const result = resultAfter(failed, before);
			this.failed.push(result);
			this.outputs.addFromMany('Failed', itemIndexes, { json: result as IDataObject });
			this.summaries.push(result.summary);
			this.isWorthAHint = true;
			return;
		}
		const failure = await nodeError(this.context, afterOthers(thrown, before), itemIndex);
		if (!continuesOnFailure(this.context)) throw failure;
		this.outputs.addFailure('Failed', itemIndex, failure);
	}

	/** Something that failed before it could be imported, while the node continues. */
	addUnrun(
		failed: NodeApiError | NodeOperationError,
		{ itemIndex, safeToRunAgain }: { itemIndex?: number; safeToRunAgain: boolean },
	): void {
		const items = [...this.context.getInputData().keys()];
		const itemIndexes = itemIndex === undefined ? items : [itemIndex];
		if (!this.isHeard) {
			for (const index of itemIndexes) this.outputs.addFailure('Failed', index, failed);
			return;
		}
		const { message, description: hint } = failed;
		const json = { message, hint: hint ?? '', safeToRunAgain, summary: inOneText(failed) };
		this.failed.push(json);
		this.outputs.addFromMany('Failed', itemIndexes, { json });
		this.summaries.push(json.summary);
		this.isWorthAHint = true;
	}

	/** Whether no file or rows have come to an end yet. */
	get isEmpty(): boolean {
		return this.summaries.length === 0;
	}

	/** Something is sent: to run everything again would send it twice, whatever failed before it. */
	noteSent(): void {
		for (const result of this.failed) result.safeToRunAgain = false;
	}

	/** The result if nothing came in, and so not even the type is known. */
	addNothing(): void {
		const numbers = { rows: 0, rowsImported: 0, rowsRejected: 0, rowsFailed: 0, alreadyKnown: 0 };
		const summary = 'No rows came in, so nothing was sent.';
		this.outputs.add('Imported', 0, { json: { summary, job: null, ...numbers } });
		this.summaries.push(summary);
		this.isWorthAHint = true;
	}

	/** All that the node outputs, and one hint for all of it. */
	all(): INodeExecutionData[][] {
		if (this.isWorthAHint || this.warnings.size > 0) {
			const message = [...this.summaries, ...this.warnings].join(' ');
			this.context.addExecutionHints({ message, location: 'outputPane' });
		}
		return this.outputs.all();
	}

	/** Whether somebody gets what leaves on Failed. */
	private get isHeard(): boolean {
		if (isAgentTool(this.context)) return true;
		const { onError } = this.context.getNode();
		return onError === 'continueRegularOutput' || leadsSomewhere(this.context, FAILED);
	}
}

/** What a run has done before something failed. */
export interface DoneBefore {
	/** How many files it has imported. */
	imported: number;
	/** Whether it may have sent anything. */
	hasSent: boolean;
}

/** An error, told so that it is true where other files of the run were imported before. */
export function afterOthers(thrown: AdvocateError, before: DoneBefore): AdvocateError {
	const { imported } = before;
	const others = imported === 0 ? '' : ` Before it, this run has imported files: ${imported}.`;
	return thrown.rephrased({ hint: `${trueText(thrown.hint, before)}${others}`.trim() });
}

function resultAfter(failed: FailedResult, before: DoneBefore): FailedResult {
	const { hint, summary, safeToRunAgain } = failed;
	return {
		...failed,
		hint: trueText(hint, before),
		safeToRunAgain: safeToRunAgain && !before.hasSent,
		summary: trueText(summary, before),
	};
}

/** "Nothing was sent" is about one import. */
function trueText(text: string, { hasSent }: DoneBefore): string {
	if (!hasSent) return text;
	return text.replace(
		/\bNothing was (?=(?:sent|uploaded|imported)\b)/g,
		'Nothing of this import was ',
	);
}

/** The file of an item, if it has one; it goes along when its row is rejected. */
export function binaryOf(
	context: IExecuteFunctions,
	itemIndex: number,
): Pick<INodeExecutionData, 'binary'> {
	const { binary } = inputItem(context, itemIndex);
	return binary === undefined ? {} : { binary };
}
