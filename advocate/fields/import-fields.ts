import type { ImportJobType } from '../api/job-types';

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

/**
 * Sources: UserImportLine and UserEventImportLine of @saasquatch/schema, and the guides. `sharelinks.`
 * is a guide's spelling of `shareLinks.`; which of the two the API reads is not known, so both pass.
 */
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
		],
		families: ['customFields.', 'referralCodes.', 'shareLinks.', 'sharelinks.'],
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
		// The product's own report with one column filled in; the report's other columns are its own.
		required: ['valueToRedeem'],
		optional: [],
		families: [],
		open: true,
	},
};

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
