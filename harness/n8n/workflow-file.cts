import type { IDataObject, IWorkflowBase } from 'n8n-workflow';

/** A workflow as n8n exports it to a file and imports it; only the parts that are needed here. */
export type WorkflowFile = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'settings' | 'pinData'>>;

/** A workflow as n8n stores it. */
export interface StoredWorkflow extends WorkflowFile {
	id: string;
	versionId: string;
	active: boolean;
	/** What its triggers keep, by `node:NAME`; null until n8n has saved something. */
	staticData?: IDataObject | null;
}
