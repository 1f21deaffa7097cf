/** A referral program, as `programs` lists it. */
export interface Program {
	id: string;
	name: string;
}

/** A user segment, as `segments` lists it. */
export interface Segment {
	key: string;
	name: string;
}

/** A custom field of a user, as `customFields` lists it; `schema` is a JSON schema. */
export interface CustomField {
	key: string;
	name: string;
	schema: unknown;
}

/** What the queries that fill drop-downs find at a tenant. */
export interface Lookups {
	/** Null for a tenant without any, where the API may answer with no list at all. */
	programs: Program[] | null;
	segments: Segment[];
	customFields: CustomField[];
	userEventKeys: string[];
}

/** The lookups of a made-up subscription business, enough to try every drop-down. */
export function demoLookups(): Lookups {
	return {
		programs: [
			{ id: 'refer-a-friend', name: 'Refer a Friend' },
			{ id: 'partner-program', name: 'Partner Program' },
			{ id: 'loyalty-rewards', name: 'Loyalty Rewards' },
		],
		segments: [
			{ key: 'vip', name: 'VIP customers' },
			{ key: 'trial', name: 'On trial' },
			{ key: 'churned', name: 'Churned' },
			{ key: 'newsletter', name: 'Newsletter readers' },
		],
		customFields: [
			{ key: 'plan', name: 'Plan', schema: { type: 'string', enum: ['free', 'pro', 'team'] } },
			{ key: 'seats', name: 'Seats', schema: { type: 'integer', minimum: 1 } },
			{ key: 'monthlyRevenue', name: 'Monthly revenue', schema: { type: 'number' } },
			{ key: 'isPartner', name: 'Is partner', schema: { type: 'boolean' } },
			{ key: 'timeZone', name: 'Time zone', schema: { type: 'string' } },
		],
		userEventKeys: ['purchase', 'refund', 'signup', 'trial_started', 'subscription_cancelled'],
	};
}
