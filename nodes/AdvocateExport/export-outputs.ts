import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { endOf, hasEnded, type Job } from '../../advocate/api/schema';
import { shownJob } from '../../advocate/jobs/shown-job';
import type { Waited } from '../../advocate/jobs/wait';
import { errorText } from '../runtime/node-error';
import { NodeOutputs } from '../runtime/node-outputs';

export const EXPORT_OUTPUTS = ['Exported', 'Pending', 'Aborted'] as const;

/** Collects what the node outputs. */
export class ExportOutputs {
	private readonly outputs: NodeOutputs<(typeof EXPORT_OUTPUTS)[number]>;
	/** The job of each input item, once there is one. */
	private readonly jobs = new Map<number, Job>();

	constructor(private readonly context: IExecuteFunctions) {
		this.outputs = new NodeOutputs(context, EXPORT_OUTPUTS);
	}

	/** Notes an item's job, for what is told of it if something fails afterwards. */
	noteJob(itemIndex: number, job: Job): void {
		this.jobs.set(itemIndex, job);
	}

	/** Adds what a completed export has given. */
	addExported(itemIndex: number, item: Pick<INodeExecutionData, 'json' | 'binary'>): void {
		this.outputs.add('Exported', itemIndex, item);
	}

	/** Adds a job that has not been completed, on the output of its status. */
	async addUnfinished(itemIndex: number, { job, failure }: Waited): Promise<void> {
		const name = endOf(job) === 'ABORTED' ? 'Aborted' : 'Pending';
		const statusError = failure && (await errorText(this.context, failure, itemIndex));
		const json = { ...shownJob(job), ...(statusError !== undefined && { statusError }) };
		this.outputs.add(name, itemIndex, { json });
	}

	/** Adds an item that failed while the node continues. A job that is not known to have ended counts as pending. */
	addFailure(error: NodeApiError | NodeOperationError, itemIndex: number): void {
		const job = this.jobs.get(itemIndex);
		const known: IDataObject = job === undefined ? {} : { ...shownJob(job) };
		const name = job !== undefined && !hasEnded(job) ? 'Pending' : 'Aborted';
		this.outputs.addFailure(name, itemIndex, error, known);
	}

	/** Says something beside the items. */
	hint(message: string): void {
		this.context.addExecutionHints({ message, location: 'outputPane' });
	}

	all(): INodeExecutionData[][] {
		return this.outputs.all();
	}
}
