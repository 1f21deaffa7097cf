import '../core/service-container.cts';

import type {
	ICredentialType,
	IDataObject,
	INode,
	INodeParameters,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { NodeHelpers, Workflow } from 'n8n-workflow';

import { createAdditionalData } from '../core/additional-data.cts';
import type { CredentialStore } from '../core/credentials-helper.cts';
import { CredentialsHelper } from '../core/credentials-helper.cts';
import type { AnyNodeType } from '../node-types.cts';
import { createNodeTypes } from '../node-types.cts';

/** A node as a user has it open in the editor. */
export interface SingleNodeOptions {
	nodeType: AnyNodeType;
	/** By default the newest. */
	typeVersion?: number;
	parameters?: INodeParameters;
	/** Which n8n, which of its workflows and which node it is: what n8n tells copies apart by. */
	identity?: NodeIdentity;
	/** Data by credential type. */
	credentials?: CredentialStore;
	credentialTypes?: ICredentialType[];
}

export interface NodeIdentity {
	instanceId?: string;
	workflowId?: string;
	nodeId?: string;
	nodeName?: string;
}

export interface SingleNode {
	workflow: Workflow;
	node: INode;
	additionalData: IWorkflowExecuteAdditionalData;
	/** Of the n8n that it is in; undefined for the engine's own. */
	instanceId?: string;
}

/** A workflow of one node, for what n8n does with a node outside of a run. */
export function createSingleNode(options: SingleNodeOptions, staticData?: IDataObject): SingleNode {
	const { nodeType, credentials = {}, credentialTypes = [], identity = {} } = options;
	const { description } = NodeHelpers.getVersionedNodeType(nodeType, options.typeVersion);
	const type = `single.${description.name}`;
	const node: INode = {
		id: identity.nodeId ?? 'node',
		name: identity.nodeName ?? description.displayName,
		type,
		typeVersion: options.typeVersion ?? newestVersion(nodeType),
		position: [0, 0],
		parameters: structuredClone(options.parameters ?? {}),
	};

	const helper = new CredentialsHelper(credentials, credentialTypes);
	helper.assignTo(node, description);
	const workflow = new Workflow({
		id: identity.workflowId ?? 'workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: createNodeTypes({ [type]: nodeType }),
		staticData: structuredClone(staticData),
	});
	const { instanceId } = identity;
	return { workflow, node, additionalData: createAdditionalData(helper), instanceId };
}

/** A node's context, in the n8n that the node is in. */
export function inItsN8n<T extends { getInstanceId(): string }>(
	context: T,
	{ instanceId }: SingleNode,
): T {
	if (instanceId !== undefined) context.getInstanceId = () => instanceId;
	return context;
}

function newestVersion(nodeType: AnyNodeType): number {
	if ('nodeVersions' in nodeType) return nodeType.currentVersion;
	const { version, defaultVersion } = nodeType.description;
	return defaultVersion ?? (Array.isArray(version) ? Math.max(...version) : version);
}

/** A workflow's static data as n8n saves it: plain JSON. */
export function savedStaticData({ staticData }: Workflow): IDataObject {
	return JSON.parse(JSON.stringify(staticData)) as IDataObject;
}
