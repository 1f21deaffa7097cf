import type { ImportJobType } from '../api/job-types';
import type { ImportFormat } from '../files/file-name';

/** The fields a row of one type may have, as dotted names; field names are case-sensitive (guide). */
export interface ImportFields {
	/** The API takes no row without these. */
	required: readonly string[];
	/** Other fields with a fixed name. */
	optional: readonly string[];
	/** Beginnings of fields whose end the tenant chooses, including the dot, e.g. `customFields.`. */
	families: readonly string[];
	/** Whether the API takes fields other than these (schema: user events take none). */
	open: boolean;
}

/** The spelling of one guide; schema, SDL and REST have `shareLinks`. */
const GUIDE_SPELLING = 'sharelinks.';

/** Sources: UserImportLine and UserEventImportLine of @saasquatch/schema, and the guides. */
export const IMPORT_FIELDS: Record<ImportJobType, ImportFields> = {
	'MUTATION/USER': {
		required: ['accountId', 'id'],
		optional: [
			'firstName',
			'lastName',
			'email',
			'referable',
			'locale',
			'countryCode',
			'dateCreated',
			'imageUrl',
			'dateUsTaxFormSubmitted',
			'paymentProviderId',
			'referralCode',
			'referredBy.code',
			'referredBy.isConverted',
			'referredByCodes',
			'segments',
		],
		families: ['customFields.', 'referralCodes.', 'shareLinks.', GUIDE_SPELLING],
		open: true,
	},
	'MUTATION/DELETE_USER': {
		required: ['accountId', 'id'],
		optional: ['preserveEmptyAccount', 'doNotTrack'],
		families: [],
		open: true,
	},
	'MUTATION/USER_EVENT': {
		required: ['accountId', 'userId', 'event.key'],
		optional: ['event.dateTriggered', 'idempotencyKey'],
		families: ['event.fields.'],
		open: false,
	},
	'MUTATION/REDEEMABLE_REWARD_BALANCE': {
		// The product's own report with one column filled in (guide); its other columns go along as they are.
		required: ['userId', 'accountId', 'unit', 'valueToRedeem'],
		optional: [],
		families: [],
		open: true,
	},
};

/** The formats in which rows of a type are accepted, first the one to make files in: redemptions must be CSV (guide). */
export function importFormats(type: ImportJobType): readonly [ImportFormat, ...ImportFormat[]] {
	return type === 'MUTATION/REDEEMABLE_REWARD_BALANCE' ? ['csv'] : ['jsonl', 'csv'];
}

/** The name under which a field is sent: the schema's, if a guide spells it differently. */
export function canonicalName(name: string, type: ImportJobType): string {
	if (type !== 'MUTATION/USER' || !name.startsWith(GUIDE_SPELLING)) return name;
	return `shareLinks.${name.slice(GUIDE_SPELLING.length)}`;
}

/** The names of all fields, and the beginnings of those whose end the tenant chooses. */
function fieldNames({ required, optional, families }: ImportFields): string[] {
	return [...required, ...optional, ...families];
}

/** The names of all objects that hold fields of a row: `event` and `event.fields`, for user events. */
export function parentNames(fields: ImportFields): Set<string> {
	const parents = fieldNames(fields).flatMap((name) => {
		const above = name.split('.').slice(0, -1);
		return above.map((_, depth) => above.slice(0, depth + 1).join('.'));
	});
	return new Set(parents);
}
