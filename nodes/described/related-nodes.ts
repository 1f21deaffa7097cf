import type { RelatedNode } from './node-description';

const PACKAGE = 'n8n-nodes-impact-advocate';

/** The full types of the nodes, as workflows hold them. */
export const NODE_TYPES = {
	import: `${PACKAGE}.advocateImport`,
	export: `${PACKAGE}.advocateExport`,
	upload: `${PACKAGE}.advocateUpload`,
	validate: `${PACKAGE}.advocateValidate`,
	createJob: `${PACKAGE}.advocateCreateJob`,
	jobStatus: `${PACKAGE}.advocateJobStatus`,
	waitTrigger: `${PACKAGE}.advocateWaitForCompletionTrigger`,
	hookTrigger: `${PACKAGE}.advocateJobCompletedTrigger`,
} as const;

const RELATIONS: Record<keyof typeof NODE_TYPES, string> = {
	import:
		'One node for a whole import: uploads, validates, creates the job, waits, and gives back every row that failed. Prefer it unless something has to happen between the steps.',
	export:
		'Gets users, events, referrals, rewards or balances out of Advocate. Outputs 0 Exported, 1 Pending, 2 Aborted.',
	upload: 'First step: checks a file or rows and uploads them. Outputs 0 Uploaded, 1 Rejected.',
	validate:
		'Second step, optional: asks Advocate whether the uploaded file can be imported. Outputs 0 Valid, 1 Invalid.',
	createJob: 'Third step: starts the import of the uploaded file, once. One output, the job.',
	jobStatus:
		'Fourth step: gets the job, or waits for its end with wait: true. Outputs 0 Completed, 1 Pending, 2 Aborted.',
	waitTrigger:
		'Starts another workflow when a job has ended, by polling. Works behind a firewall too.',
	hookTrigger:
		'Starts another workflow as soon as a job has ended, by webhook. Needs an n8n that the internet can reach.',
};

/** The other nodes of this package, those first that are named first. */
export function related(...names: Array<keyof typeof NODE_TYPES>): RelatedNode[] {
	return names.map((name) => ({ nodeType: NODE_TYPES[name], relationHint: RELATIONS[name] }));
}
