import { safeStem } from './safe-name';

/** The two formats an import file can have (guide), which are also its extensions. */
export type ImportFormat = 'csv' | 'jsonl';

export const MIME_TYPES: Record<ImportFormat, string> = {
	csv: 'text/csv',
	jsonl: 'application/jsonl',
};

const FORMAT_OF_MIME_TYPE = new Map<string, ImportFormat>([
	['text/csv', 'csv'],
	['application/csv', 'csv'],
	['application/jsonl', 'jsonl'],
	['application/x-jsonl', 'jsonl'],
	['application/jsonlines', 'jsonl'],
	['application/x-jsonlines', 'jsonl'],
	['application/x-ndjson', 'jsonl'],
	['application/ndjson', 'jsonl'],
]);

/** Extensions of files that can't be imported. What follows the last dot of other names may be a date. */
const OTHER_EXTENSIONS = new Set([
	...['xls', 'xlsx', 'xlsm', 'xlsb', 'ods', 'numbers', 'tsv', 'tab', 'txt', 'json', 'xml', 'html'],
	...['htm', 'pdf', 'doc', 'docx', 'rtf', 'zip', 'gz', 'tgz', 'bz2', '7z', 'rar', 'sql', 'parquet'],
	...['png', 'jpg', 'jpeg', 'gif'],
]);

/** The extension of a file name in lower case, without the dot; empty if there is none. */
export function extensionOf(fileName: string): string {
	return /\.([^./\\]+)$/.exec(fileName.trim())?.[1]?.toLowerCase() ?? '';
}

/**
 * The format that a file claims to have: by its extension or, if that is unknown, by its MIME type.
 *
 * @returns undefined for the extension of another format, and if neither says
 */
export function declaredFormat(fileName: string, mimeType: string): ImportFormat | undefined {
	const extension = extensionOf(fileName);
	if (extension === 'csv' || extension === 'jsonl') return extension;
	if (OTHER_EXTENSIONS.has(extension)) return undefined;
	return FORMAT_OF_MIME_TYPE.get(mimeType.split(';')[0]?.trim().toLowerCase() ?? '');
}

/**
 * A file name that is safe in a header and in the `fileRef` made from it (see safeStem), with the
 * extension of the format, which the API keeps (doc).
 */
export function safeFileName(fileName: string, format: ImportFormat): string {
	const stem = safeStem(fileName.replace(/\.(csv|jsonl)\s*$/i, ''));
	return `${stem === '' ? 'import' : stem}.${format}`;
}
