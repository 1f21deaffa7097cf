import type { ImportJobType } from '../../api/job-types';
import { safeFileName, type ImportFormat } from '../../files/file-name';

/** Names for files that were not given one. */
const STEMS: Record<ImportJobType, string> = {
	'MUTATION/USER': 'users',
	'MUTATION/USER_EVENT': 'userEvents',
	'MUTATION/REDEEMABLE_REWARD_BALANCE': 'redemptions',
	'MUTATION/DELETE_USER': 'deleteUsers',
};

/** What the name of a file made of rows consists of. */
export interface MadeFileName {
	/** If empty, the file is named after the type. */
	name: string;
	/** What comes before the name. */
	prefix: string;
	type: ImportJobType;
	format: ImportFormat;
	/** Of several files; undefined for the only one. */
	number: number | undefined;
}

/** The safe name (see safeFileName) of a file made of rows. */
export function madeFileName({ name, prefix, type, format, number }: MadeFileName): string {
	const stem = (name.trim() || STEMS[type]).replace(/\.(csv|jsonl)$/i, '');
	const suffix = number === undefined ? '' : `-${number}`;
	return safeFileName(`${prefix}${stem}${suffix}.${format}`, format);
}
