import { ROWS_OF_TYPE, type ImportJobType } from '../api/job-types';
import { AdvocateError } from '../errors';
import type { HostTexts } from '../host-texts';
import { exceeds, shownLimit, tooManyDeletions, type ImportLimits } from './limits';
import { rowsIn, type PreparedImport } from './prepared';
import { countedReasons } from './reasons';
import { reasonsText } from './summary';

interface LimitedImport {
	type: ImportJobType;
	limits: ImportLimits;
	texts: HostTexts;
}

/** How many rows would be sent. */
export function sentRows({ files }: PreparedImport): number {
	return files.reduce((sum, { rows }) => sum + rows, 0);
}

/** Why nothing is sent, if a limit says so. */
export function limitReached(
	prepared: PreparedImport,
	{ limits, texts, type }: LimitedImport,
	deletedBefore: number,
): AdvocateError | undefined {
	const { rejected } = prepared;
	const sent = sentRows(prepared);
	const all = rowsIn(prepared, sent);
	if (limits.rejected !== undefined && exceeds(limits.rejected, rejected.length, all)) {
		const share = `${rejected.length.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} ${ROWS_OF_TYPE[type]} were rejected`;
		return new AdvocateError(
			'LIMIT_EXCEEDED',
			`${share}, more than the ${shownLimit(limits.rejected)} allowed: ${reasonsText(countedReasons(rejected))}`,
			{ hint: `Nothing was sent. ${texts.imports.correctRejected}` },
		);
	}
	if (type !== 'MUTATION/DELETE_USER') return undefined;
	return tooManyDeletions(deletedBefore + sent, limits.deletions, texts.imports.raiseDeletions);
}
