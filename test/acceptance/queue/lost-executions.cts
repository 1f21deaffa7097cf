import { parseFlatted } from '../../../harness/n8n/executions.cts';
import type { RestClient } from '../../../harness/n8n/rest-client.cts';

/** An execution that was under way on a worker when it was killed. n8n does not run it again. */
export interface LostExecution {
	id: string;
	workflowId: string;
	/** The `json` of the items that its trigger gave. */
	items: Array<Record<string, unknown>>;
}

interface Answer {
	id: string;
	workflowId: string;
	status: string;
	data: string;
}

/** What an execution is saved with when it is put into the queue; the type is n8n's `IRunExecutionData`. */
interface QueuedData {
	executionData?: {
		nodeExecutionStack?: Array<{
			data?: { main?: Array<Array<{ json: LostExecution['items'][0] }>> };
		}>;
	};
}

/**
 * What executions of a killed worker were about. To be asked at once: when n8n notices that the worker is
 * gone, it overwrites what they began with. One that had ended before, though the worker could not log it
 * any more, is not among them.
 */
export async function lostExecutions(rest: RestClient, ids: string[]): Promise<LostExecution[]> {
	const answers = await Promise.all(
		ids.map(async (id) => await rest.get<Answer>(`/executions/${id}`)),
	);
	return answers
		.filter(({ status }) => status === 'running')
		.map(({ id, workflowId, data }) => ({ id, workflowId, items: triggerItems(data) }));
}

function triggerItems(flatted: string): LostExecution['items'] {
	const { executionData } = parseFlatted(flatted) as QueuedData;
	const [first] = executionData?.nodeExecutionStack ?? [];
	return (first?.data?.main?.[0] ?? []).map(({ json }) => json);
}
