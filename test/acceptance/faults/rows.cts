import type { Fault, FaultPoint } from '../../../sandbox/server/faults.cts';
import type { FaultColumn, RequestKind } from './columns.cts';
import type { End } from './endings.cts';
import {
	fetchResults,
	fillDropDown,
	fillMappingColumns,
	getJob,
	importFile,
	importItems,
	importLongFile,
	listJobs,
	pollForEnds,
	testTheCredential,
	type Errand,
} from './errands.cts';
import { exportInOneNode } from './export-errands.cts';
import { importInOneNode } from './import-errands.cts';
import { createDouble, createForSharedFile } from './double-errands.cts';
import { ATTEMPTS } from './stage.cts';
import { hearOfEnd, subscribe, unsubscribe } from './webhook-errands.cts';

/** A row of the matrix: one request, in one place where it is made. */
export interface RequestRow {
	name: string;
	/** What the request is made for. */
	what: string;
	kind: RequestKind;
	on: FaultPoint;
	/** Requests of this kind that pass unharmed first. */
	skip?: number;
	/** A fault that must happen for the request to be made at all. */
	led?: Fault;
	/** The node that makes the request, in a workflow: the fault begins as it starts. */
	node?: string;
	errand: Errand;
	/** How often the request is made before it is given up: a fault that happens less often is got over. */
	tries: number;
	/**
	 * The same for a fault that uses up a timeout, where somebody waits and the time for all tries is
	 * short: a drop-down has time for one, a poll for two.
	 */
	slowTries?: number;
	/** How it ends when every try failed. */
	ifTriedInVain: End;
	/** How it ends at a fault after which no try makes sense. */
	ifFinal: End;
	/**
	 * Final faults after which the same is asked for in another form (a file with the key, say), by column,
	 * and how many forms there are.
	 */
	forms?: Readonly<Record<string, number>>;
	/** Whether one of the other forms is accepted, so that a fault that happens less often is got over. */
	acceptsOtherForms?: boolean;
	/** How many jobs of the file there are then, where it is imported; two only where a double can't be deleted. */
	jobsThen?: 0 | 1 | 2;
	/** Whether the request changes something. */
	changes?: boolean;
	/** The columns that say nothing in this row. */
	except?: string[];
	/** The timeout of each try, where it can't be set by an option. */
	timeoutSeconds?: number;
	/** Whether what a node remembers of an address must not meet another cell's. */
	ownPort?: boolean;
}

const lostAnswer: Fault = { on: 'createJob', kind: 'reset', at: 'afterEffect' };

/** The sandbox's links are open ones: the key, which is sent when a link asks for it, is of no use there. */
const withAndWithoutKey = { '401': 2, '403': 2 };

/** Both types of a subscription at once, then each alone: the API may know only one of them. */
const togetherThenAlone = { '400': 3, 'errors:alone': 3, 'errors:done': 3 };

/** What is in a results file is not looked at: any file is one. */
const noResultsFile = ['cut', 'page', 'huge'];

function lookup(name: FaultPoint, what: string, errand: Errand, otherwise: End): RequestRow {
	return {
		name,
		what,
		kind: 'graphql',
		on: name,
		errand,
		tries: 2,
		slowTries: 1,
		ifTriedInVain: otherwise,
		ifFinal: otherwise,
		timeoutSeconds: 20,
	};
}

/** A request of the webhook trigger, as patient as a poll. */
function ofWebhook(name: FaultPoint, errand: Errand): Omit<RequestRow, 'what'> {
	return {
		name,
		kind: 'graphql',
		on: name,
		errand,
		tries: ATTEMPTS,
		slowTries: 2,
		ifTriedInVain: 'error',
		ifFinal: 'error',
		timeoutSeconds: 20,
		ownPort: true,
	};
}

/** A request of Advocate Import, which makes all those of an import by itself. */
function ofImport(
	name: string,
	on: FaultPoint,
	kind: RequestKind,
	jobsThen: 0 | 1,
	more: Partial<RequestRow> = {},
): RequestRow {
	return {
		name: `import:${name}`,
		what: `${on}, of Advocate Import`,
		...{ kind, on, jobsThen },
		node: 'Import',
		errand: importInOneNode,
		tries: ATTEMPTS,
		ifTriedInVain: 'error',
		ifFinal: 'error',
		...more,
	};
}

/** A request of Advocate Export, which makes all those of an export by itself. */
function ofExport(
	name: string,
	on: FaultPoint,
	kind: RequestKind,
	jobsThen: 0 | 1,
	more: Partial<RequestRow> = {},
): RequestRow {
	return {
		...ofImport(name, on, kind, jobsThen, more),
		name: `export:${name}`,
		what: `${on}, of Advocate Export`,
		node: 'Export',
		errand: exportInOneNode,
	};
}

