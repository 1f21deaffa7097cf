import type { IDataObject, INode } from 'n8n-workflow';

/** n8n's own nodes that need nothing but this machine. Every other one would call an outside service. */
const RUN_HERE = new Set(
	[
		'aggregate',
		'code',
		'compareDatasets',
		'convertToFile',
		'dataTable',
		'dateTime',
		'executeWorkflow',
		'executeWorkflowTrigger',
		'extractFromFile',
		'filter',
		'if',
		'limit',
		'manualTrigger',
		'merge',
		'noOp',
		'readWriteFile',
		'removeDuplicates',
		'scheduleTrigger',
		'set',
		'sort',
		'splitInBatches',
		'splitOut',
		'stickyNote',
		'stopAndError',
		'summarize',
		'switch',
		'wait',
	].map((name) => `n8n-nodes-base.${name}`),
);

/**
 * What an outside service would have returned, by template and node. A service that is not listed returns
 * one empty item, which is enough for those that only receive: Slack, e-mail, a sheet that is written to.
 */
const ANSWERS: Record<string, Record<string, IDataObject[]>> = {
	'changed-users-by-fingerprint.json': {
		'CRM Users': [
			{ accountId: 'acme', id: 'ann', firstName: 'Ann' },
			{ accountId: 'acme', id: 'bob', firstName: 'Bob' },
		],
	},
	'database-changed-users.json': {
		'Changed Users': [
			{
				accountId: 'acme',
				id: 'ann',
				firstName: 'Ann',
				'customFields.plan': 'pro',
				read_until: '2026-01-15T09:00:00.000Z',
			},
		],
	},
	'delete-users-with-approval.json': {
		'Users to Delete': [
			{ accountId: 'acme', id: 'ann' },
			{ accountId: 'acme', id: '' },
		],
		'Ask for Approval': [{ data: { approved: true } }],
	},
	'failed-rows-to-sheet-and-back.json': {
		'Corrected Rows': [
			{ row_number: 2, accountId: 'acme', id: 'ann', firstName: 'Ann', corrected: 'yes' },
			{ row_number: 5, accountId: 'acme', id: 'bob', firstName: 'Bob', corrected: 'yes' },
		],
	},
	'google-sheet-events.json': {
		'New Events': [
			{ row_number: 2, accountId: 'acme', userId: 'ann', 'event.key': 'purchase', status: 'new' },
			{ row_number: 3, accountId: 'acme', userId: '', 'event.key': 'purchase', status: 'new' },
		],
	},
	'hubspot-contacts-nightly.json': {
		'Changed Contacts': [
			{
				id: '51000001375',
				properties: { associatedcompanyid: '9477841823', email: 'ann@example.com' },
			},
		],
	},
	'import-rows-sub-workflow.json': {
		'Asked over MCP': [
			{ body: { type: 'MUTATION/USER', rows: [{ accountId: 'acme', id: 'ann' }] } },
		],
	},
	'redeem-balances-after-approval.json': {
		'Ask for Approval': [{ data: { approved: true } }],
	},
	'webhook-events-hourly.json': {
		'Event Arrives': [
			{ body: { id: 'order-1', accountId: 'acme', userId: 'ann', key: 'purchase' } },
		],
	},
	'who-is-missing.json': {
		'CRM Contacts': [
			{ accountId: 'acme', id: 'crm-only', firstName: 'Cleo' },
			{ accountId: 'account-1', id: 'user-1', firstName: 'Ann' },
		],
	},
};

/** Whether a node would call an outside service, which is not there when a template is tried. */
export function asksOutside({ type }: INode): boolean {
	return type.startsWith('n8n-nodes-base.') && !RUN_HERE.has(type);
}

/** What the service behind a node is taken to return when a template is tried. */
export function answerOf(template: string, { name }: INode): IDataObject[] {
	return ANSWERS[template]?.[name] ?? [{}];
}
