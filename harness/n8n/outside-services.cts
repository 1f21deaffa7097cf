import type { IDataObject, INode } from 'n8n-workflow';

/** n8n's own nodes that need nothing but this machine. Any other would call a service outside. */
const RUN_HERE = new Set(
	[
		'aggregate',
		'code',
		'convertToFile',
		'dataTable',
		'dateTime',
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
	].map((name) => `n8n-nodes-base.${name}`),
);

/**
 * What a service outside would have returned, by template and node. One that is not listed returns one empty
 * item, which will do where data is only sent: to Slack, by e-mail, to a sheet.
 */
const ANSWERS: Record<string, Record<string, IDataObject[]>> = {
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
	'webhook-events-hourly.json': {
		'Event Arrives': [
			{ body: { id: 'order-1', accountId: 'acme', userId: 'ann', key: 'purchase' } },
		],
	},
};

/**
 * Whether a node would call a service that is not there when a template is tried out.
 */
export function asksOutside({ type }: INode): boolean {
	return type.startsWith('n8n-nodes-base.') && !RUN_HERE.has(type);
}

/** What the service behind a node returns when a template is tried out. */
export function answerOf(template: string, { name }: INode): IDataObject[] {
	return ANSWERS[template]?.[name] ?? [{}];
}
