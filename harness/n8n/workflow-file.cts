import type { IDataObject, IWorkflowBase } from 'n8n-workflow';

/** What n8n exports to a file and takes to make a workflow; of nodes only what is needed here. */
export type WorkflowFile = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'settings' | 'pinData'>>;

/** A workflow as n8n keeps it. */
export interface StoredWorkflow extends WorkflowFile {
	id: string;
	versionId: string;
	active: boolean;
	/** What its triggers keep, by `node:NAME`; null until n8n has saved something. */
	staticData?: IDataObject | null;
}
