import type { Report } from '../files/report-file.cts';
import type { RowFailure } from '../imports/imported-file.cts';

/** A row that failed, as the errors file shows it. Source: the API sheet, "Results". */
export type RowError = Omit<RowFailure, 'index'> & {
	/** The row in the file, counted from the option `recordNumberBase`. */
	recordNumber: number;
};

/** What an errors file holds. */
export function errorsReport(errors: AsyncIterable<RowError> | Iterable<RowError>): Report {
	return {
		columns: ['recordNumber', 'message', 'apiErrorCode', 'statusCode'],
		rows: errors,
	};
}

/** Failures with their rows counted from `base`. */
export async function* numbered(
	failures: AsyncIterable<RowFailure>,
	base: number,
): AsyncGenerator<RowError> {
	for await (const { index, ...failure } of failures) {
		yield { ...failure, recordNumber: base + index };
	}
}
