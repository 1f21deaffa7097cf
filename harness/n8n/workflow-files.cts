import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { IDataObject, INode, IPinData, IWorkflowBase } from 'n8n-workflow';
import { root } from '../project.cts';
import { answerOf, asksOutside } from './outside-services.cts';

export const OUR_NODES = 'n8n-nodes-impact-advocate.';

/** What n8n exports to a file and takes to make a workflow; of nodes only what is needed here. */
export type WorkflowFile = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'settings' | 'pinData'>>;

/** A workflow as n8n keeps it. */
export interface StoredWorkflow extends WorkflowFile {
	id: string;
	versionId: string;
	active: boolean;
	/** What its triggers keep; null until n8n has saved something. */
	staticData?: IDataObject | null;
}

/** A credential as a node names it. */
export interface CredentialRef {
	id: string;
	name: string;
}

/** The files in `workflows/`, by name. */
export function templateNames(): string[] {
	return readdirSync(join(root, 'workflows')).filter((name) => name.endsWith('.json'));
}

/**
 * A template, ready to be run as it is: the credential chosen in each of our nodes, files taken from
 * `examples/`, and the output of outside services pinned, as a user would do to try a workflow in n8n. What
 * the template has pinned itself stays.
 *
 * @param name a file in `workflows/`
 */
export function runnableTemplate(name: string, credential: CredentialRef): WorkflowFile {
	const text = readFileSync(join(root, 'workflows', name), 'utf8');
	return runnable(JSON.parse(text) as WorkflowFile, credential, name);
}

/** The same for a workflow from anywhere; `name` is the template's, if it is one. */
export function runnable(
	{ name: title, nodes, connections, settings, pinData }: WorkflowFile,
	credential: CredentialRef,
	name = '',
): WorkflowFile {
	return {
		name: title,
		nodes: nodes.map((node) => onExamples(withCredential(node, credential))),
		connections,
		settings,
		pinData: { ...pinned(name, nodes), ...pinData },
	};
}

/**
 * A workflow with no-ops in place of outside services, for when it runs by itself and pinned data does
 * not count.
 */
export function withNoOps(workflow: WorkflowFile): WorkflowFile {
	const nodes = workflow.nodes.map((node) =>
		asksOutside(node)
			? { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }
			: node,
	);
	return { ...workflow, nodes, pinData: {} };
}

/** The triggers that a workflow can be started by. */
export function triggersOf({ nodes }: WorkflowFile): INode[] {
	return nodes.filter(
		({ type, disabled }) => !disabled && (/trigger$/i.test(type) || /\.webhook$/.test(type)),
	);
}

function withCredential(node: INode, credential: CredentialRef): INode {
	if (!node.type.startsWith(OUR_NODES)) return node;
	return { ...node, credentials: { advocateApi: credential } };
}

/**
 * Templates name their file by a path in the repository or on a server; all of these files are in
 * `examples/`.
 */
function onExamples(node: INode): INode {
	const { fileSelector } = node.parameters;
	if (node.type !== 'n8n-nodes-base.readWriteFile' || typeof fileSelector !== 'string') return node;
	const example = join(root, 'examples', basename(fileSelector));
	if (!existsSync(example)) return node;
	return { ...node, parameters: { ...node.parameters, fileSelector: example } };
}

function pinned(template: string, nodes: INode[]): IPinData {
	const outside = nodes.filter(asksOutside);
	return Object.fromEntries(
		outside.map((node) => [node.name, answerOf(template, node).map((json) => ({ json }))]),
	);
}
