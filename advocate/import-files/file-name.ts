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

const LONGEST_STEM = 100;

/** The extension of a file name in lower case, without the dot; empty where there is none. */
export function extensionOf(fileName: string): string {
	return /\.([^./\\]+)$/.exec(fileName.trim())?.[1]?.toLowerCase() ?? '';
}

/**
 * The format a file says it has: by its extension, or, where it has none, by its MIME type.
 *
 * @returns undefined for any other extension, and where neither tells
 */
export function declaredFormat(fileName: string, mimeType: string): ImportFormat | undefined {
	const extension = extensionOf(fileName);
	if (extension === 'csv' || extension === 'jsonl') return extension;
	if (extension !== '') return undefined;
	return FORMAT_OF_MIME_TYPE.get(mimeType.split(';')[0]?.trim().toLowerCase() ?? '');
}

/**
 * A file name that is safe in a header and in the `fileRef` made from it: no path, no quotes, no line
 * breaks or other control characters, plain ASCII, and the extension of the format, which the API keeps
 * (doc).
 */
export function safeFileName(fileName: string, format: ImportFormat): string {
	const base = fileName.split(/[/\\]/).pop() ?? '';
	const stem = base
		.replace(/\.(csv|jsonl)\s*$/i, '')
		.normalize('NFKD')
		.replace(/[^A-Za-z0-9._ -]/g, '')
		.trim()
		.replace(/[ ]+/g, '_')
		.replace(/^\.+/, '')
		.slice(0, LONGEST_STEM);
	return `${stem === '' ? 'import' : stem}.${format}`;
}
