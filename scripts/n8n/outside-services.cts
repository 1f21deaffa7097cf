import type { IDataObject, INode } from 'n8n-workflow';

/** n8n's own nodes that need nothing but this machine. Each other one would ask a service outside. */
const RUN_HERE = new Set(
	[
		'aggregate',
		'code',
		'convertToFile',
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
 * What a service outside would have given, by template and node. Where nothing is said a service gives
 * one empty item, which will do for one that only takes: Slack, e-mail, a sheet that is written.
 */
const ANSWERS: Record<string, Record<string, IDataObject[]>> = {
	'failed-rows-to-sheet-and-back.json': {
		'Corrected Rows': [
			{ row_number: 2, accountId: 'acme', id: 'ann', firstName: 'Ann', corrected: 'yes' },
			{ row_number: 5, accountId: 'acme', id: 'bob', firstName: 'Bob', corrected: 'yes' },
		],
	},
};

/**
 * Whether a node would ask a service that is not there when a template is tried.
 */
export function asksOutside({ type }: INode): boolean {
	return type.startsWith('n8n-nodes-base.') && !RUN_HERE.has(type);
}

/** What the service behind a node gives, when it is only tried. */
export function answerOf(template: string, { name }: INode): IDataObject[] {
	return ANSWERS[template]?.[name] ?? [{}];
}