/** Every request the nodes make, in every place where they make it for a reason of its own. */
export const rows: readonly RequestRow[] = [
	{
		name: 'upload',
		what: 'a file, streamed from disk',
		kind: 'upload',
		on: 'upload',
		node: 'Upload',
		errand: importLongFile,
		tries: ATTEMPTS,
		ifTriedInVain: 'error',
		ifFinal: 'error',
		jobsThen: 0,
		changes: true,
	},
	{
		name: 'upload-items',
		what: 'a file made of items',
		kind: 'upload',
		on: 'upload',
		node: 'Upload',
		errand: importItems,
		tries: ATTEMPTS,
		ifTriedInVain: 'error',
		ifFinal: 'error',
		jobsThen: 0,
		changes: true,
	},
	{
		name: 'validate',
		what: 'validateJobCreation',
		kind: 'graphql',
		on: 'validateJobCreation',
		node: 'Validate',
		errand: importFile,
		tries: ATTEMPTS,
		ifTriedInVain: 'error',
		ifFinal: 'error',
		jobsThen: 0,
	},
	{
		name: 'jobs:first',
		what: 'jobs, to see whether the file is imported already',
		kind: 'graphql',
		on: 'jobs',
		node: 'Create Job',
		errand: importFile,
		tries: ATTEMPTS,
		ifTriedInVain: 'error',
		ifFinal: 'error',
		jobsThen: 0,
	},
	{
		name: 'createJob',
		what: 'createJob',
		kind: 'graphql',
		on: 'createJob',
		node: 'Create Job',
		errand: importFile,
		tries: ATTEMPTS,
		ifTriedInVain: 'error',
		ifFinal: 'error',
		jobsThen: 0,
		changes: true,
	},
	{
		name: 'jobs:lost',
		what: "jobs, after createJob's answer was lost though the job was made",
		kind: 'graphql',
		on: 'jobs',
		skip: 1,
		led: lostAnswer,
		node: 'Create Job',
		errand: importFile,
		tries: ATTEMPTS,
		ifTriedInVain: 'error',
		ifFinal: 'error',
		jobsThen: 1,
	},
	{
		name: 'jobs:double',
		what: 'jobs, to see whether another process created a job as well',
		kind: 'graphql',
		on: 'jobs',
		skip: 1,
		node: 'Create Job',
		errand: createForSharedFile,
		tries: ATTEMPTS,
		ifTriedInVain: 'noted',
		ifFinal: 'noted',
		jobsThen: 1,
		except: ['refused'],
	},
	{
		name: 'job:double',
		what: 'job, to see whether a double is still pending',
		kind: 'graphql',
		on: 'job',
		node: 'Create Job',
		errand: createDouble,
		tries: ATTEMPTS,
		ifTriedInVain: 'noted',
		ifFinal: 'noted',
		jobsThen: 2,
		except: ['refused'],
	},
	{
		name: 'deleteJob',
		what: 'deleteJob, of a double',
		kind: 'graphql',
		on: 'deleteJob',
		node: 'Create Job',
		errand: createDouble,
		tries: ATTEMPTS,
		ifTriedInVain: 'noted',
		ifFinal: 'noted',
		jobsThen: 2,
		changes: true,
		except: ['refused'],
	},
	{
		name: 'job:wait',
		what: 'job, the first question of a wait',
		kind: 'graphql',
		on: 'job',
		node: 'Job Status',
		errand: importFile,
		tries: Infinity,
		ifTriedInVain: 'error',
		ifFinal: 'error',
		jobsThen: 1,
	},
	{
		name: 'job:waiting',
		what: 'job, once it has been seen pending',
		kind: 'graphql',
		on: 'job',
		skip: 1,
		node: 'Job Status',
		errand: importFile,
		tries: Infinity,
		ifTriedInVain: 'noted',
		ifFinal: 'error',
		jobsThen: 1,
		// The port would have to be closed between two questions.
		except: ['refused'],
	},
	ofImport('upload', 'upload', 'upload', 0, { changes: true }),
	ofImport('validate', 'validateJobCreation', 'graphql', 0, { except: ['refused'] }),
	ofImport('jobs', 'jobs', 'graphql', 0, { except: ['refused'] }),
	ofImport('createJob', 'createJob', 'graphql', 0, { changes: true, except: ['refused'] }),
	ofImport('jobs:lost', 'jobs', 'graphql', 1, { skip: 1, led: lostAnswer, except: ['refused'] }),
	ofImport('job:wait', 'job', 'graphql', 1, { tries: Infinity, except: ['refused'] }),
	ofImport('errors', 'download', 'file', 1, {
		forms: withAndWithoutKey,
		ifTriedInVain: 'noted',
		ifFinal: 'noted',
		except: ['refused'],
	}),
	ofExport('createJob', 'createJob', 'graphql', 0, { changes: true }),
	ofExport('jobs:lost', 'jobs', 'graphql', 1, { led: lostAnswer, except: ['refused'] }),
	ofExport('job:wait', 'job', 'graphql', 1, { tries: Infinity, except: ['refused'] }),
	ofExport('job:waiting', 'job', 'graphql', 1, {
		skip: 1,
		tries: Infinity,
		ifTriedInVain: 'noted',
		except: ['refused'],
	}),
	ofExport('rows', 'download', 'file', 1, {
		forms: withAndWithoutKey,
		// What another host has there are not the rows that the job counts.
		except: ['redirect'],
	}),
	{
		name: 'job:once',
		what: 'job, without a wait',
		kind: 'graphql',
		on: 'job',
		node: 'Job Status',
		errand: getJob,
		tries: ATTEMPTS,
		ifTriedInVain: 'error',
		ifFinal: 'error',
	},
	{
		name: 'job:links',
		what: 'job, for the links to its files',
		kind: 'graphql',
		on: 'job',
		skip: 1,
		node: 'Job Status',
		errand: getJob,
		tries: ATTEMPTS,
		ifTriedInVain: 'noted',
		ifFinal: 'noted',
		except: ['refused'],
	},
	{
		name: 'errors',
		what: 'the errors file, read as rows',
		kind: 'file',
		forms: withAndWithoutKey,
		on: 'download',
		node: 'Job Status',
		errand: getJob,
		tries: ATTEMPTS,
		ifTriedInVain: 'noted',
		ifFinal: 'noted',
	},
	{
		name: 'results',
		what: 'the results file, attached',
		kind: 'file',
		forms: withAndWithoutKey,
		on: 'download',
		node: 'Job Status',
		errand: fetchResults,
		tries: ATTEMPTS,
		ifTriedInVain: 'noted',
		ifFinal: 'noted',
		except: noResultsFile,
	},
	{
		name: 'jobs:many',
		what: 'jobs, for Get Many',
		kind: 'graphql',
		on: 'jobs',
		node: 'Job Status',
		errand: listJobs,
		tries: ATTEMPTS,
		ifTriedInVain: 'error',
		ifFinal: 'error',
	},
	{
		name: 'jobs:poll',
		what: "jobs, for the trigger's poll",
		kind: 'graphql',
		on: 'jobs',
		errand: pollForEnds,
		tries: ATTEMPTS,
		slowTries: 2,
		ifTriedInVain: 'error',
		ifFinal: 'error',
		timeoutSeconds: 20,
	},
	lookup('programs', 'programs, for a drop-down', fillDropDown('getPrograms'), 'error'),
	lookup('segments', 'segments, for a drop-down', fillDropDown('getSegments'), 'error'),
	lookup(
		'customFields',
		'customFields, for the mapping columns',
		fillMappingColumns('MUTATION/USER', 'customFields.plan'),
		'less',
	),
	lookup(
		'userEventKeys',
		'userEventKeys, for the mapping columns',
		fillMappingColumns('MUTATION/USER_EVENT', 'purchase'),
		'less',
	),
	{
		...lookup('tenant', 'tenant, to test the credential', testTheCredential, 'error'),
		tries: 1,
	},
	{
		...ofWebhook('webhookSubscriptions', subscribe),
		what: 'webhookSubscriptions, as a workflow with the webhook trigger is activated',
	},
	{
		...ofWebhook('upsertWebhookSubscription', subscribe),
		what: 'upsertWebhookSubscription, then',
		forms: togetherThenAlone,
		acceptsOtherForms: true,
		changes: true,
	},
	{
		...ofWebhook('deleteWebhookSubscription', unsubscribe),
		what: 'deleteWebhookSubscription, as it is deactivated',
		changes: true,
	},
	{
		...ofWebhook('jwks', hearOfEnd),
		what: "Advocate's keys, as a webhook comes",
		kind: 'keys',
		tries: 3,
		slowTries: 1,
		timeoutSeconds: 10,
	},
	{
		...ofWebhook('job', hearOfEnd),
		name: 'job:hook',
		what: 'job, as a webhook comes',
		tries: 4,
		slowTries: 4,
		timeoutSeconds: 10,
	},
];

/** Whether a fault can happen to a request, and says something there. */
export function isCell(row: RequestRow, column: FaultColumn): boolean {
	if (column.kinds !== undefined && !column.kinds.includes(row.kind)) return false;
	if (column.onlyChanges && !row.changes) return false;
	return !row.except?.includes(column.name);
}
