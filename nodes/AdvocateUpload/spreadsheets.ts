import type { IExecuteFunctions } from 'n8n-workflow';

/** n8n's nodes that read spreadsheets, in which an ID may have become a number. */
const SPREADSHEETS = new Set([
	'n8n-nodes-base.googleSheets',
	'n8n-nodes-base.microsoftExcel',
	'n8n-nodes-base.spreadsheetFile',
]);

const EXTRACT_FROM_FILE = 'n8n-nodes-base.extractFromFile';

/** Its operations for spreadsheets. Texts of a CSV file stay texts. */
const SPREADSHEET_OPERATIONS = new Set(['ods', 'xls', 'xlsx']);

/**
 * Whether any node before this one reads a spreadsheet. Numbers from elsewhere, such as a database, are what they were
 * there.
 */
export function comesFromSpreadsheet(context: IExecuteFunctions): boolean {
	const before = context.getParentNodes(context.getNode().name, { includeNodeParameters: true });
	return before.some(({ type, disabled, parameters }) => {
		if (disabled) return false;
		const operation = parameters?.['operation'];
		return (
			SPREADSHEETS.has(type) ||
			(type === EXTRACT_FROM_FILE &&
				typeof operation === 'string' &&
				SPREADSHEET_OPERATIONS.has(operation))
		);
	});
}
