import type { INodeTypes } from 'n8n-workflow';
import { AdvocateApi } from '../../credentials/AdvocateApi.credentials.ts';
import {
	createNodeTypes,
	type NodeClass,
	nodesOfPackage,
} from '../../harness/engine/node-types.cts';
import { standIns } from '../../harness/engine/stand-ins.cts';
import { AdvocateCreateJob } from '../../nodes/AdvocateCreateJob/AdvocateCreateJob.node.ts';
import { AdvocateExport } from '../../nodes/AdvocateExport/AdvocateExport.node.ts';
import { AdvocateImport } from '../../nodes/AdvocateImport/AdvocateImport.node.ts';
import { AdvocateJobCompletedTrigger } from '../../nodes/AdvocateJobCompletedTrigger/AdvocateJobCompletedTrigger.node.ts';
import { AdvocateJobStatus } from '../../nodes/AdvocateJobStatus/AdvocateJobStatus.node.ts';
import { AdvocateUpload } from '../../nodes/AdvocateUpload/AdvocateUpload.node.ts';
import { AdvocateValidate } from '../../nodes/AdvocateValidate/AdvocateValidate.node.ts';
import { AdvocateWaitForCompletionTrigger } from '../../nodes/AdvocateWaitForCompletionTrigger/AdvocateWaitForCompletionTrigger.node.ts';

export const nodeClasses: NodeClass[] = [
	AdvocateImport,
	AdvocateExport,
	AdvocateUpload,
	AdvocateValidate,
	AdvocateCreateJob,
	AdvocateJobStatus,
	AdvocateWaitForCompletionTrigger,
	AdvocateJobCompletedTrigger,
];

/** The package's nodes from their sources, as n8n names them, beside the stand-ins for n8n's own. */
export const nodeTypes: INodeTypes = createNodeTypes(
	nodesOfPackage('n8n-nodes-impact-advocate', nodeClasses),
	standIns,
);

export const credentialTypes = [new AdvocateApi()];
