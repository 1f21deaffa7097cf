import type { CorpusEntry } from './corpus-entry.cts';
import { csvHeaders } from './entries/csv-headers.cts';
import { csvRows } from './entries/csv-rows.cts';
import { emptyFiles } from './entries/empty-files.cts';
import { encodings } from './entries/encodings.cts';
import { exportedFiles } from './entries/exports.cts';
import { hugeFiles } from './entries/huge-files.cts';
import { jsonLines } from './entries/json-lines.cts';
import { otherFormats } from './entries/other-formats.cts';

/** Every file of the corpus. */
export const corpus: CorpusEntry[] = [
	...emptyFiles,
	...encodings,
	...otherFormats,
	...csvHeaders,
	...csvRows,
	...exportedFiles,
	...jsonLines,
	...hugeFiles,
];
