import type { IRunData } from 'n8n-workflow';
import type { RestClient } from './rest-client.cts';
import { until } from '../processes/until.cts';
import type { StoredWorkflow } from './workflow-files.cts';

/** An execution as n8n lists it. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	mode: string;
	/** `new`, `running` and `waiting` mean that it is under way, all others that it has ended. */
	status: string;
}

/** An execution with what each node did. */
export interface Execution extends ExecutionSummary {
	runData: IRunData;
	/** Why the workflow stopped: message and description of the error. */
	error?: string;
}

interface ResultData {
	runData?: IRunData;
	error?: { message?: string; description?: string };
}

const UNDER_WAY = ['new', 'running', 'waiting'];

/**
 * Starts a workflow as "Execute workflow" in the editor does.
 *
 * @param trigger the name of the trigger to start at
 * @returns the id of the execution
 */
export async function startExecution(
	rest: RestClient,
	workflow: StoredWorkflow,
	trigger: string,
): Promise<string> {
	const { executionId } = await rest.post<{ executionId?: string }>(
		`/workflows/${workflow.id}/run`,
		// n8n before 2.30 needs the workflow too; later versions take it from their database.
		{ workflowData: workflow, triggerToStartFrom: { name: trigger } },
	);
	if (executionId === undefined) throw new Error(`n8n did not start "${workflow.name}"`);
	return executionId;
}

/** An execution as it is now. */
export async function execution(rest: RestClient, id: string): Promise<Execution> {
	const { data, ...summary } = await rest
		.get<ExecutionSummary & { data: string }>(`/executions/${id}`)
		.catch((error: unknown) => notSavedYet(id, error));
	// Until the execution is saved, n8n reports nothing of what the nodes did.
	const details = parseFlatted(data) as { resultData?: ResultData } | undefined;
	const { runData = {}, error } = details?.resultData ?? {};
	return {
		...summary,
		runData,
		...(error && { error: [error.message, error.description].filter(Boolean).join(' – ') }),
	};
}

/** n8n 2.20 fails when it is asked for an execution of which it has saved nothing yet. */
function notSavedYet(id: string, error: unknown): ExecutionSummary & { data: string } {
	if (!String(error).includes("reading 'resultData'")) throw error;
	return { id, workflowId: '', mode: '', status: 'running', data: '[{}]' };
}

/** An execution once it has ended; throws when that takes longer than `withinMs`. */
export async function endedExecution(
	rest: RestClient,
	id: string,
	withinMs = 60_000,
): Promise<Execution> {
	return await until(`execution ${id} to end`, withinMs, async () => {
		const found = await execution(rest, id);
		return UNDER_WAY.includes(found.status) ? undefined : found;
	});
}

/**
 * All executions of a workflow, the latest first; up to 100.
 *
 * @param status only those with one of these
 */
export async function executionsOf(
	rest: RestClient,
	workflowId: string,
	status?: string[],
): Promise<ExecutionSummary[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
	const { results } = await rest.get<{ results: ExecutionSummary[] }>(
		`/executions?limit=100&filter=${filter}`,
	);
	return results;
}

/** The `json` of all items that left a node, over all its runs, on one of its outputs. */
export function itemsOf(
	{ runData }: Execution,
	node: string,
	output = 0,
): Array<Record<string, unknown>> {
	const runs = runData[node] ?? [];
	return runs.flatMap(({ data }) => data?.main?.[output] ?? []).map(({ json }) => json);
}

/**
 * Reads what n8n hands out as an execution's `data`: JSON in which every object, list and text is told
 * once, in one list, and named elsewhere by its place there, as a text. The first of them is the whole.
 */
export function parseFlatted(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const revived = new Map<number, unknown>();

	const entry = (index: number): unknown => {
		if (revived.has(index)) return revived.get(index);
		const raw = entries[index];
		if (typeof raw !== 'object' || raw === null) return raw;
		const whole: unknown[] | Record<string, unknown> = Array.isArray(raw) ? [] : {};
		// Kept before it is filled, as it may hold itself.
		revived.set(index, whole);
		for (const [key, value] of Object.entries<unknown>(raw as Record<string, unknown>)) {
			Object.assign(whole, { [key]: typeof value === 'string' ? entry(Number(value)) : value });
		}
		return whole;
	};

	return entry(0);
}
