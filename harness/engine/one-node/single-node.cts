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
	/** Data by credential type. */
	credentials?: CredentialStore;
	credentialTypes?: ICredentialType[];
}

export interface SingleNode {
	workflow: Workflow;
	node: INode;
	additionalData: IWorkflowExecuteAdditionalData;
}

/** A workflow of one node, for what n8n does with a node outside of a run. */
export function createSingleNode(options: SingleNodeOptions, staticData?: IDataObject): SingleNode {
	const { nodeType, credentials = {}, credentialTypes = [] } = options;
	const { description } = NodeHelpers.getVersionedNodeType(nodeType, options.typeVersion);
	const type = `single.${description.name}`;
	const node: INode = {
		id: 'node',
		name: description.displayName,
		type,
		typeVersion: options.typeVersion ?? newestVersion(nodeType),
		position: [0, 0],
		parameters: structuredClone(options.parameters ?? {}),
	};

	const helper = new CredentialsHelper(credentials, credentialTypes);
	helper.assignTo(node, description);
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: createNodeTypes({ [type]: nodeType }),
		staticData: structuredClone(staticData),
	});
	return { workflow, node, additionalData: createAdditionalData(helper) };
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
