import type { ImportJobType } from '../../advocate/api/job-types.ts';
import { importType } from '../../advocate/jobs/given.ts';
import type { TypedValues } from './typed-value.cts';

/** A node's setting of what the rows of a file are. */
export interface TypeConfig {
	jobType?: string;
	jobTypeType?: string;
}

/**
 * The type set in a node where the file enters.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for what is no type of import
 */
export async function chosenImportType(
	{ jobType, jobTypeType }: TypeConfig,
	values: TypedValues,
): Promise<ImportJobType> {
	return importType(
		await values.text(jobType, jobTypeType, 'Type'),
		'Choose the type in this node, or use a value such as MUTATION/USER.',
	);
}
