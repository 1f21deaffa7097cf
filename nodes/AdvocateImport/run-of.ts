import type { IExecuteFunctions } from 'n8n-workflow';
import type { RunName } from '../../advocate/imports/summary';
import { isRecord } from '../../advocate/json';
import { attempted } from '../../advocate/settled';
import { isAgentTool } from '../runtime/node-outputs';

/** The most jobs of one execution that n8n's filter finds it by: it keeps ten values for each, and others want some. */
const MOST_NOTED = 5;

/** What people know the execution by. */
export function runOf(context: IExecuteFunctions): RunName {
	const { name = '' } = context.getWorkflow();
	const id = executionId(context);
	return { workflow: name, execution: id === '' ? '' : `execution ${id}` };
}

/** The name of a job, unless one is set: the workflow's and the execution's, by which the job leads back to them. */
export function jobNameOf({ workflow, execution }: RunName): string {
	return [workflow, execution].filter((part) => part !== '').join(', ');
}

/**
 * What is the same when n8n runs the node once more by itself (*Retry On Fail*), and different each time it is meant to
 * run again; undefined if the execution is not known.
 */
export function attemptOf(context: IExecuteFunctions): string | undefined {
	const id = executionId(context);
	// An agent may call its tool several times in one run of the node, and mean each.
	if (id === '' || isAgentTool(context)) return undefined;
	const { id: nodeId, name } = context.getNode();
	const runIndex = attempted(() => context.evaluateExpression('{{ $runIndex }}', 0));
	return [id, nodeId || name, 'value' in runIndex ? JSON.stringify(runIndex.value) : ''].join(' ');
}

function executionId(context: IExecuteFunctions): string {
	return (context.getExecutionId() as string | undefined) ?? '';
}

/**
 * Notes the job in the execution's custom data, so that n8n's list of executions can be filtered by it: as
 * `advocateJobId`, and further ones of the same execution as `advocateJobId2` and so on. It does no harm if it fails.
 */
export function noteJob(context: IExecuteFunctions, jobId: string): void {
	attempted(() => {
		const { $execution } = context.getWorkflowDataProxy(0) as { $execution?: unknown };
		const data = isRecord($execution) ? $execution['customData'] : undefined;
		if (!isCustomData(data)) return;
		for (let number = 1; number <= MOST_NOTED; number++) {
			const key = number === 1 ? 'advocateJobId' : `advocateJobId${number}`;
			const noted = data.get(key);
			if (noted === jobId) return;
			if (noted !== undefined) continue;
			data.set(key, jobId);
			return;
		}
	});
}

interface CustomData {
	get(key: string): unknown;
	set(key: string, value: string): void;
}

function isCustomData(data: unknown): data is CustomData {
	return isRecord(data) && typeof data['get'] === 'function' && typeof data['set'] === 'function';
}
