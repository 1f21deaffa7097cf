import { createHash } from 'node:crypto';
import { isObject } from '../json-object.cts';
import type { JsonObject } from '../json-object.cts';

/**
 * A user as the User Details report shows one, made from the fields that imports bring.
 * Source: the sample report of the API's guides.
 * @param programId whose referral code and share link to show; unless it is a text, the first ones
 */
export function withUserDetails(user: JsonObject, programId?: unknown): JsonObject {
	const shareLink = entryOf(user.shareLinks, programId);
	return {
		...user,
		referralCode: entryOf(user.referralCodes, programId) ?? user.referralCode,
		shareLink,
		cleanShareLink: shareLink,
		dateCreated: asNumber(user.dateCreated),
		dateUsTaxFormSubmitted: asNumber(user.dateUsTaxFormSubmitted),
		emailHash: hashOf(user.email),
		referralSource: 'UNKNOWN',
		stats: noStats,
	};
}

/** What has not happened to a user who only exists by an import. */
const noStats = {
	traffic: 0,
	referrals: 0,
	conversions: 0,
	goals: 0,
	rewards: 0,
	widgetLoads: 0,
	revenue: 0,
	generatedRevenue: 0,
	referredRevenue: 0,
};

function entryOf(byProgram: unknown, programId: unknown): unknown {
	if (!isObject(byProgram)) return undefined;
	return typeof programId === 'string' ? byProgram[programId] : Object.values(byProgram)[0];
}

// From CSV every value is a text.
function asNumber(value: unknown): number | undefined {
	return value === undefined || value === null ? undefined : Number(value);
}

function hashOf(email: unknown): string | undefined {
	if (typeof email !== 'string') return undefined;
	return createHash('md5').update(email.trim().toLowerCase()).digest('hex');
}
