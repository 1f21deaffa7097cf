import './core/service-container.cts';

import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	ICredentialType,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeTypes,
	IRunExecutionData,
	ITaskData,
	ITaskStartedData,
	IWorkflowBase,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';

import { createAdditionalData } from './core/additional-data.cts';
import { keepBinaryData } from './core/binary-data.cts';
import type { CredentialStore } from './core/credentials-helper.cts';
import { CredentialsHelper } from './core/credentials-helper.cts';
import { FinishedRun } from './finished-run.cts';

/** A workflow as n8n exports it. Pinned data is ignored, as in production, unless a run asks for it. */
export type WorkflowJson = Pick<IWorkflowBase, 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'id' | 'name' | 'settings' | 'pinData'>>;

export interface RunOptions {
	workflow: WorkflowJson;
	nodeTypes: INodeTypes;
	/** Data by credential name or type. Nodes that name no credential get the one of their type. */
	credentials?: CredentialStore;
	credentialTypes?: ICredentialType[];
	/** Name of the node to start at; by default the trigger n8n would choose. */
	startNode?: string;
	/** What the trigger gives instead of its own output, or what a start node that is not a trigger gets. */
	startData?: INodeExecutionData[];
	/** `manual` (default): started in the editor. `trigger` or `webhook`: as in production. */
	mode?: Extract<WorkflowExecuteMode, 'manual' | 'trigger' | 'webhook'>;
	/** Whether nodes give what is pinned to them, as in the editor. */
	usePinnedData?: boolean;
	/** The workflow's static data from an earlier run. */
	staticData?: IDataObject;
	/** Called as each node starts, while the workflow runs. */
	onNodeStart?: (nodeName: string, started: ITaskStartedData) => void;
	/** Called as each node ends, while the workflow runs. */
	onNodeEnd?: (nodeName: string, ended: ITaskData) => void;
	/** Folder to keep files in, so nodes stream them; without it they stay in memory. */
	binaryDataFolder?: string;
	/** Aborting it stops the run as n8n's own Stop button does. */
	signal?: AbortSignal;
}

let runs = 0;

/**
 * Runs a workflow through n8n-core's own engine.
 *
 * @returns how it ended; a failing node makes `status` `error`, it does not throw
 * @throws if the workflow cannot start: unknown node types, missing parameters, no start node
 */
export async function runWorkflow(options: RunOptions): Promise<FinishedRun> {
	await keepBinaryData(options.binaryDataFolder);

	const helper = new CredentialsHelper(options.credentials ?? {}, options.credentialTypes ?? []);
	const workflow = createWorkflow(options, helper);
	const start = findStartNode(workflow, options.startNode);
	const mode = options.mode ?? 'manual';

	let status: FinishedRun['status'] | undefined;
	const hooks = createHooks(options, mode);
	// After a cancel, only this hook gets the status "canceled", and it is the one that n8n shows.
	hooks.addHandler('workflowExecuteAfter', (run) => void (status ??= run.status));

	const additionalData = createAdditionalData(helper, hooks);
	const execution = startingAt(start, workflow, mode, options);
	const engine = new WorkflowExecute(additionalData, mode, execution);
	assertNoIssues(engine, workflow, start);

	const running = engine.processRunExecutionData(workflow);
	const cancel = () => running.cancel();
	if (options.signal?.aborted) cancel();
	options.signal?.addEventListener('abort', cancel, { once: true });
	try {
		const raw = await running;
		const staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		return new FinishedRun(raw, status ?? raw.status, staticData, Object.keys(workflow.nodes));
	} finally {
		options.signal?.removeEventListener('abort', cancel);
	}
}

function createWorkflow(options: RunOptions, helper: CredentialsHelper): Workflow {
	// Workflow fills in default parameters in place; the caller's JSON stays as it was.
	const json = structuredClone(options.workflow);
	const workflow = new Workflow({
		id: json.id ?? 'workflow',
		name: json.name,
		nodes: json.nodes,
		connections: json.connections,
		settings: json.settings,
		active: options.mode !== undefined && options.mode !== 'manual',
		nodeTypes: options.nodeTypes,
		staticData: structuredClone(options.staticData),
	});
	for (const node of json.nodes) {
		helper.assignTo(
			node,
			options.nodeTypes.getByNameAndVersion(node.type, node.typeVersion).description,
		);
	}
	return workflow;
}

function findStartNode(workflow: Workflow, name: string | undefined): INode {
	const node = name === undefined ? workflow.getStartNode() : workflow.getNode(name);
	if (node) return node;
	throw new Error(
		name === undefined
			? 'The workflow has no trigger to start from. Name one with "startNode".'
			: `The workflow has no node "${name}" to start from`,
	);
}

function startingAt(
	node: INode,
	workflow: Workflow,
	mode: WorkflowExecuteMode,
	{ startData, usePinnedData, workflow: { pinData } }: RunOptions,
): IRunExecutionData {
	const items = startData?.map((item) => ({ ...item })) ?? [{ json: {} }];
	const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const isTrigger = 'trigger' in type || 'poll' in type || 'webhook' in type;
	// In production a trigger's output arrives as its input. In the editor it would run, unless
	// its output is pinned.
	const pinned = mode === 'manual' && startData && isTrigger ? { [node.name]: items } : undefined;
	return createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{ node, data: { main: [pinned ? [{ json: {} }] : items] }, source: null },
			],
		},
		resultData: { pinData: usePinnedData ? { ...pinData, ...pinned } : pinned },
	});
}

function createHooks(options: RunOptions, mode: WorkflowExecuteMode): ExecutionLifecycleHooks {
	const { workflow, onNodeStart, onNodeEnd } = options;
	const hooks = new ExecutionLifecycleHooks(mode, String(++runs), workflow as IWorkflowBase);
	if (onNodeStart) hooks.addHandler('nodeExecuteBefore', (name, data) => onNodeStart(name, data));
	if (onNodeEnd) hooks.addHandler('nodeExecuteAfter', (name, data) => onNodeEnd(name, data));
	return hooks;
}

/** n8n-core refuses such a workflow without saying why; n8n's editor shows why on the node. */
function assertNoIssues(engine: WorkflowExecute, workflow: Workflow, start: INode): void {
	const issues = engine.checkReadyForExecution(workflow, { startNode: start.name });
	if (issues) throw new Error(`The workflow has issues: ${JSON.stringify(issues)}`);
}
