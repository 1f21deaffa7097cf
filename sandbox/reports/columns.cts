import type { ExportType, ImportType } from '../job-types.cts';
import { isObject, valueAt } from '../json-object.cts';
import type { JsonObject } from '../json-object.cts';

/** The columns of the User Details report, without those that have to be asked for. */
const userColumns = columns(
	'id accountId email firstName lastName referralCode imageUrl firstSeenIP lastSeenIP dateCreated',
	'dateUsTaxFormSubmitted emailHash referralSource locale countryCode',
);

const userStatsColumns = columns(
	'stats.dateModified stats.traffic stats.referrals stats.conversions stats.goals stats.rewards',
	'stats.widgetLoads stats.revenue stats.generatedRevenue stats.referredRevenue',
);

const userLinkColumns = columns(
	'shareLink facebookShareLink twitterShareLink emailShareLink linkedinShareLink cleanShareLink',
);

/** The columns of user events. Source: the API sheet, "Results". */
const eventColumns = columns(
	'user.accountId user.id event.id event.key event.dateTriggered event.dateReceived',
	'event.dateProcessed event.fields',
);

const balanceColumns = columns(
	'firstName lastName email dateBlocked unitName currency availableValue valueToRedeem',
	'totalRedeemedValue userId accountId unit segments',
);

const rewardColumns = columns(
	'id type value unit name dateCreated dateScheduledFor dateGiven dateExpires dateCancelled',
	'dateRedeemed dateModified rewardSource fuelTankType fuelTankCode programId programRewardKey',
	'globalRewardKey assignedCredit redeemedCredit availableValue statuses',
);

const rewardUserColumns = columns('user.id user.accountId user.firstName user.lastName user.email');

const rewardMetaColumns = columns(
	'meta.status meta.message meta.internalMessage meta.dateModified',
);

const rewardReferralColumns = columns(
	'referral.id referral.dateReferralStarted referral.dateModified referral.referralCodeUsed',
	'referral.referredUser.id referral.referredUser.accountId referral.referredUser.firstName',
	'referral.referredUser.lastName referral.referredUser.email referral.referrerUser.id',
	'referral.referrerUser.accountId referral.referrerUser.firstName referral.referrerUser.lastName',
	'referral.referrerUser.email referral.dateConverted',
);

const referralColumns = columns(
	'id dateModified dateReferralStarted dateConverted dateUserModified programId programName',
	'referredUserEmail referredUserFirstName referredUserLastName referredUserReferralCode',
	'referredUserFirstSeenIP referredUserLastSeenIP referredUserImageUrl referredUserLocale',
	'referredUserDateCreated referredUser referredAccount referrerUserEmail referrerUserFirstName',
	'referrerUserLastName referrerUserReferralCode referrerUserFirstSeenIP referrerUserLastSeenIP',
	'referrerUserImageUrl referrerUserLocale referrerUserDateCreated referrerUser referrerAccount',
	'moderationStatus dateModerated dateReferralPaid dateReferralEnded referredModerationStatus',
	'referrerModerationStatus referredReward referrerReward',
);

const userBalanceColumns = columns(
	'userId accountId type unit amount totalAssignedCredit totalRedeemedCredit totalExpiredCredit',
	'email firstName lastName referralCode imageUrl firstSeenIP lastSeenIP dateCreated',
	'referralSource locale',
);

/**
 * The columns of an export, without custom fields; undefined for the types whose columns nobody
 * documents. Source: the sample reports of the API's guides.
 */
export function exportColumns(type: ExportType, params: JsonObject): readonly string[] | undefined {
	const wants = (field: string) => valueAt(params, `fields.${field}`) === true;
	switch (type) {
		case 'QUERY/USER':
			return [
				...userColumns,
				...(wants('includeUserStatsFields') ? userStatsColumns : []),
				...(wants('includeProgramShareLinksAndReferralCodes') ? userLinkColumns : []),
				...(wants('includeSegments') ? ['segments'] : []),
			];
		case 'QUERY/USER_EVENT':
			return eventColumns;
		case 'QUERY/REWARD':
			return [
				...rewardColumns,
				...(wants('includeUserFields') ? rewardUserColumns : []),
				...rewardMetaColumns,
				...(wants('includeReferralFields') ? rewardReferralColumns : []),
			];
		case 'QUERY/REFERRAL':
			return referralColumns;
		case 'QUERY/USER_REWARD_BALANCE':
			return userBalanceColumns;
		case 'QUERY/REDEEMABLE_REWARD_BALANCE':
			return balanceColumns;
		default:
			return undefined;
	}
}

const resultColumnsByType: Readonly<Record<ImportType, readonly string[]>> = {
	'MUTATION/USER': userColumns,
	'MUTATION/USER_EVENT': eventColumns,
	'MUTATION/DELETE_USER': columns('accountId id'),
	'MUTATION/REDEEMABLE_REWARD_BALANCE': columns('userId accountId unit valueToRedeem'),
};

/**
 * The columns of the results of an import, without custom fields. What the results of deletions and
 * redemptions hold is not documented: the sandbox says whom or what they are about.
 */
export function resultColumns(type: ImportType): readonly string[] {
	return resultColumnsByType[type];
}

/** The fields that rows have in the object at `name`, or altogether if that is empty, as dotted paths. */
export async function fieldsOf(rows: AsyncIterable<JsonObject>, name: string): Promise<string[]> {
	const fields = new Set<string>();
	for await (const row of rows) {
		const object = name === '' ? row : row[name];
		if (isObject(object)) for (const field of Object.keys(object)) fields.add(field);
	}
	return [...fields].map((field) => (name === '' ? field : `${name}.${field}`));
}

function columns(...lines: string[]): readonly string[] {
	return lines.join(' ').split(' ');
}
