import type { ImportType } from '../job-types.cts';
import { valueAt } from '../json-object.cts';
import type { Upload } from '../uploads/upload.cts';
import { UnreadableFile, formatOf, readHeader, readRows } from './read-rows.cts';
import type { ImportFormat } from './read-rows.cts';
import { unknownFields } from './row-rules.cts';

/**
 * The columns (CSV) or fields (JSONL, as dotted paths) that a file of this type must have.
 * Source: the API sheet, "The import files".
 */
const requiredFields: Readonly<Record<ImportType, readonly string[]>> = {
	'MUTATION/USER': ['accountId', 'id'],
	'MUTATION/DELETE_USER': ['accountId', 'id'],
	'MUTATION/USER_EVENT': ['accountId', 'userId', 'event.key'],
	'MUTATION/REDEEMABLE_REWARD_BALANCE': ['userId', 'accountId', 'unit', 'valueToRedeem'],
};

/**
 * What `validateJobCreation` finds wrong with a file: a wrong extension, no content, or a wrong
 * header (CSV) or first line (JSONL). The other rows are read only when a job runs.
 */
export async function checkFile(upload: Upload, type: ImportType): Promise<string[]> {
	const format = formatOf(upload.fileRef);
	const unsupported = formatProblem(type, format);
	if (unsupported !== undefined) return [unsupported];
	if (upload.sizeBytes === 0) return ['The file is empty'];
	try {
		if (format === 'csv') return checkHeader(await readHeader(upload.path), type);
		return await checkFirstLine(upload, type);
	} catch (error) {
		if (error instanceof UnreadableFile) return [error.message];
		throw error;
	}
}

/** What is wrong with importing a file of this format. Reward redemptions come as CSV only. */
export function formatProblem(type: ImportType, format?: ImportFormat): string | undefined {
	if (!format) return 'Unsupported file type: the file name must end in .csv or .jsonl';
	const csvOnly = type === 'MUTATION/REDEEMABLE_REWARD_BALANCE';
	return csvOnly && format !== 'csv'
		? 'Unsupported file type: reward redemptions are imported as .csv only'
		: undefined;
}

function checkHeader(columns: string[] | undefined, type: ImportType): string[] {
	if (!columns) return ['The file is empty'];
	const missing = requiredFields[type].filter((name) => !columns.includes(name));
	const twice = columns.filter((name, index) => columns.indexOf(name) !== index);
	return [
		...missing.map((name) => `Missing required column: ${name}`),
		...twice.map((name) => `Duplicate column: ${name}`),
	];
}

async function checkFirstLine(upload: Upload, type: ImportType): Promise<string[]> {
	for await (const { value, problem } of readRows(upload.path, 'jsonl')) {
		if (!value) return [`Line 1: ${problem}`];
		const missing = requiredFields[type].filter((path) => valueAt(value, path) === undefined);
		return [
			...missing.map((path) => `Line 1: missing required field: ${path}`),
			...unknownFields(type, value).map((path) => `Line 1: unknown field: ${path}`),
		];
	}
	return ['The file is empty'];
}
