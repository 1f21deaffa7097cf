import type { ImportJobType } from '../../advocate/api/job-types.ts';
import { importType } from '../../advocate/jobs/given.ts';
import type { TypedValues } from './typed-value.cts';

/** A node's setting for the type of the rows in a file. */
export interface TypeConfig {
	jobType?: string;
	jobTypeType?: string;
}

/**
 * The type set in the node where the file enters the flow.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for anything but a type of import
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
